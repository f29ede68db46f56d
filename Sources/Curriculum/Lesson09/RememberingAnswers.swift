import Curriculum
import Gradus

/// The functions of lesson 9: of the learner, of the solution, or wrong ones.
public struct RememberingAnswers: LessonAnswers {
  /// A tensor of `Double`, the only kind in this lesson.
  public typealias Matrix = Tensor<Double>

  /// Exercise 1.
  public var step:
    @Sendable (_ x: Matrix, _ state: Matrix, _ weights: CellWeights) throws -> Matrix = todo(
      "step")
  /// Exercise 2.
  public var stepBackward:
    @Sendable (
      _ x: Matrix, _ state: Matrix, _ next: Matrix, _ weights: CellWeights, _ upstream: Matrix
    ) throws -> CellGradients = todo("stepBackward")
  /// Exercise 3.
  public var unroll:
    @Sendable (_ x: Matrix, _ start: Matrix, _ weights: CellWeights) throws -> Matrix = todo(
      "unroll")
  /// Exercise 4.
  public var backwardThroughTime:
    @Sendable (
      _ x: Matrix, _ start: Matrix, _ states: Matrix, _ weights: CellWeights,
      _ upstream: Matrix
    ) throws -> CellGradients = todo("backwardThroughTime")
  /// Exercise 5.
  public var truncated:
    @Sendable (
      _ x: Matrix, _ start: Matrix, _ weights: CellWeights, _ length: Int, _ upstream: Matrix
    ) throws -> (states: Matrix, gradient: CellWeights) = todo("truncated")
  /// Exercise 6.
  public var lstmStep:
    @Sendable (_ x: Matrix, _ hidden: Matrix, _ cell: Matrix, _ weights: CellWeights) throws ->
      (hidden: Matrix, cell: Matrix) = todo("lstmStep")
  /// Exercise 7.
  public var gruStep:
    @Sendable (_ x: Matrix, _ state: Matrix, _ weights: CellWeights, _ stateBias: Matrix)
      throws -> Matrix = todo("gruStep")
  /// Exercise 8.
  public var streams:
    @Sendable (_ tokens: Tensor<Int>, _ count: Int, _ length: Int) throws -> [TextBatch] = todo(
      "streams")
  /// Exercise 9.
  public var sample:
    @Sendable (_ logits: Matrix, _ temperature: Double, _ draw: Double) throws -> Int = todo(
      "sample")
  /// Exercise 10.
  public var windows:
    @Sendable (_ series: Matrix, _ length: Int, _ heldOut: Int) throws -> (
      training: SeriesWindows, test: SeriesWindows
    ) = todo("windows")

  /// Answers of which each is still to do.
  public init() {}
}
