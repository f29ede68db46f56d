import Files
import Serialization

/// Reads PNG (ISO/IEC 15948, 2004): a signature, and then chunks, each with its length, its name of four
/// letters, and a checksum. The chunk IHDR says how large the picture is, PLTE its colors if pixels are numbers
/// of colors, the chunks IDAT hold the pixels, and IEND is the last.
struct PNGReader {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  let bytes: [UInt8]
  let name: String

  func picture() throws -> Picture {
    var header: Header?
    var palette: [UInt8] = []
    var packed: [UInt8] = []
    var position = PNGReader.signature.count
    while true {
      let chunk = try chunk(at: position)
      guard header != nil || chunk.name == "IHDR" else {
        throw DataError(
          name, .byte(position), expected: "the chunk IHDR first", found: quoted(chunk.name))
      }
      switch chunk.name {
      case "IHDR": header = try Header(Array(chunk.content), at: position, of: name)
      case "PLTE": palette = Array(chunk.content)
      case "IDAT": packed += chunk.content
      case "IEND": return try picture(header!, palette, packed)
      default:
        // Names with a small first letter are of what a reader may leave out.
        guard chunk.name.first?.isLowercase == true else {
          throw DataError(
            name, .byte(position), expected: "IHDR, PLTE, IDAT or IEND", found: quoted(chunk.name))
        }
      }
      position = chunk.content.endIndex + 4
    }
  }

  private func chunk(at position: Int) throws -> (name: String, content: ArraySlice<UInt8>) {
    let start = position + 8
    guard start <= bytes.count else { throw cutShort }
    let length = Int(bigEndian(UInt32.self, bytes, at: position))
    guard length <= bytes.count - start - 4 else { throw cutShort }
    let end = start + length
    let check = CRC32.value(of: bytes[position + 4..<end])
    guard check == bigEndian(UInt32.self, bytes, at: end) else {
      throw DataError(
        name, .byte(end), expected: "the checksum of the bytes before it", found: "another",
        advice: "the file is damaged")
    }
    return (String(decoding: bytes[position + 4..<start], as: UTF8.self), bytes[start..<end])
  }

  private var cutShort: DataError {
    DataError(
      name, .byte(bytes.count), expected: "more of the picture, to the chunk IEND",
      found: "the end of the file", advice: "the file is cut short")
  }

  private func picture(
    _ header: Header, _ palette: [UInt8], _ packed: [UInt8]
  ) throws -> Picture {
    let rows = try header.unfiltered(try unpacked(packed, header.packedCount), of: name)
    let (channels, values) = try header.shown(rows, palette: palette, of: name)
    return Picture(
      name: name, width: header.width, height: header.height, channels: channels, values: values)
  }

  /// Undoes zlib (RFC 1950): two bytes about the compression, the compressed bytes, and a checksum.
  private func unpacked(_ packed: [UInt8], _ count: Int) throws -> [UInt8] {
    guard packed.count >= 6 else { throw cutShort }
    guard packed[0] & 15 == 8, (Int(packed[0]) << 8 + Int(packed[1])) % 31 == 0,
      packed[1] & 32 == 0
    else {
      throw DataError(
        name, expected: "pixels compressed by zlib",
        found: packed.prefix(2).map(hexadecimal).joined(separator: " "))
    }
    let (rows, packedCount) = try inflate(
      Array(packed.dropFirst(2)), atMost: count, name: "\(name), compressed pixels")
    guard rows.count == count else {
      throw DataError(
        name, expected: "\(counted(count, "byte")) of pixels", found: "\(rows.count)",
        advice: "the file is damaged")
    }
    guard packed.count >= packedCount + 6 else { throw cutShort }
    guard bigEndian(UInt32.self, packed, at: packedCount + 2) == adler32(rows) else {
      throw DataError(
        name, expected: "the checksum of the pixels", found: "another",
        advice: "the file is damaged")
    }
    return rows
  }
}

/// The checksum of zlib: two sums modulo the largest prime below 2¹⁶, of the bytes, and of the first sum.
private func adler32(_ bytes: [UInt8]) -> UInt32 {
  var (sum, sumOfSums): (UInt32, UInt32) = (1, 0)
  for byte in bytes {
    sum = (sum + UInt32(byte)) % 65521
    sumOfSums = (sumOfSums + sum) % 65521
  }
  return sumOfSums << 16 | sum
}
