import Gradus
import Testing

@Suite struct SparseParityTests {
  @Test("lazy Adam is PyTorch's SparseAdam for 50 steps, to 1e-12")
  func sparseAdam() throws {
    for fixture in try Fixture.ofOptimizers("SparseAdam") {
      let standard = Adam<Double>()
      var optimizer = Adam<Double>(
        learningRate: try fixture.number("learningRate", default: standard.learningRate),
        beta1: try fixture.number("beta1", default: standard.beta1),
        beta2: try fixture.number("beta2", default: standard.beta2),
        epsilon: try fixture.number("epsilon", default: standard.epsilon))
      var table = Embedding(weight: try fixture.tensor("start"), hasSparseGradient: true)
      let (rows, parts) = (try fixture.tensor("rows"), try fixture.tensor("parts"))
      for step in 0..<50 {
        var context = Context.inference
        let tokens = Tensor(rows.entry(step).elements.map { Int($0) })
        let (_, gradients) = valueWithGradients(at: &table) {
          ($0.forward(tokens, in: &context) * Variable(parts.entry(step))).sum()
        }
        optimizer.update(&table, along: gradients)
        let expected = try fixture.tensor("path").entry(step)
        #expect((table.weight.value - expected).abs().max() < 1e-12, "\(fixture), step \(step)")
      }
    }
  }
}
