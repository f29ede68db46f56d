import Autograd
import Foundation
import Layers
import TensorCore
import TestSupport
import Testing

/// Every elementary function and its derivative, over all exponents, on both backends and in both scalars.
@Suite struct ElementaryFunctionTests {
  /// Inputs, and exact values and derivatives; Fixtures/elementary.py wrote them.
  private static let fixture = Result<(inputs: [Double], columns: [[Double]]), any Error> {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/elementary.f64")
    let data = try Data(contentsOf: file)
    let numbers = stride(from: 0, to: data.count, by: 8).map { start in
      Double(
        bitPattern: data[start..<start + 8].enumerated()
          .reduce(0) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) })
    }
    let count = Int(numbers[0])
    let columns = stride(from: 1, to: numbers.count, by: count)
      .map { Array(numbers[$0..<$0 + count]) }
    return (columns[0], Array(columns.dropFirst()))
  }

  @Test("against 80 digits", arguments: ElementaryFunction.allCases)
  func exactValues(function: ElementaryFunction) throws {
    let (inputs, columns) = try Self.fixture.get()
    try #require(columns.count == 2 * ElementaryFunction.allCases.count && inputs.count > 1000)
    let place = 2 * ElementaryFunction.allCases.firstIndex(of: function)!
    let (values, slopes) = (columns[place], columns[place + 1])
    let singles = inputs.indices.filter { Double(Float(inputs[$0])) == inputs[$0] }
    try #require(singles.count > 700)
    func judge<Scalar: TensorScalar & BinaryFloatingPoint>(_: Scalar.Type, _ places: [Int]) {
      let sweep = ElementarySweep<Scalar>(places.map { inputs[$0] })
      for backend in [Backend.naive, .simd] {
        let worst = withBackend(backend) {
          sweep.worstShares(
            of: function, values: places.map { values[$0] }, slopes: places.map { slopes[$0] })
        }
        #expect(
          worst.value.ulps <= 1, "\(function), \(Scalar.self), \(backend), bounds: \(worst.value)")
        #expect(
          worst.slope.ulps <= 1,
          "derivative of \(function), \(Scalar.self), \(backend), bounds: \(worst.slope)")
      }
    }
    judge(Float.self, singles)
    judge(Double.self, Array(inputs.indices))
  }

  /// What is proved of `Double` above is the oracle of `Float` at many more numbers: some 16 000, and
  /// under GRADUS_SLOW 17 million.
  @Test("Float against Double", arguments: ElementaryFunction.allCases)
  func floatAgainstDouble(function: ElementaryFunction) {
    let isSlow = ProcessInfo.processInfo.environment["GRADUS_SLOW"] != nil
    for backend in [Backend.naive, .simd] {
      let worst = withBackend(backend) {
        worstFloatShares(of: function, step: isSlow ? 251 : 262_139)
      }
      #expect(worst.value.ulps <= 1, "\(function), \(backend), bounds: \(worst.value)")
      #expect(
        worst.slope.ulps <= 1, "derivative of \(function), \(backend), bounds: \(worst.slope)")
    }
  }

  /// Values and derivatives at −∞ and at ∞; NaN stands for any NaN.
  private static func limits(of function: ElementaryFunction) -> [Double] {
    let inf = Double.infinity
    let (lambda, alpha) = (1.0507009873554805, 1.6732632423543772)
    return switch function {
    case .exp: [0, inf, 0, inf]
    case .expm1: [-1, inf, 0, inf]
    case .log: [.nan, inf, 0, 0]
    case .log1p: [.nan, inf, 0, 0]
    case .sqrt: [.nan, inf, .nan, 0]
    case .squared: [inf, inf, -inf, inf]
    case .abs: [inf, inf, -1, 1]
    case .sin, .cos: [.nan, .nan, .nan, .nan]
    case .tanh, .erf: [-1, 1, 0, 0]
    case .sigmoid: [0, 1, 0, 0]
    case .softplus, .relu, .gelu, .geluTanh, .silu, .mish, .hardSwish: [0, inf, 0, 1]
    case .leakyReLU: [-inf, inf, 0.25, 1]
    case .elu: [-1, inf, 0, 1]
    case .selu: [-lambda * alpha, inf, 0, lambda]
    case .reciprocal: [0, 0, 0, 0]
    case .squareTimesRoot: [inf, inf, inf, inf]
    }
  }

  @Test("at infinity, on both backends", arguments: ElementaryFunction.allCases)
  func atInfinity(function: ElementaryFunction) {
    func judge<Scalar: TensorScalar & BinaryFloatingPoint>(_: Scalar.Type) {
      let sweep = ElementarySweep<Scalar>([-.infinity, .infinity])
      for backend in [Backend.naive, .simd] {
        let (values, slopes) = withBackend(backend) { sweep.results(of: function) }
        for (found, expected) in zip(values + slopes, Self.limits(of: function)) {
          #expect(
            isClose(found, expected, 4 * Double(Scalar.ulpOfOne)),
            "\(function), \(backend): \(values) and \(slopes)")
        }
      }
    }
    judge(Float.self)
    judge(Double.self)
  }

  @Test("special values are the same on both backends", arguments: ElementaryFunction.allCases)
  func backendsAgree(function: ElementaryFunction) {
    func judge<Scalar: TensorScalar & BinaryFloatingPoint>(_: Scalar.Type) {
      let tiny = Double(Scalar.leastNonzeroMagnitude)
      let large = Double(Scalar.greatestFiniteMagnitude)
      let special = [0, 1e20, 1e30, .infinity, .nan, large, tiny].flatMap { [$0, -$0] }
      let sweep = ElementarySweep<Scalar>(special)
      let (naive, simd) = (
        withBackend(.naive) { sweep.results(of: function) },
        withBackend(.simd) { sweep.results(of: function) }
      )
      for (x, (a, b)) in zip(
        special + special, zip(naive.values + naive.slopes, simd.values + simd.slopes))
      {
        // Near 0 a result that is no special value may be rounded either way.
        let isSpecial = a == 0 || a.magnitude >= 1e20 || a.isNaN
        let areSame = a.isNaN ? b.isNaN : a == b && a.sign == b.sign
        let areNear = !isSpecial && isClose(a, b, 4 * Double(Scalar.ulpOfOne))
        // Half of the smallest number may become that number or 0.
        let areTiny = x.magnitude == tiny && a.magnitude <= tiny && b.magnitude <= tiny
        #expect(areSame || areNear || areTiny, "\(function) at \(x): naive \(a), simd \(b)")
      }
    }
    judge(Float.self)
    judge(Double.self)
  }
}
