import GradientChecking
import Gradus
import Testing

@testable import Examples

private struct SkipGramProof: ModuleProof {
  let name = "SkipGram"

  func subject<S: TensorScalar>(using generator: inout RandomGenerator) -> ProofSubject<S> {
    ProofSubject(SkipGram<S>(words: 4, width: 3, using: &generator)) { model, _, context in
      model.forward(([0, 2, 3], [[1, 0], [2, 3], [1, 1]]), in: &context)
    }
  }
}

@Suite struct SkipGramTests {
  @Test("the model has the right gradients") func proof() throws {
    try requireRightGradients(of: SkipGramProof())
  }

  @Test("words are counted, and rare ones left out") func words() {
    let book = BookOfWords("The cat, the dog; a CAT -- the end", occurringAtLeast: 2)
    #expect(book.words == ["cat", "the"])
    #expect(book.counts == [2, 3])
    #expect(book.tokens == [1, 0, 1, 0, 1])
  }

  @Test("noise follows the counts to the power of 3/4, after each neighbor") func noise() {
    let book = BookOfWords(
      Array(repeating: "b", count: 16).joined(separator: " ") + " a", occurringAtLeast: 1)
    var generator = RandomGenerator(seed: 5)
    let rows = Noise(4, for: book).added(
      to: Tensor(repeating: 0, shape: [2000]), using: &generator)
    #expect(rows.shape == [2000, 5])
    #expect(rows[0..., 0] as Tensor == Tensor(repeating: 0, shape: [2000]))
    let share = Double(rows[0..., 1...].elements.count { $0 == 1 }) / 8000
    #expect(abs(share - 8.0 / 9) < 0.015, "\(share)")
  }

  @Test("the nearest words are those of the largest cosines, without the word itself")
  func neighbors() {
    let table: Tensor<Float> = [[1, 0], [10, 1], [0, 1], [1, 1], [-1, 0]]
    #expect(nearest(to: 0, in: table, count: 3) == [1, 3, 2])
  }

  @Test("it learns") func training() throws {
    let (before, after) = try withBackend(.simd) { try trainSkipGram(quick: true) }
    #expect(after < before - 0.05, "from \(before) to \(after)")
  }
}
