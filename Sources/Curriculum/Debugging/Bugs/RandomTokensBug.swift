import Curriculum
import Gradus

extension Bugs {
  /// Tokens that cannot be foretold.
  public static let randomTokens = Bug<
    @Sendable (Tensor<Int>, _ tokens: Int, UInt64) throws -> (
      curve: Curve, logits: (Tensor<Int>) -> Tensor<Float>
    )
  >(
    about: BugDescription(
      name: "RandomTokens", lesson: 10,
      symptom:
        "A language model with one attention reads tokens that are drawn at random, each of eight as likely "
        + "as the others. No loss far below ln 8 = 2.079 is possible, and this one goes far below.",
      hints: [
        "A loss that is too good: where in the input does the answer stand, and how could it get to the output?",
        "Change the last token of a sequence, and compare all logits before it, bit for bit.",
        "Write the mask of three positions down, row by row. What may the first position look at?",
      ],
      reason:
        "The mask was the wrong triangle: each position looked at itself and at what comes after it, where the "
        + "next token stands. Position q looks at all k up to q."),
    curve: { try $0(randomSequences(seed: 1), 8, 1).curve },
    check: { train in
      let (curve, logits) = try train(randomSequences(seed: 2), 8, 2)
      let tokens = [3, 1, 4, 1, 5, 2, 6]
      let before = logits(Tensor([tokens]))
      try expect(
        before.shape == [1, 7, 8],
        "The logits of tokens [1, 7] have the shape \(before.shape), instead of [1, 7, 8].")
      // Whether an attention that is sure of something else looks there at all is another matter.
      var changedCount = 0
      for place in tokens.indices {
        var others = tokens
        others[place] = 7
        let after = logits(Tensor([others]))
        for position in tokens.indices {
          let isSame = before[0, position, 0...] == after[0, position, 0...]
          changedCount += isSame || position <= place ? 0 : 1
          try expect(
            position > place || isSame == (position < place),
            "When the token at position \(place) is another, the logits at position \(position) "
              + (isSame ? "stay as they are." : "change."))
        }
      }
      try expect(
        changedCount > 10,
        "When a token is another, the logits after it stay as they are in \(21 - changedCount) of 21 cases."
      )
      let loss = curve["loss"].last ?? .nan
      try expect(
        loss > 1.7, "On other random tokens the loss ends at \(loss.significant(4)).")
    })
}

private func randomSequences(seed: UInt64) -> Tensor<Int> {
  var generator = RandomGenerator(seed: seed)
  return Tensor(
    shape: [200, 8], elements: (0..<1600).map { _ in Int.random(in: 0..<8, using: &generator) })
}
