import Autograd
import TensorCore
import Testing

@Suite struct JointPullbackTests {
  /// x/‖x, y‖ and how often its pullback ran, with what it was told.
  private final class Calls {
    var needed: [[Bool]] = []

    func cosine(_ x: Variable<Double>, _ y: Variable<Double>) -> Variable<Double> {
      let length = (x.value * x.value + y.value * y.value).sqrt()
      return Variable("cosine", x.value / length, [x, y]) { upstream, needed in
        self.needed.append(needed)
        let shared = upstream * y.value / (length * length * length)
        return [needed[0] ? shared * y.value : nil, needed[1] ? -shared * x.value : nil]
      }
    }
  }

  private let x = Tensor<Double>([3, -1, 0.5])
  private let y = Tensor<Double>([4, 2, -1])

  /// The same from plain operations.
  private func oracle(_ x: Variable<Double>, _ y: Variable<Double>) -> Variable<Double> {
    x / (x * x + y * y).sqrt()
  }

  @Test func oneCallGivesAllGradients() {
    let calls = Calls()
    let found = valueWithGradients(at: [x, y]) { (calls.cosine($0[0], $0[1]) * $0[1]).sum() }
    let right = valueWithGradients(at: [x, y]) { (oracle($0[0], $0[1]) * $0[1]).sum() }
    #expect(calls.needed == [[true, true]])
    #expect(found.value == right.value)
    for (mine, its) in zip(found.gradients, right.gradients) {
      for (a, b) in zip(mine.elements, its.elements) { #expect((a - b).magnitude < 1e-15) }
    }
  }

  @Test func constantsAreToldAndMayBeLeftOut() {
    let calls = Calls()
    _ = gradient(at: x) { calls.cosine($0, Variable(y)).sum() }
    _ = gradient(at: y) { calls.cosine(Variable(x), $0).sum() }
    #expect(calls.needed == [[true, false], [false, true]])
    _ = calls.cosine(Variable(x), Variable(y))
    #expect(calls.needed.count == 2)
  }

  @Test func oneVariableTwice() {
    let calls = Calls()
    // x/‖x, x‖ = ±√½ is constant.
    let found = gradient(at: x) { calls.cosine($0, $0).sum() }
    #expect(calls.needed == [[true, true]])
    #expect(found.elements.allSatisfy { $0.magnitude < 1e-16 })
  }

  @Test func tooFewGradients() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = gradient(at: Tensor<Double>([1])) { x in
        Variable("pair", x.value, [x, x]) { upstream, _ in [upstream] }
      }
    }
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(output.contains("pair: the pullback gives 1 gradients for 2 inputs"), "\(output)")
  }

  @Test func neededGradientLeftOut() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = gradient(at: Tensor<Double>([1])) { x in
        Variable("pair", x.value, [Variable(x.value), x]) { upstream, _ in [upstream, nil] }
      }
    }
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      output.contains("pair: the pullback gives no gradient for input 1, which needs one"),
      "\(output)")
  }
}
