import Curriculum
import Gradus

extension MeaningLesson {
  typealias Vocabulary = @Sendable ([[String]], Int) throws -> EncodedText

  static let vocabulary = Exercise<Answers>(
    "vocabulary", "Words as numbers",
    hints: [
      "Count each word of all sentences first; then keep those that occur often enough.",
      "Sort by count, the largest first, and words of one count by the alphabet. The unknown word stands before all.",
      "A dictionary from words to places, made from zip(words, words.indices), finds each word's number; "
        + "`numbers[word] ?? 0` is that of any other.",
    ],
    learned: "A model knows only the words of its list; all others are one word to it.",
    landmark: Landmark(
      "Sources/DataLoading/Tokenizers/WordVocabulary.swift", "struct WordVocabulary"),
    solution: { $0.vocabulary = Meaning.vocabulary },
    check: { answers in
      var suspicion = Suspicion(vocabularyMistakes)
      func compare(_ sentences: [[String]], _ minimumCount: Int) throws {
        let found = try answers.vocabulary(sentences, minimumCount)
        let expected = try Meaning.vocabulary(sentences, minimumCount: minimumCount)
        try suspicion.expect(
          found, equals: expected, in: "vocabulary(\(sentences), minimumCount: \(minimumCount))",
          parts: [.value("words", \.words), .value("sentences", \.sentences)],
          otherwise: vocabularySymptom(found, expected)
        ) { try $0(sentences, minimumCount) }
      }
      try compare(
        [
          ["the", "cat", "sat", "Eve"], ["a", "dog", "saw", "the", "cat"], [],
          ["the", "the", "The"], ["a", "bee", "bee", "sat"], ["zoo", "zoo", "zoo", "dog", "a"],
          ["sky"], ["Eve"],
        ], 2)
      for minimumCount in 1...3 {
        try compare([["the", "cat", "sat"], ["the", "dog"]], minimumCount)
        try compare([], minimumCount)
        try compare([[]], minimumCount)
        try compare([["a"], [], ["a"], ["b"]], minimumCount)
      }
      try compare([["cat,", "cat", "B", "a"], ["cat,"]], 1)
      // Many words.
      try compare([(0..<40).map { "word \($0)" }], 1)
      // A word that has to occur often.
      let often = [
        Array(repeating: "sea", count: 11) + ["ship"], Array(repeating: "ship", count: 8),
      ]
      try compare(often, 10)
      try compare(often, 9)
      for (place, var input) in Input.all(seed: 1101).enumerated() {
        let size = [3, 8, 30][place % 3]
        let sentences = (0..<input.rows).map { row in
          input.labels([(input.columns * (row + 1)) % 7], below: size).elements.map {
            "w\($0 * 7 % 13)\($0)"
          }
        }
        try compare(sentences, [1, 2, 3, 5][place / 3 % 4])
      }
    },
    wrongAnswers: vocabularyMistakes.wrongAnswers(\.vocabulary),
    rightAnswers: [
      RightAnswer("sorted twice, looked up in the list") {
        $0.vocabulary = { sentences, minimumCount in
          let all = sentences.flatMap { $0 }
          let counted = Set(all).sorted().map { word in (word, all.count { $0 == word }) }
          var words = ["<unknown>"]
          for count in Set(counted.map(\.1)).sorted().reversed() where count >= minimumCount {
            words += counted.filter { $0.1 == count }.map(\.0)
          }
          return EncodedText(
            words: words, sentences: sentences.map { $0.map { words.firstIndex(of: $0) ?? 0 } })
        }
      },
      RightAnswer("grouped, and sorted by negative counts") {
        $0.vocabulary = { sentences, minimumCount in
          let groups = Dictionary(grouping: sentences.joined()) { $0 }.mapValues(\.count)
          let kept = groups.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }
            .prefix { $0.value >= minimumCount }
          var numbers: [String: Int] = [:]
          for (place, word) in kept.enumerated() { numbers[word.key] = place + 1 }
          return EncodedText(
            words: ["<unknown>"] + kept.map(\.key),
            sentences: sentences.map { $0.map { numbers[$0, default: 0] } })
        }
      },
      RightAnswer("unknown words named first") {
        $0.vocabulary = { sentences, minimumCount in
          var counts: [String: Int] = [:]
          for sentence in sentences {
            for word in sentence { counts[word] = (counts[word] ?? 0) + 1 }
          }
          let known = sentences.map { $0.map { counts[$0]! < minimumCount ? "<unknown>" : $0 } }
          var words = Array(Set(known.joined()).subtracting(["<unknown>"]))
          words.sort { counts[$0]! > counts[$1]! || counts[$0]! == counts[$1]! && $0 < $1 }
          words.insert("<unknown>", at: 0)
          return EncodedText(
            words: words, sentences: known.map { $0.map { words.firstIndex(of: $0)! } })
        }
      },
    ])

  /// What can be seen of a wrong text that no known mistake gives.
  private static func vocabularySymptom(_ found: EncodedText, _ expected: EncodedText) -> String? {
    if found.words != expected.words, found.words.sorted() == expected.words.sorted() {
      return
        "The right words in another order. A dictionary has none: sort by count, and where counts are equal "
        + "by the alphabet."
    }
    if let word = expected.words.first(where: { !found.words.contains($0) }) {
      return "The word `\(word)` is missing."
    }
    return found.sentences.count < expected.sentences.count
      ? "A sentence is missing: each stays, also an empty one and one of unknown words." : nil
  }
}
