import Files

extension PNGReader {
  /// What the chunk IHDR says, and what follows from it.
  struct Header {
    let width: Int
    let height: Int
    let kind: Kind

    /// What a pixel consists of.
    enum Kind: UInt8 {
      case gray = 0
      case color = 2
      case palette = 3
      case transparentGray = 4
      case transparentColor = 6

      var byteCount: Int {
        switch self {
        case .gray, .palette: 1
        case .transparentGray: 2
        case .color: 3
        case .transparentColor: 4
        }
      }
    }

    init(_ content: [UInt8], at position: Int, of name: String) throws {
      func fault(_ expected: String, _ found: String) -> DataError {
        DataError(name, .byte(position), expected: expected, found: found)
      }
      guard content.count == 13 else {
        throw fault("13 bytes in the chunk IHDR", "\(content.count)")
      }
      width = Int(bigEndian(UInt32.self, content, at: 0))
      height = Int(bigEndian(UInt32.self, content, at: 4))
      guard 1...Picture.longestSide ~= width, 1...Picture.longestSide ~= height else {
        throw fault("a width and a height of 1 to \(Picture.longestSide)", "\(width) × \(height)")
      }
      guard content[8] == 8 else {
        throw fault("8 bits per channel", "\(content[8])")
      }
      guard let kind = Kind(rawValue: content[9]) else {
        throw fault("a color type, one of 0, 2, 3, 4 and 6", "\(content[9])")
      }
      self.kind = kind
      guard content[10] == 0, content[11] == 0, content[12] == 0 else {
        throw fault(
          "compression 0, filter 0 and interlacing 0",
          "\(content[10]), \(content[11]) and \(content[12])")
      }
    }

    /// The bytes of a row of pixels.
    var rowCount: Int { width * kind.byteCount }
    /// The bytes of all rows, each with the byte for its filter.
    var packedCount: Int { height * (rowCount + 1) }

    /// Undoes the filters. Each row was written as differences from what a neighbor makes one expect: the
    /// pixel to the left (1), the one above (2), their mean (3), or whichever of left, above, and above left
    /// comes nearest to left + above − above left (4, Paeth). Small differences compress better.
    func unfiltered(_ packed: [UInt8], of name: String) throws -> [UInt8] {
      var rows = [UInt8](repeating: 0, count: height * rowCount)
      for row in 0..<height {
        let filter = packed[row * (rowCount + 1)]
        guard filter <= 4 else {
          throw DataError(
            name, expected: "a filter from 0 to 4 in row \(row)", found: "\(filter)",
            advice: "the file is damaged")
        }
        for column in 0..<rowCount {
          let place = row * rowCount + column
          let isFirst = column < kind.byteCount
          let left = isFirst ? 0 : rows[place - kind.byteCount]
          let above = row == 0 ? 0 : rows[place - rowCount]
          let corner = row == 0 || isFirst ? 0 : rows[place - rowCount - kind.byteCount]
          let expected: UInt8 =
            switch filter {
            case 0: 0
            case 1: left
            case 2: above
            case 3: UInt8((Int(left) + Int(above)) / 2)
            default: paeth(left, above, corner)
            }
          rows[place] = packed[row * (rowCount + 1) + 1 + column] &+ expected
        }
      }
      return rows
    }

    /// The pixels as they are seen: numbers of colors as colors, what is transparent over white.
    func shown(
      _ rows: [UInt8], palette: [UInt8], of name: String
    ) throws -> (channels: Int, values: [UInt8]) {
      switch kind {
      case .gray: return (1, rows)
      case .color: return (3, rows)
      case .transparentGray: return (1, overWhite(rows, channels: 1))
      case .transparentColor: return (3, overWhite(rows, channels: 3))
      case .palette:
        guard palette.count % 3 == 0, Int(rows.max() ?? 0) < palette.count / 3 else {
          throw DataError(
            name, expected: "a color for each pixel in the chunk PLTE",
            found: "\(counted(palette.count, "byte")) there, and color number \(rows.max() ?? 0)")
        }
        return (3, rows.flatMap { palette[3 * Int($0)..<3 * Int($0) + 3] })
      }
    }

    private func overWhite(_ rows: [UInt8], channels: Int) -> [UInt8] {
      stride(from: 0, to: rows.count, by: channels + 1).flatMap { start in
        let opacity = Int(rows[start + channels])
        return (start..<start + channels).map { place in
          UInt8((Int(rows[place]) * opacity + 255 * (255 - opacity) + 127) / 255)
        }
      }
    }
  }
}

private func paeth(_ left: UInt8, _ above: UInt8, _ corner: UInt8) -> UInt8 {
  let estimate = Int(left) + Int(above) - Int(corner)
  let distances = [left, above, corner].map { abs(estimate - Int($0)) }
  return distances[0] <= distances[1] && distances[0] <= distances[2]
    ? left : distances[1] <= distances[2] ? above : corner
}
