import Games
import TensorCore
import Testing

/// The rules once more, on an array of cells, with every line walked cell by cell.
private struct PlainBoard {
  let rows: Int
  let columns: Int
  let inLine: Int
  /// 0 for empty, 1 and 2 for the players; row 0 is the top.
  var cells: [[Int]]

  init(rows: Int, columns: Int, inLine: Int) {
    (self.rows, self.columns, self.inLine) = (rows, columns, inLine)
    cells = Array(repeating: Array(repeating: 0, count: columns), count: rows)
  }

  func hasWon(_ player: Int) -> Bool {
    for row in 0..<rows {
      for column in 0..<columns {
        for (down, right) in [(0, 1), (1, 0), (1, 1), (1, -1)] {
          let line = (0..<inLine).allSatisfy { step in
            let (r, c) = (row + step * down, column + step * right)
            return r < rows && c >= 0 && c < columns && cells[r][c] == player
          }
          if line { return true }
        }
      }
    }
    return false
  }

  var isFull: Bool { cells.joined().allSatisfy { $0 > 0 } }

  var result: GameResult? {
    hasWon(1) ? .win(.first) : hasWon(2) ? .win(.second) : isFull ? .draw : nil
  }

  /// Two images of the board: the player's cells, then the opponent's.
  func features(of player: Int) -> [Double] {
    [player, 3 - player].flatMap { owner in cells.joined().map { $0 == owner ? 1 : 0 } }
  }

  var description: String {
    cells.map { $0.map { [".", "X", "O"][$0] }.joined(separator: " ") }.joined(separator: "\n")
  }
}

@Suite struct BoardGameTests {
  private static let seed: UInt64 = 41

  /// Plays games at random and compares each position with the plain board's.
  private func compare<Game: BoardGame & CustomStringConvertible>(
    _ type: Game.Type, games: Int, inLine: Int, rows: Int, columns: Int,
    legal: (PlainBoard) -> [Int], place: (inout PlainBoard, Int, Int) -> Void
  ) {
    var generator = RandomGenerator(seed: Self.seed)
    var results: [GameResult: Int] = [:]
    for _ in 0..<games {
      var (game, board) = (Game(), PlainBoard(rows: rows, columns: columns, inLine: inLine))
      var mover = 1
      while true {
        #expect(game.result == board.result, "seed \(Self.seed)\n\(game)")
        #expect(game.description == board.description, "seed \(Self.seed)")
        #expect(game.player == (mover == 1 ? .first : .second))
        #expect(game.features == board.features(of: mover), "seed \(Self.seed)\n\(game)")
        #expect(game.features.count == Game.featureCount)
        let moves = board.result == nil ? legal(board) : []
        #expect(game.legalMoves == moves, "seed \(Self.seed)\n\(game)")
        guard !moves.isEmpty else { break }
        let move = moves[generator.uniformInteger(below: moves.count)]
        place(&board, move, mover)
        game = game.playing(move, file: #fileID, line: #line)
        mover = 3 - mover
      }
      results[game.result!, default: 0] += 1
    }
    #expect(results.count == 3, "seed \(Self.seed): \(results)")
  }

  @Test("tic-tac-toe has the rules of a plain board") func ticTacToe() {
    compare(TicTacToe.self, games: 60, inLine: 3, rows: 3, columns: 3) { board in
      (0..<9).filter { board.cells[$0 / 3][$0 % 3] == 0 }
    } place: { board, move, player in
      board.cells[move / 3][move % 3] = player
    }
  }

  @Test("Connect Four has the rules of a plain board") func connectFour() {
    compare(ConnectFour.self, games: 60, inLine: 4, rows: 4, columns: 5) { board in
      (0..<5).filter { board.cells[0][$0] == 0 }
    } place: { board, column, player in
      let row = (0..<4).last { board.cells[$0][column] == 0 }!
      board.cells[row][column] = player
    }
  }

  @Test("5478 positions of tic-tac-toe, 4520 to decide; won, lost and drawn as is known")
  func positions() {
    let positions = reachablePositions(from: TicTacToe())
    #expect(positions.count == 5478 && Set(positions).count == 5478)
    #expect(positions[0] == TicTacToe())
    #expect(positions.count { $0.result == nil } == 4520)
    #expect(positions.count { $0.result == .win(.first) } == 626)
    #expect(positions.count { $0.result == .win(.second) } == 316)
    #expect(positions.count { $0.result == .draw } == 16)
    #expect(Set(positions.map(\.canonical)).count == 765)
  }

  /// 255 168 games can be played.
  @Test("131184 games are won by X, 77904 by O, and 46080 are drawn") func games() {
    var known: [TicTacToe: [Int]] = [:]
    func count(_ position: TicTacToe) -> [Int] {
      if let counts = known[position] { return counts }
      var counts = [0, 0, 0]
      if let result = position.result {
        counts[1 - result.points(for: .first)] = 1
      } else {
        for move in position.legalMoves {
          counts = zip(counts, count(position.playing(move))).map { $0 + $1 }
        }
      }
      known[position] = counts
      return counts
    }
    #expect(count(TicTacToe()) == [131_184, 46_080, 77_904])
  }

  @Test("the images of a position are eight, end alike, and stand for one another") func images() {
    let lopsided = TicTacToe().playing(0).playing(1)
    #expect(Set(lopsided.images).count == 8)
    #expect(
      Set(lopsided.images.map(\.description))
        == [
          "X O .\n. . .\n. . .", ". O X\n. . .\n. . .", "X . .\nO . .\n. . .",
          ". . X\n. . O\n. . .", ". . .\n. . .\nX O .", ". . .\n. . .\n. O X",
          ". . .\nO . .\nX . .", ". . .\n. . O\n. . X",
        ])
    for position in reachablePositions(from: TicTacToe()) {
      let images = position.images
      #expect(images[0] == position && images.contains(position.canonical))
      #expect(images.allSatisfy { $0.canonical == position.canonical })
      #expect(images.allSatisfy { $0.result == position.result && $0.player == position.player })
    }
  }

  @Test("a mirror exchanges the columns of Connect Four") func mirror() {
    var generator = RandomGenerator(seed: Self.seed)
    for _ in 0..<100 {
      var (game, image) = (ConnectFour(), ConnectFour())
      while game.result == nil {
        let moves = game.legalMoves
        let move = moves[generator.uniformInteger(below: moves.count)]
        (game, image) = (game.playing(move), image.playing(4 - move))
        #expect(game.mirrored == image && image.mirrored == game)
        #expect(game.canonical == image.canonical)
        #expect([game, image].contains(game.canonical))
        #expect(game.result == image.result)
      }
    }
  }
}
