import Curriculum
import MatmulLadder

/// The product in 4×8 tiles as plain loops, in which mistakes can be made: for wrong answers.
struct TileLoops: Sendable {
  /// Whether the rows below the last whole tile are computed.
  var coversLastRows = true
  /// Whether the columns to the right of the last whole tile are computed.
  var coversLastColumns = true
  /// Whether the sums are zero when a tile begins.
  var resetsSums = true
  /// Whether all 32 sums are stored where the tile is larger than what is left.
  var storesWholeTiles = false
  /// The distance of two rows of c, made of k and n.
  var rowOfC: @Sendable (_ k: Int, _ n: Int) -> Int = { _, n in n }
  /// The place in a of an element, made of its row and column.
  var placeInA: @Sendable (_ i: Int, _ r: Int, _ p: Int, _ k: Int) -> Int = { i, r, p, k in
    (i + r) * k + p
  }
  /// The place in b of an element, made of p, the tile's first column and the column in the tile.
  var placeInB: @Sendable (_ p: Int, _ first: Int, _ j: Int, _ k: Int, _ n: Int) -> Int = {
    p, first, j, _, n in p * n + first + j
  }

  var product: SpeedAnswers.Product {
    { a, b, c, m, k, n in
      var sums = [Float](repeating: 0, count: 32)
      for i in stride(from: 0, to: coversLastRows ? m : m - m % 4, by: 4) {
        for first in stride(from: 0, to: coversLastColumns ? n : n - n % 8, by: 8) {
          let height = storesWholeTiles ? 4 : min(4, m - i)
          let width = storesWholeTiles ? 8 : min(8, n - first)
          if resetsSums { sums = [Float](repeating: 0, count: 32) }
          for r in 0..<height {
            for j in 0..<width {
              for p in 0..<k {
                sums[8 * r + j] += a[placeInA(i, r, p, k)] * b[placeInB(p, first, j, k, n)]
              }
              c[(i + r) * rowOfC(k, n) + first + j] = sums[8 * r + j]
            }
          }
        }
      }
    }
  }
}
