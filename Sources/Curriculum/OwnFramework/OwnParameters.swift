import Curriculum03
import Gradus

/// The parameters of a network, and what Adam remembers of each.
struct OwnParameters {
  /// Lesson 3's `adam`.
  typealias AdamStep =
    @Sendable (
      _ parameter: Tensor<Double>, AdamState, _ gradient: Tensor<Double>, _ rate: Double,
      _ beta1: Double, _ beta2: Double, _ epsilon: Double
    ) throws -> OptimizationAnswers.AdamMoved

  /// The parameters themselves.
  private(set) var values: [Tensor<Double>]
  private var memories: [AdamState]

  /// Parameters that have taken no step yet.
  init(_ values: [Tensor<Double>]) {
    self.values = values
    memories = values.map {
      AdamState(mean: .zeros($0.shape), meanSquare: .zeros($0.shape), step: 0)
    }
  }

  /// One of them.
  subscript(place: Int) -> Tensor<Double> { values[place] }

  /// Whether all their numbers are finite.
  var areFinite: Bool { values.allSatisfy { $0.sum().isFinite } }

  /// A step along a gradient for each, by a function of lesson 3 with the constants of Adam's paper.
  mutating func step(
    along gradients: [Tensor<Double>], rate: Double, by adam: AdamStep
  ) throws {
    for place in values.indices {
      (values[place], memories[place]) = try adam(
        values[place], memories[place], gradients[place], rate, 0.9, 0.999, 1e-8)
    }
  }
}
