import Curriculum
import Gradus

extension MeaningLesson {
  typealias WordSplit =
    @Sendable ([String], Double, inout RandomGenerator) throws -> (training: [Int], test: [Int])

  static let splitByWord = Exercise<Answers>(
    "splitByWord", "No word on both sides",
    hints: [
      "Draw among the words, not among the rows: a word takes all of its rows with it.",
      "Set(words) has another order in each run of the program: sort it before you shuffle, as in "
        + "Set(words).sorted().shuffled(using: &generator).",
      "The first Int((testShare * Double(distinct.count)).rounded()) of the shuffled words are for the test; "
        + "words.indices.filter { … } then finds the rows of either side.",
    ],
    learned:
      "Split by what the model must not know: a row whose word was trained with is half an answer already.",
    landmark: Landmark("Sources/Curriculum/Lesson11/RelationData.swift", "func split"),
    solution: { $0.splitByWord = Meaning.splitByWord },
    check: { answers in
      for (words, share) in splitCalls {
        for seed in UInt64(1)...3 { try checkParts(answers, words, share, seed: seed) }
      }
      try checkGenerator(answers)
      try checkChances(answers)
      try checkRepetition(answers)
    },
    wrongAnswers: splitByWordMistakes.wrongAnswers(\.splitByWord),
    rightAnswers: [
      RightAnswer("a permutation of the words in order of appearance") {
        $0.splitByWord = { words, share, generator in
          var (numbers, rows) = ([String: Int](), [[Int]]())
          for (row, word) in words.enumerated() {
            if let number = numbers[word] {
              rows[number].append(row)
            } else {
              numbers[word] = rows.count
              rows.append([row])
            }
          }
          let order = generator.permutation(rows.count)
          let count = Int((share * Double(rows.count)).rounded())
          return (
            order.dropFirst(count).flatMap { rows[$0] }, order.prefix(count).flatMap { rows[$0] }
          )
        }
      },
      RightAnswer("one word after the other, taken out of a list") {
        $0.splitByWord = { words, share, generator in
          var left = Set(words).sorted(by: >)
          var test: Set<String> = []
          for _ in 0..<Int((share * Double(left.count)).rounded()) {
            test.insert(left.remove(at: generator.uniformInteger(below: left.count)))
          }
          return (
            words.indices.filter { !test.contains(words[$0]) },
            words.indices.filter { test.contains(words[$0]) }
          )
        }
      },
      RightAnswer("a random number for each word, and the words to train with first") {
        $0.splitByWord = { words, share, generator in
          let distinct = Set(words).sorted()
          let drawn = distinct.map { ($0, generator.uniform()) }.sorted { $0.1 < $1.1 }
          let count = Int((share * Double(distinct.count)).rounded())
          let training = Set(drawn.prefix(distinct.count - count).map(\.0))
          var parts: (training: [Int], test: [Int]) = ([], [])
          for (row, word) in words.enumerated().reversed() {
            if training.contains(word) {
              parts.training.append(row)
            } else {
              parts.test.append(row)
            }
          }
          return parts
        }
      },
    ])
}
