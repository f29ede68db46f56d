import TensorCore

/// A size and a sort of numbers for a check to call an answer with.
///
/// An example that is small enough to compute by hand has coincidences: an even number of samples, no
/// negative number, two numbers that are the same. A check that goes through ``all(seed:)`` has none in
/// common: what holds for one input does not hold for another.
package struct Input: Sendable, CustomStringConvertible {
  /// A sort of numbers.
  package enum Numbers: String, CaseIterable, Sendable {
    /// Fractions of both signs, all different.
    case ordinary = "random numbers"
    /// Whole numbers from −2 to 2, many of them equal, and some zeros.
    case tied = "numbers that are often equal"
    /// All above zero.
    case positive = "positive numbers"
    /// All below zero.
    case negative = "negative numbers"
    /// Some thousands, of both signs.
    case large = "numbers of some thousands"
    /// Some millionths, of both signs.
    case small = "numbers of some millionths"
  }

  /// How many samples, at least 1.
  package let rows: Int
  /// How many numbers a sample has, at least 1.
  package let columns: Int
  /// What they are like.
  package let numbers: Numbers
  private var generator: RandomGenerator

  /// The size and the sort, as they stand in a message.
  package var description: String { "[\(rows), \(columns)], \(numbers.rawValue)" }

  /// Random numbers of this input's sort; others at each call.
  package mutating func tensor(_ shape: Shape) -> Tensor<Double> {
    switch numbers {
    case .ordinary: return .normal(shape, using: &generator)
    case .tied: return .uniform(shape, from: -2.5, to: 2.5, using: &generator).map { $0.rounded() }
    case .positive: return .uniform(shape, from: 0.1, to: 3, using: &generator)
    case .negative: return .uniform(shape, from: -3, to: -0.1, using: &generator)
    case .large: return .normal(shape, standardDeviation: 3000, using: &generator)
    case .small: return .normal(shape, standardDeviation: 3e-6, using: &generator)
    }
  }

  /// A random matrix of this input's size.
  package mutating func matrix() -> Tensor<Double> { tensor([rows, columns]) }

  /// Random whole numbers from 0 up to a bound: as labels, of which some repeat and some are missing.
  package mutating func labels(_ shape: Shape, below bound: Int) -> Tensor<Int> {
    Tensor(
      shape: shape,
      elements: (0..<shape.elementCount).map { _ in generator.uniformInteger(below: bound) })
  }

  /// Odd and even, square, tall and wide, one row, one column, and more than eight of either.
  private static let sizes = [
    (1, 1), (1, 4), (3, 1), (2, 2), (3, 3), (5, 2), (2, 5), (4, 3), (11, 4), (3, 10), (10, 1),
  ]

  /// Each size with each sort of numbers.
  package static func all(seed: UInt64) -> [Input] {
    Numbers.allCases.flatMap { numbers in sizes.map { ($0, $1, numbers) } }.enumerated().map {
      place, sort in
      Input(
        rows: sort.0, columns: sort.1, numbers: sort.2,
        generator: RandomGenerator(seed: seed &+ UInt64(place)))
    }
  }
}
