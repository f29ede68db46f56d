import Foundation
import Testing

@testable import Plotting

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct LayeredLayoutTests {
  /// c = a·b, d = c + a, as boxes of one height.
  let layout = LayeredLayout(
    heights: [30, 30, 30, 30], arrows: [(0, 2), (1, 2), (2, 3), (0, 3)], gap: 10)

  @Test func aBoxStandsAfterAllThatLeadToIt() {
    #expect(layout.items.prefix(4).map(\.column) == [0, 0, 1, 2])
    // Whatever the order of boxes and arrows.
    let backwards = LayeredLayout(
      heights: [1, 1, 1, 1], arrows: [(1, 0), (2, 1), (3, 2), (3, 0)], gap: 1)
    #expect(backwards.items.prefix(4).map(\.column) == [3, 2, 1, 0])
  }

  @Test func aLongArrowPassesEachColumn() {
    #expect(layout.routes.map(\.count) == [2, 2, 2, 3])
    let waypoint = layout.routes[3][1]
    #expect(waypoint == 4 && layout.items[4].column == 1 && layout.items[4].height == 0)
  }

  @Test func nothingOverlapsAndAllIsInside() {
    let heights = [40.0, 10, 25, 60, 30, 30, 5]
    let arrows = [(0, 3), (1, 3), (2, 3), (0, 4), (3, 4), (2, 5), (4, 6), (5, 6), (1, 6)]
    let layout = LayeredLayout(heights: heights, arrows: arrows, gap: 7)
    for column in layout.columns {
      for (above, below) in zip(column, column.dropFirst()) {
        let (one, other) = (layout.items[above], layout.items[below])
        #expect(other.y - other.height / 2 - (one.y + one.height / 2) >= 7 - 1e-9)
      }
    }
    let (tops, ends) = (
      layout.items.map { $0.y - $0.height / 2 }, layout.items.map { $0.y + $0.height / 2 }
    )
    #expect(abs(tops.min()!) < 1e-9 && abs(ends.max()! - layout.height) < 1e-9)
  }

  @Test func arrowsDoNotCrossWhereTheyNeedNot() {
    #expect(crossings(layout) == 0)
    // The same with the text of each arrow between its boxes, as a graph of a computation has it.
    let withTexts = LayeredLayout(
      heights: Array(repeating: 30, count: 8),
      arrows: [(0, 4), (4, 2), (1, 5), (5, 2), (2, 6), (6, 3), (0, 7), (7, 3)], gap: 10)
    #expect(crossings(withTexts) == 0)
    // Two ladders whose steps come in turn.
    let mixed = LayeredLayout(
      heights: Array(repeating: 10, count: 6), arrows: [(0, 3), (1, 2), (2, 5), (3, 4)], gap: 5)
    #expect(crossings(mixed) == 0)
  }

  /// How many pairs of arrows cross between two columns.
  private func crossings(_ layout: LayeredLayout) -> Int {
    let pieces = layout.routes.flatMap { zip($0, $0.dropFirst()) }.map {
      (column: layout.items[$0].column, from: layout.items[$0].y, to: layout.items[$1].y)
    }
    return pieces.indices.reduce(0) { count, index in
      count
        + pieces[..<index].count { other in
          let piece = pieces[index]
          return other.column == piece.column
            && (other.from - piece.from) * (other.to - piece.to) < 0
        }
    }
  }

  @Test func oneBoxAndALine() {
    let one = LayeredLayout(heights: [20], arrows: [], gap: 5)
    #expect(one.height == 20 && one.items[0].y == 10)
    let chain = LayeredLayout(heights: [20, 10, 20], arrows: [(0, 1), (1, 2)], gap: 5)
    #expect(chain.items.map(\.y) == [10, 10, 10])
  }
}

@Suite struct ComputationGraphTests {
  let graph = ComputationGraph(
    title: "A & B",
    numbers: [
      .init("a", forward: "value 2", backward: "gradient 0.2"), .init("b"),
      .init("c = ×", forward: "value −1.5", backward: "gradient 0.8"),
      .init("d = +", forward: "value 0.5", backward: "gradient 1"),
    ],
    uses: [
      .init(from: 0, to: 2, derivative: "× −0.75", backward: "← −0.6"),
      .init(from: 1, to: 2), .init(from: 2, to: 3, derivative: "× 1"), .init(from: 0, to: 3),
    ])

  @Test func wellFormedWithAllTexts() {
    let svg = graph.svg()
    #expect(XMLParser(data: Data(svg.utf8)).parse())
    for text in ["A &amp; B", "a", "c = ×", "value −1.5", "gradient 1", "× −0.75", "← −0.6"] {
      #expect(svg.contains(">\(text)</text>"), "\(text)")
    }
    #expect(svg == graph.svg())
  }

  @Test func valuesAndGradientsHaveTheirColors() {
    let svg = graph.svg()
    #expect(svg.contains("style=\"fill:\(Palette.color(0).hex)\">value 2<"))
    #expect(svg.contains("style=\"fill:\(Palette.color(1).hex)\">gradient 0.2<"))
    #expect(svg.contains("style=\"fill:\(Palette.color(1).hex)\">← −0.6<"))
  }

  @Test func aFrameForEachNumberAndAHeadForEachUse() {
    let svg = graph.svg()
    #expect(svg.components(separatedBy: "<rect").count - 1 == 4)
    // The way to the text of a use and the way from it, and the head.
    #expect(svg.components(separatedBy: "<path").count - 1 == 4 * 3)
  }

  @Test func textsStandInsideTheirFramesAndFramesApart() throws {
    let frames = graph.svg().matches(
      of: /<rect [^>]*x="([0-9.]+)" y="([0-9.]+)" width="([0-9.]+)" height="([0-9.]+)"/
    ).map { (x: Double($0.1)!, y: Double($0.2)!, w: Double($0.3)!, h: Double($0.4)!) }
    for (index, one) in frames.enumerated() {
      for other in frames[..<index] {
        #expect(
          one.x + one.w < other.x || other.x + other.w < one.x || one.y + one.h < other.y
            || other.y + other.h < one.y)
      }
    }
    let width = TextSize.width("gradient 0.2", size: 13)
    #expect(frames[0].w > width && frames[0].h > 3 * 13)
    // b has a name alone.
    #expect(frames[1].h < frames[0].h)
  }

  @Test func wrongUseTraps() async {
    await #expect(processExitsWith: .failure) { _ = ComputationGraph(numbers: [], uses: []) }
    await #expect(processExitsWith: .failure) {
      _ = ComputationGraph(numbers: [.init("a"), .init("b")], uses: [.init(from: 1, to: 0)])
    }
    await #expect(processExitsWith: .failure) {
      _ = ComputationGraph(numbers: [.init("a")], uses: [.init(from: 0, to: 1)])
    }
  }
}
