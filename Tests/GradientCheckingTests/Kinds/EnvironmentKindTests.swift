import Games
import GradientChecking
import Synchronization
import TensorCore
import Testing

/// A corridor with a goal at its end, and a mistake.
struct WrongCorridor: Environment {
  enum Mistake: String, CaseIterable, GradientCheckingTests.Mistake {
    case systemRandom
    case endNotSetBack
    case begunBeforeReset
    case rewardOfZeroSteps
    case growingObservation
    case endlessWalk
    case sharedPosition
    case stepsNotSetBack
    case endingForgotten

    var check: String {
      switch self {
      case .systemRandom: "repetition"
      case .endNotSetBack, .begunBeforeReset, .stepsNotSetBack: "reset"
      case .rewardOfZeroSteps: "reward"
      case .growingObservation: "observation"
      case .endlessWalk, .endingForgotten: "ending"
      case .sharedPosition: "copies"
      }
    }

    var remark: String {
      switch self {
      case .systemRandom: "chance comes from elsewhere than the generator."
      case .endNotSetBack: "hasEnded is true directly after a reset."
      case .begunBeforeReset: "hasEnded is false before the first reset."
      case .rewardOfZeroSteps: "the reward of step 1 is inf."
      case .growingObservation: "expected 1 finite numbers as after the reset."
      case .endlessWalk: "after 100 steps the episode has not ended."
      case .sharedPosition: "the environment holds a class, so that a copy is none."
      case .stepsNotSetBack: "reset leaves something as it was"
      case .endingForgotten: "is continues, and hasEnded is true."
      }
    }
  }

  /// Something that copies share.
  private final class Shared: Sendable {
    let position = Mutex(0)
  }

  let mistake: Mistake
  var actionCount: Int { 2 }
  private(set) var hasEnded: Bool
  private var position = 0
  private var steps = 0
  private let shared = Shared()

  init(_ mistake: Mistake) {
    self.mistake = mistake
    hasEnded = mistake != .begunBeforeReset
  }

  mutating func reset(using generator: inout RandomGenerator) -> [Double] {
    position = generator.uniformInteger(below: 3)
    shared.position.withLock { $0 = position }
    if mistake != .stepsNotSetBack { steps = 0 }
    if mistake != .endNotSetBack { hasEnded = false }
    return [Double(position)]
  }

  mutating func advance(_ action: Int, using generator: inout RandomGenerator) -> Step<[Double]> {
    let slips =
      mistake == .systemRandom ? Double.random(in: 0...1) < 0.5 : generator.uniform() < 0.2
    if mistake == .sharedPosition { position = shared.position.withLock { $0 } }
    position = max(0, position + (action == 1 && !slips ? 1 : -1))
    shared.position.withLock { $0 = position }
    let reward = mistake == .rewardOfZeroSteps ? 1 / Double(steps) : -1
    steps += 1
    var ending: Ending = position >= 5 ? .terminated : steps >= 8 ? .truncated : .continues
    if mistake == .endlessWalk { ending = .continues }
    hasEnded = ending != .continues
    if mistake == .endingForgotten { ending = .continues }
    let extra = mistake == .growingObservation ? [0.0] : []
    return Step(observation: [Double(position)] + extra, reward: reward, ending: ending)
  }
}

/// A pile from which the players take one or two stones in turn, and a mistake; who takes the last one wins.
struct WrongPile<Kind: PileMistake>: BoardGame {
  static var moveCount: Int { 2 }
  static var featureCount: Int { 2 }
  var stones = 7
  var player = Player.first

  var result: GameResult? { stones == 0 ? .win(player.opponent) : nil }
  var legalMoves: [Int] {
    switch Kind.mistake {
    case .movesAfterTheEnd: [0, 1]
    case .fallingMoves: Array((0..<min(2, stones)).reversed())
    case .neitherMoveNorResult: stones > 2 ? [0, 1] : []
    default: Array(0..<min(2, stones))
    }
  }
  var features: [Double] {
    Kind.mistake == .missingFeature ? [Double(stones)] : [Double(stones), player == .first ? 1 : 0]
  }
  var canonical: WrongPile { self }

  func playing(_ move: Int, file: StaticString, line: UInt) -> WrongPile {
    var next = self
    next.stones -= move + 1
    if Kind.mistake != .oneSide { next.player = player.opponent }
    return next
  }
}

enum WrongPileMistake: String, CaseIterable, Mistake {
  case movesAfterTheEnd
  case fallingMoves
  case neitherMoveNorResult
  case missingFeature
  case oneSide

  var check: String {
    switch self {
    case .missingFeature: "features"
    case .oneSide: "turns"
    default: "legal moves"
    }
  }

  var remark: String {
    switch self {
    case .movesAfterTheEnd: "there are the moves [0, 1]."
    case .fallingMoves: "the moves are [1, 0]: expected rising numbers in 0..<2."
    case .neitherMoveNorResult: "there is neither a move nor a result."
    case .missingFeature: "there are 1 features, expected 2 finite ones."
    case .oneSide: "it is the same player's turn again."
    }
  }
}

/// A mistake as a type, because a game begins without an argument.
protocol PileMistake: Sendable, Hashable {
  static var mistake: WrongPileMistake? { get }
}

@Suite struct EnvironmentKindTests {
  /// The environments of Games.
  @Test("the framework's environments are right", arguments: [1, 2])
  func environments(seed: UInt64) {
    #expect(checkEnvironment(CartPole(), seed: seed) == [])
    for lake in FrozenLake.allCases {
      #expect(checkEnvironment(lake.environment(), seed: seed) { [Double($0)] } == [])
    }
    let world = TabularEnvironment(GridWorld(["S.G", ".#H"]).process(), limit: 50)
    #expect(checkEnvironment(world, seed: seed) { [Double($0)] } == [])
  }

  @Test("the framework's games are right", arguments: [1, 2]) func games(seed: UInt64) {
    #expect(checkBoardGame(TicTacToe.self, seed: seed) == [])
    #expect(checkBoardGame(ConnectFour.self, seed: seed) == [])
  }

  @Test("a wrong environment is rejected", arguments: WrongCorridor.Mistake.allCases)
  func mistakes(mistake: WrongCorridor.Mistake) {
    expect(mistake, in: checkEnvironment(WrongCorridor(mistake), longest: 100) { $0 })
  }

  @Test("a wrong game is rejected") func wrongGames() {
    struct AfterTheEnd: PileMistake { static var mistake: WrongPileMistake? { .movesAfterTheEnd } }
    struct Falling: PileMistake { static var mistake: WrongPileMistake? { .fallingMoves } }
    struct Neither: PileMistake { static var mistake: WrongPileMistake? { .neitherMoveNorResult } }
    struct Missing: PileMistake { static var mistake: WrongPileMistake? { .missingFeature } }
    struct OneSide: PileMistake { static var mistake: WrongPileMistake? { .oneSide } }
    struct Right: PileMistake { static var mistake: WrongPileMistake? { nil } }
    expect(WrongPileMistake.movesAfterTheEnd, in: checkBoardGame(WrongPile<AfterTheEnd>.self))
    expect(WrongPileMistake.fallingMoves, in: checkBoardGame(WrongPile<Falling>.self))
    expect(WrongPileMistake.neitherMoveNorResult, in: checkBoardGame(WrongPile<Neither>.self))
    expect(WrongPileMistake.missingFeature, in: checkBoardGame(WrongPile<Missing>.self))
    expect(WrongPileMistake.oneSide, in: checkBoardGame(WrongPile<OneSide>.self))
    #expect(checkBoardGame(WrongPile<Right>.self) == [])
  }

  @Test("no episode and no match trap") func wrongArguments() async {
    await #expect(processExitsWith: .failure) { _ = checkEnvironment(CartPole(), episodes: 0) }
    await #expect(processExitsWith: .failure) { _ = checkBoardGame(TicTacToe.self, longest: 0) }
  }
}
