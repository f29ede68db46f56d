import Autograd
import TensorCore
import Testing

/// [x₀², x₀·x₁, x₁·x₂ + x₂, exp x₁], from three numbers to four.
private func fourOfThree(_ x: Variable<Double>) -> Variable<Double> {
  .stack([x[0].squared(), x[0] * x[1], x[1] * x[2] + x[2], x[1].exp()])
}

@Suite struct RecordedPullbackTests {
  let x = Tensor<Double>([2, -0.5, 3])

  @Test("the Jacobian of a function from 3 to 4 numbers is that of pen and paper, row by row")
  func jacobianByRows() {
    let e = Double.exp(-0.5)
    let expected = Tensor<Double>(
      shape: [4, 3], elements: [4, 0, 0, -0.5, 2, 0, 0, 3, 0.5, 0, e, 0])
    var runs = 0
    let found = jacobian(at: x) { x in
      runs += 1
      return fourOfThree(x)
    }
    #expect(found == expected)
    #expect(runs == 1)
    for row in 0..<4 {
      let upstream = Tensor<Double>((0..<4).map { $0 == row ? 1 : 0 })
      let (_, gradients) = valueWithGradients(at: [x], upstream: upstream) { fourOfThree($0[0]) }
      #expect(gradients[0] == found[row])
    }
  }

  @Test("the shape of a Jacobian is that of the value and then that of the input")
  func shapeOfAJacobian() {
    #expect(jacobian(at: Tensor<Double>.ones([2, 3])) { $0.sum(along: 1) }.shape == [2, 2, 3])
    #expect(jacobian(at: x) { $0.squared().sum() } == [4, -1, 6])
    #expect(jacobian(at: x) { _ in Variable([1, 2]) } == .zeros([2, 3]))
  }

  @Test("a pullback can be asked again and again, and gives the same bits")
  func asManyUpstreamsAsOneLikes() {
    let (value, pullback) = valueWithPullback(at: [x, [1, 2, 3]]) { x in
      (x[0] * x[1]).exp() + x[0]
    }
    let (u, v): (Tensor<Double>, Tensor<Double>) = ([1, 0.5, -2], [3, -1, 0.1])
    let (first, second, again) = (pullback(u), pullback(v), pullback(u))
    #expect(first == again)
    let (same, ofU) = valueWithGradients(at: [x, [1, 2, 3]], upstream: u) { x in
      (x[0] * x[1]).exp() + x[0]
    }
    let (_, ofV) = valueWithGradients(at: [x, [1, 2, 3]], upstream: v) { x in
      (x[0] * x[1]).exp() + x[0]
    }
    #expect(value == same && first == ofU && second == ofV)
  }

  @Test("a joint pullback is called once for each upstream gradient")
  func jointPullback() {
    var calls = 0
    let (_, pullback) = valueWithPullback(at: [x, x]) { x in
      let (a, b) = (x[0].value, x[1].value)
      return Variable("product", a * b, [x[0], x[1]]) { upstream, _ in
        calls += 1
        return [upstream * b, upstream * a]
      }
    }
    #expect(pullback([1, 0, 0]) == [[2, 0, 0], [2, 0, 0]])
    #expect(pullback([0, 0, 1]) == [[0, 0, 3], [0, 0, 3]])
    #expect(calls == 2)
  }

  @Test("when it returns, the function's variables are constants")
  func variablesAreConstantsAfterwards() {
    var escaped: Variable<Double>?
    let (_, pullback) = valueWithPullback(at: [x]) { x in
      escaped = x[0] * 2
      return escaped!.squared()
    }
    #expect(escaped?.isConstant == true)
    _ = escaped! * 3
    #expect(pullback([1, 1, 1]) == [[16, -4, 24]])
  }

  @Test("errors pass through")
  func errors() {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      _ = try valueWithPullback(at: [x]) { _ -> Variable<Double> in throw Stop() }
    }
  }

  @Test func upstreamOfAnotherShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let (_, pullback) = valueWithPullback(at: [Tensor<Double>([1, 2])]) { $0[0] }
      _ = pullback([1, 2, 3])
    }
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      output.contains("pullback: the upstream gradient has shape [3], but the value has [2]")
        && output.contains("AutogradTests/RecordedPullbackTests.swift:"), "\(output)")
  }
}
