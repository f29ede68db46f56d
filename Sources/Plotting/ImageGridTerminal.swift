extension ImageGrid {
  /// The images as text. With colours, half blocks show two pixels a character; without, the
  /// density of a character stands for brightness. A row holds as many images as fit.
  public func terminal(width: Int? = nil, style: TerminalStyle = .standardOutput) -> String {
    let width = max(1, min(width ?? style.width, 10_000))
    let pictures = images.map { picture($0, style: style) }
    let cell =
      zip(images, pictures).map { max($1.columns, min(captionText($0).count, 16)) }.max() ?? 1
    let gap = 2
    let perRow = max(1, min(columns, (width + gap) / (cell + gap)))
    var lines: [String] = title.isEmpty ? [] : [style.paint(String(title.prefix(width)), .bold)]
    for start in stride(from: 0, to: images.count, by: perRow) {
      let shown = start..<min(start + perRow, images.count)
      let height = shown.map { pictures[$0].lines.count }.max() ?? 0
      for line in 0..<height {
        let parts = shown.map { index -> String in
          let picture = pictures[index]
          guard line < picture.lines.count else { return String(repeating: " ", count: cell) }
          return picture.lines[line] + String(repeating: " ", count: cell - picture.columns)
        }
        lines.append(parts.joined(separator: String(repeating: " ", count: gap)))
      }
      if shown.contains(where: { !images[$0].caption.isEmpty }) {
        let captions = shown.map { caption(images[$0], columns: cell, style: style) }
        lines.append(captions.joined(separator: String(repeating: " ", count: gap)))
      }
      lines.append("")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Emphasis needs a mark that also shows without colours.
  private func captionText(_ image: Image) -> String {
    image.isEmphasised ? "! " + image.caption : image.caption
  }

  private func caption(_ image: Image, columns: Int, style: TerminalStyle) -> String {
    let text = String(captionText(image).prefix(columns))
    let padding = String(repeating: " ", count: columns - text.count)
    return (image.isEmphasised ? style.paint(text, .bold, .red) : text) + padding
  }

  private func picture(_ image: Image, style: TerminalStyle) -> (columns: Int, lines: [String]) {
    let grey = image.pixels.map(brightness)
    func pixel(_ row: Int, _ column: Int) -> Double? {
      row < image.height ? grey[row * image.width + column] : nil
    }
    if style.colour && style.unicode {
      let lines = stride(from: 0, to: image.height, by: 2).map { row in
        (0..<image.width).map { column in
          halfBlock(pixel(row, column) ?? 0, pixel(row + 1, column), style)
        }.joined()
      }
      return (image.width, lines)
    }
    // Characters are twice as high as wide: small images double the columns, large ones average
    // two rows.
    if image.width <= 16 {
      let lines = (0..<image.height).map { row in
        (0..<image.width).map { column in
          String(repeating: shade(pixel(row, column) ?? 0, style), count: 2)
        }.joined()
      }
      return (image.width * 2, lines)
    }
    let lines = stride(from: 0, to: image.height, by: 2).map { row in
      (0..<image.width).map { column -> String in
        let upper = pixel(row, column) ?? 0
        return shade((upper + (pixel(row + 1, column) ?? upper)) / 2, style)
      }.joined()
    }
    return (image.width, lines)
  }

  /// The upper pixel is the colour of the letter, the lower one that of its background.
  private func halfBlock(_ upper: Double, _ lower: Double?, _ style: TerminalStyle) -> String {
    // The 256 colours of a terminal have 24 greys, from number 232 on.
    func code(_ brightness: Double) -> Int { 232 + Int((brightness * 23).rounded()) }
    let background = lower.map { ";48;5;\(code($0))" } ?? ""
    return style.escape("▀", code: "38;5;\(code(upper))\(background)")
  }

  private func shade(_ brightness: Double, _ style: TerminalStyle) -> String {
    let shades = Array(style.unicode ? " ░▒▓█" : " .:-=+*#%@")
    return String(shades[Int((brightness * Double(shades.count - 1)).rounded())])
  }
}
