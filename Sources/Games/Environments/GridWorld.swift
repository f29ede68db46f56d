import TensorCore

/// A board of cells to walk on, drawn as text.
///
/// | Letter | Cell |
/// |---|---|
/// | `F` or `.` | floor |
/// | `S` | floor where episodes begin; without any, they begin on each floor cell equally often |
/// | `G` | a goal: terminal |
/// | `H` | a hole: terminal |
/// | `#` | a wall: who would walk into it, or off the board, stays |
///
/// Cells are numbered row by row: state = row · columns + column. Walls are states, too, which nobody
/// reaches. The actions are those of ``Direction``.
public struct GridWorld: Sendable {
  /// The four actions, numbered as in Gymnasium's FrozenLake. One to the left of another is the one
  /// before it, so that neighbors in this list are at right angles.
  public enum Direction: Int, CaseIterable, Sendable {
    /// Action 0: a column to the left.
    case left
    /// Action 1: a row down.
    case down
    /// Action 2: a column to the right.
    case right
    /// Action 3: a row up.
    case up
  }

  /// The rows, from the top; all have the same length.
  public let map: [String]
  /// The number of rows.
  public var rowCount: Int { cells.count }
  /// The number of columns.
  public var columnCount: Int { cells[0].count }
  private let cells: [[Character]]

  /// Makes a board from its rows, from the top.
  ///
  /// Traps when there is no row, rows differ in length, a letter is unknown, or there is no floor.
  public init(_ map: [String], file: StaticString = #fileID, line: UInt = #line) {
    let cells = map.map { Array($0) }
    require(
      !cells.isEmpty && cells.allSatisfy { $0.count == cells[0].count },
      "GridWorld: expected rows of the same length, found \(map)", file: file, line: line)
    require(
      cells.joined().allSatisfy { "SFGH.#".contains($0) },
      "GridWorld: expected the letters S, F, G, H, . and #, found \(map)", file: file, line: line)
    require(
      cells.joined().contains { "SF.".contains($0) },
      "GridWorld: expected floor, S, F or ., in \(map)", file: file, line: line)
    self.map = map
    self.cells = cells
  }

  /// The rules of walking on this board.
  ///
  /// On slippery ground, a step goes in the chosen direction or in one of the two at right angles to
  /// it, each with probability 1/3. Where two of these lead to the same cell, there are two outcomes.
  ///
  /// - Parameters:
  ///   - isSlippery: Whether the ground is slippery.
  ///   - stepReward: The reward of each step, the last included.
  ///   - goalReward: What a step onto a goal brings besides.
  ///   - holeReward: What a step into a hole brings besides.
  ///   - file: The caller's file.
  ///   - line: The caller's line; traps with it when a reward is not finite.
  public func process(
    isSlippery: Bool = false, stepReward: Double = 0, goalReward: Double = 0,
    holeReward: Double = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) -> MarkovDecisionProcess {
    let letters = Array(cells.joined())
    let starts = letters.contains("S") ? "S" : "F."
    let startCount = letters.count { starts.contains($0) }
    return MarkovDecisionProcess(
      startProbabilities: letters.map { starts.contains($0) ? 1 / Double(startCount) : 0 },
      actionCount: 4, terminalStates: letters.indices.filter { "GH".contains(letters[$0]) },
      file: file, line: line
    ) { state, action in
      let turns = isSlippery ? [-1, 0, 1] : [0]
      return turns.map { turn in
        let next = neighbor(of: state, Direction(rawValue: (action + turn + 4) % 4)!)
        let bonus = letters[next] == "G" ? goalReward : letters[next] == "H" ? holeReward : 0
        return .init(
          probability: 1 / Double(turns.count), state: next, reward: stepReward + bonus)
      }
    }
  }

  /// The cell one step away, or the same cell where there is none or a wall.
  private func neighbor(of state: Int, _ direction: Direction) -> Int {
    var (row, column) = (state / columnCount, state % columnCount)
    switch direction {
    case .left: column -= 1
    case .down: row += 1
    case .right: column += 1
    case .up: row -= 1
    }
    guard cells.indices.contains(row), cells[row].indices.contains(column),
      cells[row][column] != "#"
    else { return state }
    return row * columnCount + column
  }
}
