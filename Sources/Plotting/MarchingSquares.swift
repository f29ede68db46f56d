/// Values at the points of a grid, row by row from the bottom.
struct ValueGrid: Sendable {
  let values: [Double]
  let columns: Int
  let rows: Int

  /// A point between two neighbors of the grid; (0, 0) is the first column and row.
  typealias Point = (column: Double, row: Double)

  /// The lines on which the values, taken as straight between neighbors, equal a level: marching
  /// squares (Lorensen and Cline, 1987, have it for cubes).
  ///
  /// A closed line ends with its first point.
  func lines(at level: Double) -> [[Point]] {
    joined(segments(at: level)).map { line in line.map { crossing($0, level) } }
  }

  /// An edge between two neighboring points: to the right of a point, or upward from it.
  private struct Edge: Hashable {
    let column: Int
    let row: Int
    let isVertical: Bool
  }

  private func value(_ column: Int, _ row: Int) -> Double { values[row * columns + column] }

  /// In each square the pairs of edges that a line enters and leaves by.
  private func segments(at level: Double) -> [(Edge, Edge)] {
    var segments: [(Edge, Edge)] = []
    for row in 0..<rows - 1 {
      for column in 0..<columns - 1 {
        // Counterclockwise from the lower left; edge i joins corner i to the next one.
        let corners = [
          value(column, row), value(column + 1, row), value(column + 1, row + 1),
          value(column, row + 1),
        ]
        guard corners.allSatisfy(\.isFinite) else { continue }
        let edges = [
          Edge(column: column, row: row, isVertical: false),
          Edge(column: column + 1, row: row, isVertical: true),
          Edge(column: column, row: row + 1, isVertical: false),
          Edge(column: column, row: row, isVertical: true),
        ]
        let isHigh = corners.map { $0 >= level }
        let crossed = (0..<4).filter { isHigh[$0] != isHigh[($0 + 1) % 4] }
        if crossed.count == 2 {
          segments.append((edges[crossed[0]], edges[crossed[1]]))
        } else if crossed.count == 4 {
          // A saddle: what lies in the middle tells which opposite corners are joined.
          let middle = corners.reduce(0, +) / 4 >= level
          let cutsOffFirst = middle != isHigh[0]
          segments.append((edges[0], edges[cutsOffFirst ? 3 : 1]))
          segments.append((edges[2], edges[cutsOffFirst ? 1 : 3]))
        }
      }
    }
    return segments
  }

  /// The segments as lines that are as long as possible. An edge belongs to one segment in each of the
  /// two squares beside it, so a line never forks.
  private func joined(_ segments: [(Edge, Edge)]) -> [[Edge]] {
    var segmentsOfEdge: [Edge: [Int]] = [:]
    for (index, segment) in segments.enumerated() {
      segmentsOfEdge[segment.0, default: []].append(index)
      segmentsOfEdge[segment.1, default: []].append(index)
    }
    var isUsed = [Bool](repeating: false, count: segments.count)
    func line(from start: Edge) -> [Edge] {
      var line = [start]
      while let next = segmentsOfEdge[line[line.count - 1]]?.first(where: { !isUsed[$0] }) {
        isUsed[next] = true
        let (first, second) = segments[next]
        line.append(first == line[line.count - 1] ? second : first)
      }
      return line
    }
    // Lines with ends first, each from one of its ends; what remains is closed.
    let ends = segments.flatMap { [$0.0, $0.1] }.filter { segmentsOfEdge[$0]?.count == 1 }
    return (ends + segments.map(\.0)).map(line).filter { $0.count > 1 }
  }

  /// Where on an edge the level is reached.
  private func crossing(_ edge: Edge, _ level: Double) -> Point {
    let start = value(edge.column, edge.row)
    let end = edge.isVertical ? value(edge.column, edge.row + 1) : value(edge.column + 1, edge.row)
    let share = (level - start) / (end - start)
    let (column, row) = (Double(edge.column), Double(edge.row))
    return edge.isVertical ? (column, row + share) : (column + share, row)
  }
}
