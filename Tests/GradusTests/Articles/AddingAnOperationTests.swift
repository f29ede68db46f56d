import GradientChecking
import Gradus
import Testing

// What the article "Adding an operation" says beside its code.

struct SquaredDistanceProof: DifferentiableFunction {
  let name = "squaredDistance(_:_:)"
  let inputs: [FunctionInput] = [[3, 4], [4]]
  func callAsFunction<S>(_ x: [Variable<S>]) -> Variable<S> { squaredDistance(x[0], x[1]) }
}

@Suite("The article on operations") struct AddingAnOperationTests {
  @Test("what is made of operations that exist has its gradient, broadcasting included")
  func squaredDistances() throws {
    try requireRightGradients(of: SquaredDistanceProof())
    #expect(
      squaredDistance(Variable<Double>([[1, 2], [3, 5]]), Variable([1, 1])).value == [1, 20])
  }

  @Test("each input of the hypotenuse has its gradient") func gradientsByHand() {
    let (_, gradients) = valueWithGradients(
      at: [[3, 0], [-4, 0]] as [Tensor<Double>], upstream: [10, 10]
    ) {
      hypotenuse($0[0], $0[1])
    }
    #expect(gradients == [[6, 0], [-8, 0]])
  }

  @Test("a pullback that is wrong is rejected") func wrongPullback() throws {
    let problems = checkGradients(of: ForgottenSquare())
    let first = try #require(problems.first)
    #expect(first.argument == "input 0" && first.check == .centralDifferences)
    #expect(first.finding.contains("12 of 12 elements are wrong"))
  }

  @Test("different shapes trap with a sentence") func trap() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = hypotenuse(Variable<Double>(.ones([2])), Variable(.ones([3])))
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("hypotenuse: the shapes differ: [2] and [3]"))
    #expect(message.contains("GradusTests/AddingAnOperationTests.swift"))
  }
}
