import Files
import TensorCore

/// What the header of a safetensors file says, checked against the size of the file.
struct SafetensorsHeader {
  /// What it says of one tensor.
  struct Entry {
    let name: String
    let type: StoredElementType
    let shape: Shape
    /// Where its bytes lie after the header.
    let bytes: Range<Int>
  }

  /// The tensors in the order of their bytes.
  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]
  /// Where the bytes of the tensors begin.
  let dataStart: Int

  private let source: String

  /// As the format's own reader: a larger header is taken for a wrong one.
  private static let longest = 100_000_000

  /// Reads and checks the header. Nothing is allocated by a number that was not compared with the size
  /// of the file before.
  init(_ bytes: ByteSource) throws {
    source = bytes.name
    let beginning = try bytes.bytes(0..<min(100, bytes.count))
    guard bytes.count >= 8 else {
      throw DataError(
        source, expected: "8 bytes with the length of the header, as safetensors files begin",
        found: "\(counted(bytes.count, "byte")) in all")
    }
    let length = beginning.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= min(bytes.count - 8, SafetensorsHeader.longest) else {
      throw ForeignFormat.error(source, expected: "a safetensors file", beginning: beginning)
        ?? DataError(
          source, .byte(0),
          expected: "the length of a header that is in the file, which has "
            + "\(counted(bytes.count - 8, "byte")) after this number",
          found: "\(length)", advice: "is it a safetensors file, and whole?")
    }
    dataStart = 8 + Int(length)
    var cursor = try HeaderCursor(
      try bytes.bytes(8..<dataStart), startingAt: 8, source: source)
    var names: Set<String> = []
    try cursor.takeList(from: "{", to: "}") { cursor in
      let name = try cursor.takeText()
      try cursor.take(":")
      guard names.insert(name).inserted else {
        throw DataError(source, .tensor(name), expected: "one entry in the header", found: "two")
      }
      if name == "__metadata__" {
        // The format's own reader takes null for none.
        if !cursor.skip(word: "null") { try readMetadata(&cursor) }
      } else {
        entries.append(try readEntry(&cursor, name))
      }
    }
    try cursor.takeEnd()
    entries.sort {
      // Of empty tensors, several may begin at one place, and before another that is not empty.
      ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
    }
    try checkThatBytesAreUsedOnce(dataCount: bytes.count - dataStart)
  }

  private mutating func readMetadata(_ cursor: inout HeaderCursor) throws {
    try cursor.takeList(from: "{", to: "}") { cursor in
      let key = try cursor.takeText()
      try cursor.take(":")
      let isNew = metadata.updateValue(try cursor.takeText(), forKey: key) == nil
      guard isNew else {
        throw DataError(
          source, expected: "keys of __metadata__ that differ", found: "\(quoted(key)) twice")
      }
    }
  }

  private func readEntry(_ cursor: inout HeaderCursor, _ name: String) throws -> Entry {
    var type: StoredElementType?
    var shape: [Int]?
    var offsets: [Int]?
    try cursor.takeList(from: "{", to: "}") { cursor in
      let error = cursor.unexpected("each of \"dtype\", \"shape\" and \"data_offsets\" once")
      let key = try cursor.takeText()
      try cursor.take(":")
      switch key {
      case "dtype" where type == nil: type = try readType(&cursor, name)
      case "shape" where shape == nil: shape = try readNumbers(&cursor)
      case "data_offsets" where offsets == nil: offsets = try readNumbers(&cursor)
      default: throw error
      }
    }
    guard let type, let shape, let offsets else {
      let found =
        (type == nil ? [] : ["dtype"]) + (shape == nil ? [] : ["shape"])
        + (offsets == nil ? [] : ["data_offsets"])
      throw DataError(
        source, .tensor(name), expected: "a dtype, a shape and data_offsets",
        found: found.isEmpty ? "none of them" : "only \(found.joined(separator: " and "))")
    }
    return try checked(name, type, shape, offsets)
  }

  private func readType(
    _ cursor: inout HeaderCursor, _ name: String
  ) throws -> StoredElementType {
    let text = try cursor.takeText()
    guard let type = safetensorsTypes[text] else {
      let known = safetensorsTypes.keys.sorted().joined(separator: ", ")
      throw DataError(
        source, .tensor(name), expected: "a dtype that can be read, one of \(known)",
        found: quoted(text))
    }
    return type
  }

  private func readNumbers(_ cursor: inout HeaderCursor) throws -> [Int] {
    var numbers: [Int] = []
    try cursor.takeList(from: "[", to: "]") { numbers.append(try $0.takeNumber()) }
    return numbers
  }

  private func checked(
    _ name: String, _ type: StoredElementType, _ dimensions: [Int], _ offsets: [Int]
  ) throws -> Entry {
    func wrong(_ expected: String, _ found: String) -> DataError {
      DataError(source, .tensor(name), expected: expected, found: found)
    }
    let byteCount = try checkedByteCount(dimensions, type, source, .tensor(name))
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw wrong("data_offsets of a beginning and an end after it", short(offsets))
    }
    guard offsets[1] - offsets[0] == byteCount else {
      throw wrong(
        "\(counted(byteCount, "byte")) for the shape \(dimensions) of \(type)",
        "data_offsets \(offsets), which are \(counted(offsets[1] - offsets[0], "byte"))")
    }
    return Entry(
      name: name, type: type, shape: Shape(dimensions), bytes: offsets[0]..<offsets[1])
  }

  /// As the format asks: the tensors lie one after the other, without overlap or gap, up to the end.
  private func checkThatBytesAreUsedOnce(dataCount: Int) throws {
    var end = 0
    for entry in entries {
      if entry.bytes.lowerBound != end {
        throw DataError(
          source, .tensor(entry.name),
          expected: "its bytes to begin at \(end), where those of the tensor before it end",
          found: "\(entry.bytes.lowerBound), "
            + (entry.bytes.lowerBound < end ? "so that they overlap" : "so that there is a gap"))
      }
      end = entry.bytes.upperBound
      if end > dataCount {
        throw DataError(
          source, .tensor(entry.name),
          expected: "\(counted(entry.bytes.count, "byte")) of data",
          found: "only \(max(0, dataCount - entry.bytes.lowerBound)) before the end of the file",
          advice: "the file is cut short")
      }
    }
    guard end == dataCount else {
      throw DataError(
        source, .byte(dataStart + end), expected: "the end of the file, after the last tensor",
        found: "\(counted(dataCount - end, "byte")) more")
    }
  }
}

/// The number of bytes of an array; throws when it has too many axes, or when the product of extents
/// and element size is more than 64 bits can hold. A zero among the extents must not hide that, because
/// strides multiply only some of them.
func checkedByteCount(
  _ dimensions: [Int], _ type: StoredElementType, _ source: String, _ place: DataError.Place
) throws -> Int {
  guard dimensions.count <= Shape.maximumRank else {
    throw DataError(
      source, place, expected: "at most \(Shape.maximumRank) axes, as tensors have here",
      found: "\(dimensions.count)")
  }
  var product = type.byteCount
  for extent in dimensions {
    let (next, overflows) = product.multipliedReportingOverflow(by: max(1, extent))
    guard !overflows else {
      throw DataError(
        source, place, expected: "a shape whose number of bytes 64 bits can hold",
        found: "\(dimensions)")
    }
    product = next
  }
  return dimensions.contains(0) ? 0 : product
}

/// Numbers for a message, which a long list would fill.
private func short(_ numbers: [Int]) -> String {
  numbers.count <= 8 ? "\(numbers)" : "\(numbers.count) numbers"
}

/// The types that can be read by their names in safetensors files.
let safetensorsTypes: [String: StoredElementType] = [
  "BOOL": .bool, "U8": .uint8, "I8": .int8, "U16": .uint16, "I16": .int16, "U32": .uint32,
  "I32": .int32, "I64": .int64, "F16": .float16, "BF16": .bfloat16, "F32": .float32,
  "F64": .float64,
]
