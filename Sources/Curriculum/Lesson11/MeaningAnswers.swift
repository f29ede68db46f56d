import Curriculum
import Gradus

/// The functions of lesson 11: of the learner, of the solution, or wrong ones.
public struct MeaningAnswers: LessonAnswers {
  /// A tensor of `Double`, the only kind in this lesson.
  public typealias Matrix = Tensor<Double>

  /// Exercise 1.
  public var vocabulary:
    @Sendable (_ sentences: [[String]], _ minimumCount: Int) throws -> EncodedText = todo(
      "vocabulary")
  /// Exercise 2.
  public var pairs: @Sendable (_ sentences: [[Int]], _ window: Int) throws -> [WordPair] = todo(
    "pairs")
  /// Exercise 3.
  public var positiveInformation: @Sendable (_ counts: Matrix) throws -> Matrix = todo(
    "positiveInformation")
  /// Exercise 4.
  public var negatives:
    @Sendable (_ counts: Matrix, _ positive: Int, _ draws: [Double]) throws -> [Int] = todo(
      "negatives")
  /// Exercise 5.
  public var pairLoss:
    @Sendable (_ center: Matrix, _ context: Matrix, _ negatives: Matrix) throws -> PairLoss = todo(
      "pairLoss")
  /// Exercise 6.
  public var update:
    @Sendable (
      _ tables: inout WordTables, _ pair: WordPair, _ negatives: [Int], _ learningRate: Double
    ) throws -> Void = { _, _, _, _ in throw Todo("update") }
  /// Exercise 7.
  public var neighbors: @Sendable (_ vectors: Matrix, _ word: Int, _ count: Int) throws -> [Int] =
    todo("neighbors")
  /// Exercise 8.
  public var analogy: @Sendable (_ vectors: Matrix, _ a: Int, _ b: Int, _ c: Int) throws -> Int =
    todo("analogy")
  /// Exercise 9.
  public var relationScore:
    @Sendable (_ left: Matrix, _ relation: Matrix, _ right: Matrix) throws -> RelationScore = todo(
      "relationScore")
  /// Exercise 10.
  public var ranking:
    @Sendable (_ scores: Matrix, _ answers: [Int], _ known: [[Int]], _ k: Int) throws -> (
      meanReciprocalRank: Double, hits: Double
    ) = todo("ranking")
  /// Exercise 11.
  public var splitByWord:
    @Sendable (_ words: [String], _ testShare: Double, _ generator: inout RandomGenerator) throws
      -> (training: [Int], test: [Int]) = { _, _, _ in throw Todo("splitByWord") }

  /// Answers of which each is still to do.
  public init() {}
}
