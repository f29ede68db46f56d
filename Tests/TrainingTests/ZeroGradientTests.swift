import Gradus
import Testing

/// All-zero gradients at the first step are noted, and nothing is stopped: they may be right.
@Suite struct ZeroGradientTests {
  @Test("zero gradients at the first step are noted, once, and training goes on")
  func notedOnce() async {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardErrorContent]
    ) {
      var generator = RandomGenerator(seed: 1)
      var model = Linear<Float>(2, 1, using: &generator)
      var optimizer = Adam<Float>()
      var context = Context.training(seed: 1)
      for _ in 0..<3 {
        // A softmax over a single class is 1, whatever the model says.
        let (_, gradients) = valueWithGradients(at: &model) {
          softmaxCrossEntropy(
            logits: $0.forward(Variable([[1, 2]]), in: &context), labels: [0])
        }
        optimizer.update(&model, along: gradients)
      }
    }
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    let sentence =
      "Note: Adam: at the first step the gradients of all 2 parameters are zero. Hint:"
    #expect(output.ranges(of: sentence).count == 1, "\(output)")
  }

  @Test("one number that is not zero is enough, and later steps are not asked")
  func notNoted() async {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardErrorContent]
    ) {
      var model = Linear<Float>(weight: [[0, 0]], bias: [0])
      var optimizer = SGD<Float>(learningRate: 1)
      for slope: Float in [1, 0] {
        let ofWeight = Tensor<Float>([0, slope]).reshaped(to: [1, 2])
        optimizer.update(
          &model, along: Gradients(names: ["weight", "bias"], tensors: [ofWeight, [0]]))
      }
    }
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(!output.contains("Note:"), "\(output)")
  }
}
