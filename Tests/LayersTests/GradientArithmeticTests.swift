import Gradus
import Testing

@Suite struct GradientArithmeticTests {
  let first = Gradients<Double>(names: ["a", "b"], tensors: [[1, 2], [[3], [-4]]])
  let second = Gradients<Double>(names: ["a", "b"], tensors: [[10, -20], [[0.5], [7]]])

  @Test func sumsAndMultiples() {
    #expect((first + second).tensors == [[11, -18], [[3.5], [3]]])
    #expect((first - second).tensors == [[-9, 22], [[2.5], [-11]]])
    #expect((first * -2).tensors == [[-2, -4], [[-6], [8]]])
    #expect((3 * first).tensors == (first + first + first).tensors)
    #expect((first + second).names == first.names)
    var sum = first
    sum += second
    #expect(sum.tensors == (first + second).tensors)
    #expect(first.tensors == [[1, 2], [[3], [-4]]], "a value stays")
  }

  @Test func dotProduct() {
    #expect(first.dot(second) == 10 - 40 + 1.5 - 28)
    #expect(first.dot(first).squareRoot() == first.globalNorm)
  }

  @Test func mapKnowsTheNames() {
    let masked = first.map { name, gradient in name.path == "b" ? gradient * 0 : gradient }
    #expect(masked.tensors == [[1, 2], [[0], [0]]])
  }

  @Test func finiteness() {
    #expect(first.isFinite)
    for number in [Double.nan, .infinity, -.infinity] {
      let gradients = Gradients<Double>(names: ["a", "b"], tensors: [[1], Tensor([0, number])])
      #expect(!gradients.isFinite)
    }
    #expect(Gradients<Float>(names: [], tensors: []).isFinite)
  }

  /// A step by `add` is the step of plain gradient descent, to the bit; buffers stay.
  @Test func addIsAStep() {
    var generator = RandomGenerator(seed: 5)
    var model = Sequential<Double>(
      Linear(3, 4, using: &generator), BatchNorm(4), Linear(4, 1, using: &generator))
    var context = Context.training(seed: 1)
    let x = Variable(Tensor<Double>.normal([8, 3], using: &generator))
    let (_, gradients) = valueWithGradients(at: &model) {
      $0.forward(x, in: &context).squared().mean()
    }
    var other = model
    model.add(gradients, scale: -0.1)
    var optimizer = SGD<Double>(learningRate: 0.1)
    optimizer.update(&other, along: gradients)
    for (mine, its) in zip(model.parameters, other.parameters) {
      #expect(mine.name == its.name && mine.value == its.value)
    }
  }

  @Test func gradientsOfOtherParameters() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ =
        Gradients<Float>(names: ["a", "b"], tensors: [[1], [2]])
        + Gradients<Float>(names: ["a"], tensors: [[1]])
    }
    expect(
      "Gradients.+: expected gradients of the same parameters, found those of a, b and of a",
      in: result)
  }

  @Test func gradientsOfAnotherModel() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      var model = Linear<Float>(2, 1, using: &generator)
      model.add(Gradients(names: ["weight"], tensors: [[[1, 2]]]))
    }
    expect(
      "add: expected gradients of this model, found none for bias, shape [1], at place 1",
      in: result, at: "LayersTests/GradientArithmeticTests.swift")
  }
}
