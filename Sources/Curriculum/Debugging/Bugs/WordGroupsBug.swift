import Curriculum
import Gradus

extension Bugs {
  /// Vectors of words.
  public static let wordGroups = Bug<
    @Sendable (Tensor<Int>, _ words: Int, UInt64) throws -> (
      curve: Curve, vectors: Tensor<Float>
    )
  >(
    about: BugDescription(
      name: "WordGroups", lesson: 11,
      symptom:
        "Twelve words in three groups, of which only those of one group stand beside each other. Vectors "
        + "learned from the pairs should part the groups. The loss falls nicely, and all vectors turn to one "
        + "direction.",
      hints: [
        "The loss has two terms. What does each of them want of two vectors: that they turn to or from each other?",
        "If nothing pushed words apart, which vectors would be best? Compare with what you see.",
        "The negative pairs: go through the sign of their score, and through their target. Each alone says no.",
      ],
      reason:
        "The score of the random pairs had its sign turned, and their target was 0 as well: no to the opposite is "
        + "yes, so they, too, were pulled together. Either −score with the target 1, or the score with 0."
    ),
    curve: { try $0(pairs(seed: 1, groupCount: 3), 12, 1).curve },
    check: { train in
      for (groupCount, seed) in [(3, UInt64(2)), (4, 3)] {
        let words = groupCount * 4
        let vectors = try train(pairs(seed: seed, groupCount: groupCount), words, seed).vectors
        try expect(
          vectors.rank == 2 && vectors.shape[0] == words,
          "\(words) words have vectors of shape \(vectors.shape).")
        let cosines = cosineSimilarities(vectors, vectors)
        func mean(_ isMeant: (Int, Int) -> Bool) -> Double {
          let meant = (0..<words * words).filter { isMeant($0 / words, $0 % words) }
          return meant.reduce(0) { $0 + Double(cosines.elements[$1]) } / Double(meant.count)
        }
        let inside = mean { $0 != $1 && $0 / 4 == $1 / 4 }
        let across = mean { $0 / 4 != $1 / 4 }
        try expect(
          inside > across + 0.3,
          "Of \(groupCount) groups, two words of one have a mean cosine of \(inside.significant(3)), and two words of "
            + "different ones \(across.significant(3)).")
      }
    })
}

/// Pairs of words that stand beside each other: two of one group of four.
private func pairs(seed: UInt64, groupCount: Int) -> Tensor<Int> {
  var generator = RandomGenerator(seed: seed)
  return Tensor(
    shape: [400, 2],
    elements: (0..<400).flatMap { _ in
      let group = Int.random(in: 0..<groupCount, using: &generator)
      let first = Int.random(in: 0..<4, using: &generator)
      let second = (first + Int.random(in: 1..<4, using: &generator)) % 4
      return [group * 4 + first, group * 4 + second]
    })
}
