import Testing

@testable import SIMDKernels

@Suite("Functions of infinities, NaN, zeros and denormal numbers") struct SpecialValueTests {
  /// Inputs and what each function gives for them; NaN stands for any NaN, and −0 for itself.
  static let inputs: [Float] = [
    .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
    .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
  ]
  static let expected: [(ElementFunction, [Float])] = {
    let (tiny, large) = (Float.leastNonzeroMagnitude, Float.greatestFiniteMagnitude)
    let inf = Float.infinity
    return [
      (.exp, [inf, 0, 1, 1, 1, 1, inf, 0]),
      (.expm1, [inf, -1, 0, -0.0, tiny, -tiny, inf, -1]),
      (.log, [inf, .nan, -inf, -inf, -103.27893, .nan, 88.72284, .nan]),
      (.log1p, [inf, .nan, 0, -0.0, tiny, -tiny, 88.72284, .nan]),
      (.tanh, [1, -1, 0, -0.0, tiny, -tiny, 1, -1]),
      (.sigmoid, [1, 0, 0.5, 0.5, 0.5, 0.5, 1, 0]),
      (.relu, [inf, 0, 0, -0.0, tiny, 0, large, 0]),
      (.silu, [inf, -0.0, 0, -0.0, 0, -0.0, large, -0.0]),
      (.gelu, [inf, -0.0, 0, -0.0, 0, -0.0, large, -0.0]),
      (.geluTanh, [inf, -0.0, 0, -0.0, 0, -0.0, large, -0.0]),
      (.sqrt, [inf, .nan, 0, -0.0, 3.743392e-23, .nan, 1.8446743e19, .nan]),
      (.erf, [1, -1, 0, -0.0, tiny, -tiny, 1, -1]),
      (.negate, [-inf, inf, -0.0, 0, -tiny, tiny, -large, large]),
      (.abs, [inf, inf, 0, 0, tiny, tiny, large, large]),
      (.square, [inf, inf, 0, 0, 0, 0, inf, inf]),
    ]
  }()

  @Test("limits", arguments: ElementFunction.allCases)
  func limits(function: ElementFunction) throws {
    let expected = try #require(Self.expected.first { $0.0 == function }).1
    // A full register and a part of one.
    for count in [8, 40] {
      let x = (0..<count).map { Self.inputs[$0 % 8] }
      var y = x
      apply(function, x, into: &y, count: count, threads: 1)
      for i in 0..<count {
        let exact = expected[i % 8]
        let same = exact.isNaN ? y[i].isNaN : y[i] == exact && y[i].sign == exact.sign
        // Half of the smallest number may be rounded either way.
        let isHalfTiny =
          x[i].magnitude == .leastNonzeroMagnitude && y[i].magnitude <= x[i].magnitude
        #expect(
          same || (isHalfTiny && [.silu, .gelu, .geluTanh].contains(function)),
          "\(function)(\(x[i])) = \(y[i]), expected \(exact)")
      }
    }
  }

  @Test("NaN stays NaN, in each lane", arguments: ElementFunction.allCases)
  func nan(function: ElementFunction) {
    for lane in 0..<17 {
      var x = [Float](repeating: 0.5, count: 17)
      var z = [Double](repeating: 0.5, count: 17)
      x[lane] = .nan
      z[lane] = -.nan
      apply(function, x, into: &x, count: 17, threads: 1)
      apply(function, z, into: &z, count: 17, threads: 1)
      for i in 0..<17 {
        #expect(x[i].isNaN == (i == lane) && z[i].isNaN == (i == lane), "\(function), lane \(i)")
      }
    }
  }

  @Test("denormal results of exp are rounded, not flushed")
  func denormalResults() {
    let x = stride(from: Float(-104), to: -87, by: 0.01).map { $0 }
    var y = x
    apply(.exp, x, into: &y, count: x.count, threads: 1)
    for (x, y) in zip(x, y) {
      let exact = ElementFunction.exp.reference(Double(x))
      let ulp = Double(Float(exact).ulp)
      #expect((Double(y) - exact).magnitude <= ulp, "exp(\(x)) = \(y), expected \(exact)")
    }
    #expect(y[500].isSubnormal)
  }
}
