/// Draws a network of fully connected layers.
struct NetworkSketchSVG {
  private static let radius = 9.0
  private static let distance = 27.0
  private static let margin = 16.0

  private let sketch: NetworkSketch
  private let width: Double
  private let top: Double
  /// The height of the layer with the most circles.
  private let height: Double

  init(_ sketch: NetworkSketch) {
    self.sketch = sketch
    width = max(sketch.width, 200)
    top = sketch.title.isEmpty ? Self.margin : 48
    height = (sketch.layers.map { Double($0.shown.count) }.max() ?? 1) * Self.distance
  }

  var document: SVGDocument {
    var body = SVGBody()
    body.label(
      sketch.title, x: Self.margin, y: 28,
      size: TextSize.fitting(
        sketch.title, size: ChartLayout.titleSize, room: width - 2 * Self.margin, bold: true),
      bold: true)
    for layer in sketch.layers.indices.dropLast() { drawWeights(after: layer, in: &body) }
    for layer in sketch.layers.indices { drawUnits(of: layer, in: &body) }
    let captions = sketch.layers.map { $0.caption.split(separator: "\n").count }.max() ?? 0
    return SVGDocument(
      name: sketch.title.isEmpty ? "Network" : sketch.title, width: width,
      height: top + height + Double(captions) * 17 + Self.margin, body: body)
  }

  /// The middle of what stands at a place of a layer, counted from above.
  private func center(_ layer: Int, _ place: Int) -> (x: Double, y: Double) {
    let step = width / Double(sketch.layers.count)
    let count = Double(sketch.layers[layer].shown.count)
    return (
      (Double(layer) + 0.5) * step,
      top + height / 2 + (Double(place) - (count - 1) / 2) * Self.distance
    )
  }

  private func drawWeights(after layer: Int, in body: inout SVGBody) {
    let weights = sketch.weights?[layer]
    let largest = weights?.joined().map(abs).filter(\.isFinite).max() ?? 0
    for (place, unit) in sketch.layers[layer].shown.enumerated() {
      for (next, other) in sketch.layers[layer + 1].shown.enumerated() {
        guard let unit, let other else { continue }
        let (from, to) = (center(layer, place), center(layer + 1, next))
        let line = (
          x1: from.x + Self.radius, y1: from.y, x2: to.x - Self.radius, y2: to.y
        )
        guard let weight = weights?[unit][other] else {
          body.lines([line], style: "reference", attributes: "stroke-opacity=\".4\"")
          continue
        }
        guard weight.isFinite, largest > 0 else { continue }
        let color = Palette.color(weight < 0 ? 1 : 0).hex
        body.element(
          "<path stroke=\"\(color)\" stroke-opacity=\".85\""
            + " stroke-width=\"\(NumberText.coordinate(4 * (abs(weight) / largest)))\""
            + " d=\"M\(SVGBody.pair(line.x1, line.y1))L\(SVGBody.pair(line.x2, line.y2))\"/>")
      }
    }
  }

  private func drawUnits(of layer: Int, in body: inout SVGBody) {
    let isLast = layer == sketch.layers.count - 1
    for (place, unit) in sketch.layers[layer].shown.enumerated() {
      let (x, y) = center(layer, place)
      guard let unit else {
        let dots = [-7.0, 0, 7].map { "M\(SVGBody.pair(x, y + $0))h0" }.joined()
        body.element(
          "<path class=\"axis\" stroke-width=\"3.4\" stroke-linecap=\"round\" d=\"\(dots)\"/>")
        continue
      }
      body.element(
        "<circle class=\"axis\" stroke-width=\"1.6\" cx=\"\(NumberText.coordinate(x))\""
          + " cy=\"\(NumberText.coordinate(y))\" r=\"\(NumberText.coordinate(Self.radius))\"/>")
      let names = sketch.layers[layer].names
      guard !names.isEmpty else { continue }
      // Where no line leads: before the first layer, and after all others.
      let room = width / Double(sketch.layers.count) / 2 - Self.radius - 10
      let size = TextSize.fitting(names[unit], size: ChartLayout.labelSize, room: room)
      let side = isLast ? 1.0 : -1.0
      body.label(
        names[unit], x: x + side * (Self.radius + 6), y: y + 4.5, size: size,
        anchor: isLast ? .start : .end)
    }
    for (row, text) in sketch.layers[layer].caption.split(separator: "\n").enumerated() {
      body.label(
        String(text), x: center(layer, 0).x, y: top + height + 15 + Double(row) * 17,
        size: TextSize.fitting(
          String(text), size: ChartLayout.labelSize, room: width / Double(sketch.layers.count) - 6),
        anchor: .middle)
    }
  }
}
