import Foundation
import Testing

@testable import Plotting

@Suite struct ImageGridTests {
  let corner = ImageGrid.Image(
    pixels: [1, 0, 0, 0.5], width: 2, height: 2, caption: "2 <not 3>", isEmphasized: true)

  @Test func pixelsOfOneGrayShareAStroke() {
    let markup = PixelRuns.markup([0, 15, 15, 0, 0, 6, 0, 0], width: 4, height: 2)
    #expect(
      markup == """
        <rect width="4" height="2" fill="#000"/>
        <path stroke="#666" d="M1 1.5h1"/>
        <path stroke="#fff" d="M1 0.5h2"/>
        """)
  }

  @Test func brightnessIsScaledAndCutOff() {
    let grid = ImageGrid(range: -2...2, images: [])
    let expected = [(-3.0, 0.0), (-2, 0), (0, 0.5), (2, 1), (9, 1), (.infinity, 1), (.nan, 0)]
    for (value, brightness) in expected { #expect(grid.brightness(value) == brightness) }
    #expect(ImageGrid(range: 3...3, images: []).brightness(3) == 0.5)
    #expect(ImageGrid(range: -1.5e308...1.5e308, images: []).brightness(0) == 0.5)
  }

  @Test func captionsAreEscapedAndEmphasized() {
    let svg = ImageGrid(title: "Mistakes", images: [corner]).svg()
    #expect(svg.contains("class=\"emphasis\">2 &lt;not 3&gt;</text>"))
    #expect(svg.contains(Palette.emphasis + "\" stroke-width=\"3\""))
    #expect(svg.contains("shape-rendering=\"crispEdges\""))
    #expect(ImageGrid(images: []).svg().hasSuffix("</svg>\n"))
  }

  @Test func imagesFormRows() {
    let images = (0..<5).map { _ in ImageGrid.Image(pixels: [0], width: 1, height: 1) }
    let svg = ImageGrid(columns: 3, images: images).svg()
    // Two margins of 14, three images of 72, two gaps of 12; and the same with two rows.
    #expect(svg.contains("viewBox=\"0 0 268 184\""))
  }

  @Test func terminalShowsBrightness() {
    let grid = ImageGrid(images: [corner])
    #expect(grid.terminal(width: 40, style: .plain) == "@@         \n  ++       \n! 2 <not 3>\n\n")
    let colors = TerminalStyle(color: true, unicode: true, isTerminal: true)
    let text = grid.terminal(width: 40, style: colors)
    #expect(text.contains("\u{1B}[38;5;255;48;5;232m▀") && text.contains("\u{1B}[1;31m"))
  }

  @Test func terminalRowsFitTheWidth() {
    let image = ImageGrid.Image(
      pixels: Array(repeating: 1, count: 784), width: 28, height: 28, caption: "a boot")
    let text = ImageGrid(images: [image, image, image]).terminal(width: 60, style: .plain)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 60 })
    // Two images in the first row and one in the second, each 14 lines and a caption.
    #expect(text.split(separator: "\n").count == 30)
  }

  @Test func wrongPixelCountTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = ImageGrid.Image(pixels: [1, 2, 3], width: 2, height: 2)
    }
  }
}

@Suite struct SignedColorTests {
  @Test("zero is white, the ends are blue and orange, NaN is black, and a bar says so")
  func colors() {
    let image = ImageGrid.Image(pixels: [-2, 0, 1, .nan], width: 2, height: 2)
    var grid = ImageGrid(range: -1...1, images: [image])
    grid.colors = .signed
    #expect([-2, 0, 1, .nan].map(grid.level) == [1, 9, 17, 0])
    #expect(grid.colors.levels.count == 18)
    #expect(grid.colors.levels[9] == "#ffffff")
    let svg = grid.svg()
    for color in ["#08519c", "#ffffff", "#bf5000", "#000"] { #expect(svg.contains(color)) }
    #expect(svg.contains(">-1</text>") && svg.contains(">0</text>") && svg.contains(">1</text>"))
    #expect(grid.terminal(width: 40, style: .plain).hasSuffix("\n-1 ===----   ++++### 1\n"))
    #expect(grid.terminal(width: 40, style: .plain).hasPrefix("==  \n##??\n"))
  }

  @Test("values with a sign have the colors of a terminal's cube") func terminal() {
    var grid = ImageGrid(
      range: -1...1, images: [.init(pixels: [-1, 0], width: 1, height: 2)])
    grid.colors = .signed
    let style = TerminalStyle(color: true, unicode: true, isTerminal: true)
    // Blue above white.
    #expect(grid.terminal(width: 40, style: style).hasPrefix("\u{1B}[38;5;31;48;5;231m▀"))
  }
}

@Suite struct ImageBoxTests {
  private func image(_ boxes: [ImageGrid.Box]) -> ImageGrid {
    ImageGrid(
      images: [
        .init(
          pixels: Array(repeating: 0, count: 30 * 8), width: 30, height: 8, boxes: boxes)
      ])
  }

  @Test("a box lies over its image, in the image's own pixels") func svg() {
    var grid = image([
      .init(x: 2, y: 1, width: 10, height: 5, label: "7<", isEmphasized: true),
      .init(x: 20, y: 2.5, width: 4, height: 4, isDashed: true),
    ])
    grid.imageSize = 90
    let svg = grid.svg()
    // Three pixels of the drawing for one of the image.
    #expect(svg.contains("<rect transform=\"translate(6 3)\" width=\"30\" height=\"15\""))
    #expect(svg.contains("translate(60 7.5)\" width=\"12\" height=\"12\""))
    #expect(svg.contains("stroke-dasharray=\"4 3\"/>") && svg.contains("#ff8c3b"))
    #expect(svg.contains(">7&lt;</text>"))
  }

  @Test("labels of boxes at one place stand at different corners, and the fifth where the first is")
  func labels() {
    let boxes = (0..<5).map { ImageGrid.Box(x: 10, y: 10, width: 20, height: 20, label: "\($0)") }
    let places = ImageGrid.Box.labelPlaces(of: boxes, scale: 3)
    #expect(places.map(\.x) == [30, 81, 30, 81, 30])
    #expect(places.map(\.y) == [27, 27, 102, 102, 27])
  }

  @Test("on the terminal its edge is drawn, within the image only") func terminal() {
    let grid = image([
      .init(x: 2, y: 0, width: 5, height: 8, label: "7"),
      .init(x: 26, y: 4, width: 40, height: 40, isEmphasized: true),
    ])
    let lines = grid.terminal(width: 40, style: .plain).split(separator: "\n")
    #expect(lines[0] == "  7oooo                       ")
    #expect(lines[1] == "  o   o                       ")
    #expect(lines[2] == "  o   o                   xxxx")
    #expect(lines[3] == "  ooooo                   x   ")
    let colors = TerminalStyle(color: true, unicode: true, isTerminal: true)
    #expect(grid.terminal(width: 40, style: colors).contains("38;5;42;48;5;42m▀"))
  }

  @Test("a box without an extent, and one that is outside, are drawn as far as they are there")
  func edges() {
    let point = ImageGrid.Box(x: 3, y: 3, width: 0, height: 0)
    #expect(point.edge(width: 8, height: 8).isEmpty)
    let outside = ImageGrid.Box(x: -50, y: 9, width: 4, height: 4)
    #expect(outside.edge(width: 8, height: 8).isEmpty)
    let around = ImageGrid.Box(x: -2, y: -2, width: 20, height: 20)
    #expect(around.edge(width: 8, height: 8).isEmpty)
  }

  @Test("negative extents and numbers that are none trap") func traps() async {
    await #expect(processExitsWith: .failure) {
      _ = ImageGrid.Box(x: 0, y: 0, width: -1, height: 1)
    }
    await #expect(processExitsWith: .failure) {
      _ = ImageGrid.Box(x: .nan, y: 0, width: 1, height: 1)
    }
  }
}
