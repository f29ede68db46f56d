import Foundation
import TensorCore
import TestSupport
import Testing

@Suite struct FunctionTests {
  /// Each function is the scalar one, exactly, for each element.
  @Test(.on(.naive)) func elementaryFunctionsInFloat() {
    let table: [(String, (Tensor<Float>) -> Tensor<Float>, (Float) -> Float)] = [
      ("exp", { $0.exp() }, { Foundation.exp($0) }),
      ("expm1", { $0.expm1() }, { Foundation.expm1($0) }),
      ("log", { $0.log() }, { Foundation.log($0) }),
      ("log1p", { $0.log1p() }, { Foundation.log1p($0) }),
      ("sqrt", { $0.sqrt() }, { Foundation.sqrt($0) }),
      ("sin", { $0.sin() }, { Foundation.sin($0) }),
      ("cos", { $0.cos() }, { Foundation.cos($0) }),
      ("tanh", { $0.tanh() }, { Foundation.tanh($0) }),
      ("erf", { $0.erf() }, { Foundation.erf($0) }),
      ("pow", { $0.pow(2.5) }, { Foundation.pow($0, 2.5) }),
      ("squared", { $0.squared() }, { $0 * $0 }),
      ("abs", { $0.abs() }, { Swift.abs($0) }),
      ("relu", { $0.relu() }, { $0.isNaN ? $0 : Swift.max($0, 0) }),
      ("clamped", { $0.clamped(to: -1...2) }, { $0.isNaN ? $0 : Swift.min(2, Swift.max(-1, $0)) }),
    ]
    for (name, function, scalarFunction) in table {
      for x in inputs(Float.self) {
        let expected = OracleTensor(x).map(scalarFunction)
        #expect(difference(function(x), expected) == nil, "\(name)")
      }
    }
  }

  @Test(.on(.naive)) func elementaryFunctionsInDouble() {
    let table: [(String, (Tensor<Double>) -> Tensor<Double>, (Double) -> Double)] = [
      ("exp", { $0.exp() }, { Foundation.exp($0) }),
      ("expm1", { $0.expm1() }, { Foundation.expm1($0) }),
      ("log", { $0.log() }, { Foundation.log($0) }),
      ("log1p", { $0.log1p() }, { Foundation.log1p($0) }),
      ("sqrt", { $0.sqrt() }, { Foundation.sqrt($0) }),
      ("sin", { $0.sin() }, { Foundation.sin($0) }),
      ("cos", { $0.cos() }, { Foundation.cos($0) }),
      ("tanh", { $0.tanh() }, { Foundation.tanh($0) }),
      ("erf", { $0.erf() }, { Foundation.erf($0) }),
      ("pow", { $0.pow(2.5) }, { Foundation.pow($0, 2.5) }),
      ("squared", { $0.squared() }, { $0 * $0 }),
      ("abs", { $0.abs() }, { Swift.abs($0) }),
      ("relu", { $0.relu() }, { $0.isNaN ? $0 : Swift.max($0, 0) }),
      ("clamped", { $0.clamped(to: -1...2) }, { $0.isNaN ? $0 : Swift.min(2, Swift.max(-1, $0)) }),
    ]
    for (name, function, scalarFunction) in table {
      for x in inputs(Double.self) {
        let expected = OracleTensor(x).map(scalarFunction)
        #expect(difference(function(x), expected) == nil, "\(name)")
      }
    }
  }

  /// Ordinary, special and no numbers, in several shapes.
  private func inputs<S: TensorScalar & BinaryFloatingPoint>(_: S.Type) -> [Tensor<S>] {
    let special: [S] = [
      0, -0.0, 1, -1, 0.5, 2, -2, 1e-30, -1e-5, 30, -30, 1000, -1000, .infinity, -.infinity, .nan,
    ]
    return [
      Tensor(special), .random([2, 3, 5], seed: 1), .random([7, 1, 3, 2], seed: 2),
      .random([], seed: 3), .zeros([0]), .zeros([2, 0]),
    ]
  }

  @Test func powersAreBroadcast() {
    let x = Tensor<Double>.random([3, 1], seed: 1).abs()
    let y = Tensor<Double>.random([2, 1, 4], seed: 2)
    let expected = OracleTensor(x).combined(with: OracleTensor(y)) { Foundation.pow($0, $1) }
    #expect(difference(x.pow(y), expected) == nil)
    let z: Tensor<Float> = [2, 3]
    #expect(z.pow([3, 2]) == [8, 9])
  }

  @Test func sigmoidAgreesWithItsDefinition() {
    let x = Tensor<Double>.linearlySpaced(from: -40, through: 40, count: 2001)
    for (value, x) in zip(x.sigmoid().elements, x.elements) {
      let expected = 1 / (1 + Foundation.exp(-x))
      // On either side an exponential within an ulp, a sum and a quotient, each rounded: below
      // 2 + 1 + 1 units of 2⁻⁵³ each, taken together 4 ulps.
      #expect(abs(value - expected) <= 4 * Double.ulpOfOne * expected, "x = \(x)")
    }
  }

  @Test func sigmoidNeverOverflows() {
    let x = Tensor<Float>([-.infinity, -1000, 0, 1000, .infinity])
    #expect(x.sigmoid().elements == [0, 0, 0.5, 1, 1])
    let y = Tensor<Double>([-.infinity, -1000, -700, 0, 1000, .infinity])
    #expect(y.sigmoid().elements == [0, 0, Foundation.exp(-700), 0.5, 1, 1])
    #expect(Tensor<Float>(Float.nan).sigmoid().scalar().isNaN)
  }

  @Test func maximumAndMinimumPassNaNOn() {
    let x = Tensor<Float>([1, 5, .nan, 3, .nan, -.infinity])
    let y = Tensor<Float>([2, 4, 1, .nan, .nan, .infinity])
    let larger = x.maximum(y).elements
    let smaller = x.minimum(y).elements
    #expect(larger.map(\.isNaN) == [false, false, true, true, true, false])
    #expect(smaller.map(\.isNaN) == [false, false, true, true, true, false])
    #expect(larger[0] == 2 && larger[1] == 5 && larger[5] == .infinity)
    #expect(smaller[0] == 1 && smaller[1] == 4 && smaller[5] == -.infinity)
  }

  @Test func maximumAndMinimumAreBroadcast() {
    func check<S: TensorScalar>(_: S.Type) {
      for (left, right) in broadcastablePairs(upToRank: 3, extents: [0, 1, 3]) {
        let x = Tensor<S>.random(left, seed: 1)
        let y = Tensor<S>.random(right, seed: 2)
        let a = OracleTensor(x)
        let b = OracleTensor(y)
        #expect(difference(x.maximum(y), a.combined(with: b) { $0 < $1 ? $1 : $0 }) == nil)
        #expect(difference(x.minimum(y), a.combined(with: b) { $0 < $1 ? $0 : $1 }) == nil)
      }
    }
    check(Float.self)
    check(Double.self)
  }
}
