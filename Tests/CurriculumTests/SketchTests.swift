import Gradus
import Testing

@testable import Curriculum08

@Suite struct SketchTests {
  @Test("a pen leaves ink only while it is down, in a line without gaps, and stays on the paper")
  func pen() {
    var sketch = Sketch()
    sketch.move(toRow: 3, column: 3)
    #expect(sketch.pixels.allSatisfy { $0 == 0 })
    sketch.isPenDown = true
    sketch.move(toRow: 3, column: 20)
    #expect((3...20).allSatisfy { sketch.pixels[3 * Sketch.side + $0] == 1 })
    sketch.move(rows: 0, columns: 100)
    #expect((sketch.row, sketch.column) == (3, Sketch.side - 1))
    #expect(sketch.pixels.allSatisfy { 0...1 ~= $0 })
  }

  @Test("what is drawn in a corner is moved to the middle; an empty sketch stays as it is")
  func centered() {
    #expect(Sketch().centered == .zeros([1, 1, 28, 28]))
    var sketch = Sketch()
    sketch.move(toRow: 2, column: 2)
    sketch.isPenDown = true
    sketch.move(rows: 4, columns: 0)
    let ink = sketch.centered[0, 0, 0...]
    let rows = (ink.sum(along: 1) * Tensor<Float>.range(to: 28)).sum() / ink.sum()
    let columns = (ink.sum(along: 0) * Tensor<Float>.range(to: 28)).sum() / ink.sum()
    #expect(abs(rows - 13.5) <= 0.5 && abs(columns - 13.5) <= 0.5)
    #expect(abs(ink.sum() - Float(sketch.pixels.reduce(0, +))) < 1e-4)
  }
}
