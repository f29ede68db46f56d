import Gradus

/// Lesson 11: word vectors, and relations between words.
enum Meaning {
  // MARK: Words and their company

  /// To be written.
  static func vocabulary(_ sentences: [[String]], minimumCount: Int) throws -> EncodedText {
    throw Todo()
  }

  /// To be written.
  static func pairs(_ sentences: [[Int]], window: Int) throws -> [WordPair] {
    throw Todo()
  }

  /// To be written.
  static func positiveInformation(_ counts: Tensor<Double>) throws -> Tensor<Double> {
    throw Todo()
  }

  // MARK: Learning vectors

  /// To be written.
  static func negatives(_ counts: Tensor<Double>, positive: Int, draws: [Double]) throws -> [Int] {
    throw Todo()
  }

  /// To be written.
  static func pairLoss(
    _ center: Tensor<Double>, _ context: Tensor<Double>, _ negatives: Tensor<Double>
  ) throws -> PairLoss {
    throw Todo()
  }

  /// To be written.
  static func update(
    _ tables: inout WordTables, _ pair: WordPair, negatives: [Int], learningRate: Double
  ) throws {
    throw Todo()
  }

  // MARK: What vectors know

  /// To be written.
  static func neighbors(_ vectors: Tensor<Double>, of word: Int, count: Int) throws -> [Int] {
    throw Todo()
  }

  /// To be written.
  static func analogy(_ vectors: Tensor<Double>, a: Int, b: Int, c: Int) throws -> Int {
    throw Todo()
  }

  // MARK: Relations

  /// To be written.
  static func relationScore(
    _ left: Tensor<Double>, _ relation: Tensor<Double>, _ right: Tensor<Double>
  ) throws -> RelationScore {
    throw Todo()
  }

  /// To be written.
  static func ranking(
    _ scores: Tensor<Double>, answers: [Int], known: [[Int]], k: Int
  ) throws -> (meanReciprocalRank: Double, hits: Double) {
    throw Todo()
  }

  /// To be written.
  static func splitByWord(
    _ words: [String], testShare: Double, using generator: inout RandomGenerator
  ) throws -> (training: [Int], test: [Int]) {
    throw Todo()
  }
}
