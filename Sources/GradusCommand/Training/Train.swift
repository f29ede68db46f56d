import Curriculum
import Foundation
import Gradus
import OwnFramework

/// What `gradus train` is asked to do.
struct TrainOptions {
  /// What is trained.
  let network: OwnNetworkKind
  var usesLearnersAnswers = false
  /// Nil for as many as are usual.
  var epochs: Int?
  var seed: UInt64 = 1
  var checkpoint = CheckpointOptions()

  init(_ arguments: inout Arguments) throws {
    let name = try arguments.value(of: "train")
    guard let network = OwnNetworkKind(rawValue: name) else {
      throw UsageError.unknown(
        "training", name, known: OwnNetworkKind.allCases.map(\.rawValue))
    }
    self.network = network
    while let option = try arguments.next() {
      switch option {
      case "--mine": usesLearnersAnswers = true
      case "--epochs": epochs = Int(try arguments.wholeNumber(of: option))
      case "--seed": seed = try arguments.wholeNumber(of: option)
      default:
        guard try checkpoint.take(option, &arguments) else {
          throw UsageError.unexpected(
            option, after: "train \(name)",
            known: ["--mine", "--epochs", "--seed"] + CheckpointOptions.names)
        }
      }
    }
    try checkpoint.check()
    try checkOwn()
  }
}

extension TrainOptions {
  /// Throws where only the learner's functions can be trained, or where they cannot be trained so.
  private func checkOwn() throws {
    guard usesLearnersAnswers else {
      guard network == .digits else {
        throw UsageError(
          "train \(network.rawValue) trains your own functions: gradus train \(network.rawValue) "
            + "--mine. Ours: gradus lesson \(network.lesson)")
      }
      return
    }
    if checkpoint.resumes {
      throw UsageError("--mine takes no --resume: it takes a minute, and begins again")
    }
    if epochs == 0 { throw UsageError("--mine needs at least one epoch") }
  }
}

/// Trains a network to read digits, and keeps it in a file that can be resumed, used here, or loaded by
/// PyTorch.
func trainDigits(_ options: TrainOptions) throws {
  let data = try DigitsData<Float>.lastAsTest()
  let epochs = options.epochs ?? 30
  var generator = RandomGenerator(seed: options.seed)
  var model = digitsNetwork(using: &generator)
  var optimizer = Adam<Float>(learningRate: 2e-3)
  let (order, masks) = (generator.split(), generator.split())

  var epochsRun = 0
  try trainResumably(
    "digits, seed \(options.seed)", &model, &optimizer, epochs: epochs,
    plan: options.checkpoint.plan()
  ) { model, optimizer, checkpoint in
    var order = checkpoint.generators["order"] ?? order
    var context = Context.training(seed: 0)
    context.generator = checkpoint.generators["dropout"] ?? masks
    var sum = 0.0
    for batch in Batches(data.trainInputs, data.trainLabels, size: 32, shuffledBy: &order) {
      let (loss, gradients) = valueWithGradients(at: &model) { model in
        softmaxCrossEntropy(
          logits: model.forward(Variable(batch.inputs), in: &context), labels: batch.targets)
      }
      optimizer.update(&model, along: gradients)
      sum += Double(loss) * Double(batch.targets.elementCount)
    }
    let loss = sum / Double(data.trainLabels.elementCount)
    let predictions = model(data.testInputs).argmax(along: 1)
    let right = zip(predictions.elements, data.testLabels.elements).count { $0 == $1 }
    epochsRun += 1
    checkpoint.generators = ["order": order, "dropout": context.generator]
    checkpoint.history["loss", default: []].append(loss)
    checkpoint.history["right", default: []].append(Double(right))
    show(
      "epoch \(checkpoint.epoch + 1) of \(epochs): loss \(loss.fixed(4)), "
        + "\(right) of \(data.testLabels.elementCount) test digits right")
    flushOutput()  // A long run's log is read while it grows.
  }
  guard let file = options.checkpoint.file else { return }
  show(
    epochsRun > 0 || epochs == 0
      ? "Kept in \(file)."
      : "Nothing to do: \(file) has all \(epochs) epochs. To go on: more --epochs.")
}
