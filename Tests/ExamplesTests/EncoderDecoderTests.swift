import GradientChecking
import Gradus
import Testing

@testable import Examples

private struct EncoderDecoderProof: ModuleProof {
  let name = "EncoderDecoder"

  func subject<S: TensorScalar>(using generator: inout RandomGenerator) -> ProofSubject<S> {
    let rows = DigitRows(
      source: Tensor([[7, 3, Mark.padding], [4, 4, 2]]),
      written: Tensor([[Mark.start, 3], [Mark.start, 2]]))
    return ProofSubject(
      EncoderDecoder<S>(longest: 3, width: 4, heads: 2, using: &generator)
    ) { model, _, context in
      model.forward(rows, in: &context)
    }
  }
}

@Suite struct EncoderDecoderTests {
  private static func model() -> EncoderDecoder<Float> {
    var generator = RandomGenerator(seed: 3)
    return EncoderDecoder(longest: 8, width: 16, heads: 4, using: &generator)
  }

  @Test("the model has the right gradients") func proof() throws {
    try requireRightGradients(of: EncoderDecoderProof())
  }

  @Test("what is written later changes no earlier logit, to the bit") func causality() {
    let model = Self.model()
    let source: Tensor<Int> = [[1, 2, 3]]
    let before = model(DigitRows(source: source, written: Tensor([[Mark.start, 3, 2, 1]])))
    let after = model(DigitRows(source: source, written: Tensor([[Mark.start, 3, 7, 1]])))
    #expect(after[0, 0..<2] == before[0, 0..<2])
    #expect(after[0, 2...] != before[0, 2...])
  }

  @Test("more padding changes no answer") func padding() {
    let model = Self.model()
    let written = Tensor([[Mark.start, 3, 2]])
    let tight = model(DigitRows(source: [[1, 2, 3]], written: written))
    let padded = [1, 2, 3, Mark.padding, Mark.padding]
    let loose = model(DigitRows(source: Tensor([padded]), written: written))
    #expect((tight - loose).map(\.magnitude).max() < 1e-5)
    // A digit there does.
    let longer = model(DigitRows(source: [[1, 2, 3, 4, 5]], written: written))
    #expect((tight - longer).map(\.magnitude).max() > 1e-3)
  }

  @Test("rows and their reverses are filled up to one length") func rows() {
    var generator = RandomGenerator(seed: 7)
    let rows = digitRows(50, lengths: 2...4, using: &generator)
    #expect(rows.inputs.source.shape == [50, 4] && rows.targets.shape == [50, 5])
    for row in 0..<50 {
      let digits = rows.inputs.source[row, 0...].elements.filter { $0 != Mark.padding }
      let answer = rows.targets[row, 0...].elements.filter { $0 != Mark.padding }
      #expect((2...4).contains(digits.count))
      #expect(answer == digits.reversed() + [Mark.end])
      let written = rows.inputs.written[row, 0...].elements.filter { $0 != Mark.padding }
      #expect(written == [Mark.start] + digits.reversed())
    }
  }

  @Test("it learns") func training() throws {
    let (before, after) = try withBackend(.simd) { try trainEncoderDecoder(quick: true) }
    #expect(after < before - 0.3, "from \(before) to \(after)")
  }
}
