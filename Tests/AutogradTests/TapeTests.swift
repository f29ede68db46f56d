import Autograd
import TensorCore
import Testing

@Suite struct TapeTests {
  /// Recursion over the graph, or nodes that own each other, would exhaust the stack here.
  @Test func aLongChainNeedsNoStack() {
    let gradient = gradient(at: Tensor<Double>(1)) { x in
      var y = x
      for _ in 0..<100_000 { y = y + x }
      return y
    }
    #expect(gradient == Tensor(100_001))
    // Given up half way, the chain is released without a backward pass.
    let tape = Tape<Double>()
    var y = tape.track(Tensor(1))
    for _ in 0..<100_000 { y = y * 1 }
    #expect(tape.count == 100_001)
  }

  @Test func valueAndGradients() {
    let (value, gradients) = valueWithGradients(at: [Tensor<Double>([1, 2]), Tensor([3, 5])]) {
      ($0[0] * $0[0] * $0[1]).sum()
    }
    #expect(value == Tensor(23))
    #expect(gradients == [Tensor([6, 20]), Tensor([1, 4])])
  }

  @Test func upstreamWeighsTheOutputs() {
    let (value, gradients) = valueWithGradients(
      at: [Tensor<Double>([1, 2, 3])], upstream: Tensor([1, 0, -2])
    ) { $0[0].squared() }
    #expect(value == Tensor([1, 4, 9]))
    #expect(gradients == [Tensor([2, 0, -12])])
  }

  @Test func contributionsAddUp() {
    // x² + 3·x: three uses of x, one of them by a path of two operations.
    let x = Tensor<Double>([2, -1])
    #expect(gradient(at: x) { ($0 * $0 + $0 * 3).sum() } == Tensor([7, 1]))
    // The first contribution is stored as it came: adding to it must not change the upstream that
    // others were given.
    #expect(gradient(at: x) { ($0 + $0 + $0 + ($0 + $0)).sum() } == Tensor([5, 5]))
  }

  @Test func whatDoesNotMatterHasZeroGradient() {
    let inputs: [Tensor<Double>] = [Tensor([1, 2]), [[1, 2], [3, 4]], Tensor([7])]
    let (_, gradients) = valueWithGradients(at: inputs) { x in
      _ = x[1].sum()
      return (x[0] * x[2].detached()).sum()
    }
    #expect(gradients == [Tensor([7, 7]), .zeros([2, 2]), Tensor([0])])
    // An output that is a constant, and one that is an input.
    #expect(gradient(at: inputs[0]) { _ in Variable(Tensor(5)) } == Tensor([0, 0]))
    #expect(gradient(at: inputs[2]) { $0 } == Tensor([1]))
  }

  @Test func pullbacksOfConstantsAreNeitherKeptNorRun() {
    var runs: [String] = []
    func traced(_ name: String) -> Pullback<Double> {
      { upstream in
        runs.append(name)
        return upstream
      }
    }
    let tape = Tape<Double>()
    let x = tape.track(Tensor([1]))
    let constant = Variable(Tensor<Double>([2]))
    let ofConstants = Variable("test", constant.value, (constant, traced("constants alone")))
    #expect(tape.count == 1)
    let y = Variable("test", x.value, (x, traced("variable")), (constant, traced("constant")))
    _ = Variable("test", x.value, (x, traced("unused")), (ofConstants, traced("constants")))
    #expect(tape.count == 3)
    _ = tape.gradients(of: y, tracked: 1, file: #fileID, line: #line)
    #expect(runs == ["variable"])
  }

  @Test func aTapeCanBeUsedAgain() {
    let tape = Tape<Double>()
    for factor in [2.0, 3] {
      let x = tape.track(Tensor([5]))
      let gradients = tape.gradients(
        of: (x * factor).sum(), tracked: 1, file: #fileID, line: #line)
      #expect(gradients == [Tensor([factor])])
      #expect(tape.count == 0)
    }
  }

  @Test func escapedVariablesKeepNothing() {
    var escaped: Variable<Double>?
    _ = gradient(at: Tensor<Double>([1, 2])) { x in
      escaped = x.squared()
      return (x * x).sum()
    }
    // As a constant, it can be used further.
    #expect(escaped?.detached().value == Tensor([1, 4]))
  }

  @Test func errorsPassThrough() {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try valueWithGradients(at: [Tensor<Double>(1)]) { _ -> Variable<Double> in throw Stop() }
    }
  }
}
