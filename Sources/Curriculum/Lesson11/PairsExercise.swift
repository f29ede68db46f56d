import Curriculum
import Gradus

extension MeaningLesson {
  typealias Pairs = @Sendable ([[Int]], Int) throws -> [WordPair]

  static let pairs = Exercise<Answers>(
    "pairs", "Words and their neighbors",
    hints: [
      "Go through the places of one sentence at a time, so that no window reaches into the next one.",
      "The neighbors of place i are max(0, i - window)...min(sentence.count - 1, i + window), without i itself.",
      "Compare places, not words: a word may well be its own neighbor where it stands twice.",
    ],
    learned: "What a model of words learns from is nothing but which words stand near each other.",
    landmark: Landmark("Sources/Examples/SkipGram.swift", "struct SkipGram"),
    solution: { $0.pairs = Meaning.pairs },
    check: { answers in
      func compare(
        _ sentences: [[Int]], _ window: Int, _ mistakes: [Mistake<Pairs>] = []
      ) throws {
        let found = try answers.pairs(sentences, window)
        let expected = try Meaning.pairs(sentences, window: window)
        try expect(
          found, equals: expected, in: "pairs(\(sentences), window: \(window))",
          parts: [.value("pairs") { $0.map { [$0.center, $0.context] } }],
          suspects: mistakes.suspects { try $0(sentences, window) },
          otherwise: pairsSymptom(found, expected))
      }
      try compare([[3, 1, 4, 1, 5, 9, 2, 0], [6], [], [2, 7, 2], [8, 8]], 3, pairMistakes)
      try compare([[5, 6, 7], [8]], 1)
      try compare([Array(0..<14)], 12)
      for sentences in [[], [[]], [[4]], [[4, 4]], [[0, 1], [2, 3]], [[1, 2, 1]]] {
        for window in [1, 2, 9] { try compare(sentences, window) }
      }
      for (place, var input) in Input.all(seed: 1102).enumerated() {
        let sentences = (0..<input.rows).map { row in
          input.labels([(input.columns * (row + 1)) % 9], below: [2, 5, 90][place % 3]).elements
        }
        try compare(sentences, [1, 2, 3, 5, 20][place % 5])
      }
    },
    wrongAnswers: pairMistakes.wrongAnswers(\.pairs),
    rightAnswers: [
      RightAnswer("all places against all") {
        $0.pairs = { sentences, window in
          sentences.flatMap { sentence in
            sentence.indices.flatMap { center in
              sentence.indices.filter { $0 != center && abs($0 - center) <= window }.map {
                WordPair(center: sentence[center], context: sentence[$0])
              }
            }
          }
        }
      },
      RightAnswer("distances from −window to window") {
        $0.pairs = { sentences, window in
          var pairs: [WordPair] = []
          for sentence in sentences {
            for (place, word) in sentence.enumerated() {
              for distance in -window...window where distance != 0 {
                guard sentence.indices.contains(place + distance) else { continue }
                pairs.append(WordPair(center: word, context: sentence[place + distance]))
              }
            }
          }
          return pairs
        }
      },
      RightAnswer("what is before, and what is after") {
        $0.pairs = { sentences, window in
          sentences.flatMap { sentence in
            sentence.enumerated().flatMap { place, word in
              (sentence.prefix(place).suffix(window)
                + sentence.dropFirst(place + 1).prefix(window)).map {
                  WordPair(center: word, context: $0)
                }
            }
          }
        }
      },
    ])

  /// What can be seen of a wrong list that no known mistake gives: what is missing, what is too much, or the order.
  private static func pairsSymptom(_ found: [WordPair], _ expected: [WordPair]) -> String {
    /// The first pair of a list that stands in another one less often.
    func first(of list: [WordPair], notIn other: [WordPair]) -> WordPair? {
      var rest = Dictionary(other.map { ($0, 1) }, uniquingKeysWith: +)
      return list.first { pair in
        rest[pair, default: 0] -= 1
        return rest[pair]! < 0
      }
    }
    if let pair = first(of: expected, notIn: found) {
      return "A pair is missing: center \(pair.center) with context \(pair.context)."
    }
    if let pair = first(of: found, notIn: expected) {
      return "A pair is too much: center \(pair.center) with context \(pair.context)."
    }
    return
      "The right pairs in another order: in turn each place is the center, and its neighbors follow from the left "
      + "to the right."
  }

  private static let pairMistakes: [Mistake<Pairs>] = [
    near("the center included", "A word at its own place is not its neighbor: leave it out.") {
      abs($0.distance) <= $0.window
    },
    near("only after the center", "The words before the center are its neighbors, too.") {
      $0.distance > 0 && $0.distance <= $0.window
    },
    near("only before the center", "The words after the center are its neighbors, too.") {
      $0.distance < 0 && -$0.distance <= $0.window
    },
    near("window − 1", "The word at distance `window` is still a neighbor.") {
      $0.distance != 0 && abs($0.distance) < $0.window
    },
    near("window + 1", "The word at distance window + 1 is no longer a neighbor.") {
      $0.distance != 0 && abs($0.distance) <= $0.window + 1
    },
    near("the last one missing", "On the right the window reaches as far as on the left.") {
      $0.distance != 0 && -$0.distance <= $0.window && $0.distance < $0.window
    },
    near("the first one missing", "On the left the window reaches as far as on the right.") {
      $0.distance != 0 && $0.distance <= $0.window && -$0.distance < $0.window
    },
    near(
      "only sentences longer than the window",
      "A sentence may be shorter than the window: its words are neighbors, too."
    ) {
      $0.distance != 0 && abs($0.distance) <= $0.window && $0.count > $0.window
    },
    near(
      "one window for both sides", "The window goes `window` words to each side, not half of it."
    ) {
      $0.distance != 0 && abs($0.distance) <= $0.window / 2
    },
    near(
      "only the farthest", "All words up to distance `window` are neighbors, also the nearer ones."
    ) {
      abs($0.distance) == $0.window
    },
    near(
      "the whole sentence", "The window does not count here: every word of the sentence is taken."
    ) {
      $0.distance != 0
    },
    near(
      "equal words left out", "Compare places: where a word stands twice, it is its own neighbor."
    ) {
      $0.center != $0.context && abs($0.distance) <= $0.window
    },
    near(
      "the unknown word left out", "0 is a word like the others here: it has neighbors, and is one."
    ) {
      $0.distance != 0 && abs($0.distance) <= $0.window && $0.context != 0
    },
    near(
      "the unknown word no center",
      "0 is a word like the others here: it has neighbors, and is one."
    ) {
      $0.distance != 0 && abs($0.distance) <= $0.window && $0.center != 0
    },
    near(
      "the unknown word neither",
      "0 is a word like the others here: it has neighbors, and is one."
    ) {
      $0.distance != 0 && abs($0.distance) <= $0.window && $0.center != 0 && $0.context != 0
    },
    near(
      "only whole windows", "A word at the border has neighbors, too: those inside the sentence."
    ) {
      $0.distance != 0 && abs($0.distance) <= $0.window && $0.place >= $0.window
        && $0.place + $0.window < $0.count
    },
    near("around the corner", "After the last word of a sentence the first does not come again.") {
      let distance = abs($0.distance)
      return distance != 0 && min(distance, $0.count - distance) <= $0.window
    },
    Mistake(
      "across sentences", "A window ends where its sentence ends.",
      { try Meaning.pairs([Array($0.joined())], window: $1) }),
    Mistake(
      "center and context exchanged", "The center comes first, and then its neighbor.",
      { try Meaning.pairs($0, window: $1).map { WordPair(center: $0.context, context: $0.center) } }
    ),
    Mistake(
      "the nearest first",
      { sentences, window in
        sentences.flatMap { sentence in
          sentence.indices.flatMap { place in
            (1...window).flatMap { [place - $0, place + $0] }.filter(sentence.indices.contains).map
            {
              WordPair(center: sentence[place], context: sentence[$0])
            }
          }
        }
      }),
    Mistake(
      "at most five neighbors to each side",
      { try Meaning.pairs($0, window: min($1, 5)) }),
    Mistake(
      "each pair once", "A pair that occurs twice is listed twice.",
      {
        var seen: Set<WordPair> = []
        return try Meaning.pairs($0, window: $1).filter { seen.insert($0).inserted }
      }),
    Mistake(
      "each two words once", "Two neighbors make two pairs: each is the center of one.",
      { try Meaning.pairs($0, window: $1).filter { $0.center <= $0.context } }),
    Mistake(
      "the first place of a word", "A word that stands twice has the neighbors of both places.",
      { sentences, window in
        sentences.flatMap { sentence in
          sentence.flatMap { word in
            let center = sentence.firstIndex(of: word)!
            return sentence.indices.filter { $0 != center && abs($0 - center) <= window }.map {
              WordPair(center: word, context: sentence[$0])
            }
          }
        }
      }),
  ]

  /// Two places of one sentence.
  private struct TwoPlaces {
    let place, distance, count, window: Int
    let center, context: Int
  }

  /// The pairs of a sentence's places of which something else holds.
  private static func near(
    _ name: String, _ why: String, _ isNear: @escaping @Sendable (TwoPlaces) -> Bool
  ) -> Mistake<Pairs> {
    Mistake(name, why) { sentences, window in
      sentences.flatMap { sentence in
        sentence.indices.flatMap { place in
          sentence.indices.filter { other in
            isNear(
              TwoPlaces(
                place: place, distance: other - place, count: sentence.count, window: window,
                center: sentence[place], context: sentence[other]))
          }.map { WordPair(center: sentence[place], context: sentence[$0]) }
        }
      }
    }
  }
}
