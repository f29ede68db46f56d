import Curriculum
import Foundation
import Gradus
import Plotting

extension OwnTraining {
  /// Trains the network for digits with the learner's functions, and with ours; says how both do.
  public func trainDigits(_ answers: CourseAnswers, _ verdicts: Verdicts) throws {
    try requirePlace()
    let assembly = Assembly<DigitsParts>(answers, verdicts)
    showParts(assembly, of: "digits", style)

    var plan = DigitsPlan()
    plan.seed = seed
    if let epochs { plan.epochs = epochs }
    var generator = RandomGenerator(seed: seed)
    let layers: Sequential<Double> = FrameworkNetwork.layers(using: &generator)
    var bar = ProgressBar("training yours", total: plan.epochs)
    let yours = try OwnFramework.trainDigits(OwnNetwork(layers: layers), by: assembly, plan) {
      bar.advance(["validation loss": $0])
    }
    bar.finish()
    let ours = try OwnFramework.trainDigits(FrameworkNetwork(layers), by: Assembly(.ours), plan)

    showResults(yours, ours, plan)
    try finish(after: assembly.failures, "Draw a digit for it to read:", "try 8") { file in
      try yours.network.save(to: file)
    }
  }

  private func showResults(
    _ yours: DigitsOutcome<OwnNetwork>, _ ours: DigitsOutcome<FrameworkNetwork>, _ plan: DigitsPlan
  ) {
    func row(_ name: String, _ value: (any Outcome) -> String) -> [String] {
      [name, value(yours), value(ours)]
    }
    let trained = plan.digitCount - plan.digitCount / 5
    show(
      indented(
        "Both learned from \(trained) digits, and \(plan.digitCount / 5) others chose the epoch. The "
          + "test digits, by other people, were read once.", by: 4, style: style) + "\n")
    show(
      table(
        [
          ["", "yours", "ours"],
          row("best epoch") { "\($0.bestEpoch) of \($0.losses.count)" },
          row("validation loss") {
            $0.bestEpoch > 0 ? $0.losses[$0.bestEpoch - 1].validation.fixed(4) : "none"
          },
          row("right of 297") { "\($0.right)" },
          row("share") { "\((100 * Double($0.right) / 297).fixed(1)) %" },
          row("digits per second") { $0.speed.fixed(0) },
        ], style: style))
    show(
      "\n"
        + indented(
          "Ours is the same network of the framework's layers, from the same weights on the same "
            + "digits. Its code is optimized; yours is compiled so that a trap names its line.",
          by: 4, style: style))
  }
}

/// What is told of a training, whichever network it had.
private protocol Outcome {
  var bestEpoch: Int { get }
  var losses: [(training: Double, validation: Double)] { get }
  var right: Int { get }
  var speed: Double { get }
}

extension DigitsOutcome: Outcome {}

extension OwnNetwork {
  /// Writes the weights, under the names and in the shapes that the framework's layers have.
  func save(to file: URL) throws {
    let layers: Sequential<Float> = layers()
    try layers.saveWeights(to: file)
  }
}
