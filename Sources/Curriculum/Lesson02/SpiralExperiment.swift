import Curriculum
import Gradus

/// Points on three arms of a spiral, and where a network has drawn the borders between them.
public struct SpiralResult: Sendable {
  /// The points, shape [N, 2].
  public let points: Tensor<Float>
  /// The arm of each, 0 to 2, shape [N].
  public let labels: Tensor<Int>
  /// How many points a linear model gets right.
  public let linearRight: Int
  /// How many points the network gets right.
  public let networkRight: Int
  /// The mean loss of the network in each epoch.
  public let losses: [Double]
  /// The network's classes at the places it was asked for.
  public let regions: [Int]
}

extension BackpropagationExperiment {
  // MARK: (d) Spirals

  /// Trains a network with two hidden layers of 32 units to tell three arms of a spiral apart.
  ///
  /// - Parameters:
  ///   - seed: Of points and weights.
  ///   - epochs: How often it sees all points.
  ///   - places: Where to ask for its classes, for a picture.
  ///   - progress: Called after each epoch with its loss.
  public func spirals(
    seed: UInt64, epochs: Int = 150, at places: [(x: Double, y: Double)] = [],
    progress: (_ loss: Double) -> Void = { _ in }
  ) -> SpiralResult {
    var generator = RandomGenerator(seed: seed)
    let (points, labels) = spirals(pointsInArm: 100, using: &generator)
    var linear = ClassifierTraining(learningRate: 0.01, seed: seed) {
      Sequential(Linear(2, 3, using: &$0))
    }
    var network = ClassifierTraining(learningRate: 0.01, seed: seed) {
      Sequential(
        Linear(2, 32, using: &$0), Tanh(), Linear(32, 32, using: &$0), Tanh(),
        Linear(32, 3, using: &$0))
    }
    var losses: [Double] = []
    for _ in 0..<epochs {
      _ = linear.runEpoch(points, labels, batchSize: 32)
      losses.append(network.runEpoch(points, labels, batchSize: 32))
      progress(losses[losses.count - 1])
    }
    return SpiralResult(
      points: points, labels: labels,
      linearRight: countRight(linear.classes(of: points), labels),
      networkRight: countRight(network.classes(of: points), labels), losses: losses,
      regions: self.points(places).map { network.classes(of: $0).elements } ?? [])
  }

  /// Arms that turn once around the middle, with some noise across.
  func spirals(
    pointsInArm: Int, using generator: inout RandomGenerator
  ) -> (points: Tensor<Float>, labels: Tensor<Int>) {
    var points: [[Float]] = []
    var labels: [Int] = []
    for arm in 0..<3 {
      for step in 0..<pointsInArm {
        let radius = 0.08 + 0.92 * Double(step) / Double(pointsInArm - 1)
        let angle = 2 * Double.pi * (Double(arm) / 3 + radius) + 0.16 * generator.normal()
        points.append([Float(radius * Double.cos(angle)), Float(radius * Double.sin(angle))])
        labels.append(arm)
      }
    }
    return (Tensor(points), Tensor(labels))
  }
}
