import Files
import TensorCore

/// What the header of an npy file says, checked against the size of the file.
struct NPYHeader {
  /// How npy files begin: 0x93 and `NUMPY`.
  static let magic = [0x93] + Array("NUMPY".utf8)

  let type: StoredElementType
  let isBigEndian: Bool
  let isFortranOrder: Bool
  let dimensions: [Int]
  /// Where the elements begin.
  let dataStart: Int

  init(_ source: ByteSource) throws {
    let name = source.name
    guard source.count >= 10, try source.bytes(0..<6) == NPYHeader.magic else {
      let expected = "0x93 NUMPY, with which npy files begin"
      let beginning = try source.bytes(0..<min(100, source.count))
      throw ForeignFormat.error(name, expected: expected, beginning: beginning)
        ?? DataError(
          name, .byte(0), expected: expected,
          found: source.count < 10 ? "\(counted(source.count, "byte")) in all" : "something else")
    }
    // The second number of the version has always been 0.
    let version = try source.bytes(6..<8)[0]
    guard 1...3 ~= version else {
      throw DataError(
        name, .byte(6), expected: "version 1, 2 or 3 of the format", found: "\(version)")
    }
    // Version 1 has two bytes for the length of the header, later ones have four.
    let textStart = version == 1 ? 10 : 12
    guard source.count >= textStart else {
      throw DataError(
        name, .byte(8), expected: "the length of the header", found: "the end of the file")
    }
    let length = try source.bytes(8..<textStart).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= source.count - textStart else {
      throw DataError(
        name, .byte(8), expected: "a header of \(counted(length, "byte"))",
        found: "only \(source.count - textStart) before the end of the file",
        advice: "the file is cut short")
    }
    dataStart = textStart + length
    var cursor = try HeaderCursor(
      try source.bytes(textStart..<dataStart), startingAt: textStart, source: name)
    let fields = try NPYHeader.fields(&cursor)
    (isFortranOrder, dimensions) = (fields.isFortranOrder, fields.dimensions)
    (type, isBigEndian) = try elementType(named: fields.type, source: name)
    let expected = try checkedByteCount(dimensions, type, name, .byte(textStart))
    guard source.count - dataStart == expected else {
      throw DataError(
        name, .byte(dataStart),
        expected: "\(counted(expected, "byte")) of elements for \(dimensions) of \(type)",
        found: "\(source.count - dataStart)",
        advice: source.count - dataStart < expected
          ? "the file is cut short" : "the rest is not part of the array")
    }
  }

  /// `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`, in any order.
  private static func fields(
    _ cursor: inout HeaderCursor
  ) throws -> (type: String, isFortranOrder: Bool, dimensions: [Int]) {
    var type: String?
    var isFortranOrder: Bool?
    var dimensions: [Int]?
    let error = cursor.unexpected("each of 'descr', 'fortran_order' and 'shape' once")
    try cursor.takeList(from: "{", to: "}", endsWithComma: true) { cursor in
      let key = try cursor.takePythonText()
      try cursor.take(":")
      switch key {
      case "descr" where type == nil:
        if cursor.skip("[") {
          throw cursor.unexpected("an array of numbers, not of records with named fields")
        }
        type = try cursor.takePythonText()
      case "fortran_order" where isFortranOrder == nil:
        isFortranOrder = cursor.skip(word: "True")
        if isFortranOrder == false, !cursor.skip(word: "False") {
          throw cursor.unexpected("True or False")
        }
      case "shape" where dimensions == nil:
        var extents: [Int] = []
        try cursor.takeList(from: "(", to: ")", endsWithComma: true) {
          extents.append(try $0.takeNumber())
          // As NumPy wrote long integers under Python 2.
          _ = $0.skip("L")
        }
        dimensions = extents
      default: throw error
      }
    }
    try cursor.takeEnd()
    guard let type, let isFortranOrder, let dimensions else { throw error }
    return (type, isFortranOrder, dimensions)
  }
}

extension HeaderCursor {
  /// Takes a text in either kind of quotes, as Python writes it.
  fileprivate mutating func takePythonText() throws -> String {
    try takeText(in: comesNext("\"") ? "\"" : "'")
  }
}

/// What NumPy's name of a type means: an order of bytes, a kind, a size in bytes, as in `<f4`.
private func elementType(
  named text: String, source: String
) throws -> (StoredElementType, isBigEndian: Bool) {
  let kinds: [Substring: StoredElementType] = [
    "b1": .bool, "u1": .uint8, "i1": .int8, "u2": .uint16, "i2": .int16, "u4": .uint32,
    "i4": .int32, "i8": .int64, "f2": .float16, "f4": .float32, "f8": .float64,
  ]
  guard let type = kinds[text.dropFirst()], let order = text.first,
    "<>=".contains(order) || (order == "|" && type.byteCount == 1)
  else {
    let known = kinds.keys.sorted().joined(separator: ", ")
    throw DataError(
      source, expected: "elements of a type that can be read, < or > and one of \(known)",
      found: quoted(text))
  }
  return (type, order == ">")
}
