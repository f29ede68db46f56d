import Curriculum
import Gradus

extension AttendingLesson {
  typealias TrainingStep =
    @Sendable (inout SmallGPT, Tensor<Int>, inout Adam<Double>) throws ->
    Double

  static let trainingStep = Exercise<Answers>(
    "trainingStep", "A step of training, and a model that does not peek",
    hints: [
      "Four steps of a line or two: inputs and targets, the loss with its gradients, a clip, an update. The loss that "
        + "is returned is the one before the update.",
      "let (inputs, targets) = try shiftedTargets(tokens)",
      "var (loss, gradients) = try valueWithGradients(at: &model) { model in softmaxCrossEntropy(logits: try "
        + "model.logits(inputs), labels: targets) }",
      "Then gradients.clip(toNorm: 1), optimizer.update(&model, along: gradients), and return loss.",
    ],
    learned:
      "Gradients are values: nothing is left over from the step before, and only the optimizer remembers.",
    landmark: Landmark("Sources/Layers/Differentiation.swift", "func valueWithGradients"),
    solution: { $0.trainingStep = Attending.trainingStep },
    check: { answers in
      for (place, input) in TrainingCase.all(seed: 1100).enumerated() {
        let mistakes = place == 0 ? trainingMistakes : []
        try expect(
          input.outcome(of: answers.trainingStep),
          equals: input.outcome { try Attending.trainingStep(&$0, on: $1, &$2) },
          in: "\(input.steps) steps of trainingStep, \(input)",
          parts: [
            .tensor("losses", \.losses), .tensor("weights", \.weights),
            .tensor("weights after one more step by the lesson's own", \.weightsLater),
          ],
          suspects: mistakes.suspects { try input.outcome(of: $0) },
          otherwise: "The steps are: targets, loss and gradients, clip, update.")
      }
      // The answers as a whole: a model of all of them.
      for behavior in Behavior.all { try behavior.check(answers) }
    },
    wrongAnswers: trainingMistakes.wrongAnswers(\.trainingStep),
    rightAnswers: [
      RightAnswer("the loss by hand") {
        $0.trainingStep = { model, tokens, optimizer in
          let count = tokens.shape[1] - 1
          let labels = tokens[0..., 1...].flattened()
          var (loss, gradients) = try valueWithGradients(at: &model) { model in
            let logits = try model.logits(tokens[0..., 0..<count])
            let rows = logits.reshaped(to: [labels.shape[0], logits.shape[2]])
            let targets: Matrix = oneHot(labels: labels, classCount: logits.shape[2])
            return -(rows.logSoftmax() * Node(targets)).sum() / Double(labels.shape[0])
          }
          gradients.clip(toNorm: 1)
          optimizer.update(&model, along: gradients)
          return loss
        }
      },
      RightAnswer("clipped by hand") {
        $0.trainingStep = { model, tokens, optimizer in
          let (inputs, targets) = try Attending.shiftedTargets(tokens)
          var (loss, gradients) = try valueWithGradients(at: &model) {
            softmaxCrossEntropy(logits: try $0.logits(inputs), labels: targets)
          }
          let norm = gradients.tensors.reduce(0) { $0 + $1.squared().sum() }.squareRoot()
          if norm > 1 {
            for place in gradients.tensors.indices {
              gradients.tensors[place] = gradients.tensors[place] / (norm + 1e-6)
            }
          }
          optimizer.update(&model, along: gradients)
          return loss
        }
      },
      RightAnswer("a copy of the model moves, and takes its place") {
        $0.trainingStep = { model, tokens, optimizer in
          var copy = model
          let loss = try Attending.trainingStep(&copy, on: tokens, &optimizer)
          model = copy
          return loss
        }
      },
    ])
}
