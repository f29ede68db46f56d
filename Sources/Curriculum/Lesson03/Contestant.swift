import Curriculum
import Gradus

/// An optimizer under the name that tables and charts show.
public struct Contestant: Sendable {
  /// As in "Nesterov".
  public let name: String
  /// Makes it again, without a memory of steps.
  public let optimizer: @Sendable (_ learningRate: Double) -> any Optimizer<Double>

  /// Names an optimizer.
  public init(
    _ name: String, optimizer: @escaping @Sendable (_ learningRate: Double) -> any Optimizer<Double>
  ) {
    self.name = name
    self.optimizer = optimizer
  }

  /// Plain descent.
  public static let sgd = Contestant("SGD") { SGD(learningRate: $0) }
  /// A heavy ball, with μ = 0.9.
  public static let momentum = Contestant("momentum") { SGD(learningRate: $0, momentum: 0.9) }
  /// Nesterov's momentum, with μ = 0.9.
  public static let nesterov = Contestant("Nesterov") {
    SGD(learningRate: $0, momentum: 0.9, isNesterov: true)
  }
  /// A scale for each coordinate, from all gradients so far.
  public static let adaGrad = Contestant("AdaGrad") { AdaGrad(learningRate: $0) }
  /// A scale for each coordinate, from recent gradients.
  public static let rmsProp = Contestant("RMSProp") { RMSProp(learningRate: $0, alpha: 0.99) }
  /// Momentum and a scale for each coordinate.
  public static let adam = Contestant("Adam") { Adam(learningRate: $0) }
  /// Adam that decays the weights by themselves.
  public static let adamW = Contestant("AdamW") { AdamW(learningRate: $0, weightDecay: 0.01) }

  /// Those that race, in the order in which the lesson explains them.
  public static let all = [sgd, momentum, nesterov, adaGrad, rmsProp, adam]
}
