import TensorCore

/// An input of a function that is to be checked: its shape, and where its values are drawn from.
///
/// `[3, 4]` alone means a tensor of that shape with values of the standard normal distribution.
public struct FunctionInput: Sendable, ExpressibleByArrayLiteral {
  /// The shape of the input.
  public var shape: Shape
  /// Where its values are drawn from.
  public var sampling: Sampling
  /// Whether the gradient with respect to this input must be zero everywhere; otherwise a gradient of
  /// nothing but zeros counts as a mistake.
  public var hasZeroGradient: Bool

  /// Makes an input from its shape.
  public init(_ shape: Shape, _ sampling: Sampling = .normal, hasZeroGradient: Bool = false) {
    self.shape = shape
    self.sampling = sampling
    self.hasZeroGradient = hasZeroGradient
  }

  /// Makes an input with standard normal values from its extents.
  public init(arrayLiteral extents: Int...) { self.init(Shape(extents)) }

  /// An input with values between 0.5 and 2, for functions such as the logarithm.
  public static func positive(_ shape: Shape) -> FunctionInput { FunctionInput(shape, .positive) }

  /// An input with values in a range, for functions with a smaller domain or with kinks outside of it.
  public static func uniform(_ shape: Shape, in range: ClosedRange<Double>) -> FunctionInput {
    FunctionInput(shape, .uniform(range))
  }

  /// An input with given values, in row-major order.
  public static func values(_ shape: Shape, _ elements: [Double]) -> FunctionInput {
    FunctionInput(shape, .values(elements))
  }
}

/// Where the values of an input are drawn from.
public enum Sampling: Sendable {
  /// The standard normal distribution, the default: both signs, and all magnitudes around 1.
  case normal
  /// Between 0.5 and 2.
  case positive
  /// Uniform in a range.
  case uniform(ClosedRange<Double>)
  /// Always these, in row-major order.
  case values([Double])

  /// A tensor of such values; traps when there are `values` of another number than the shape has.
  func tensor(_ shape: Shape, using generator: inout RandomGenerator) -> Tensor<Double> {
    switch self {
    case .normal: .normal(shape, using: &generator)
    case .positive: .uniform(shape, from: 0.5, to: 2, using: &generator)
    case .uniform(let range):
      .uniform(shape, from: range.lowerBound, to: range.upperBound, using: &generator)
    case .values(let elements): Tensor(shape: shape, elements: elements)
    }
  }
}
