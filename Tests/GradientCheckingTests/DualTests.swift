import Foundation
import GradientChecking
import TensorCore
import Testing

/// Elementary functions of any scalar, with their derivatives as mathematics gives them.
private enum Elementary: String, CaseIterable {
  case exp, expm1, log, log1p, sqrt, sin, cos, tanh, erf, erfc, square, reciprocal, power
  case exponential
  case negation, absolute

  func callAsFunction<S: TensorScalar>(_ x: S) -> S {
    switch self {
    case .exp: S.exp(x)
    case .expm1: S.expm1(x)
    case .log: S.log(x)
    case .log1p: S.log1p(x)
    case .sqrt: S.sqrt(x)
    case .sin: S.sin(x)
    case .cos: S.cos(x)
    case .tanh: S.tanh(x)
    case .erf: S.erf(x)
    case .erfc: S.erfc(x)
    case .square: x * x
    case .reciprocal: 1 / x
    case .power: S.pow(x, 2.5)
    case .exponential: S.pow(1.7, x)
    case .negation: -x
    case .absolute: (-x).magnitude
    }
  }

  /// The first and second derivative at x > 0.
  func derivatives(_ x: Double) -> (Double, Double) {
    switch self {
    case .exp, .expm1: (Foundation.exp(x), Foundation.exp(x))
    case .log: (1 / x, -1 / (x * x))
    case .log1p: (1 / (1 + x), -1 / ((1 + x) * (1 + x)))
    case .sqrt: (0.5 / x.squareRoot(), -0.25 / (x * x.squareRoot()))
    case .sin: (Foundation.cos(x), -Foundation.sin(x))
    case .cos: (-Foundation.sin(x), -Foundation.cos(x))
    case .tanh:
      (
        1 / (Foundation.cosh(x) * Foundation.cosh(x)),
        -2 * Foundation.sinh(x) / (Foundation.cosh(x) * Foundation.cosh(x) * Foundation.cosh(x))
      )
    case .erf:
      (
        2 / Double.pi.squareRoot() * Foundation.exp(-x * x),
        -4 * x / Double.pi.squareRoot() * Foundation.exp(-x * x)
      )
    case .erfc:
      (
        -2 / Double.pi.squareRoot() * Foundation.exp(-x * x),
        4 * x / Double.pi.squareRoot() * Foundation.exp(-x * x)
      )
    case .square: (2 * x, 2)
    case .reciprocal: (-1 / (x * x), 2 / (x * x * x))
    case .power: (2.5 * Foundation.pow(x, 1.5), 3.75 * x.squareRoot())
    case .exponential:
      (
        Foundation.log(1.7) * Foundation.pow(1.7, x),
        Foundation.log(1.7) * Foundation.log(1.7) * Foundation.pow(1.7, x)
      )
    case .negation: (-1, 0)
    case .absolute: (1, 0)
    }
  }
}

@Suite struct DualTests {
  @Test(arguments: Elementary.allCases)
  fileprivate func knownDerivatives(function: Elementary) {
    for x in [0.3, 0.9, 1.6] {
      let (first, second) = function.derivatives(x)
      // The dual of a dual: the tangent's tangent is the second derivative.
      let result = function(Dual(Dual(x, tangent: 1), tangent: 1))
      #expect(result.value.value == function(x))
      #expect(isClose(result.value.tangent, first, 1e-14), "\(function) at \(x)")
      #expect(isClose(result.tangent.value, first, 1e-14), "\(function) at \(x)")
      #expect(isClose(result.tangent.tangent, second, 1e-13), "\(function) at \(x)")
    }
  }

  @Test(arguments: Elementary.allCases)
  fileprivate func differences(function: Elementary) {
    let (x, h) = (0.7, 1e-5)
    let slope = (function(x + h) - function(x - h)) / (2 * h)
    #expect(isClose(function(Dual(x, tangent: 3)).tangent, 3 * slope, 1e-9), "\(function)")
  }

  @Test func rulesOfTwoArguments() {
    let (x, y) = (Dual(3.0, tangent: 5), Dual(2.0, tangent: 7))
    #expect((x + y).tangent == 12)
    #expect((x - y).tangent == -2)
    #expect((x * y).tangent == 31)
    #expect((x / y).tangent == -2.75)
    let power = Dual.pow(x, y)
    let expected: Double = 30 + 63 * Foundation.log(3)
    #expect(power.value == 9)
    #expect(isClose(power.tangent, expected, 1e-14))
    var z = x
    z *= y
    z += 1
    z -= y
    #expect(z.value == 5 && z.tangent == 24)
  }

  @Test func powersOfZeroAndOfNegativeNumbers() {
    #expect(Dual.pow(Dual(-3.0, tangent: 1), 2).tangent == -6)
    #expect(Dual.pow(Dual(0.0, tangent: 1), 2).tangent == 0)
    #expect(Dual.pow(Dual(0.0, tangent: 1), 1).tangent == 1)
    #expect(Dual.pow(Dual(0.0, tangent: 1), 0).tangent == 0)
    #expect(Dual.pow(Dual(-3.0), Dual(2, tangent: 1)).tangent.isNaN)
    #expect(Dual.pow(Dual(0.0), Dual(2, tangent: 1)).tangent == 0)
    #expect(Dual.pow(Dual(0.0), Dual(0, tangent: 1)).tangent == 0)
  }

  /// Where y + 1 and 1 − y² of a value y have no digit left.
  @Test func slopesFarOut() {
    let exact = Foundation.exp(-40.0)
    #expect((Dual.expm1(Dual(-40.0, tangent: 1)).tangent / exact - 1).magnitude < 1e-15)
    #expect((Dual.tanh(Dual(20.0, tangent: 1)).tangent / (4 * exact) - 1).magnitude < 1e-15)
    #expect(
      (Dual.erfc(Dual(6.0, tangent: 1)).tangent * exp(36) + 1.1283791670955126).magnitude < 1e-13)
    #expect(Dual<Float>.ulpOfOne.value == Float.ulpOfOne)
  }

  @Test func comparisonsLookAtValuesAlone() {
    let (x, y) = (Dual(1.0, tangent: 5), Dual(1.0, tangent: -5))
    #expect(x == y && x <= y && x >= y && !(x < y) && !(x > y))
    #expect(Dual(1.0, tangent: 9) < Dual(2.0, tangent: -9))
    let nan = Dual(Double.nan)
    #expect(nan != nan && !(nan < x) && !(nan > x))
    #expect(!(nan <= x) && !(nan >= x))
  }

  @Test func constantsAndConversions() {
    let literals: [Dual<Double>] = [2, 2.0, Dual(2), Dual(exactly: 2)!]
    #expect(literals.allSatisfy { $0.value == 2 && $0.tangent == 0 })
    #expect(Dual<Float>(exactly: 16_777_217) == nil)
    #expect(Dual(2.5, tangent: 1).doubleValue == 2.5)
    #expect("\(Dual(3.0, tangent: -1))" == "3.0 + -1.0ε")
    #expect(Dual(-2.0, tangent: 1).magnitude.tangent == -1)
  }

  @Test func tensorsOfDuals() {
    let x = Tensor<Dual<Double>>([Dual(1, tangent: 1), Dual(2), Dual(-3)])
    let y = (x * x).sum()
    #expect(y.value == 14 && y.tangent == 2)
    let largest = 1 / (1 + Foundation.exp(-2.0))
    #expect(x.sigmoid().relu().max().value == largest)
  }
}

private func isClose(_ x: Double, _ y: Double, _ tolerance: Double) -> Bool {
  (x - y).magnitude <= tolerance * max(1, y.magnitude)
}
