import GradientChecking
import Gradus
import Testing

@testable import Examples

private struct RecurrentWriterProof: ModuleProof {
  let name = "RecurrentWriter"
  let inputs: [FunctionInput] = [[1, 2, 4]]

  func subject<S: TensorScalar>(using generator: inout RandomGenerator) -> ProofSubject<S> {
    ProofSubject(
      RecurrentWriter<S>(tokens: 5, width: 4, using: &generator)
    ) { model, inputs, context in
      let state = RecurrentState(hidden: inputs[0])
      let output = model.forward(([[0, 3, 1], [4, 2, 2]], state), in: &context)
      return .concatenate([output.logits.flattened(), output.state.hidden.flattened()])
    }
  }
}

@Suite struct GRUTests {
  @Test("the model has the right gradients") func proofs() throws {
    try requireRightGradients(of: RecurrentWriterProof())
  }

  @Test("a text read in two halves, with the state between them, is the text read at once")
  func stateCarriesOn() {
    var generator = RandomGenerator(seed: 3)
    var model = RecurrentWriter<Double>(tokens: 5, width: 6, using: &generator)
    var context = Context.inference
    let tokens: Tensor<Int> = [[0, 3, 1, 2], [4, 2, 2, 0]]
    let whole = model.forward((tokens, nil), in: &context)
    let first = model.forward((tokens[0..., 0..<2], nil), in: &context)
    let second = model.forward((tokens[0..., 2...], first.state), in: &context)
    let halves = Tensor.concatenate([first.logits.value, second.logits.value], along: 1)
    #expect((halves - whole.logits.value).map(\.magnitude).max() < 1e-12)
    #expect((second.state.hidden.value - whole.state.hidden.value).map(\.magnitude).max() < 1e-12)
    // Without the state it is not.
    let forgetful = model.forward((tokens[0..., 2...], nil), in: &context)
    #expect((forgetful.state.hidden.value - whole.state.hidden.value).map(\.magnitude).max() > 1e-3)
  }

  @Test("it learns") func training() throws {
    let (before, after) = try withBackend(.simd) { try trainGRU(quick: true) }
    #expect(after < before - 1, "from \(before) to \(after)")
  }
}
