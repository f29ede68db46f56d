import Curriculum
import Gradus

extension ExtendingLesson {
  /// Two shapes of which each may be repeated along the other, and what comes of them.
  struct Pair {
    let x, b, upstream: Matrix
    let name: String
  }

  /// Inputs of squareplus: all ways to broadcast, and all sorts of numbers. b is above 0.
  static func pairs(seed: UInt64) -> [Pair] {
    Input.all(seed: seed).enumerated().map { place, sort in
      var input = sort
      let (rows, columns) = (input.rows, input.columns)
      let shapes: [(Shape, Shape)] = [
        ([rows, columns], [rows, columns]), ([rows, columns], [columns]),
        ([rows, columns], [rows, 1]), ([rows, columns], []), ([columns], [rows, columns]),
        ([rows, 1], [1, columns]), ([2, rows, columns], [rows, 1]),
      ]
      let (ofX, ofB) = shapes[place % shapes.count]
      let least = input.numbers == .small ? 1e-6 : 0.1
      let (x, b) = (input.tensor(ofX), input.tensor(ofB).abs() + least)
      return Pair(
        x: x, b: b, upstream: input.tensor((x + b).shape),
        name: "x of shape \(ofX) and b of shape \(ofB), \(input.numbers.rawValue)")
    }
  }
}
