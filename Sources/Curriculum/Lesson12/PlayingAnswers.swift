import Curriculum
import Games
import Gradus

/// The functions of lesson 12: of the learner, of the solution, or wrong ones.
public struct PlayingAnswers: LessonAnswers {
  /// A step from one numbered state to the next.
  public typealias Move = Transition<Int>
  /// Rows and columns.
  public typealias Matrix = Tensor<Double>

  /// Exercise 1.
  public typealias Returns =
    @Sendable (
      _ rewards: [Double], _ endings: [Ending], _ nextValues: [Double], _ discount: Double
    ) throws -> [Double]
  /// Exercise 2.
  public typealias PolicyValues =
    @Sendable (
      _ policy: Matrix, _ process: MarkovDecisionProcess, _ discount: Double, _ sweeps: Int
    ) throws -> Tensor<Double>
  /// Exercise 3.
  public typealias ValueIteration =
    @Sendable (_ process: MarkovDecisionProcess, _ discount: Double, _ sweeps: Int) throws -> Matrix
  /// Exercise 4.
  public typealias EpsilonGreedy =
    @Sendable (
      _ values: [Double], _ legal: [Int], _ epsilon: Double, _ generator: inout RandomGenerator
    ) throws -> Int
  /// Exercise 5.
  public typealias QUpdate =
    @Sendable (_ q: inout Matrix, _ transition: Move, _ rate: Double, _ discount: Double) throws ->
    Void
  /// Exercise 6.
  public typealias Replay =
    @Sendable (
      _ transition: Move, _ ring: inout ReplayRing, _ batchSize: Int,
      _ generator: inout RandomGenerator
    ) throws -> [Move]
  /// Exercise 7.
  public typealias QLoss =
    @Sendable (
      _ values: Variable<Double>, _ actions: Tensor<Int>, _ rewards: Tensor<Double>,
      _ continuation: Tensor<Double>, _ nextValues: Variable<Double>, _ legal: Tensor<Bool>,
      _ discount: Double
    ) throws -> Variable<Double>
  /// Exercise 8.
  public typealias Minimax = @Sendable (_ game: TicTacToe) throws -> (value: Int, moves: [Int])
  /// Exercise 9.
  public typealias PolicyGradient =
    @Sendable (
      _ preferences: Matrix, _ episode: [Move], _ weights: [Double], _ discount: Double
    ) throws -> Matrix
  /// Exercise 10.
  public typealias Advantages =
    @Sendable (_ episodes: [[Move]], _ discount: Double) throws -> [[Double]]

  /// Exercise 1.
  public var returns: Returns = todo("returns")
  /// Exercise 2.
  public var policyValues: PolicyValues = todo("policyValues")
  /// Exercise 3.
  public var valueIteration: ValueIteration = todo("valueIteration")
  /// Exercise 4.
  public var epsilonGreedy: EpsilonGreedy = { _, _, _, _ in throw Todo("epsilonGreedy") }
  /// Exercise 5.
  public var qUpdate: QUpdate = { _, _, _, _ in throw Todo("qUpdate") }
  /// Exercise 6.
  public var replay: Replay = { _, _, _, _ in throw Todo("replay") }
  /// Exercise 7.
  public var qLoss: QLoss = todo("qLoss")
  /// Exercise 8.
  public var minimax: Minimax = todo("minimax")
  /// Exercise 9.
  public var policyGradient: PolicyGradient = todo("policyGradient")
  /// Exercise 10.
  public var advantages: Advantages = todo("advantages")

  /// Answers of which each is still to do.
  public init() {}
}
