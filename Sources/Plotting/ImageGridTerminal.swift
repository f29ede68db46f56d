extension ImageGrid {
  /// The images as text. With colors, half blocks show two pixels per character; without, the
  /// density of a character stands for brightness. A row holds as many images as fit.
  public func terminal(width: Int? = nil, style: TerminalStyle = .standardOutput) -> String {
    let width = max(1, min(width ?? style.width, 10_000))
    let pictures = images.map { picture($0, style: style) }
    let cell =
      zip(images, pictures).map { max($1.columns, min(captionText($0).count, 16)) }.max() ?? 1
    let gap = 2
    let perRow = max(1, min(columns, (width + gap) / (cell + gap)))
    var lines = wrapped(title, to: width).map { style.paint($0, .bold) }
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
    if colors == .signed { lines.append(bar(style)) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Emphasis needs a mark that also shows without colors.
  private func captionText(_ image: Image) -> String {
    image.isEmphasized ? "! " + image.caption : image.caption
  }

  private func caption(_ image: Image, columns: Int, style: TerminalStyle) -> String {
    let text = wholeWords(of: captionText(image), within: columns)
    let padding = String(repeating: " ", count: columns - text.count)
    return (image.isEmphasized ? style.paint(text, .bold, .red) : text) + padding
  }

  private func picture(_ image: Image, style: TerminalStyle) -> (columns: Int, lines: [String]) {
    let brightness: [Double] = image.pixels.map {
      $0.isNaN && colors == .signed ? .nan : self.brightness($0)
    }
    var edges: [Int: (box: Box, isCorner: Bool)] = [:]
    for box in image.boxes {
      for (place, isCorner) in box.edge(width: image.width, height: image.height) {
        edges[place] = (box, isCorner)
      }
    }
    /// The color of a pixel, or that of a box on it.
    func code(_ row: Int, _ column: Int) -> Int? {
      guard row < image.height else { return nil }
      let place = row * image.width + column
      return edges[place]?.box.color.terminalCode ?? colors.terminalCode(brightness[place])
    }
    /// A character for one pixel or the mean of two.
    func character(_ rows: Range<Int>, _ column: Int) -> String {
      let places = rows.filter { $0 < image.height }.map { $0 * image.width + column }
      if let (box, isCorner) = places.lazy.compactMap({ edges[$0] }).first {
        if isCorner, let letter = box.label.first { return String(letter) }
        return box.isEmphasized ? "x" : "o"
      }
      let mean = places.reduce(0) { $0 + brightness[$1] } / Double(places.count)
      return colors.character(mean, unicode: style.unicode)
    }
    if style.color && style.unicode {
      let lines = stride(from: 0, to: image.height, by: 2).map { row in
        (0..<image.width).map { column in
          halfBlock(code(row, column) ?? 0, code(row + 1, column), style)
        }.joined()
      }
      return (image.width, lines)
    }
    // Characters are twice as high as wide: small images double the columns, large ones average
    // two rows.
    if image.width <= 16 {
      let lines = (0..<image.height).map { row in
        (0..<image.width).map { column in
          String(repeating: character(row..<row + 1, column), count: 2)
        }.joined()
      }
      return (image.width * 2, lines)
    }
    let lines = stride(from: 0, to: image.height, by: 2).map { row in
      (0..<image.width).map { character(row..<row + 2, $0) }.joined()
    }
    return (image.width, lines)
  }

  /// The upper pixel is the color of the letter, the lower one that of its background.
  private func halfBlock(_ upper: Int, _ lower: Int?, _ style: TerminalStyle) -> String {
    let background = lower.map { ";48;5;\($0)" } ?? ""
    return style.escape("▀", code: "38;5;\(upper)\(background)")
  }

  /// What the colors with a sign mean, in a line.
  private func bar(_ style: TerminalStyle) -> String {
    let shades = (0...16).map { step -> String in
      let brightness = Double(step) / 16
      return style.color && style.unicode
        ? style.escape("█", code: "38;5;\(colors.terminalCode(brightness))")
        : colors.character(brightness, unicode: style.unicode)
    }
    return "\(barLabels[0]) \(shades.joined()) \(barLabels[2])"
  }
}
