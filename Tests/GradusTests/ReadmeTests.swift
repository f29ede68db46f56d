import Gradus
import Testing

/// The code that README.md shows runs, and does what it says.
///
/// `gradus verify-docs` finds each paragraph of that code in a test, here or elsewhere.
@Suite struct ReadmeTests {
  @Test("the training loop of README.md fits the penguins")
  func trainingLoop() throws {
    let penguins = try Dataset.penguins.table()
    let target: Tensor<Double> = try penguins.matrix(columns: ["body_mass_g"])
    let flippers: Tensor<Double> = try penguins.matrix(columns: ["flipper_length_mm"])
    let x = Standardizer(fitting: flippers)(flippers)

    var generator = RandomGenerator(seed: 1)
    var model = Linear<Double>(1, 1, using: &generator)
    var optimizer = SGD<Double>(learningRate: 0.1)
    var context = Context.training(seed: 1)
    for _ in 0..<100 {
      let (_, gradients) = valueWithGradients(at: &model) { model in
        meanSquaredError(model.forward(Variable(x), in: &context), target)
      }
      optimizer.update(&model, along: gradients)
    }

    let slope = model.weight.value[0, 0] / flippers.variance().squareRoot()
    #expect(abs(slope - 50.153) < 0.0005)
    #expect(abs(model.bias!.value[0] - target.mean()) < 1e-5)
  }

  @Test("a piece of code runs on the SIMD kernels", .enabled(if: Backend.simd.obstacle == nil))
  func backend() {
    let a: Tensor<Float> = [[1, 2], [3, 4]]
    let b: Tensor<Float> = [[5, 6], [7, 8]]
    let c = withBackend(.simd) { matmul(a, b) }
    #expect(c == [[19, 22], [43, 50]])
  }
}
