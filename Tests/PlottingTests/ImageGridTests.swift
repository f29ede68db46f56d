import Foundation
import Testing

@testable import Plotting

@Suite struct ImageGridTests {
  let corner = ImageGrid.Image(
    pixels: [1, 0, 0, 0.5], width: 2, height: 2, caption: "2 <not 3>", isEmphasised: true)

  @Test func pixelsOfOneGreyShareAStroke() {
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

  @Test func captionsAreEscapedAndEmphasised() {
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
    let colours = TerminalStyle(colour: true, unicode: true, isTerminal: true)
    let text = grid.terminal(width: 40, style: colours)
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
