import Foundation

extension ImageGrid {
  /// The images as one SVG document with a transparent background. Each pixel is a sharp
  /// square in one of sixteen grays, or of seventeen colors with a sign. The same grid always gives the same
  /// bytes.
  public func svg() -> String {
    let margin = 14.0
    let gap = 12.0
    let captionSize = 13.0
    let sizes = images.map(shownSize)
    let captionWidths = images.map { TextSize.width($0.caption, size: captionSize) }
    let largest = sizes.map(\.width).max() ?? 0
    // Captions may widen the cells a little; longer ones get a smaller font.
    let cellWidth = max(largest, min(captionWidths.max() ?? 0, largest * 1.5))
    let imageHeight = sizes.map(\.height).max() ?? 0
    let captionHeight = images.contains { !$0.caption.isEmpty } ? 20.0 : 0
    let cellHeight = imageHeight + captionHeight

    let usedColumns = max(1, min(columns, images.count))
    let rows = (images.count + usedColumns - 1) / usedColumns
    let top = title.isEmpty ? margin : 44
    let width = max(2 * margin + Double(usedColumns) * (cellWidth + gap) - gap, 60)
    var body = SVGBody()
    body.label(
      title, x: margin, y: 28,
      size: TextSize.fitting(
        title, size: ChartLayout.titleSize, room: width - 2 * margin, bold: true),
      bold: true)
    for (index, image) in images.enumerated() {
      let size = sizes[index]
      let middle = margin + Double(index % usedColumns) * (cellWidth + gap) + cellWidth / 2
      let y = top + Double(index / usedColumns) * (cellHeight + gap)
      body.element(element(image, x: (middle - size.width / 2).rounded(), y: y, size: size))
      body.label(
        image.caption, x: middle, y: y + size.height + 16,
        size: TextSize.fitting(image.caption, size: captionSize, room: cellWidth),
        anchor: .middle, style: image.isEmphasized ? "emphasis" : "")
    }
    var height = top + max(0, Double(rows) * (cellHeight + gap) - gap) + margin
    if colors == .signed {
      addBar(to: &body, x: margin, y: height, width: min(width - 2 * margin, 240))
      height += 44
    }
    return SVGDocument(
      name: title.isEmpty ? "Images" : title, width: width, height: height, body: body
    ).text
  }

  /// Writes the SVG to a file, making missing folders; the file is replaced in one step.
  /// - Throws: an error that says in a sentence why the folder or the file cannot be written.
  public func write(to url: URL) throws {
    try SVGDocument.write(svg(), to: url)
  }

  /// A whole number of SVG pixels for each image pixel keeps the squares equal.
  private func shownSize(_ image: Image) -> (width: Double, height: Double) {
    let scale = max(1, (imageSize / Double(image.width)).rounded())
    return (Double(image.width) * scale, Double(image.height) * scale)
  }

  private func element(
    _ image: Image, x: Double, y: Double, size: (width: Double, height: Double)
  ) -> String {
    let pixels = PixelRuns.markup(
      image.pixels.map(level), colors: colors.levels, width: image.width, height: image.height)
    let scale = NumberText.coordinate(size.width / Double(image.width))
    let frame =
      image.isEmphasized
      ? "stroke=\"\(Palette.emphasis)\" stroke-width=\"3\"" : "class=\"axis\""
    let outset = image.isEmphasized ? 1.5 : 0.5
    let corner = SVGBody.pair(x - outset, y - outset)
    let outer = (
      NumberText.coordinate(size.width + 2 * outset),
      NumberText.coordinate(size.height + 2 * outset)
    )
    return """
      <g transform="translate(\(SVGBody.pair(x, y))) scale(\(scale))" shape-rendering="crispEdges">
      \(pixels)
      </g>
      <rect transform="translate(\(corner))" fill="none" \(frame) \
      width="\(outer.0)" height="\(outer.1)"/>
      """ + boxes(of: image, x: x, y: y, scale: size.width / Double(image.width))
  }

  private func boxes(of image: Image, x: Double, y: Double, scale: Double) -> String {
    guard !image.boxes.isEmpty else { return "" }
    let places = Box.labelPlaces(of: image.boxes, scale: scale)
    let elements = zip(image.boxes, places).map { $0.markup(scale: scale, labelAt: $1) }
      .joined(separator: "\n")
    return "\n<g transform=\"translate(\(SVGBody.pair(x, y)))\">\n\(elements)\n</g>"
  }

  /// A bar of all colors, with the values at its ends and in its middle.
  private func addBar(to body: inout SVGBody, x: Double, y: Double, width: Double) {
    let levels = Array(colors.levels.dropFirst())
    let bar = PixelRuns.markup(
      Array(levels.indices), colors: levels, width: levels.count, height: 1)
    let scale = SVGBody.pair(width / Double(levels.count), 12)
    body.element(
      "<g transform=\"translate(\(SVGBody.pair(x, y))) scale(\(scale))\" "
        + "shape-rendering=\"crispEdges\">\n\(bar)\n</g>")
    for (place, text) in zip([0, 0.5, 1], barLabels) {
      body.label(
        text, x: x + place * width, y: y + 28, size: 13,
        anchor: place == 0 ? .start : place == 1 ? .end : .middle)
    }
  }

  /// The values at the ends and in the middle of the bar.
  var barLabels: [String] {
    let middle = range.lowerBound / 2 + range.upperBound / 2
    return [range.lowerBound, middle, range.upperBound].map { NumberText.significant($0) }
  }
}
