import Foundation
import Games
import TensorCore
import Testing

@Suite struct SolvedGameTests {
  private static let solved = SolvedGame<TicTacToe>()
  private static let positions = reachablePositions(from: TicTacToe())

  /// Minimax from X's point of view, without symmetry, and without a sign that changes.
  private static func plainValues() -> [TicTacToe: Int] {
    var values: [TicTacToe: Int] = [:]
    func value(_ position: TicTacToe) -> Int {
      if let known = values[position] { return known }
      let following = position.legalMoves.map { value(position.playing($0)) }
      let result =
        position.result.map { $0.points(for: .first) }
        ?? (position.player == .first ? following.max()! : following.min()!)
      values[position] = result
      return result
    }
    _ = value(TicTacToe())
    return values
  }

  @Test("every position of tic-tac-toe has the value of plain minimax") func values() {
    let plain = Self.plainValues()
    #expect(plain.count == 5478)
    // Of 765 up to symmetry, 138 have ended.
    #expect(Self.solved.canonicalPositionCount == 627)
    for position in Self.positions {
      let value = plain[position]! * (position.player == .first ? 1 : -1)
      #expect(Self.solved.value(of: position) == value, "\(position)")
      let best = position.legalMoves.filter {
        let following = plain[position.playing($0)]!
        return following == plain[position]!
      }
      #expect(Self.solved.bestMoves(in: position) == best, "\(position)")
    }
  }

  @Test("perfect play is a draw, from any first move; a corner is answered in the middle alone")
  func opening() {
    #expect(Self.solved.value(of: TicTacToe()) == 0)
    #expect(Self.solved.bestMoves(in: TicTacToe()) == Array(0..<9))
    #expect(Self.solved.bestMoves(in: TicTacToe().playing(0)) == [4])
    #expect(Self.solved.bestMoves(in: TicTacToe().playing(4)) == [0, 2, 6, 8])
    // X has two in the first row, and takes the third cell.
    let open = TicTacToe().playing(0).playing(3).playing(1).playing(4)
    #expect(Self.solved.value(of: open) == 1 && Self.solved.bestMoves(in: open).contains(2))
  }

  @Test("a player is judged in each position that is to be decided") func mistakes() {
    let perfect = Self.solved.mistakes(in: Self.positions) { Self.solved.bestMoves(in: $0).last! }
    #expect(perfect.isEmpty)
    let first = Self.solved.mistakes(in: Self.positions) { $0.legalMoves[0] }
    let expected = Self.positions.filter {
      $0.result == nil && !Self.solved.bestMoves(in: $0).contains($0.legalMoves[0])
    }
    #expect(first == expected)
    #expect(!first.isEmpty && first.count < 4520)
  }

  @Test("perfect against random, exactly") func perfectAgainstRandom() {
    let solved = Self.solved
    let asX = resultProbabilities(
      first: { solved.perfectPolicy(in: $0) }, second: { randomPolicy(in: $0) })
    #expect(abs(asX.firstWins - 0.9678) < 5e-5 && abs(asX.draw - 0.0322) < 5e-5)
    #expect(asX.secondWins == 0)
    let asO: ResultProbabilities = resultProbabilities(
      from: TicTacToe(), first: { randomPolicy(in: $0) }, second: { solved.perfectPolicy(in: $0) })
    #expect(abs(asO.secondWins - 0.7775) < 5e-5 && abs(asO.draw - 0.2225) < 5e-5)
    #expect(asO.firstWins == 0)
    #expect(abs(asO.expectedPoints(for: .second) - 0.7775) < 5e-5)
    #expect(asO.expectedPoints(for: .first) == -asO.expectedPoints(for: .second))
    let both = resultProbabilities(
      from: TicTacToe(), first: { solved.perfectPolicy(in: $0) },
      second: { solved.perfectPolicy(in: $0) })
    #expect(abs(both.draw - 1) < 1e-14)
  }

  /// Each game has the probability 1/9 · 1/8 · …, so that those of 5, 6, … moves weigh differently.
  @Test("random against random: 0.585, 0.127 and 0.288, and so do sampled games")
  func randomAgainstRandom() {
    let exact = resultProbabilities(
      from: TicTacToe(), first: { randomPolicy(in: $0) }, second: { randomPolicy(in: $0) })
    #expect(abs(exact.firstWins - 0.585) < 5e-4)
    #expect(abs(exact.draw - 0.127) < 5e-4)
    #expect(abs(exact.secondWins - 0.288) < 5e-4)
    let seed: UInt64 = 17
    var generator = RandomGenerator(seed: seed)
    var wins = 0
    let count = 4000
    for _ in 0..<count {
      var game = TicTacToe()
      while game.result == nil {
        game = game.playing(generator.categorical(randomPolicy(in: game)))
      }
      if game.result == .win(.first) { wins += 1 }
    }
    let deviation = (exact.firstWins * (1 - exact.firstWins) / Double(count)).squareRoot()
    #expect(abs(Double(wins) / Double(count) - exact.firstWins) < 4 * deviation, "seed \(seed)")
  }

  @Test("Connect Four on 4×5 is solved in every position") func connectFour() {
    let solved = SolvedGame<ConnectFour>()
    #expect(solved.canonicalPositionCount == 1_551_317)
    #expect(solved.value(of: ConnectFour()) == 0)
    // A first disc at the side loses.
    #expect(solved.bestMoves(in: ConnectFour()) == [1, 2, 3])
    #expect(solved.value(of: ConnectFour().playing(0)) == 1)
    // A value is the best of what follows, along random games.
    var generator = RandomGenerator(seed: 23)
    for _ in 0..<100 {
      var game = ConnectFour()
      while game.result == nil {
        let following = game.legalMoves.map { -solved.value(of: game.playing($0)) }
        #expect(solved.value(of: game) == following.max(), "seed 23\n\(game)")
        #expect(solved.value(of: game) == solved.value(of: game.mirrored), "seed 23\n\(game)")
        game = game.playing(game.legalMoves[generator.uniformInteger(below: following.count)])
      }
      #expect(solved.value(of: game) == game.result?.points(for: game.player))
    }
  }

  /// The number of games on n + 1 columns and n rows is sequence A342329 of the encyclopedia of integer
  /// sequences (Jehn, 2021). The number of positions was counted a second time, ply by ply, by a program that
  /// shares nothing with this one: a board is a string of 20 letters, and each of the 17 lines is compared
  /// letter by letter. After 20 plies it had found 3 945 711 strings.
  @Test(
    "Connect Four on 4×5 has 3945711 positions and 152505051772 games",
    .enabled("slow: set GRADUS_SLOW=1") {
      ProcessInfo.processInfo.environment["GRADUS_SLOW"] == "1"
    })
  func connectFourCounts() {
    let positions = reachablePositions(from: ConnectFour())
    #expect(positions.count == 3_945_711)
    // Positions come after those that lead to them: from the end, what follows is counted already.
    var games: [ConnectFour: Int] = [:]
    for position in positions.reversed() {
      games[position] =
        position.result == nil
        ? position.legalMoves.reduce(0) { $0 + games[position.playing($1)]! } : 1
    }
    #expect(games[ConnectFour()] == 152_505_051_772)
  }
}
