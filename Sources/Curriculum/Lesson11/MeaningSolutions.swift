import Curriculum
import Foundation
import Gradus

/// The solutions of lesson 11.
enum Meaning {
  // MARK: Words and their company

  static func vocabulary(_ sentences: [[String]], minimumCount: Int) throws -> EncodedText {
    var counts: [String: Int] = [:]
    for word in sentences.joined() { counts[word, default: 0] += 1 }
    let kept = counts.filter { $0.value >= minimumCount && $0.key != "<unknown>" }
    let words =
      ["<unknown>"]
      + kept.keys.sorted { counts[$0]! == counts[$1]! ? $0 < $1 : counts[$0]! > counts[$1]! }
    let numbers = Dictionary(uniqueKeysWithValues: zip(words, words.indices))
    return EncodedText(
      words: words, sentences: sentences.map { $0.map { numbers[$0] ?? 0 } })
  }

  static func pairs(_ sentences: [[Int]], window: Int) throws -> [WordPair] {
    var pairs: [WordPair] = []
    for sentence in sentences {
      for place in sentence.indices {
        let near = max(0, place - window)...min(sentence.count - 1, place + window)
        for other in near where other != place {
          pairs.append(WordPair(center: sentence[place], context: sentence[other]))
        }
      }
    }
    return pairs
  }

  static func positiveInformation(_ counts: Tensor<Double>) throws -> Tensor<Double> {
    let total = counts.sum()
    let rows = counts.sum(along: 1, keepingDimensions: true)
    let columns = counts.sum(along: 0, keepingDimensions: true)
    let expected = matmul(rows, columns) / total
    return Tensor(
      shape: counts.shape,
      elements: zip(counts.elements, expected.elements).map { $0 == 0 ? 0 : max(0, log($0 / $1)) })
  }

  // MARK: Learning vectors

  static func negatives(_ counts: Tensor<Double>, positive: Int, draws: [Double]) throws -> [Int] {
    var weights = counts.elements.map { pow($0, 0.75) }
    weights[positive] = 0
    let total = weights.reduce(0, +)
    return draws.map { draw in
      var sum = 0.0
      for (word, weight) in weights.enumerated() {
        sum += weight
        if draw * total < sum { return word }
      }
      return weights.lastIndex { $0 > 0 }!
    }
  }

  static func pairLoss(
    _ center: Tensor<Double>, _ context: Tensor<Double>, _ negatives: Tensor<Double>
  ) throws -> PairLoss {
    // −log σ(−x) = log(1 + eˣ), of which neither a large nor a small x makes infinity.
    func softplus(_ x: Double) -> Double { max(x, 0) + Double.log1p(.exp(-abs(x))) }
    let score = (center * context).sum()
    let scores = (negatives * center).sum(along: 1, keepingDimensions: true)
    let ofScore = -1 / (1 + Double.exp(score))
    let ofScores = scores.sigmoid()
    return PairLoss(
      loss: softplus(-score) + scores.elements.map(softplus).reduce(0, +),
      center: ofScore * context + (ofScores * negatives).sum(along: 0),
      context: ofScore * center,
      negatives: ofScores * center)
  }

  static func update(
    _ tables: inout WordTables, _ pair: WordPair, negatives: [Int], learningRate: Double
  ) throws {
    let gradients = try pairLoss(
      tables.centers[pair.center, 0...], tables.contexts[pair.context, 0...],
      tables.contexts.gather(negatives))
    tables.centers[pair.center, 0...] -= learningRate * gradients.center
    tables.contexts[pair.context, 0...] -= learningRate * gradients.context
    for (place, word) in negatives.enumerated() {
      tables.contexts[word, 0...] -= learningRate * gradients.negatives[place, 0...]
    }
  }

  // MARK: What vectors know

  static func neighbors(_ vectors: Tensor<Double>, of word: Int, count: Int) throws -> [Int] {
    let unit = vectors / vectors.squared().sum(along: 1, keepingDimensions: true).sqrt()
    let cosines = matmul(unit, unit[word, 0...].reshaped(to: [unit.shape[1], 1])).elements
    let others = cosines.indices.filter { $0 != word }
    let sorted = others.sorted {
      cosines[$0] == cosines[$1] ? $0 < $1 : cosines[$0] > cosines[$1]
    }
    return Array(sorted.prefix(count))
  }

  static func analogy(_ vectors: Tensor<Double>, a: Int, b: Int, c: Int) throws -> Int {
    let unit = vectors / vectors.squared().sum(along: 1, keepingDimensions: true).sqrt()
    let goal = unit[b, 0...] - unit[a, 0...] + unit[c, 0...]
    let scores = matmul(unit, goal.reshaped(to: [unit.shape[1], 1])).elements
    let others = scores.indices.filter { $0 != a && $0 != b && $0 != c }
    return others.max { scores[$0] < scores[$1] }!
  }

  // MARK: Relations

  static func relationScore(
    _ left: Tensor<Double>, _ relation: Tensor<Double>, _ right: Tensor<Double>
  ) throws -> RelationScore {
    let dimension = left.shape[0]
    let (row, column) = (left.reshaped(to: [1, dimension]), right.reshaped(to: [dimension, 1]))
    let ofLeft = matmul(relation, column).reshaped(to: [dimension])
    return RelationScore(
      score: (left * ofLeft).sum(), left: ofLeft,
      relation: matmul(left.reshaped(to: [dimension, 1]), right.reshaped(to: [1, dimension])),
      right: matmul(row, relation).reshaped(to: [dimension]))
  }

  static func ranking(
    _ scores: Tensor<Double>, answers: [Int], known: [[Int]], k: Int
  ) throws -> (meanReciprocalRank: Double, hits: Double) {
    var (reciprocals, hits) = (0.0, 0.0)
    for (row, answer) in answers.enumerated() {
      let scores = scores[row].elements
      let rivals = scores.indices.filter { $0 != answer && !known[row].contains($0) }
      let above = rivals.count { scores[$0] > scores[answer] }
      let equal = rivals.count { scores[$0] == scores[answer] }
      let rank = 1 + Double(above) + Double(equal) / 2
      reciprocals += 1 / rank
      hits += rank <= Double(k) ? 1 : 0
    }
    let count = Double(answers.count)
    return (reciprocals / count, hits / count)
  }

  static func splitByWord(
    _ words: [String], testShare: Double, using generator: inout RandomGenerator
  ) throws -> (training: [Int], test: [Int]) {
    let distinct = Set(words).sorted().shuffled(using: &generator)
    let test = Set(distinct.prefix(Int((testShare * Double(distinct.count)).rounded())))
    return (
      words.indices.filter { !test.contains(words[$0]) },
      words.indices.filter { test.contains(words[$0]) }
    )
  }
}
