import Serialization
import TensorCore

extension Reader {
  /// `inflate`: makes no more than it may, takes no more than there is, and what it made is made again
  /// from the bytes that it took.
  static let inflate = Reader(
    name: "inflate",
    examples: {
      // By hand: a stored block, and fixed codes. By zlib: codes of the block's own.
      [
        storedBlock([65, 66, 67], isLast: true), [0x4B, 0x4C, 0x4A, 0x06, 0x22, 0],
        [
          53, 138, 201, 17, 0, 32, 12, 2, 107, 229, 176, 255, 22, 140, 16, 153, 229, 179, 32, 76,
          56, 61, 216, 216, 95, 129, 34, 252, 48, 200, 152, 170, 188, 180, 255, 122, 5, 116, 205,
          116, 1,
        ],
      ]
    },
    words: ["\u{1}", "\u{3}", "\u{5}", "\u{0}\u{0}\u{0}", "\u{4}\u{0}\u{0}\u{0}"],
    change: { input, generator in
      switch Int.random(in: 0..<3, using: &generator) {
      case 0:
        // Something for later blocks to copy from.
        let count = Int.random(in: 0...20, using: &generator)
        input = storedBlock((0..<count).map { UInt8($0) }, isLast: false) + input
      case 1:
        // Another kind of block, the last one or not.
        guard !input.isEmpty else { return }
        input[0] = input[0] & 0xF8 | UInt8.random(in: 0..<8, using: &generator)
      default:
        // The first bits say how many codes there are, and how long they are.
        guard !input.isEmpty else { return }
        let place = Int.random(in: 0..<min(16, input.count), using: &generator)
        input[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      }
    },
    read: { input in
      let limit = 1 << 18
      let (bytes, count) = try Serialization.inflate(input, atMost: limit, name: "fuzz")
      require(
        bytes.count <= limit && count <= input.count,
        "inflate: \(bytes.count) bytes out of \(count), where there are \(input.count)")
      let again = try Serialization.inflate(
        Array(input.prefix(count)), atMost: bytes.count, name: "again")
      require(again.bytes == bytes && again.packedCount == count, "inflate: other bytes again")
    })
}

extension Reader {
  /// `gunzip`: what is accepted has the length that it claims.
  static let gzip = Reader(
    name: "gzip",
    examples: {
      // The same text, after the shortest header and after one with everything.
      let fields: [UInt8] = [2, 0, 97, 98, 110, 97, 109, 101, 0, 110, 111, 116, 101, 0, 0, 0]
      return [gzipped(0, []), gzipped(30, fields)]
    },
    words: ["\u{1F}", "\u{8}\u{0}", "\u{8}\u{1E}", "\u{0}\u{0}"],
    change: { input, generator in
      // Other flags announce other fields.
      if input.count > 3 { input[3] = UInt8.random(in: 0..<32, using: &generator) }
    },
    read: { input in
      let bytes = try gunzip(input, name: "fuzz")
      let claimed = input.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      require(bytes.count == claimed, "gzip: \(bytes.count) bytes, where it claims \(claimed)")
    })
}

/// "go on, go on, go on" by gzip, with flags, and with what they announce.
private func gzipped(_ flags: UInt8, _ fields: [UInt8]) -> [UInt8] {
  [0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 3] + fields
    + [
      75, 207, 87, 200, 207, 211, 81, 72, 71, 162, 0,  // The text, packed.
      165, 236, 96, 41, 19, 0, 0, 0,  // Its checksum and length.
    ]
}

/// Bytes as they are, in a block of their own.
private func storedBlock(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
  let (low, high) = (UInt8(bytes.count & 0xFF), UInt8(bytes.count >> 8))
  return [isLast ? 1 : 0, low, high, ~low, ~high] + bytes
}
