import Autograd
import TensorCore
import Testing

@Suite struct TapeTrapTests {
  @Test func gradientOfManyNumbers() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = gradient(at: Tensor<Float>([1, 2])) { $0 * 2 }
    }
    expect(
      "gradient: expected a function that gives a single number, found shape [2]. "
        + "Hint: sum() or mean() of it is one.", in: result)
  }

  @Test func upstreamOfAnotherShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = valueWithGradients(at: [Tensor<Float>([1, 2])], upstream: Tensor([1])) { $0[0] * 2 }
    }
    expect("gradient: the upstream gradient has shape [1], but the output has [2]", in: result)
  }

  @Test func resultOfAnotherTape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let other = Tape<Float>().track(Tensor(1))
      _ = gradient(at: Tensor<Float>(1)) { _ in other }
    }
    expect("gradient: the result is a variable of another tape", in: result)
  }

  @Test func inputsOfDifferentTapes() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = gradient(at: Tensor<Float>(1)) { x in
        x * Variable(gradient(at: Tensor<Float>(1)) { y in y + x })
      }
    }
    // An operator cannot know its caller's line: it names those where the two tapes began.
    expect("Hint: detached() makes a constant of one.", in: result)
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    let lines = output.matches(of: /AutogradTests\/TapeTrapTests\.swift:(\d+)/).map(\.1)
    #expect(
      output.contains(
        /\+: two inputs are variables of different tapes, those of the differentiations at AutogradTests/
      )
    )
    #expect(!output.contains("Autograd/Tape.swift"), "\(output)")
    #expect(lines.count >= 2, "\(output)")
  }

  @Test func pullbackOfAnotherShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = gradient(at: Tensor<Float>([1, 2])) { x in
        Variable("total", Tensor(x.value.sum()), (x, { $0 }))
      }
    }
    expect(
      "total: the pullback gives a gradient of shape [] for an input of shape [2]", in: result,
      atCaller: false)
  }

  @Test func rulesNameTheirCaller() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Variable(Tensor<Float>([1, 2])).gather([2])
    }
    expect("gather: index 2 is out of range: axis 0 of shape [2] has 2 elements", in: result)
  }
}
