extension ImageGrid {
  /// A box that is drawn over an image: where something was found, or should have been.
  public struct Box: Sendable {
    /// How far its left edge is from that of the image, in pixels of the image.
    public let x: Double
    /// How far its upper edge is from that of the image.
    public let y: Double
    /// Its width.
    public let width: Double
    /// Its height.
    public let height: Double
    /// The text at its upper left corner, or at another where that is taken; empty for none.
    public let label: String
    /// Whether it is marked, as something found where there is nothing.
    public let isEmphasized: Bool
    /// Whether its line is dashed, as around something that was not found.
    public let isDashed: Bool

    /// Makes a box. What of it lies outside of the image is drawn there in the SVG, and not in the terminal.
    /// Traps when width or height is negative, or a number is NaN or beyond a million.
    public init(
      x: Double, y: Double, width: Double, height: Double, label: String = "",
      isEmphasized: Bool = false, isDashed: Bool = false
    ) {
      guard abs(x) <= 1e6, abs(y) <= 1e6, 0...1e6 ~= width, 0...1e6 ~= height else {
        fatalError("A box at (\(x), \(y)) of width \(width) and height \(height) cannot be drawn.")
      }
      self.x = x
      self.y = y
      self.width = width
      self.height = height
      self.label = label
      self.isEmphasized = isEmphasized
      self.isDashed = isDashed
    }

    var color: (hex: String, terminalCode: Int) {
      isEmphasized ? ("#ff8c3b", 208) : ("#2fd39a", 42)
    }

    /// The box in an SVG whose pixels are so much smaller than those of the image, with its label there.
    func markup(scale: Double, labelAt place: (x: Double, y: Double)) -> String {
      let corner = SVGBody.pair(x * scale, y * scale)
      let size = (NumberText.coordinate(width * scale), NumberText.coordinate(height * scale))
      let line = isDashed ? " stroke-dasharray=\"4 3\"" : ""
      let text =
        label.isEmpty
        ? ""
        : """

        <text transform="translate(\(SVGBody.pair(place.x, place.y)))" font-size="12" \
        font-weight="600" style="fill:\(color.hex)">\(SVGBody.escaped(label))</text>
        """
      return """
        <rect transform="translate(\(corner))" width="\(size.0)" height="\(size.1)" fill="none" \
        stroke="\(color.hex)" stroke-width="2"\(line)/>\(text)
        """
    }

    /// Where the labels of boxes begin in an SVG: each at the first corner of its box where no label lies yet,
    /// and at the upper left one where all are taken.
    static func labelPlaces(of boxes: [Box], scale: Double) -> [(x: Double, y: Double)] {
      let height = 12.0
      var taken: [(x: ClosedRange<Double>, y: ClosedRange<Double>)] = []
      return boxes.map { box in
        let width = 9 * Double(box.label.count)
        let (left, right) = (box.x * scale, (box.x + box.width) * scale - width)
        let (above, below) = (box.y * scale - 3, (box.y + box.height) * scale + height)
        let corners = [(left, above), (right, above), (left, below), (right, below)]
        func isFree(_ x: Double, _ y: Double) -> Bool {
          !taken.contains { $0.x.overlaps(x...x + width) && $0.y.overlaps(y - height...y) }
        }
        let (x, y) = corners.first(where: isFree) ?? corners[0]
        if !box.label.isEmpty { taken.append((x...x + width, y - height...y)) }
        return (x, y)
      }
    }

    /// The pixels on its edges that are within an image, and which of them is the corner for the label.
    func edge(width imageWidth: Int, height imageHeight: Int) -> [(place: Int, isCorner: Bool)] {
      func pixel(_ position: Double) -> Int { Int(position.rounded(.down)) }
      let (left, right) = (pixel(x), pixel(x + width - 1))
      let (top, bottom) = (pixel(y), pixel(y + height - 1))
      var places: [(Int, Bool)] = []
      func add(_ row: Int, _ column: Int) {
        guard 0..<imageHeight ~= row, 0..<imageWidth ~= column else { return }
        places.append((row * imageWidth + column, row == top && column == left))
      }
      for column in 0..<imageWidth where left <= column && column <= right {
        add(top, column)
        add(bottom, column)
      }
      for row in 0..<imageHeight where top <= row && row <= bottom {
        add(row, left)
        add(row, right)
      }
      return places
    }
  }
}
