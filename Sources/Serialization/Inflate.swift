import Files

/// Undoes DEFLATE (RFC 1951), the compression of zip archives, of gzip, and of PNG pictures.
///
/// Compressed bytes are a series of blocks, and a block is a series of symbols: a byte as it is, or "go
/// back so far, and copy so many bytes from there" (Ziv and Lempel, 1977). Symbols are written in a
/// Huffman code, frequent ones in few bits. The code is a fixed one, or stands before the symbols. What
/// does not get shorter is stored in a block as it is.
///
/// Gives back the bytes, and how many of the packed ones the blocks take up: what comes after them, such
/// as the checksum of PNG, is the caller's. More bytes than `limit` are never made, for what comes out can
/// be a thousand times as long as what goes in. `name` stands for the file in error messages.
///
/// Throws a `DataError` where the packed bytes are damaged, end too early, or give more than `limit`.
package func inflate(
  _ packed: [UInt8], atMost limit: Int, name: String
) throws -> (bytes: [UInt8], packedCount: Int) {
  var inflation = Inflation(bits: BitReader(packed, name: name), limit: limit)
  try inflation.takeBlocks()
  return (inflation.output, inflation.bits.takenByteCount)
}

private struct Inflation {
  var bits: BitReader
  let limit: Int
  /// What has come out so far, from which later symbols copy.
  var output: [UInt8] = []

  mutating func takeBlocks() throws {
    var isLast = false
    while !isLast {
      isLast = try bits.take(1) == 1
      switch try bits.take(2) {
      case 0: try takeStoredBytes()
      case 1: try takeSymbols(fixedLiteralCode, fixedDistanceCode)
      case 2:
        let (literals, distances) = try takeCodes()
        try takeSymbols(literals, distances)
      default: throw bits.damage(expected: "a block of kind 0, 1 or 2", found: "3")
      }
    }
  }

  private mutating func takeStoredBytes() throws {
    bits.skipToNextByte()
    let (count, check) = (try bits.take(16), try bits.take(16))
    guard count ^ check == 0xFFFF else {
      throw bits.damage(expected: "a length and its bits inverted", found: "\(count) and \(check)")
    }
    try requireRoom(for: count)
    output += try bits.takeBytes(count)
  }

  /// A block's symbols: 0 to 255 is a byte, 256 the end; from 257 on, a length follows, and a distance.
  private mutating func takeSymbols(_ literals: HuffmanCode, _ distances: HuffmanCode) throws {
    while true {
      let symbol = try bits.take(literals)
      if symbol < 256 {
        try requireRoom(for: 1)
        output.append(UInt8(symbol))
        continue
      }
      if symbol == 256 { return }
      let length = try takeNumber(lengthSteps, symbol - 257)
      let distance = try takeNumber(distanceSteps, try bits.take(distances))
      guard distance <= output.count else {
        throw bits.damage(
          expected: "a distance of at most the \(counted(output.count, "byte")) so far",
          found: "\(distance)")
      }
      try requireRoom(for: length)
      // One by one, because a copy may begin with bytes that it makes itself: distance 1 repeats one.
      let start = output.count - distance
      for place in start..<start + length { output.append(output[place]) }
    }
  }

  /// A number that is written as a step, and how far it lies above it in so many extra bits.
  private mutating func takeNumber(
    _ steps: [(base: Int, extraBits: Int)], _ step: Int
  ) throws -> Int {
    guard step < steps.count else {
      throw bits.damage(expected: "a symbol with a meaning", found: "one without")
    }
    return steps[step].base + (try bits.take(steps[step].extraBits))
  }

  /// The two codes that stand at the beginning of a block, as the number of bits of each symbol. These
  /// numbers are themselves written in a code, whose own numbers of bits come first.
  private mutating func takeCodes() throws -> (literals: HuffmanCode, distances: HuffmanCode) {
    let (literalCount, distanceCount) = (257 + (try bits.take(5)), 1 + (try bits.take(5)))
    let count = literalCount + distanceCount
    let damage = bits.damage(expected: "lengths of which codes can be made", found: "others")
    guard literalCount <= 286, distanceCount <= 30 else { throw damage }
    var lengthsOfLengths = [Int](repeating: 0, count: 19)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    for symbol in order.prefix(4 + (try bits.take(4))) {
      lengthsOfLengths[symbol] = try bits.take(3)
    }
    guard let code = HuffmanCode(lengths: lengthsOfLengths) else { throw damage }

    var lengths: [Int] = []
    while lengths.count < count {
      let symbol = try bits.take(code)
      switch symbol {
      case 16 where lengths.isEmpty: throw damage
      case 16: lengths += Array(repeating: lengths.last!, count: 3 + (try bits.take(2)))
      case 17: lengths += Array(repeating: 0, count: 3 + (try bits.take(3)))
      case 18: lengths += Array(repeating: 0, count: 11 + (try bits.take(7)))
      default: lengths.append(symbol)
      }
    }
    // The end of the block has to have a code.
    guard lengths.count == count, lengths[256] > 0,
      let literals = HuffmanCode(lengths: Array(lengths[..<literalCount])),
      let distances = HuffmanCode(lengths: Array(lengths[literalCount...]))
    else { throw damage }
    return (literals, distances)
  }

  private func requireRoom(for count: Int) throws {
    guard count <= limit - output.count else {
      throw bits.damage(expected: "\(counted(limit, "byte")) once unpacked", found: "more")
    }
  }
}

/// Length symbols 257 to 284 begin with 3 and come in fours that are twice as far apart; 285 is 258.
private let lengthSteps =
  (0..<28).map { step($0, first: 3, perDoubling: 4) } + [(base: 258, extraBits: 0)]
/// Distances begin with 1 and come in twos that are twice as far apart, up to 32768.
private let distanceSteps = (0..<30).map { step($0, first: 1, perDoubling: 2) }

private func step(_ step: Int, first: Int, perDoubling: Int) -> (base: Int, extraBits: Int) {
  let extraBits = max(0, step / perDoubling - 1)
  let place = step < perDoubling ? step : perDoubling + step % perDoubling
  return (first + place << extraBits, extraBits)
}

private let fixedLiteralCode = HuffmanCode(
  lengths: (0..<288).map { 0...143 ~= $0 || $0 >= 280 ? 8 : $0 < 256 ? 9 : 7 })!
private let fixedDistanceCode = HuffmanCode(lengths: Array(repeating: 5, count: 32))!

/// A Huffman code: no code begins another, so that bits can be read without signs between the codes.
///
/// It is canonical, which makes the lengths of the codes say all: shorter codes come first, those of one
/// length in the order of their symbols, and each is the one before plus 1.
private struct HuffmanCode {
  /// For all that the next bits can be: the symbol · 16 + the length of its code; 0 where there is none.
  var table: [UInt16]

  /// Makes a code from the length of each symbol's code, from 1 to 15; 0 for a symbol that has none. Nil for
  /// lengths that no code has, and for those that leave bits without a meaning; but a code may be empty, or
  /// of a single symbol, which has one bit.
  init?(lengths: [Int]) {
    let longest = lengths.max() ?? 0
    table = Array(repeating: 0, count: 1 << longest)
    var code = 0
    for length in stride(from: 1, through: longest, by: 1) {
      code <<= 1
      for symbol in lengths.indices where lengths[symbol] == length {
        guard code < 1 << length else { return nil }
        // Codes are written from their highest bit on, all else from the lowest.
        let start = (0..<length).reduce(0) { $0 << 1 | code >> $1 & 1 }
        for place in stride(from: start, to: table.count, by: 1 << length) {
          table[place] = UInt16(symbol << 4 | length)
        }
        code += 1
      }
    }
    guard code == 1 << longest || longest <= 1 else { return nil }
  }
}

/// Takes numbers of a few bits from bytes, the lowest bit of each byte first.
private struct BitReader {
  private let bytes: [UInt8]
  private let name: String
  /// The next byte to load.
  private var position = 0
  /// Bits that were loaded and not taken; zeros above them.
  private var loaded: UInt64 = 0
  private var loadedCount = 0

  init(_ bytes: [UInt8], name: String) {
    self.bytes = bytes
    self.name = name
  }

  /// The number of bytes of which at least a bit was taken.
  var takenByteCount: Int { position - loadedCount / 8 }

  /// The error that something else was expected here.
  func damage(expected: String, found: String) -> DataError {
    DataError(
      name, .byte(takenByteCount), expected: expected, found: found,
      advice: "the file is damaged")
  }

  /// Takes a number of at most 16 bits.
  mutating func take(_ count: Int) throws -> Int {
    load()
    guard count <= loadedCount else { throw end }
    defer { drop(count) }
    return Int(loaded & (1 << UInt64(count) - 1))
  }

  /// Takes a symbol.
  mutating func take(_ code: HuffmanCode) throws -> Int {
    load()
    let entry = code.table[Int(truncatingIfNeeded: loaded) & (code.table.count - 1)]
    let length = Int(entry & 15)
    guard length <= loadedCount else { throw end }
    guard length > 0 else { throw damage(expected: "a code with a symbol", found: "one without") }
    drop(length)
    return Int(entry >> 4)
  }

  /// Leaves out the rest of a byte of which some bits were taken.
  mutating func skipToNextByte() { drop(loadedCount % 8) }

  /// Takes whole bytes. No bits of a byte may have been taken without the others.
  mutating func takeBytes(_ count: Int) throws -> ArraySlice<UInt8> {
    position = takenByteCount
    (loaded, loadedCount) = (0, 0)
    guard count <= bytes.count - position else { throw end }
    position += count
    return bytes[position - count..<position]
  }

  private var end: DataError {
    DataError(
      name, .byte(bytes.count), expected: "more compressed bytes", found: "their end",
      advice: "the file is cut short")
  }

  private mutating func load() {
    while loadedCount <= 56, position < bytes.count {
      loaded |= UInt64(bytes[position]) << UInt64(loadedCount)
      loadedCount += 8
      position += 1
    }
  }

  private mutating func drop(_ count: Int) {
    loaded >>= UInt64(count)
    loadedCount -= count
  }
}
