import Foundation
import Testing

@testable import Plotting

@Suite struct BoardGridTests {
  let board = BoardGrid.Board(
    [[.init("X"), .init("0.5\n<", value: 0.5)], [.init(value: -2), .init()]],
    caption: "X & O")

  @Test func colorsFollowTheSignAndTheSizeOfAValue() {
    let svg = BoardGrid(boards: [board]).svg()
    // Half of the strongest blue, and orange for what lies below −1.
    #expect(svg.contains("fill=\"\(Palette.color(0).hex)\" fill-opacity=\"0.2\""))
    #expect(svg.contains("fill=\"\(Palette.color(1).hex)\" fill-opacity=\"0.4\""))
    #expect(svg.components(separatedBy: "fill-opacity").count == 3)
  }

  @Test func zeroNaNAndNothingHaveNoColor() {
    let cells = [BoardGrid.Cell("0", value: 0), .init("?", value: .nan), .init("X")]
    let svg = BoardGrid(boards: [.init([cells])]).svg()
    #expect(!svg.contains("fill-opacity"))
  }

  @Test func linesOfATextStandBelowEachOtherAndAreEscaped() {
    let svg = BoardGrid(boards: [board]).svg()
    #expect(svg.contains(">0.5</text>") && svg.contains(">&lt;</text>"))
    #expect(svg.contains(">X &amp; O</text>"))
  }

  @Test func boardsFormRows() {
    let boards = (0..<5).map { _ in BoardGrid.Board([[.init()]]) }
    let svg = BoardGrid(columns: 3, boards: boards).svg()
    // Two margins of 14, three cells of 64, two gaps of 22; and the same with two rows.
    #expect(svg.contains("viewBox=\"0 0 264 178\""))
    #expect(BoardGrid(boards: []).svg().hasSuffix("</svg>\n"))
  }

  @Test func raggedRowsTrap() async {
    await #expect(processExitsWith: .failure) { _ = BoardGrid.Board([[.init()], []]) }
    await #expect(processExitsWith: .failure) { _ = BoardGrid.Board([]) }
  }

  @Test func impossibleSettingsTrap() async {
    await #expect(processExitsWith: .failure) { _ = BoardGrid(columns: 0, boards: []) }
    await #expect(processExitsWith: .failure) { _ = BoardGrid(strongest: 0, boards: []) }
    await #expect(processExitsWith: .failure) { _ = BoardGrid(strongest: .nan, boards: []) }
  }
}
