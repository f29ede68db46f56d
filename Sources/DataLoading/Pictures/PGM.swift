import Files

/// Reads PGM: the letters P2 or P5, width, height, the value of white, and then the pixels. Words are apart by
/// blanks or new lines; from # to the end of a line is a comment.
enum PGMReader {
  static func picture(_ bytes: [UInt8], name: String) throws -> Picture {
    guard bytes.count >= 2, bytes[1] == UInt8(ascii: "2") || bytes[1] == UInt8(ascii: "5") else {
      throw DataError(
        name, .byte(0), expected: "P2 or P5, with which PGM files begin",
        found: quoted(String(decoding: bytes.prefix(2), as: UTF8.self)),
        advice: "other kinds, such as P6 for color, are not read; PNG is")
    }
    var words = Words(bytes: bytes, name: name)
    let width = try words.number("a width of at least 1", in: 1...Picture.longestSide)
    let height = try words.number("a height of at least 1", in: 1...Picture.longestSide)
    let white = try words.number("a value for white from 1 to 255", in: 1...255)
    let count = width * height
    var values: [UInt8]
    if bytes[1] == UInt8(ascii: "5") {
      // One blank, and no more: what follows may look like one.
      let start = words.position + 1
      guard bytes.count == start + count else {
        throw DataError(
          name, .byte(min(bytes.count, start + count)),
          expected: "\(counted(count, "byte")) for \(width) × \(height) pixels",
          found: "\(max(0, bytes.count - start))")
      }
      values = Array(bytes[start...])
      if let bad = values.firstIndex(where: { $0 > white }) {
        throw DataError(
          name, .byte(start + bad), expected: "a pixel of at most \(white), which is white",
          found: "\(values[bad])")
      }
    } else {
      // A size is only a claim: a number takes two bytes, so that no memory is taken for what is not there.
      guard count <= bytes.count / 2 + 1 else {
        throw DataError(
          name, .byte(bytes.count), expected: "\(counted(count, "pixel"))", found: "the end")
      }
      values = try (0..<count).map { _ in
        UInt8(try words.number("a pixel from 0 to \(white)", in: 0...white))
      }
      try words.requireEnd()
    }
    if white != 255 {
      values = values.map { UInt8((Double($0) * 255 / Double(white)).rounded()) }
    }
    return Picture(name: name, width: width, height: height, channels: 1, values: values)
  }

  /// Takes one number after the other.
  private struct Words {
    let bytes: [UInt8]
    let name: String
    /// The next byte; at first the one after P2 or P5.
    var position = 2

    mutating func number(_ expected: String, in range: ClosedRange<Int>) throws -> Int {
      skipBlanks()
      let start = position
      while position < bytes.count, !isBlank(bytes[position]), bytes[position] != UInt8(ascii: "#")
      {
        position += 1
      }
      let word = String(decoding: bytes[start..<position], as: UTF8.self)
      guard word.utf8.allSatisfy({ 48...57 ~= $0 }), let number = Int(word), range.contains(number)
      else {
        throw DataError(
          name, .byte(start), expected: expected, found: word.isEmpty ? "the end" : quoted(word))
      }
      return number
    }

    mutating func requireEnd() throws {
      skipBlanks()
      guard position == bytes.count else {
        throw DataError(
          name, .byte(position), expected: "the end after the last pixel", found: "more")
      }
    }

    private mutating func skipBlanks() {
      while position < bytes.count {
        if bytes[position] == UInt8(ascii: "#") {
          while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        } else if isBlank(bytes[position]) {
          position += 1
        } else {
          return
        }
      }
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 32 || 9...13 ~= byte }
  }
}

extension Picture {
  /// No picture is higher or wider: products of its sizes do not overflow.
  static let longestSide = 1 << 20
}
