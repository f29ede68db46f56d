import Curriculum
import Gradus

extension MeaningLesson {
  static let splitByWordMistakes: [Mistake<WordSplit>] = [
    Mistake("split by row", onBothSides) { words, share, generator in
      let order = generator.permutation(words.count)
      let count = Int((share * Double(words.count)).rounded())
      return (Array(order.dropFirst(count)), Array(order.prefix(count)))
    },
    Mistake("a word's rows next to each other, cut by rows", onBothSides) {
      words, share, generator in
      let distinct = Set(words).sorted().shuffled(using: &generator)
      let order = distinct.flatMap { word in words.indices.filter { words[$0] == word } }
      let count = Int((share * Double(words.count)).rounded())
      return (Array(order.dropFirst(count)), Array(order.prefix(count)))
    },
    Mistake("a share of the rows", countVaries) { words, share, generator in
      let distinct = Set(words).sorted().shuffled(using: &generator)
      var (test, rows) = (Set<String>(), 0)
      for word in distinct where Double(rows) < (share * Double(words.count)).rounded() {
        test.insert(word)
        rows += words.count { $0 == word }
      }
      return parts(words, test)
    },
    cut("cut off for rounded", otherCount) { Int($0) },
    cut("rounded up", otherCount) { Int($0.rounded(.up)) },
    cut("halves to the even number", otherCount) { Int($0.rounded(.toNearestOrEven)) },
    cut("never an empty test", otherCount) { max(1, Int($0.rounded())) },
    Mistake("a draw for each word", countVaries) { words, share, generator in
      parts(words, Set(Set(words).sorted().filter { _ in generator.uniform() < share }))
    },
    Mistake("words drawn repeatedly", countVaries) { words, share, generator in
      let distinct = Set(words).sorted()
      let count = Int((share * Double(distinct.count)).rounded())
      return parts(
        words,
        Set((0..<count).map { _ in distinct[generator.uniformInteger(below: distinct.count)] }))
    },
    Mistake("small letters for capitals", twoWords) { words, share, generator in
      try Meaning.splitByWord(words.map { $0.lowercased() }, testShare: share, using: &generator)
    },
    Mistake("parts exchanged", partsExchanged) { words, share, generator in
      let right = try Meaning.splitByWord(words, testShare: share, using: &generator)
      return (right.test, right.training)
    },
    Mistake("the first row of each word alone", rowsLost) { words, share, generator in
      let right = try Meaning.splitByWord(words, testShare: share, using: &generator)
      let first = { (row: Int) in words.firstIndex(of: words[row]) == row }
      return (right.training.filter(first), right.test.filter(first))
    },
    Mistake("tested on what was trained with", rowsLost) { words, share, generator in
      let right = try Meaning.splitByWord(words, testShare: share, using: &generator)
      return (Array(words.indices), right.test)
    },
    Mistake("places among the distinct words for rows", rowsLost) { words, share, generator in
      let order = generator.permutation(Set(words).count)
      let count = Int((share * Double(order.count)).rounded())
      return (Array(order.dropFirst(count)), Array(order.prefix(count)))
    },
    picked("each word exchanged with any other", unfairShuffle) { words, count, generator in
      var words = words
      for place in words.indices {
        words.swapAt(place, generator.uniformInteger(below: words.count))
      }
      return Array(words.prefix(count))
    },
    picked("the next word where one is drawn already", unequalChances) { words, count, generator in
      var chosen: [String] = []
      for _ in 0..<count {
        var place = generator.uniformInteger(below: words.count)
        while chosen.contains(words[place]) { place = (place + 1) % words.count }
        chosen.append(words[place])
      }
      return chosen
    },
    picked("sorted after the shuffle", orderLost) { words, count, generator in
      Array(words.shuffled(using: &generator).sorted().prefix(count))
    },
    // The set's order, which is another one in each run, decides what is said of it.
    picked("shuffled before the Set", "") { words, count, generator in
      Array(Set(words.shuffled(using: &generator)).prefix(count))
    },
    picked("not shuffled", alwaysTheSame) { words, count, _ in Array(words.prefix(count)) },
    picked("a generator of its own", alwaysTheSame) { words, count, _ in
      var own = RandomGenerator(seed: 1)
      return Array(words.shuffled(using: &own).prefix(count))
    },
    picked("a copy of the generator", notAdvanced) { words, count, generator in
      var copy = generator
      return Array(words.shuffled(using: &copy).prefix(count))
    },
    picked("the system's generator", notRepeatable) { words, count, _ in
      Array(words.shuffled().prefix(count))
    },
    Mistake("in the order of a Set", notRepeatable) { words, share, generator in
      let distinct = Array(Set(words)).shuffled(using: &generator)
      let count = Int((share * Double(distinct.count)).rounded())
      return parts(words, Set(distinct.prefix(count)))
    },
    picked("a run of neighbors", unequalChances) { words, count, generator in
      let start = generator.uniformInteger(below: words.count)
      return (0..<count).map { words[(start + $0) % words.count] }
    },
    picked("the first word always trained with", unequalChances) { words, count, generator in
      count == words.count
        ? words : Array(words.dropFirst().shuffled(using: &generator).prefix(count))
    },
    Mistake("rows shuffled, and the first words of these", unequalChances) {
      words, share, generator in
      var (test, seen) = (Set<String>(), Set<String>())
      let count = Int((share * Double(Set(words).count)).rounded())
      for word in Array(words).shuffled(using: &generator) where seen.insert(word).inserted {
        if test.count < count { test.insert(word) }
      }
      return parts(words, test)
    },
  ]

  private static func parts(_ words: [String], _ test: Set<String>) -> (
    training: [Int], test: [Int]
  ) {
    (
      words.indices.filter { !test.contains(words[$0]) },
      words.indices.filter { test.contains(words[$0]) }
    )
  }

  /// With the number of words for the test made of the share in another way.
  private static func cut(
    _ name: String, _ why: String, _ round: @escaping @Sendable (Double) -> Int
  ) -> Mistake<WordSplit> {
    Mistake(name, why) { words, share, generator in
      let distinct = Set(words).sorted().shuffled(using: &generator)
      return parts(words, Set(distinct.prefix(round(share * Double(distinct.count)))))
    }
  }

  /// With the words for the test chosen from the sorted ones in another way.
  private static func picked(
    _ name: String, _ why: String,
    _ pick: @escaping @Sendable ([String], Int, inout RandomGenerator) -> [String]
  ) -> Mistake<WordSplit> {
    Mistake(name, why) { words, share, generator in
      let distinct = Set(words).sorted()
      let count = Int((share * Double(distinct.count)).rounded())
      return parts(words, Set(pick(distinct, count, &generator)))
    }
  }
}
