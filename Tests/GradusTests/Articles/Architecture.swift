import Gradus
import Testing

// The code of the article "The architecture".

@Suite("The article on the architecture") struct ArchitectureTests {
  @Test("a step by hand does what a step of the framework does") func stepByHand() {
    let x: Tensor<Double> = [[1, 2], [3, 4]]
    let target: Tensor<Double> = [[1], [0]]
    var generator = RandomGenerator(seed: 1)
    var model = Linear<Double>(2, 1, using: &generator)
    let start = model

    // In the article
    let (loss, gradients) = valueWithGradients(at: &model) { model in
      let prediction = matmul(Variable(x), model.weight, transposeB: true) + model.bias!
      return (prediction - Variable(target)).squared().mean()
    }
    model.weight.value -= gradients["weight"]! * 0.1
    model.bias!.value -= gradients["bias"]! * 0.1
    // Until here

    var other = start
    var optimizer = SGD<Double>(learningRate: 0.1)
    var context = Context.training(seed: 1)
    let (sameLoss, same) = valueWithGradients(at: &other) { other in
      meanSquaredError(other.forward(Variable(x), in: &context), target)
    }
    optimizer.update(&other, along: same)
    #expect((loss - sameLoss).magnitude < 1e-14)
    #expect((model.weight.value - other.weight.value).abs().max() < 1e-14)
    #expect((model.bias!.value - other.bias!.value).abs().max() < 1e-14)
  }

  @Test("many tasks predict with one model") func tasks() async {
    var generator = RandomGenerator(seed: 1)
    let model = Linear<Float>(2, 3, using: &generator)
    let batches = (1..<9).map { Tensor<Float>.ones([$0, 2]) * Float($0) }
    // In the article, too
    let outputs = await withTaskGroup(of: (Int, Tensor<Float>).self) { group in
      for (index, batch) in batches.enumerated() {
        group.addTask { (index, model(batch)) }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    // Until here
    for (index, batch) in batches.enumerated() { #expect(outputs[index] == model(batch)) }
  }

  @Test("the gradients of a batch in parts are those of the batch") func parts() {
    var generator = RandomGenerator(seed: 1)
    var model = Linear<Double>(2, 1, using: &generator)
    let batch = Samples(
      Tensor<Double>.normal([10, 2], using: &generator),
      Tensor<Double>.normal([10, 1], using: &generator))
    var context = Context.training(seed: 1)
    // In the article, too
    let (loss, gradients) = parallelGradients(at: &model, over: batch, parts: 4, in: &context) {
      model, part, context in
      meanSquaredError(model.forward(Variable(part.inputs), in: &context), part.targets)
    }
    // Until here
    let (whole, same) = valueWithGradients(at: &model) { model in
      meanSquaredError(model.forward(Variable(batch.inputs), in: &context), batch.targets)
    }
    #expect((loss - whole).magnitude < 1e-14)
    for (first, second) in zip(gradients.tensors, same.tensors) {
      #expect((first - second).abs().max() < 1e-14)
    }
  }

  @Test("one seed makes the same layer in every scalar type") func oneSeed() {
    // In the article, too
    var (first, second) = (RandomGenerator(seed: 7), RandomGenerator(seed: 7))
    let trained = Linear<Float>(3, 2, using: &first)
    let checked = Linear<Double>(3, 2, using: &second)
    // Until here

    #expect(trained.weight.value == checked.weight.value.map { Float($0) })
  }

  @Test("kernels are chosen for a piece of code") func backend() {
    let (a, b) = (Tensor<Float>.ones([33, 65]), Tensor<Float>.ones([65, 17]))
    // In the article, too
    let product = withBackend(.simd) { matmul(a, b) }
    // Until here
    #expect(product == matmul(a, b))
  }
}
