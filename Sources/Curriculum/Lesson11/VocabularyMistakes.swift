import Curriculum
import Gradus

extension MeaningLesson {
  static let vocabularyMistakes: [Mistake<Vocabulary>] = [
    encoded(
      "more often than the minimum", "A word that occurs exactly minimumCount times is kept, too.",
      isKept: { $0 > $1 }),
    encoded(
      "all words kept", "Words rarer than minimumCount are not in the list.",
      isKept: { _, _ in true }),
    encoded(
      "kept where rare", "Those are the rare words: keep the frequent ones.", isKept: { $0 < $1 }),
    encoded(
      "the rarest first", "The list begins with the most frequent word, not the rarest.",
      isBefore: { ($0.count, $0.word) < ($1.count, $1.word) }),
    encoded(
      "by the alphabet", "Sort by count; the alphabet decides only between equal counts.",
      isBefore: { $0.word < $1.word }),
    encoded(
      "as they appear", "Sort by count, not by where a word appears first in the text.",
      isBefore: { $0.place < $1.place }),
    encoded(
      "equal counts as they appear",
      "Words of equal count stand in the order of the alphabet, not of the text.",
      isBefore: { (-$0.count, $0.place) < (-$1.count, $1.place) }),
    encoded(
      "equal counts backward",
      "Words of equal count stand in the order of the alphabet: a before z.",
      isBefore: { $0.count == $1.count ? $0.word > $1.word : $0.count > $1.count }),
    encoded(
      "equal counts without regard to capitals",
      "The alphabet is that of `<`, in which capitals stand before all small letters: `Eve` before `bee`.",
      isBefore: { (-$0.count, $0.word.lowercased()) < (-$1.count, $1.word.lowercased()) }),
    // Its order is another one in each run, so what is said of it cannot come from comparing results.
    Mistake(
      "equal counts as a dictionary has them",
      { sentences, minimumCount in
        var text = try Meaning.vocabulary(sentences, minimumCount: minimumCount)
        let counts = Dictionary(sentences.joined().map { ($0, 1) }, uniquingKeysWith: +)
        text.words =
          ["<unknown>"]
          + Set(text.words.dropFirst()).sorted { counts[$0]! > counts[$1]! }
        return text
      }),
    Mistake(
      "2 for minimumCount", "minimumCount is an argument: it is not always 2.",
      { sentences, _ in try Meaning.vocabulary(sentences, minimumCount: 2) }),
    encoded(
      "sentences counted", "Count each occurrence of a word, not the sentences that it occurs in.",
      counted: { $0.flatMap { Set($0) } }),
    encoded(
      "the first sentence not counted",
      "The words of all sentences are counted, also of the first.",
      counted: { Array($0.dropFirst().joined()) }),
    Mistake(
      "lower case", "Words are taken as they stand: `The` and `the` are two words.",
      { sentences, minimumCount in
        try Meaning.vocabulary(
          sentences.map { $0.map { $0.lowercased() } }, minimumCount: minimumCount)
      }),
    Mistake(
      "letters alone",
      "Words are taken as they stand: a sign such as a comma is a part of its word.",
      { sentences, minimumCount in
        try Meaning.vocabulary(
          sentences.map { $0.map { $0.filter(\.isLetter) } }, minimumCount: minimumCount)
      }),
    finishedText(
      "unknown words left out", "A word that is not in the list becomes 0; it is not left out."
    ) { $0.sentences = $0.sentences.map { $0.filter { $0 > 0 } } },
    finishedText(
      "no unknown word in the list",
      "`<unknown>` is the first of the words, also where it is not needed."
    ) { $0.words.removeFirst() },
    finishedText(
      "the unknown word only where it occurs",
      "`<unknown>` is the first of the words, also where it is not needed."
    ) {
      guard !$0.sentences.joined().contains(0) else { return }
      $0.words.removeFirst()
      $0.sentences = $0.sentences.map { $0.map { $0 - 1 } }
    },
    finishedText("numbers from 0", "0 is the unknown word: the first of the others is 1.") {
      $0.sentences = $0.sentences.map { $0.map { max(0, $0 - 1) } }
    },
    finishedText("unknown is −1", "A word that is not in the list becomes 0, not −1.") {
      $0.sentences = $0.sentences.map { $0.map { $0 == 0 ? -1 : $0 } }
    },
    finishedText(
      "unknown is one more than the last", "A word that is not in the list becomes 0, the first."
    ) {
      let count = $0.words.count
      $0.sentences = $0.sentences.map { $0.map { $0 == 0 ? count : $0 } }
    },
    finishedText("the unknown word last", "`<unknown>` is the first of the words, not the last.") {
      let count = $0.words.count
      $0.words = $0.words.dropFirst() + ["<unknown>"]
      $0.sentences = $0.sentences.map { $0.map { ($0 + count - 1) % count } }
    },
    finishedText("empty sentences left out", "An empty sentence stays: as an empty list.") {
      $0.sentences.removeAll { $0.isEmpty }
    },
    finishedText(
      "sentences without a known word left out",
      "Each sentence stays, also an empty one and one of unknown words."
    ) {
      $0.sentences.removeAll { !$0.contains { $0 > 0 } }
    },
    finishedText("one long sentence", "The sentences stay apart: one list of numbers for each.") {
      $0.sentences = [Array($0.sentences.joined())]
    },
  ]

  /// A word with what it may be sorted by.
  private struct CountedWord {
    let word: String
    let count: Int
    /// Where it appears first in the text.
    let place: Int
  }

  /// A text encoded by other words, or by words in another order.
  private static func encoded(
    _ name: String, _ why: String,
    counted: @escaping @Sendable ([[String]]) -> [String] = { Array($0.joined()) },
    isKept: @escaping @Sendable (_ count: Int, _ minimum: Int) -> Bool = { $0 >= $1 },
    isBefore: @escaping @Sendable (CountedWord, CountedWord) -> Bool = {
      (-$0.count, $0.word) < (-$1.count, $1.word)
    }
  ) -> Mistake<Vocabulary> {
    Mistake(name, why) { sentences, minimumCount in
      let all = counted(sentences)
      let counts = Dictionary(all.map { ($0, 1) }, uniquingKeysWith: +)
      let kept = counts.filter { isKept($0.value, minimumCount) }.map {
        CountedWord(word: $0.key, count: $0.value, place: all.firstIndex(of: $0.key) ?? 0)
      }
      let words = ["<unknown>"] + kept.sorted(by: isBefore).map(\.word)
      return EncodedText(
        words: words, sentences: sentences.map { $0.map { words.firstIndex(of: $0) ?? 0 } })
    }
  }

  /// The right text, changed afterward.
  private static func finishedText(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout EncodedText) -> Void
  ) -> Mistake<Vocabulary> {
    Mistake(name, why) { sentences, minimumCount in
      var text = try Meaning.vocabulary(sentences, minimumCount: minimumCount)
      change(&text)
      return text
    }
  }
}
