import Curriculum
import Foundation
import Gradus

extension MeaningLesson {
  typealias Negatives = @Sendable (Matrix, Int, [Double]) throws -> [Int]

  static let negatives = Exercise<Answers>(
    "negatives", "Words that are not there",
    hints: [
      "The weight of a word is Double.pow(count, 0.75), and that of the positive is 0: so it is never drawn.",
      "For each draw, walk through the words and add up their weights: the first at which the sum exceeds "
        + "draw * total is the answer. The total is that of the weights without the positive.",
    ],
    learned:
      "The power ¾ draws rare words more often than their counts; the positive is never its own negative.",
    landmark: Landmark("Sources/TensorCore/RandomDistributions.swift", "func categorical"),
    solution: { $0.negatives = Meaning.negatives },
    check: { answers in
      func compare(
        _ counts: Matrix, _ positive: Int, _ draws: [Double], _ what: String? = nil,
        _ mistakes: [Mistake<Negatives>] = []
      ) throws {
        let texts = draws.map { what == nil ? "\($0)" : $0.significant(3) }.joined(separator: ", ")
        try expect(
          answers.negatives(counts, positive, draws),
          equals: Meaning.negatives(counts, positive: positive, draws: draws),
          in:
            "negatives(\(what ?? "\(counts.elements)"), positive: \(positive), draws: [\(texts)])",
          parts: [.value("words", \.self)],
          suspects: mistakes.suspects { try $0(counts, positive, draws) })
      }
      let places = (0..<30).map { ($0 * 7 + 16) % 30 }
      let draws = places.map { Double($0 * 33 + 11) / 1000 }
      try compare([16, 81, 0, 1, 256, 81, 1, 16], 4, draws, nil, negativesMistakes)
      // On the border of two words, exact for every order of computing.
      try compare([1, 1, 5, 1, 1], 2, [0, 0.25, 0.5, 0.75], nil, borderMistakes)
      try compare([1, 16, 81], 2, [0.05, 0.5])
      // Just above the border of 1/9, which a table of some thousand words misses.
      try compare([1, 16, 81], 2, [0.111_111_4])
      try compare([0, 0, 4, 0, 4, 0], 5, [0, 0.3, 0.999_999])
      try compare([7, 0, 3], 0, [0, 0.4, 0.999_999])
      try compare([5, 2], 1, [0, 0.5, 0.999])
      try compare([5, 2], 0, [])
      try compare([0, 3], 0, [0.2])
      var generator = RandomGenerator(seed: 1105)
      for (place, var input) in Input.all(seed: 1104).enumerated() {
        var counts = input.tensor([input.rows * input.columns + 1]).map { abs($0) }
        let positive = place % counts.shape[0]
        if counts.sum() <= counts[positive] { counts[(positive + 1) % counts.shape[0]] = 1 }
        let draws = (0..<place % 7).map { _ in generator.uniform() }
        try compare(counts, positive, draws, "\(counts.elementCount) \(input.numbers.rawValue)")
      }
    },
    wrongAnswers: (negativesMistakes + borderMistakes).wrongAnswers(\.negatives),
    rightAnswers: [
      RightAnswer("probabilities, summed up once") {
        $0.negatives = { counts, positive, draws in
          var weights = counts.pow(0.75)
          weights[positive] = 0
          let sums = (weights / weights.sum()).cumulativeSum(along: 0).elements
          return draws.map { draw in
            sums.firstIndex { draw < $0 } ?? weights.elements.lastIndex { $0 > 0 }!
          }
        }
      },
      RightAnswer("a list without the positive") {
        $0.negatives = { counts, positive, draws in
          let others = counts.elements.indices.filter { $0 != positive && counts[$0] > 0 }
          let weights = others.map { sqrt(counts[$0]) * sqrt(sqrt(counts[$0])) }
          let total = weights.reduce(0, +)
          return draws.map { draw in
            var place = 0
            var rest = draw * total
            while place < others.count - 1, rest >= weights[place] {
              rest -= weights[place]
              place += 1
            }
            return others[place]
          }
        }
      },
      RightAnswer("a search among the sums") {
        $0.negatives = { counts, positive, draws in
          var (sums, sum): ([Double], Double) = ([], 0)
          for (word, count) in counts.elements.enumerated() {
            sum += word == positive ? 0 : exp(0.75 * log(count))
            sums.append(sum)
          }
          return draws.map { draw in
            var (low, high) = (0, sums.count - 1)
            while low < high {
              let middle = (low + high) / 2
              if draw * sum < sums[middle] { high = middle } else { low = middle + 1 }
            }
            return low
          }
        }
      },
    ])
}
