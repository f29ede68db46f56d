import Curriculum
import Gradus

// Words may be drawn in many ways, so a split is judged by what all right ones have in common.
extension MeaningLesson {
  /// Words and the test's share: shares that are rounded up, down and from a half; one word; none for a side.
  static let splitCalls: [(words: [String], share: Double)] = {
    let five = ["a", "b", "a", "c", "d", "e", "a", "e", "a"]
    var calls: [([String], Double)] = [
      (fortyWords, 0.1), (["a", "b", "a"], 0.5), (five, 0.4), (five, 0.5), (five, 0.1), (five, 0),
      (five, 1),
      (["b"], 0.2), (["b"], 0.5), (["b", "b", "b"], 0.9), (["", "c", "a", "", "a b"], 0.25),
      capitals,
    ]
    for (place, var input) in Input.all(seed: 1110).enumerated() {
      let count = input.rows * input.columns
      let numbers = input.labels([count], below: count).elements
      calls.append((numbers.map { "word \($0)" }, [0.2, 0.25, 0.5, 0.3, 0.75][place % 5]))
    }
    return calls
  }()

  /// Two words that are one for whoever does not look at capitals.
  private static let capitals = (words: ["a", "A"], share: 0.5)

  static let twoWords = "Words are taken as they stand: a and A are two."
  static let countVaries =
    "How many words go to the test does not depend on chance, nor on how many rows they have: from the distinct "
    + "words, draw exactly so many different ones."
  static let otherCount =
    "The test takes a share of the distinct words, rounded to the nearest whole number, a half upward."
  static let onBothSides = "A word takes all of its rows with it: draw words, and not rows."
  static let rowsLost =
    "Each row belongs to one of the two parts: none is lost, and none is in both."
  static let partsExchanged =
    "The parts are exchanged: testShare is the share of the words in the test."
  static let alwaysTheSame =
    "The split does not depend on the generator: draw the words with the one that was passed in."
  static let notAdvanced =
    "The generator that was passed in has to move on, or the next split is this one again: draw from it, and not "
    + "from a copy."
  static let orderLost =
    "The generator is drawn from, but what comes after the shuffle undoes it: the shuffle comes last, after Set, which "
    + "has an order of its own, and after sorted()."
  static let notRepeatable =
    "The order of a Set or a Dictionary is another one in each run, and SystemRandomNumberGenerator "
    + "cannot be repeated: sort the words, and draw from the generator alone."
  static let unequalChances =
    "Each choice of words is as likely as any other: shuffle the distinct words, and take the first of them."

  static let unfairShuffle =
    "Each choice of words is as likely as any other: exchange each word with one that has no place yet, or use "
    + "shuffle(using: &generator)."

  /// Each row once, no word on both sides, and so many words.
  static func checkParts(
    _ answers: Answers, _ words: [String], _ share: Double, seed: UInt64
  ) throws {
    var generator = RandomGenerator(seed: seed)
    let parts = try answers.splitByWord(words, share, &generator)
    let distinct = Set(words).count
    let what =
      "splitByWord of \(number(words.count, "row")) with \(number(distinct, "word")), share \(share)"
    let all = (parts.training + parts.test).sorted()
    try expect(
      all == Array(words.indices),
      "\(what): the parts together have the rows \(all).", why: rowsLost)
    let (training, test) = (
      Set(parts.training.map { words[$0] }), Set(parts.test.map { words[$0] })
    )
    let shared = training.intersection(test).sorted()
    try expect(
      shared.isEmpty, "\(what): \(shared.first ?? "") is in both parts.", why: onBothSides)
    let count = Int((share * Double(distinct)).rounded())
    guard test.count != count else { return }
    let isFixed = try (UInt64(1)...20).allSatisfy { seed in
      var generator = RandomGenerator(seed: seed)
      let other = try answers.splitByWord(words, share, &generator).test
      return Set(other.map { words[$0] }).count == test.count
    }
    throw Disagreement(
      "\(what): expected \(number(count, "word")) in the test, found \(test.count).",
      why: !isFixed
        ? countVaries
        : words == capitals.words
          ? twoWords : training.count == count && distinct == 40 ? partsExchanged : otherCount)
  }

  private static func number(_ count: Int, _ name: String) -> String {
    "\(count) \(name)\(count == 1 ? "" : "s")"
  }

  /// The generator decides, and moves on.
  static func checkGenerator(_ answers: Answers) throws {
    let what = "splitByWord of 40 words"
    let splits = try (UInt64(1)...5).map { seed -> Set<String> in
      var generator = RandomGenerator(seed: seed)
      return try testWords(answers, of: fortyWords, &generator)
    }
    try expect(
      Set(splits).count > 1, "\(what): five generators give the same split.",
      why: movesOn(answers, seed: 1) ? orderLost : alwaysTheSame)
    for seed in UInt64(1)...5 {
      var generator = RandomGenerator(seed: seed)
      let first = try testWords(answers, of: fortyWords, &generator)
      let next = try testWords(answers, of: fortyWords, &generator)
      try expect(
        first != next, "\(what): two splits with one generator are the same.",
        why: movesOn(answers, seed: seed) ? orderLost : notAdvanced)
    }
  }

  /// Whether the generator that is passed in is drawn from.
  private static func movesOn(_ answers: Answers, seed: UInt64) -> Bool {
    var generator = RandomGenerator(seed: seed)
    _ = try? answers.splitByWord(fortyWords, 0.5, &generator)
    return generator != RandomGenerator(seed: seed)
  }

  /// Nothing else decides: in each run it is the same.
  static func checkRepetition(_ answers: Answers) throws {
    for seed in UInt64(1)...5 {
      var (once, again) = (RandomGenerator(seed: seed), RandomGenerator(seed: seed))
      let first = try testWords(answers, of: fortyWords, &once)
      // A set of twice as many rows has another order, but the words are the same.
      let second = try testWords(answers, of: fortyWords + fortyWords, &again)
      try expect(
        first == second,
        "splitByWord of 40 words, and of the same rows twice: one seed gives two splits.",
        why: notRepeatable)
    }
  }

  private static let fortyWords = (0..<40).map { "word \($0)" }

  private static func testWords(
    _ answers: Answers, of words: [String], _ generator: inout RandomGenerator
  ) throws -> Set<String> {
    Set(try answers.splitByWord(words, 0.5, &generator).test.map { words[$0] })
  }

  /// Each choice occurs, and each word is chosen as often as the others.
  static func checkChances(_ answers: Answers) throws {
    let words = ["a", "b", "b", "b", "b", "b", "b", "c", "d", "d", "e"]
    let (tries, distinct) = (400, ["a", "b", "c", "d", "e"])
    var choices: [String: Int] = [:]
    var generator = RandomGenerator(seed: 1111)
    for _ in 0..<tries {
      let test = Set(try answers.splitByWord(words, 0.4, &generator).test.map { words[$0] })
      choices[test.sorted().joined(), default: 0] += 1
    }
    let what = "splitByWord of \(words), share 0.4, \(tries) times"
    try expect(
      choices.count == 10, "\(what): \(choices.count) choices of two words occur, of 10.",
      why: unequalChances)
    for word in distinct {
      let count = choices.filter { $0.key.contains(word) }.values.reduce(0, +)
      // Five standard deviations around 160.
      try expect(
        abs(count - 160) < 49, "\(what): \(word) is in the test \(count) times, not about 160.",
        why: unequalChances)
    }
    try checkShuffle(answers)
    try checkPairs(answers)
  }

  /// Exchanging each word with any other is no fair shuffle: of three words, the second is too often the first.
  private static func checkShuffle(_ answers: Answers) throws {
    let (words, tries) = (["a", "b", "c"], 10_000)
    var counts: [String: Int] = [:]
    var generator = RandomGenerator(seed: 1112)
    for _ in 0..<tries {
      for row in try answers.splitByWord(words, 0.34, &generator).test {
        counts[words[row], default: 0] += 1
      }
    }
    for word in words {
      let count = counts[word, default: 0]
      // Five standard deviations around a third of them.
      try expect(
        abs(count - tries / 3) < 236,
        "splitByWord of \(words), share 0.34, \(tries) times: \(word) is in the test \(count) times, not about "
          + "\(tries / 3).", why: unfairShuffle)
    }
  }

  /// Each two words are chosen together as often as any other two.
  private static func checkPairs(_ answers: Answers) throws {
    let (words, tries) = (["a", "b", "c", "d", "e"], 6000)
    var choices: [String: Int] = [:]
    var generator = RandomGenerator(seed: 1113)
    for _ in 0..<tries {
      let test = try answers.splitByWord(words, 0.4, &generator).test
      choices[test.sorted().map { words[$0] }.joined(separator: " and "), default: 0] += 1
    }
    for (pair, count) in choices.sorted(by: { $0.key < $1.key }) {
      // Five standard deviations around a tenth of them.
      try expect(
        abs(count - tries / 10) < 116,
        "splitByWord of \(words), share 0.4, \(tries) times: \(pair) are in the test \(count) times, not about "
          + "\(tries / 10).", why: unequalChances)
    }
  }
}
