import Foundation
import TestSupport
import Testing

@testable import SIMDKernels

@Suite("Functions of each element are as exact as they say") struct FunctionAccuracyTests {
  @Test("in Float, over the whole range of its numbers", arguments: ElementFunction.allCases)
  func float(function: ElementFunction) {
    // 17 million numbers of each function under GRADUS_SLOW, otherwise some 40 000. (A step of 1 takes all
    // of them, and hours.)
    let isSlow = ProcessInfo.processInfo.environment["GRADUS_SLOW"] != nil
    let worst = function.worstFloatError(step: isSlow ? 251 : 99_991)
    // The reference adds less than 2⁻²⁸ ulp.
    #expect(worst.ulps <= function.statedBound(at: 1) + 1e-6, "\(function): \(worst)")
  }

  @Test("in Double, against the system's functions", arguments: ElementFunction.allCases)
  func double(function: ElementFunction) {
    let x = doubles(seed: 7)
    let exact = x.map { function.reference($0) }
    let worst = function.worstDoubleError(at: x, exact: exact)
    // What the system's functions and the few operations on them may be off by.
    let slack: Double =
      switch function {
      case .relu, .negate, .abs, .sqrt, .square: 0
      case .exp, .expm1, .log, .log1p, .tanh, .erf: 1
      case .sigmoid, .silu: 4
      // Here an error of the exponent counts as often as the exponent is large.
      case .gelu, .geluTanh: .infinity
      }
    #expect(worst.ulps <= function.statedBound(at: 1) + slack, "\(function): \(worst)")
  }

  @Test("exp and log in Double, to the last hundredth of an ulp")
  func exactDouble() {
    let exponents = doubles(seed: 8).filter { $0.magnitude < 708 && $0.magnitude > 1e-30 }
    var y = exponents
    apply(.exp, exponents, into: &y, count: y.count, threads: 1)
    let exponential = ExactFunction.exponential.worstError(of: y, at: exponents)
    #expect(exponential.ulps <= 1, "exp: \(exponential)")

    let positive = doubles(seed: 9).filter {
      $0 >= .leastNormalMagnitude && $0 < .infinity && $0 != 1
    }
    y = positive
    apply(.log, positive, into: &y, count: y.count, threads: 1)
    let logarithm = ExactFunction.logarithm.worstError(of: y, at: positive)
    #expect(logarithm.ulps <= 1, "log: \(logarithm)")
  }

  @Test("gelu in Double keeps its digits far below 0")
  func geluTail() {
    // x·Φ(x) from mpmath 1.3 with 40 digits.
    let known: [(Double, Double)] = [
      (-1e-300, -5e-301),
      (-1e-05, -4.999960105771961e-06),
      (-0.001, -0.000499601057786089),
      (-0.3, -0.1146265733433142),
      (-0.7517916, -0.16997120747990244),
      (-1.0, -0.15865525393145705),
      (-2.5, -0.015524163314440337),
      (-5.0, -1.4332578593959695e-06),
      (-8.3, -4.3206228882589113e-16),
      (-13.7, -6.954414291889094e-42),
      (-20.0, -5.507248237212468e-88),
      (-26.1, -4.757763455721795e-149),
      (-37.5, -1.7270073785932332e-306),
      (0.001, 0.000500398942213911),
      (0.5, 0.34573123063700656),
      (1.7, 1.6242387133104768),
      (4.0, 3.9998733150326675),
      (9.0, 9.0),
    ]
    let x = known.map(\.0)
    var y = x
    apply(.gelu, x, into: &y, count: x.count, threads: 1)
    for (y, (x, exact)) in zip(y, known) {
      #expect((y - exact).magnitude <= 5 * exact.ulp, "gelu(\(x)) = \(y), expected \(exact)")
    }
  }

  /// Numbers of every magnitude, more of them around 1, where functions bend.
  private func doubles(seed: UInt64) -> [Double] {
    var generator = RepeatableGenerator(seed: seed)
    return (0..<20_000).map { i in
      let sign: FloatingPointSign = generator.next() & 1 == 0 ? .plus : .minus
      let exponent =
        i % 4 == 0 ? Int(generator.next() % 2046) - 1022 : Int(generator.next() % 20) - 9
      return Double(
        sign: sign, exponent: exponent, significand: 1 + Double(generator.next() >> 12) * 0x1p-52)
    }
  }
}
