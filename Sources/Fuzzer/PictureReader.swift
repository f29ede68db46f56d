import DataLoading
import Serialization
import TensorCore

extension Reader {
  /// `Picture`: what is accepted has as many values as it says, and becomes a tensor of them.
  static let picture = Reader(
    name: "picture",
    examples: {
      [
        Array("P2 # gray\n3 2\n9\n0 1 2\n7 8 9\n".utf8), Array("P5 2 1 255\n".utf8) + [0, 255],
        png(width: 2, height: 2, colorType: 0, rows: [0, 1, 2, 1, 3, 4]),
        png(width: 1, height: 2, colorType: 6, rows: [2, 1, 2, 3, 9, 4, 3, 4, 5, 6]),
        png(width: 2, height: 1, colorType: 3, rows: [0, 0, 1], palette: [9, 8, 7, 6, 5, 4]),
      ]
    },
    words: ["P2", "P5", "P6", "#", "\n", "255", "65535", "IHDR", "PLTE", "IDAT", "IEND", "tEXt"],
    change: { input, generator in
      if Bool.random(using: &generator) {
        repairChecksums(&input)
        return
      }
      // Rows of the right length, or nearly, with any filters.
      let colorTypes: [UInt8: Int] = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4]
      let colorType = colorTypes.keys.sorted().randomElement(using: &generator)!
      var (width, height) = (0, 0)
      for _ in 0..<5 where width == 0 || height == 0 {
        width = Int.random(in: 0...5, using: &generator)
        height = Int.random(in: 0...5, using: &generator)
      }
      let count = height * (1 + width * colorTypes[colorType]!)
      let rows = (0..<count).map { _ in UInt8.random(in: 0...6, using: &generator) }
      if Int.random(in: 0..<4, using: &generator) == 0 {
        height = trickyNumber(input.count, &generator)
      }
      let paletteCount = Int.random(in: 0...21, using: &generator)
      input = png(
        width: width, height: height, colorType: colorType, rows: rows,
        palette: (0..<paletteCount).map { UInt8($0) })
    },
    read: { input in
      let picture = try Picture(bytes: input, name: "fuzz.png")
      let tensor: Tensor<Float> = picture.tensor()
      require(
        tensor.shape == [picture.channels, picture.height, picture.width]
          && tensor.elementCount == picture.values.count,
        "picture: \(picture.values.count) values for \(tensor.shape)")
    })
}

/// A PNG whose rows, each with the number of its filter, are not compressed.
private func png(
  width: Int, height: Int, colorType: UInt8, rows: [UInt8], palette: [UInt8] = []
) -> [UInt8] {
  let (low, high) = (UInt8(rows.count & 0xFF), UInt8(rows.count >> 8 & 0xFF))
  var sums: (UInt32, UInt32) = (1, 0)
  for byte in rows {
    sums.0 = (sums.0 + UInt32(byte)) % 65521
    sums.1 = (sums.1 + sums.0) % 65521
  }
  let packed = [0x78, 1, 1, low, high, ~low, ~high] + rows + bytes(sums.1 << 16 | sums.0)
  return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    + chunk(
      "IHDR",
      bytes(UInt32(truncatingIfNeeded: width)) + bytes(UInt32(truncatingIfNeeded: height)) + [
        8, colorType, 0, 0, 0,
      ])
    + (palette.isEmpty ? [] : chunk("PLTE", palette)) + chunk("IDAT", packed) + chunk("IEND", [])
}

private func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
  let checked = Array(name.utf8) + content
  return bytes(UInt32(content.count)) + checked + bytes(CRC32.value(of: checked))
}

private func bytes(_ number: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
}

/// Makes the checksums of all chunks right: otherwise a changed byte would be refused for them alone.
private func repairChecksums(_ input: inout [UInt8]) {
  var position = 8
  while position + 12 <= input.count {
    let length = input[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
    let end = position + 8 + length
    guard end + 4 <= input.count else { return }
    input.replaceSubrange(
      end..<end + 4, with: bytes(CRC32.value(of: input[position + 4..<end])))
    position = end + 4
  }
}
