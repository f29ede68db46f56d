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
  /// Whether it is drawn like the others and then left alone: no gradient with respect to it is asked for, and
  /// the function gets a constant.
  public var isConstant: Bool

  /// Makes an input from its shape.
  public init(
    _ shape: Shape, _ sampling: Sampling = .normal, hasZeroGradient: Bool = false,
    isConstant: Bool = false
  ) {
    self.shape = shape
    self.sampling = sampling
    self.hasZeroGradient = hasZeroGradient
    self.isConstant = isConstant
  }

  /// Makes an input with standard normal values from its extents.
  public init(arrayLiteral extents: Int...) { self.init(Shape(extents)) }

  /// An input with values between 0.5 and 2, for functions such as the logarithm.
  public static func positive(_ shape: Shape) -> FunctionInput { FunctionInput(shape, .positive) }

  /// An input with values in a range, for functions with a smaller domain or with kinks outside of it.
  public static func uniform(_ shape: Shape, in range: ClosedRange<Double>) -> FunctionInput {
    FunctionInput(shape, .uniform(range))
  }

  /// A constant among the inputs, such as a target or a mask.
  public static func constant(_ shape: Shape, _ sampling: Sampling = .normal) -> FunctionInput {
    FunctionInput(shape, sampling, isConstant: true)
  }

  /// An input with given values, in row-major order.
  public static func values(_ shape: Shape, _ elements: [Double]) -> FunctionInput {
    FunctionInput(shape, .values(elements))
  }
}

extension [FunctionInput] {
  /// Values of each input, under the names that messages give them.
  func samples(using generator: inout RandomGenerator) -> [SampledArgument] {
    var samples: [SampledArgument] = []
    for (index, input) in enumerated() {
      samples.append(
        SampledArgument(
          name: "input \(index)", value: input.sampling.tensor(input.shape, using: &generator),
          hasZeroGradient: input.hasZeroGradient, isConstant: input.isConstant))
    }
    return samples
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
