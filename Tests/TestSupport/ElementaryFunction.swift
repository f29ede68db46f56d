import Autograd
import Layers
import TensorCore

/// The functions of each element that variables have, in the order of the fixture elementary.f64.
public enum ElementaryFunction: String, CaseIterable, Sendable {
  case exp, expm1, log, log1p, sqrt, squared, abs, sin, cos, tanh, erf
  case sigmoid, softplus, relu, leakyReLU, elu, selu, gelu, geluTanh, silu, mish, hardSwish
  case reciprocal, squareTimesRoot

  /// The function, on any scalar.
  public func callAsFunction<Scalar: TensorScalar>(_ x: Variable<Scalar>) -> Variable<Scalar> {
    switch self {
    case .exp: x.exp()
    case .expm1: x.expm1()
    case .log: x.log()
    case .log1p: x.log1p()
    case .sqrt: x.sqrt()
    case .squared: x.squared()
    case .abs: x.abs()
    case .sin: x.sin()
    case .cos: x.cos()
    case .tanh: x.tanh()
    case .erf: x.erf()
    case .sigmoid: x.sigmoid()
    case .softplus: x.softplus()
    case .relu: x.relu()
    case .leakyReLU: x.leakyReLU(slope: 0.25)
    case .elu: x.elu()
    case .selu: x.selu()
    case .gelu: x.gelu()
    case .geluTanh: x.gelu(.tanh)
    case .silu: x.silu()
    case .mish: x.mish()
    case .hardSwish: x.hardSwish()
    case .reciprocal: 1 / x
    case .squareTimesRoot: x.pow(2.5)
    }
  }

  /// The bound that the function's documentation states for the error of its value at x, in ulp.
  public func valueBound(at x: Double) -> Double {
    switch self {
    case .squared, .sqrt, .reciprocal, .leakyReLU: 0.5
    case .abs, .relu: 0
    case .exp, .log, .sin, .cos: 1
    case .expm1, .log1p, .erf, .elu, .squareTimesRoot, .hardSwish: 2
    case .tanh, .sigmoid, .softplus: 3
    case .selu: 4
    case .silu: 5
    case .mish: 8
    case .gelu: 5 + (x < 0 ? 2 * x * x : 0)
    case .geluTanh: 5 + (x < 0 ? 4 * geluArgument(x).magnitude : 0)
    }
  }

  /// The bound that the function's documentation states for the error of its derivative at x, in ulp.
  public func slopeBound(at x: Double) -> Double {
    switch self {
    case .abs, .relu, .leakyReLU, .squared: 0
    case .exp, .expm1, .log, .sin, .cos, .elu, .hardSwish: 1
    case .sqrt, .log1p, .selu, .reciprocal: 2
    case .squareTimesRoot, .softplus: 3
    case .sigmoid, .tanh: 5
    case .erf: 3 + x * x
    case .silu: 8
    case .mish: 12
    case .gelu: 8 + 2 * x * x
    case .geluTanh: 8 + 4 * geluArgument(x).magnitude
    }
  }

  /// Where the derivative of a function changes its sign, terms cancel: there, the bound is one of the
  /// ulp of this number.
  public func smallestSlope(at x: Double) -> Double {
    switch self {
    case .gelu, .geluTanh, .silu, .mish: x > -2.5 && x < 0 ? 0.25 : 0
    default: 0
    }
  }
}

/// w of GELU by tanh, of which it takes the logistic function; no larger than matters.
private func geluArgument(_ x: Double) -> Double {
  let w = 2 * (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)
  return min(max(w, -800), 800)
}

/// Values and derivatives of elementary functions over many inputs, and how far they are from others.
public struct ElementarySweep<Scalar: TensorScalar & BinaryFloatingPoint>: Sendable {
  /// The inputs.
  public let inputs: [Double]

  /// Sweeps over numbers, each of which the scalar can represent.
  public init(_ inputs: [Double]) { self.inputs = inputs }

  /// The values and derivatives on the backend of the caller, as `Double`.
  public func results(of function: ElementaryFunction) -> (values: [Double], slopes: [Double]) {
    let x = Tensor(inputs.map { Scalar($0) })
    let (value, gradients) = valueWithGradients(at: [x], upstream: .ones(x.shape)) {
      function($0[0])
    }
    return (
      value.elements.map(\.doubleValue), gradients[0].elements.map(\.doubleValue)
    )
  }

  /// The worst errors, in multiples of the bounds: at most 1 where all is well.
  public func worstShares(
    of function: ElementaryFunction, values: [Double], slopes: [Double]
  ) -> (value: WorstError, slope: WorstError) {
    let found = results(of: function)
    var worst = (value: WorstError(), slope: WorstError())
    for (index, x) in inputs.enumerated() {
      note(
        found.values[index], values[index], at: x, bound: function.valueBound(at: x), floor: 0,
        &worst.value)
      note(
        found.slopes[index], slopes[index], at: x, bound: function.slopeBound(at: x),
        floor: function.smallestSlope(at: x), &worst.slope)
    }
    return worst
  }

  private func note(
    _ found: Double, _ exact: Double, at x: Double, bound: Double, floor: Double,
    _ worst: inout WorstError
  ) {
    let share: Double
    // From half an ulp above the largest number on, the nearest is infinity.
    let limit = Double(Scalar.greatestFiniteMagnitude)
    if exact.isNaN || found.isNaN {
      share = exact.isNaN == found.isNaN ? 0 : .infinity
    } else if exact.isInfinite || found.isInfinite || exact.magnitude > limit {
      // Near the largest number, an error within the bound may be what makes it infinite.
      let isNear = exact.magnitude >= limit * (1 - 2 * bound * Double(Scalar.ulpOfOne))
      let isLarge = found.magnitude >= limit * (1 - 2 * bound * Double(Scalar.ulpOfOne))
      share = isNear && isLarge && found.sign == exact.sign ? 0 : .infinity
    } else {
      let unit = Double(Scalar(max(exact.magnitude, floor)).ulp)
      // The oracle itself is rounded: by half an ulp in Double.
      let slack = exact.ulp / 2
      share = max((found - exact).magnitude - slack, 0) / unit / max(bound, 1e-6)
    }
    if share > worst.ulps {
      worst = WorstError(ulps: share, input: x, output: found, exact: exact)
    }
  }
}

/// The worst errors of a function in `Float`, in multiples of its bounds, at every `step`-th bit pattern;
/// what `Double` gives on the naive backend counts as exact.
public func worstFloatShares(
  of function: ElementaryFunction, step: UInt32
) -> (value: WorstError, slope: WorstError) {
  var worst = (value: WorstError(), slope: WorstError())
  let count = Int(UInt32.max / step)
  // A part at a time: all numbers at once would fill the memory.
  for start in stride(from: 0, to: count, by: 1 << 16) {
    let inputs = (start..<min(start + 1 << 16, count)).map {
      Double(Float(bitPattern: UInt32($0) * step))
    }
    let exact = withBackend(.naive) { ElementarySweep<Double>(inputs).results(of: function) }
    let part = ElementarySweep<Float>(inputs)
      .worstShares(of: function, values: exact.values, slopes: exact.slopes)
    if part.value.ulps > worst.value.ulps { worst.value = part.value }
    if part.slope.ulps > worst.slope.ulps { worst.slope = part.slope }
  }
  return worst
}
