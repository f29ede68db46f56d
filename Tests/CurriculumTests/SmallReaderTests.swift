import Gradus
import Testing

@testable import Curriculum08

@Suite("a sketch as one of the small digits")
struct SmallReaderTests {
  private func sketch(_ line: [(row: Int, column: Int)]) -> Tensor<Float> {
    var sketch = Sketch()
    sketch.move(toRow: line[0].row, column: line[0].column)
    sketch.isPenDown = true
    for place in line { sketch.move(toRow: place.row, column: place.column) }
    return sketch.small[0, 0, 0...]
  }

  @Test("is as high as the paper, in the middle, wherever and however small it is drawn")
  func upright() {
    #expect(Sketch().small == .zeros([1, 1, 8, 8]))
    for line in [[(1, 2), (9, 2)], [(2, 20), (25, 20)]] {
      let small = sketch(line)
      #expect((0..<8).allSatisfy { row in small[row, 0...].max() > 0.3 }, "\(small)")
      // A pen of at most four pixels on a line of nine or more: at most four cells of eight.
      #expect(small[0..., 0..<2].max() == 0 && small[0..., 6...].max() == 0, "\(small)")
    }
  }

  @Test("is as wide as the paper where it is wider than high")
  func level() {
    let small = sketch([(20, 3), (20, 15)])
    #expect((0..<8).allSatisfy { column in small[0..., column].max() > 0.3 })
    #expect(small[0..<2, 0...].max() == 0 && small[6..., 0...].max() == 0, "\(small)")
  }
}
