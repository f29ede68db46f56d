import Autograd
import TensorCore
import Testing

/// Gradients where a formula would be 0·∞, or overflow on the way to a number that does not.
@Suite struct EdgeGradientTests {
  /// The gradients of a function of single numbers.
  private func gradients<S: TensorScalar>(
    _ inputs: [S], _ function: ([Variable<S>]) -> Variable<S>
  ) -> [S] {
    valueWithGradients(at: inputs.map { Tensor($0) }, upstream: Tensor(1), of: function).gradients
      .map { $0.scalar() }
  }

  @Test("x⁰ is constant, at 0 too") func powerOfZero() {
    func check<S: TensorScalar & BinaryFloatingPoint>(_: S.Type) {
      for x in [0, -0, 2, -2, .infinity, .nan] as [S] {
        #expect(gradients([x]) { $0[0].pow(0) } == [0])
        #expect(gradients([x, 0]) { $0[0].pow($0[1]) }[0] == 0)
      }
      #expect(gradients([0]) { $0[0].pow(1) } == [1])
      #expect(gradients([0]) { $0[0].pow(2) } == [0])
      #expect(gradients([0]) { $0[0].pow(0.5) } == [.infinity])
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("0ʸ does not change with y ≥ 0") func exponentOfZero() {
    func check<S: TensorScalar & BinaryFloatingPoint>(_: S.Type) {
      func slope(_ x: S, _ y: S) -> S { gradients([x, y]) { $0[0].pow($0[1]) }[1] }
      #expect(slope(0, 2) == 0 && slope(0, 0) == 0 && slope(0, 0.5) == 0)
      #expect(slope(0, -1) == -.infinity)
      // ∞⁻¹ is 0 and stays 0.
      #expect(slope(.infinity, -1) == 0)
      #expect(slope(-2, 2).isNaN)
      #expect(slope(1, 5) == 0 && slope(4, 0.5) == 2 * S.log(4))
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("quotients whose divisor has no finite inverse") func tinyDivisors() {
    let x = Tensor<Float>([0, 1e-30, Float(1e-41)])
    let tiny = Float(1e-40)
    for value in [(Variable(x) / tiny).value, (Variable(x) / Variable(Tensor(tiny))).value] {
      #expect(value == x / tiny && value[0] == 0 && value[1] > 9e9 && value[2] < 0.11)
    }
    // With x as the upstream gradient, the gradients are the same quotients.
    let gradient = valueWithGradients(at: [x], upstream: x) { $0[0] / tiny }.gradients[0]
    #expect(gradient == x / tiny)
  }

  @Test("the largest of −0 is −0") func extremaOfNegativeZero() {
    let x: Tensor<Double> = [-0.0, -1]
    #expect(Variable(x).max().value.scalar().sign == .minus)
    #expect(Variable(-x).min().value.scalar().sign == .plus)
    #expect(Variable(Tensor<Double>([-0.0, -0.0])).min(along: 0).value.scalar().sign == .minus)
  }

  @Test func varianceOfTooFew() {
    #expect(Variable(Tensor<Double>([5])).variance(correction: 3).value.scalar().isNaN)
    #expect(Variable(Tensor<Double>([5, 7])).variance(correction: 3).value.scalar() == .infinity)
  }
}
