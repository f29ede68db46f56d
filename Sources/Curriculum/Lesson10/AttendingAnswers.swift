import Curriculum
import Gradus

/// The functions of lesson 10: of the learner, of the solution, or wrong ones.
public struct AttendingAnswers: LessonAnswers {
  /// A tensor of `Double`.
  public typealias Matrix = Tensor<Double>

  /// Exercise 1.
  public var shiftedTargets:
    @Sendable (_ tokens: Tensor<Int>) throws -> (inputs: Tensor<Int>, targets: Tensor<Int>) = todo(
      "shiftedTargets")
  /// Exercise 2.
  public var causalMask: @Sendable (_ queries: Int, _ keys: Int) throws -> Tensor<Bool> = todo(
    "causalMask")
  /// Exercise 3.
  public var attention:
    @Sendable (
      _ queries: Matrix, _ keys: Matrix, _ values: Matrix, _ mask: Tensor<Bool>
    ) throws -> Matrix = todo("attention")
  /// Exercise 4.
  public var attentionBackward:
    @Sendable (
      _ queries: Matrix, _ keys: Matrix, _ values: Matrix, _ mask: Tensor<Bool>,
      _ upstream: Matrix
    ) throws -> AttentionGradients = todo("attentionBackward")
  /// Exercise 5.
  public var multiHead:
    @Sendable (
      _ queries: Variable<Double>, _ keys: Variable<Double>, _ values: Variable<Double>,
      _ heads: Int, _ attend: Attend
    ) throws -> Variable<Double> = { _, _, _, _, _ in throw Todo("multiHead") }
  /// Exercise 6.
  public var rotated: @Sendable (_ x: Matrix, _ positions: Matrix) throws -> Matrix = todo(
    "rotated")
  /// Exercise 7.
  public var block:
    @Sendable (_ x: Variable<Double>, _ parts: BlockParts, _ attend: Attend) throws ->
      Variable<Double> = { _, _, _ in throw Todo("block") }
  /// Exercise 8.
  public var bytePairs:
    @Sendable (_ tokens: [Int], _ merges: Int, _ vocabulary: Int) throws -> (
      tokens: [Int], pairs: [TokenPair]
    ) = todo("bytePairs")
  /// Exercise 9.
  public var probability:
    @Sendable (_ token: Int, _ context: [Int], _ text: [Int], _ vocabulary: Int) throws ->
      Double = todo("probability")
  /// Exercise 10.
  public var nextProbabilities:
    @Sendable (_ logits: Matrix, _ temperature: Double, _ k: Int, _ p: Double) throws -> Matrix =
      todo("nextProbabilities")
  /// Exercise 11.
  public var cachedStep:
    @Sendable (_ queries: Matrix, _ keys: Matrix, _ values: Matrix, _ cache: KeyValues) throws ->
      (result: Matrix, cache: KeyValues) = todo("cachedStep")
  /// Exercise 12.
  public var trainingStep:
    @Sendable (
      _ model: inout SmallGPT, _ tokens: Tensor<Int>, _ optimizer: inout Adam<Double>
    ) throws -> Double = { _, _, _ in throw Todo("trainingStep") }

  /// Answers of which each is still to do.
  public init() {}
}
