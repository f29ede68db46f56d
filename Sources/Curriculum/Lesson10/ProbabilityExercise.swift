import Curriculum
import Gradus

extension AttendingLesson {
  typealias Probability = @Sendable (Int, [Int], [Int], Int) throws -> Double

  static let probability = Exercise<Answers>(
    "probability", "What counting knows",
    hints: [
      "Let the function call itself with Array(context.dropFirst()), the context without its first token; after the empty context it is 1/V that is asked.",
      "Collect what comes after the context: the tokens text[place] at all places whose context.count tokens before "
        + "them are the context.",
      "count(context) is how many those are, count(context, c) how many are c, and k how many are different: "
        + "Set(followers).count, since a set holds equal ones once.",
    ],
    learned:
      "An n-gram knows much of a small text; a network is good where it beats this, and not where it beats chance.",
    landmark: Landmark("Sources/Curriculum/Mechanism/Text/NGrams.swift", "struct NGrams"),
    solution: { $0.probability = Attending.probability },
    check: { answers in
      func compare(
        _ token: Int, _ context: [Int], _ text: [Int], _ vocabulary: Int,
        _ mistakes: [Mistake<Probability>] = []
      ) throws {
        let call =
          "probability(of: \(token), after: \(context), in: \(text), vocabulary: \(vocabulary))"
        let found = try answers.probability(token, context, text, vocabulary)
        let isFollowed = text.indices.dropFirst(context.count).contains {
          text[..<$0].suffix(context.count).elementsEqual(context)
        }
        try expect(isFollowed || !found.isNaN, "\(call): found NaN.", why: unseenDivides)
        try expect(
          found,
          equals: Attending.probability(
            of: token, after: context, in: text, vocabulary: vocabulary),
          in: call,
          parts: [.number("p") { $0 }],
          suspects: mistakes.suspects { try $0(token, context, text, vocabulary) },
          otherwise:
            "Of all that follow the context and k more, those that are c count, and k times the probability of c "
            + "after the shorter context.")
      }
      let text = [2, 0, 1, 2, 0, 1, 0, 1, 2, 1, 1, 1, 0, 1, 3, 3, 2, 0, 4, 0, 1]
      try compare(2, [0, 1], text, 7, probabilityMistakes)
      // A 1 never follows 0, 1; a 0 follows 3, 2.
      try compare(1, [0, 1], text, 7, neverMistakes)
      try compare(0, [3, 2], text, 7)
      // After 2, 3 nothing comes anywhere; after 5, not even that.
      try compare(0, [2, 3], text, 7, unseenMistakes)
      try compare(1, [5, 6], text, 7)
      try compare(1, [1, 1], [1, 1, 1, 1, 0], 3, overlappingContexts)
      // The nearest five tokens stand twice in the text, and all six once.
      try compare(
        6, [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5, 6, 9, 1, 2, 3, 4, 5, 7], 10, longMistakes)
      try compare(1, [], [0, 1, 1], 4)
      try compare(1, [0], [0, 1, 1], 4)
      try compare(6, [2, 0, 1], text, 7)
      try compare(1, [0, 1, 1], [1, 1], 3)
      for token in 0..<3 { try compare(token, [], [], 3) }
      for token in 0..<2 { try compare(token, [0], [0], 2) }
      for (place, var input) in Input.all(seed: 1070).enumerated() {
        let vocabulary = [2, 3, 5, 1, 2000][place % 5]
        let count = place % 7 == 0 ? 0 : input.rows * input.columns + place % 3
        let text = input.labels([count], below: vocabulary).elements
        let context = input.labels([place % 4], below: vocabulary).elements
        let token = input.labels([1], below: vocabulary).elements[0]
        // What has been there, and what need not have been.
        let known = place % 2 == 0 ? Array(text.prefix(place % 4)) : context
        try compare(token, known, text, vocabulary)
      }
    },
    wrongAnswers: (probabilityMistakes + neverMistakes + unseenMistakes + overlappingContexts
      + longMistakes).wrongAnswers(\.probability),
    rightAnswers: [
      RightAnswer("from the shortest context to the longest") {
        $0.probability = { token, context, text, vocabulary in
          var probability = 1 / Double(vocabulary)
          for length in 0...context.count {
            let near = Array(context.suffix(length))
            var counts: [Int: Double] = [:]
            for place in 0..<text.count where place >= length {
              if Array(text[(place - length)..<place]) == near {
                counts[text[place], default: 0] += 1
              }
            }
            let total = counts.values.reduce(0, +)
            let different = Double(counts.count)
            if total == 0 { break }
            probability =
              (counts[token, default: 0] + different * probability) / (total + different)
          }
          return probability
        }
      },
      RightAnswer("two parts with their shares") {
        $0.probability = { token, context, text, vocabulary in
          func ask(_ context: ArraySlice<Int>) -> Double {
            let shorter = context.isEmpty ? 1 / Double(vocabulary) : ask(context.dropFirst())
            let followers = text.indices.filter {
              $0 >= context.count && text[..<$0].suffix(context.count).elementsEqual(context)
            }.map { text[$0] }
            guard !followers.isEmpty else { return shorter }
            let different = Double(Set(followers).count)
            let share = Double(followers.count) / (Double(followers.count) + different)
            let frequency = Double(followers.count { $0 == token }) / Double(followers.count)
            return share * frequency + (1 - share) * shorter
          }
          return ask(context[...])
        }
      },
      RightAnswer("a table of all contexts") {
        $0.probability = { token, context, text, vocabulary in
          CountedContexts(text, longest: context.count)
            .probability(of: token, after: context, vocabulary: vocabulary)
        }
      },
    ])

  /// What comes after each context, counted once.
  private struct CountedContexts {
    private var followers: [[Int]: [Int: Int]] = [:]

    init(_ text: [Int], longest: Int) {
      for place in text.indices {
        for length in 0...min(longest, place) {
          followers[Array(text[place - length..<place]), default: [:]][text[place], default: 0] += 1
        }
      }
    }

    func probability(of token: Int, after context: [Int], vocabulary: Int) -> Double {
      let shorter =
        context.isEmpty
        ? 1 / Double(vocabulary)
        : probability(of: token, after: Array(context.dropFirst()), vocabulary: vocabulary)
      guard let counts = followers[context] else { return shorter }
      let (sum, different) = (Double(counts.values.reduce(0, +)), Double(counts.count))
      return (Double(counts[token] ?? 0) + different * shorter) / (sum + different)
    }
  }
}
