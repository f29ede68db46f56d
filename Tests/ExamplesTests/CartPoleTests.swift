import Autograd
import GradientChecking
import Layers
import TensorCore
import Testing

@testable import Examples

private struct ActorCriticProof: ModuleProof {
  let name = "ActorCritic"
  var stopsGradients = true
  let inputs: [FunctionInput] = [[4, 3], .constant([4])]

  func subject<S: TensorScalar>(using generator: inout RandomGenerator) -> ProofSubject<S> {
    let model = ActorCritic<S>(features: 3, hidden: 4, actions: 2, using: &generator)
    return ProofSubject(model) { model, inputs, context in
      actorCriticLoss(
        model.forward(inputs[0], in: &context), actions: [0, 1, 1, 0], targets: inputs[1])
    }
  }
}

@Suite struct CartPoleTests {
  @Test("the two-headed model and its loss are proved, with the advantage as a constant")
  func proof() throws {
    try requireRightGradients(of: ActorCriticProof())
    let undeclared = checkGradients(of: ActorCriticProof(stopsGradients: false))
    #expect(
      undeclared.contains { $0.argument == "critic.weight" && $0.check == .centralDifferences },
      "\(undeclared)")
  }

  @Test("the pole stays up for longer than under the random policy")
  func learns() {
    let steps = withBackend(.simd) { playCartPole(episodes: 200) }
    #expect(steps.learned > 4 * steps.random, "\(steps)")
  }
}
