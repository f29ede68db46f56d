import GradientChecking
import Gradus
import Testing

@testable import Examples

private struct AttentionProof: ModuleProof {
  let name = "Attention"
  let inputs: [FunctionInput] = [[2, 2, 4], [2, 3, 4]]

  func subject<S: TensorScalar>(using generator: inout RandomGenerator) -> ProofSubject<S> {
    // The second query may not look at the last place of the memory.
    let mask: Tensor<Bool> = [[true, true, true], [true, true, false]]
    return ProofSubject(Attention<S>(4, heads: 2, using: &generator)) { model, inputs, context in
      model.forward((inputs[0], inputs[1], mask), in: &context)
    }
  }
}

private struct GPTProof: ModuleProof {
  let name = "GPT"

  func subject<S: TensorScalar>(using generator: inout RandomGenerator) -> ProofSubject<S> {
    ProofSubject(
      GPT<S>(tokens: 5, context: 3, width: 4, heads: 2, blocks: 1, using: &generator)
    ) { model, _, context in
      model.forward([[0, 3, 1], [4, 2, 2]], in: &context)
    }
  }
}

@Suite struct GPTTests {
  @Test("attention and the whole model have the right gradients") func proofs() throws {
    try requireRightGradients(of: AttentionProof())
    try requireRightGradients(of: GPTProof())
  }

  @Test("a later token changes no earlier logit, to the bit", arguments: [Backend.naive, .simd])
  func causality(backend: Backend) {
    var generator = RandomGenerator(seed: 3)
    let model = GPT<Float>(
      tokens: 7, context: 12, width: 16, heads: 4, blocks: 2, using: &generator)
    withBackend(backend) {
      var tokens = Tensor((0..<12).map { _ in generator.uniformInteger(below: 7) })
        .reshaped(to: [1, 12])
      let before = model(tokens)
      for place in 1..<12 {
        tokens[0, place] = (tokens[0, place] + 1) % 7
        let after = model(tokens)
        #expect(after[0, 0..<place] == before[0, 0..<place], "place \(place)")
        #expect(after[0, place] as Tensor != before[0, place], "place \(place)")
        tokens[0, place] = (tokens[0, place] + 6) % 7
      }
    }
  }

  @Test("it learns") func training() throws {
    let (before, after) = try withBackend(.simd) { try trainGPT(quick: true) }
    #expect(after < before - 1, "from \(before) to \(after)")
  }

  @Test("the bigram loss is that of counted pairs") func bigrams() throws {
    // "ab" again and again: the held-out tenth is as sure as the counts, each one more than it was.
    var book = try CharacterText(.alice, first: 100)
    let size = book.vocabulary.count
    book.training = Tensor((0..<90).map { $0 % 2 })
    book.heldOut = [0, 1, 0]
    let expected =
      -(Double.log(46.0 / (45 + Double(size))) + Double.log(45.0 / (44 + Double(size)))) / 2
    #expect(abs(book.bigramLoss - expected) < 1e-12)
  }
}
