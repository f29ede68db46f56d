import Curriculum
import Gradus

extension AttendingLesson {
  static let trainingMistakes: [Mistake<TrainingStep>] = [
    training(
      "inputs as targets", "The targets are the inputs: each token's target is the next one."
    ) {
      $0.targets = $0.inputs
    },
    training(
      "inputs and targets exchanged",
      "The model reads the inputs and is to say the targets: these are exchanged."
    ) { swap(&$0.inputs, &$0.targets) },
    training(
      "targets rolled around",
      "The last token has no target: it is no input, and the first token is not what comes after it."
    ) {
      let (inputs, targets) = ($0.inputs, $0.targets)
      $0.inputs = .concatenate([inputs, targets[0..., (inputs.shape[1] - 1)...]], along: 1)
      $0.targets = .concatenate([targets, inputs[0..., 0..<1]], along: 1)
    },
    training("targets in another order", "The targets are those of another row.") {
      $0.targets = $0.targets.gather((0..<$0.targets.shape[0]).reversed())
    },
    training("the first row alone", "All rows count, not the first one alone.") {
      $0.inputs = $0.inputs[0..<1]
      $0.targets = $0.targets[0..<1]
    },
    training("the first half of each row", "All places of a row count.") {
      let half = 0..<$0.inputs.shape[1] / 2
      $0.inputs = $0.inputs[0..., half]
      $0.targets = $0.targets[0..., half]
    },
    training("without the first place", "All places of a row count, also the first one.") {
      $0.skipsFirst = true
    },
    training("shifted twice", "The targets are two tokens later, and not one.") {
      $0.inputs = $0.inputs[0..., 0..<$0.inputs.shape[1] - 1]
      $0.targets = $0.targets[0..., 1...]
    },
    training(
      "a softmax before the loss", "softmaxCrossEntropy takes the logits: it has the softmax in it."
    ) { $0.activation = { $0.softmax(along: -1) } },
    training("the last place alone", "All places of a row count, not the last one alone.") {
      $0.onlyLast = true
    },
    training("the sum of the losses", "The loss is the mean over all places, not their sum.") {
      $0.reduction = .sum
    },
    training("smoothed labels", "The labels are not smoothed.") { $0.smoothing = 0.1 },
    training("not clipped", "The gradients are not shortened: clip them before the update.") {
      $0.clip = { _ in }
    },
    training(
      "clipped one by one", "All gradients are shortened together, by their norm: clip(toNorm: 1)."
    ) {
      $0.clip = { $0.clip(toMagnitude: 1) }
    },
    training("clipped to 0.1", "The limit of the norm is 1, and not 0.1.") {
      $0.clip = { $0.clip(toNorm: 0.1) }
    },
    training("clipped to 5", "The limit of the norm is 1, and not 5.") {
      $0.clip = { $0.clip(toNorm: 5) }
    },
    training("clipped to 10", "The limit of the norm is 1, and not 10.") {
      $0.clip = { $0.clip(toNorm: 10) }
    },
    training("always of norm 1", "Gradients with a norm below 1 stay as they are.") {
      $0.clip = { gradients in
        let norm = gradients.globalNorm
        for place in gradients.tensors.indices {
          gradients.tensors[place] = gradients.tensors[place] / norm
        }
      }
    },
    training(
      "up the gradient",
      "The loss goes up: a step goes against the gradient, as update does by itself."
    ) {
      $0.sign = -1
    },
    training(
      "the loss after the step", "That is the loss after the step: return the one before it."
    ) {
      $0.returnsLater = true
    },
    training("two updates", "The optimizer takes two steps along the same gradients.") {
      $0.updates = 2
    },
    training(
      "a new optimizer each time",
      "The optimizer is a new one at each step: it remembers from step to step."
    ) { $0.isNew = true },
    training(
      "the model not changed", "The model has not changed: update has to get the model itself."
    ) {
      $0.updates = 0
    },
    training("times T", "The loss is a mean over all places: it is not multiplied by T.") {
      let count = Double($0.inputs.shape[1])
      $0.returned = { $0 * count }
    },
    training("divided by B", "The loss is a mean over all rows: it is not divided by B again.") {
      let count = Double($0.inputs.shape[0])
      $0.returned = { $0 / count }
    },
    training("bits", "That is the loss in bits: nats are what softmaxCrossEntropy gives.") {
      $0.returned = { $0 / Double.log(2) }
    },
    training("e to the loss", "That is e to the loss, the perplexity: return the loss itself.") {
      $0.returned = Double.exp
    },
    Mistake(
      "a step for each row", "There is one step for all rows together, along one mean gradient.",
      { model, tokens, optimizer in
        let losses = try (0..<tokens.shape[0]).map {
          try Attending.trainingStep(&model, on: tokens[$0..<$0 + 1], &optimizer)
        }
        return losses.reduce(0, +) / Double(losses.count)
      }),
    Mistake(
      "plain descent", "That is plain gradient descent: use the optimizer that is handed over.",
      { model, tokens, optimizer in
        let (inputs, targets) = try Attending.shiftedTargets(tokens)
        var (loss, gradients) = try valueWithGradients(at: &model) {
          softmaxCrossEntropy(logits: try $0.logits(inputs), labels: targets)
        }
        gradients.clip(toNorm: 1)
        var place = 0
        model.visitParameters { _, parameter in
          parameter = Node(parameter.value - gradients.tensors[place] * optimizer.learningRate)
          place += 1
        }
        return loss
      }),
  ]

  /// A step of training of which each part may be changed.
  private struct Training {
    var inputs, targets: Tensor<Int>
    var onlyLast = false
    var skipsFirst = false
    var activation: (Node) -> Node = { $0 }
    var reduction = LossReduction.mean
    var smoothing = 0.0
    var clip: (inout Gradients<Double>) -> Void = { $0.clip(toNorm: 1) }
    var sign = 1.0
    var updates = 1
    var isNew = false
    var returnsLater = false
    var returned: (Double) -> Double = { $0 }

    func loss(of model: SmallGPT) throws -> Node {
      let logits = activation(try model.logits(inputs))
      let first = onlyLast ? inputs.shape[1] - 1 : skipsFirst ? 1 : 0
      return softmaxCrossEntropy(
        logits: logits[0..., first...], labels: targets[0..., first...], labelSmoothing: smoothing,
        reduction: reduction)
    }

    func callAsFunction(_ model: inout SmallGPT, _ optimizer: inout Adam<Double>) throws -> Double {
      var (value, gradients) = try valueWithGradients(at: &model) { try loss(of: $0) }
      clip(&gradients)
      for place in gradients.tensors.indices {
        gradients.tensors[place] = gradients.tensors[place] * sign
      }
      if isNew { optimizer = Adam(learningRate: optimizer.learningRate) }
      for _ in 0..<updates { optimizer.update(&model, along: gradients) }
      return returned(try returnsLater ? loss(of: model).value.scalar() : value)
    }
  }

  private static func training(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout Training) -> Void
  ) -> Mistake<TrainingStep> {
    Mistake(name, why) { model, tokens, optimizer in
      let (inputs, targets) = try Attending.shiftedTargets(tokens)
      var training = Training(inputs: inputs, targets: targets)
      change(&training)
      return try training(&model, &optimizer)
    }
  }
}
