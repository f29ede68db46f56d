import Gradus

/// A digit that somebody draws: 28 × 28 pixels, a pen, and where the pen is.
struct Sketch: Equatable {
  static let side = 28
  /// Row by row, from 0 to 1.
  private(set) var pixels = [Float](repeating: 0, count: side * side)
  private(set) var row = side / 2
  private(set) var column = side / 2
  /// Whether the pen leaves ink where it goes.
  var isPenDown = false

  /// Moves the pen by some pixels, as far as there is paper.
  mutating func move(rows: Int, columns: Int) {
    move(toRow: row + rows, column: column + columns)
  }

  /// Moves the pen to a place, as far as there is paper; in a straight line, if it is down.
  mutating func move(toRow newRow: Int, column newColumn: Int) {
    let last = Sketch.side - 1
    let (start, end) = (
      (row, column), (min(max(newRow, 0), last), min(max(newColumn, 0), last))
    )
    (row, column) = end
    guard isPenDown else { return }
    let steps = max(abs(end.0 - start.0), abs(end.1 - start.1), 1)
    for step in 0...steps {
      let share = Double(step) / Double(steps)
      ink(
        row: start.0 + Int((Double(end.0 - start.0) * share).rounded()),
        column: start.1 + Int((Double(end.1 - start.1) * share).rounded()))
    }
  }

  /// A pen is about two pixels wide, as in the digits that the network has learned.
  private mutating func ink(row: Int, column: Int) {
    for (dy, dx, value) in [(0, 0, 1), (0, 1, 0.8), (1, 0, 0.8), (0, -1, 0.4), (-1, 0, 0.4)] {
      let (y, x) = (row + dy, column + dx)
      guard 0..<Sketch.side ~= y, 0..<Sketch.side ~= x else { continue }
      pixels[y * Sketch.side + x] = max(pixels[y * Sketch.side + x], Float(value))
    }
  }

  /// The picture [1, 1, 28, 28], moved by whole pixels so that the middle of its ink is the middle of the
  /// picture: the digits that the network has learned are so.
  var centered: Tensor<Float> {
    let picture = Tensor<Float>(shape: [1, 1, Sketch.side, Sketch.side], elements: pixels)
    let ink = Double(pixels.reduce(0, +))
    guard ink > 0 else { return picture }
    func middle(_ place: (Int) -> Int) -> Double {
      pixels.indices.reduce(0) { $0 + Double(pixels[$1]) * Double(place($1)) } / ink
    }
    let goal = Double(Sketch.side - 1) / 2
    let shift = AffineMap.shift(
      x: (goal - middle { $0 % Sketch.side }).rounded(),
      y: (goal - middle { $0 / Sketch.side }).rounded())
    return warp(picture, by: [shift])
  }
}
