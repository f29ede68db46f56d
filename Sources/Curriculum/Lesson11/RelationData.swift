import Curriculum
import Foundation
import Gradus

/// Pairs of words and how WordNet relates them.
struct RelationData: Sendable {
  /// A pair: the second word is, to the first, what the relation says.
  struct Row: Sendable {
    let (first, second): (String, String)
    let (relation, partOfSpeech): (Int, Int)
  }

  static let relations = ["hypernym", "part", "antonym", "synonym", "unrelated"]
  static let partsOfSpeech = ["n", "v", "a", "r"]

  var rows: [Row]

  init() throws {
    let table = try Dataset.wordRelations.table()
    let (first, second) = (try table.strings("word1"), try table.strings("word2"))
    let (relation, part) = (try table.strings("relation"), try table.strings("pos"))
    rows = first.indices.map { row in
      Row(
        first: first[row], second: second[row],
        relation: Self.relations.firstIndex(of: relation[row])!,
        partOfSpeech: Self.partsOfSpeech.firstIndex(of: part[row])!)
    }
  }

  /// The pairs of nouns alone.
  var nouns: RelationData {
    var data = self
    data.rows = rows.filter { $0.partOfSpeech == 0 }
    return data
  }

  /// The rows to train with and to test with: no first word is in both.
  func split(seed: UInt64) throws -> (training: [Row], test: [Row]) {
    var generator = RandomGenerator(seed: seed)
    let split = try Meaning.splitByWord(
      rows.map(\.first), testShare: 0.2, using: &generator)
    return (split.training.map { rows[$0] }, split.test.map { rows[$0] })
  }
}

/// What a classifier is told about a pair of words.
enum RelationView: String, CaseIterable, Sendable {
  case partOfSpeech = "part of speech"
  case pair = "+ the pair's letters and vectors"
  case all = "+ beginnings and endings"
}

/// Turns pairs into numbers, with the beginnings and endings that the training rows have at least five times.
struct RelationFeatures {
  let view: RelationView
  let vectors: WordVectors
  private var affixes: [String: Int] = [:]

  init(_ view: RelationView, _ vectors: WordVectors, from rows: [RelationData.Row]) {
    (self.view, self.vectors) = (view, vectors)
    guard view == .all else { return }
    var counts: [String: Int] = [:]
    for row in rows { for affix in Self.affixes(of: row) { counts[affix, default: 0] += 1 } }
    let kept = counts.filter { $0.value >= 5 }.keys.sorted()
    affixes = Dictionary(uniqueKeysWithValues: zip(kept, kept.indices))
  }

  /// The features of rows, shape [N, F].
  func callAsFunction(_ rows: [RelationData.Row]) -> Tensor<Float> {
    let vectors = rows.map(features)
    return Tensor(shape: [rows.count, vectors[0].count], elements: Array(vectors.joined()))
  }

  private func features(_ row: RelationData.Row) -> [Float] {
    var numbers: [Float] = (0..<4).map { row.partOfSpeech == $0 ? 1 : 0 }
    guard view != .partOfSpeech else { return numbers }
    numbers += pairFeatures(row.first, row.second).map(Float.init)
    var marks = [Float](repeating: 0, count: affixes.count)
    for affix in Self.affixes(of: row) {
      if let place = affixes[affix] { marks[place] = 1 }
    }
    return numbers + marks
  }

  /// Letters in common, lengths, how often the books have the words, and how near their vectors are.
  private func pairFeatures(_ first: String, _ second: String) -> [Double] {
    let longest = Double(max(first.utf8.count, second.utf8.count))
    let prefix = Double(zip(first.utf8, second.utf8).prefix { $0 == $1 }.count)
    let suffix = Double(
      zip(first.utf8.reversed(), second.utf8.reversed()).prefix { $0 == $1 }.count)
    let (one, two) = (Double(first.utf8.count), Double(second.utf8.count))
    func frequency(_ word: String) -> Double {
      log1p(Double(vectors.number(of: word).map { vectors.counts[$0] } ?? 0)) / 3
    }
    return [
      prefix / longest, suffix / longest, (two - one) / 5, abs(two - one) / 5, one / 8, two / 8,
      prefix >= 4 ? 1 : 0, suffix >= 4 ? 1 : 0, first.hasSuffix(second) ? 1 : 0,
      second.hasSuffix(first) ? 1 : 0, frequency(first), frequency(second),
      vectors.cosine(first, second),
    ]
  }

  /// One to three letters at the beginning and at the end of each word, with the word's place.
  static func affixes(of row: RelationData.Row) -> [String] {
    [("1", row.first), ("2", row.second)].flatMap { place, word in
      (1...3).flatMap { ["\(place)\(word.prefix($0))-", "\(place)-\(word.suffix($0))"] }
    }
  }
}
