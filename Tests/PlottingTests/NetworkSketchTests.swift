import Foundation
import Testing

@testable import Plotting

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct NetworkSketchTests {
  let layers = [
    NetworkSketch.Layer("2 inputs", count: 2, names: ["x & y", "z"]),
    NetworkSketch.Layer("3 units\nrelu", count: 3), NetworkSketch.Layer("1 output", count: 1),
  ]

  @Test func aCircleForEachUnitAndALineForEachWeight() {
    let svg = NetworkSketch(title: "Net", layers: layers).svg()
    #expect(XMLParser(data: Data(svg.utf8)).parse())
    #expect(svg.components(separatedBy: "<circle").count - 1 == 6)
    #expect(svg.components(separatedBy: "class=\"reference\"").count - 1 == 2 * 3 + 3 * 1)
    for text in ["Net", "x &amp; y", "z", "2 inputs", "3 units", "relu"] {
      #expect(svg.contains(">\(text)</text>"))
    }
  }

  @Test func theLineShowsSignAndSizeOfItsWeight() throws {
    let weights = [[[1.0, -2, 0], [4, .nan, -4]], [[1], [1], [-0.5]]]
    let svg = NetworkSketch(layers: layers, weights: weights).svg()
    let lines = svg.matches(
      of: /<path stroke="(#\w+)" stroke-opacity=".85" stroke-width="([0-9.]+)"/
    )
    .map { (color: String($0.1), width: Double($0.2)!) }
    let (blue, orange) = (Palette.color(0).hex, Palette.color(1).hex)
    // The widest line is 4 pixels wide in each layer; a weight that is no number has none.
    #expect(lines.map(\.width) == [1, 2, 0, 4, 4, 4, 4, 2])
    #expect(lines.map(\.color) == [blue, orange, blue, blue, orange, blue, blue, orange])
  }

  @Test func weightsThatDoNotFitAreTold() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = NetworkSketch(
        layers: [NetworkSketch.Layer("in", count: 2), NetworkSketch.Layer("out", count: 3)],
        weights: [[[1, 2, 3], [4]]])
    }
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(output.contains(#"weights of ["2 rows of 3"]; it was given"#), "\(output)")
    #expect(output.contains(#"["2 rows of 1 and 3"]"#), "\(output)")
  }

  @Test func aLargeLayerShowsItsEnds() {
    #expect(NetworkSketch.Layer("", count: 10).shown == Array(0..<10))
    let shown = NetworkSketch.Layer("", count: 64).shown
    #expect(shown == [0, 1, 2, 3, nil, 60, 61, 62, 63])
    let sketch = NetworkSketch(layers: [.init("", count: 64), .init("", count: 10)])
    let svg = sketch.svg()
    #expect(svg.components(separatedBy: "<circle").count - 1 == 18)
    #expect(svg.components(separatedBy: "class=\"reference\"").count - 1 == 80)
  }

  @Test func everythingLiesInsideThePicture() throws {
    let svg = NetworkSketch(
      layers: [.init("a", count: 64), .init("b", count: 10, names: (0...9).map(String.init))]
    ).svg()
    let box = try #require(svg.firstMatch(of: /viewBox="0 0 ([0-9.]+) ([0-9.]+)"/))
    let (width, height) = (Double(box.1)!, Double(box.2)!)
    for match in svg.matches(of: /c?x="([0-9.]+)" c?y="([0-9.]+)"/) {
      #expect((0...width).contains(Double(match.1)!) && (0...height).contains(Double(match.2)!))
    }
  }

  @Test func wrongUseTraps() async {
    await #expect(processExitsWith: .failure) { _ = NetworkSketch.Layer("a", count: 0) }
    await #expect(processExitsWith: .failure) {
      _ = NetworkSketch.Layer("a", count: 2, names: ["x"])
    }
    await #expect(processExitsWith: .failure) {
      _ = NetworkSketch(layers: [.init("a", count: 2)])
    }
    await #expect(processExitsWith: .failure) {
      _ = NetworkSketch(
        layers: [.init("a", count: 2), .init("b", count: 1)], weights: [[[1, 2]]])
    }
  }
}
