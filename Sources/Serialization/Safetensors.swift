import Files
import Foundation
import TensorCore

/// Named tensors in the format of safetensors files, in which the field exchanges weights: 8 bytes with
/// the length of a header, the header in JSON, then the bytes of the tensors, little-endian and
/// row-major, one after the other.
///
/// ```swift
/// var file = Safetensors()
/// file.tensors["mean"] = StoredTensor(mean)
/// try file.write(to: url)
/// let mean: Tensor<Float>? = try Safetensors(contentsOf: url).tensors["mean"]?.tensor()
/// ```
///
/// Nothing in such a file is code, unlike in a pickle: reading one can only give numbers or an error.
///
/// `F32`, `F64` and `I64` are read as they are and written; `F16`, `BF16`, `BOOL` and the smaller
/// integers are read by widening. What is written here carries checksums in its metadata, which are
/// checked when it is read; files from elsewhere are read without.
public struct Safetensors: Equatable, Sendable {
  /// The tensors by their names.
  public var tensors: [String: StoredTensor] = [:]
  /// The texts of the header's `__metadata__`, without the checksums.
  public var metadata: [String: String] = [:]

  /// Makes an empty file.
  public init() {}

  /// Reads a file, each byte once and straight into the tensors' memory.
  ///
  /// Throws a `DataError` when it cannot be read, is cut short or damaged, or its header contradicts
  /// itself: the message names the tensor and what is wrong with it.
  public init(contentsOf url: URL) throws {
    self = try ByteSource.withFile(url) { try Safetensors($0) }
  }

  /// Reads the bytes of a file; `name` stands for it in error messages. Throws as reading a file does.
  public init(bytes: [UInt8], name: String) throws {
    try self.init(ByteSource(bytes, name: name))
  }

  init(_ source: ByteSource) throws {
    let header = try SafetensorsHeader(source)
    metadata = header.metadata
    for entry in header.entries {
      tensors[entry.name] = try source.tensor(
        of: entry.type, shape: entry.shape, at: header.dataStart + entry.bytes.lowerBound)
    }
    try takeOutChecksums(source: source.name)
  }

  /// Writes a file, whole or not at all (see ``writeAtomically(to:_:)``).
  ///
  /// Throws a ``WriteError`` when that is not possible; a file that was there is then unchanged.
  public func write(to url: URL) throws {
    try writeAtomically(to: url) { file in
      try file.write(headerBytes())
      for name in namesInFile { try tensors[name]!.withBytes { try file.write($0) } }
    }
  }

  /// The bytes that ``write(to:)`` writes.
  public func bytes() -> [UInt8] {
    namesInFile.reduce(into: headerBytes()) { bytes, name in
      tensors[name]!.withBytes { bytes.append(contentsOf: $0) }
    }
  }

  /// Larger elements first, so that each tensor begins at a multiple of its element's size; then by
  /// name, so that equal values give equal files.
  private var namesInFile: [String] {
    tensors.keys.sorted {
      let (left, right) = (tensors[$0]!.elementType.byteCount, tensors[$1]!.elementType.byteCount)
      return left == right ? $0 < $1 : left > right
    }
  }

  private func headerBytes() -> [UInt8] {
    require(
      tensors["__metadata__"] == nil,
      "Safetensors: no tensor can be named __metadata__, under which the header keeps its texts")
    var parts: [String] = []
    let texts = metadata.merging(checksums) { $1 }.sorted { $0.key < $1.key }
      .map { "\(inJSON($0.key)):\(inJSON($0.value))" }
    parts.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
    var end = 0
    for name in namesInFile {
      let (type, shape) = (tensors[name]!.elementType, tensors[name]!.shape)
      let start = end
      end += shape.elementCount * type.byteCount
      let dimensions = shape.dimensions.map(String.init).joined(separator: ",")
      let typeName = safetensorsTypes.first { $0.value == type }!.key
      parts.append(
        "\(inJSON(name)):{\"dtype\":\"\(typeName)\",\"shape\":[\(dimensions)],"
          + "\"data_offsets\":[\(start),\(end)]}")
    }
    var text = Array("{\(parts.joined(separator: ","))}".utf8)
    // Blanks up to a multiple of 8, where the tensors' bytes begin.
    text += Array(repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text
  }
}

/// A text in quotes, with what JSON does not allow there escaped.
private func inJSON(_ text: String) -> String {
  "\""
    + text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case "\u{0}"..<" ":
        "\\u" + String(repeating: "0", count: scalar.value < 16 ? 3 : 2)
          + String(scalar.value, radix: 16)
      default: String(scalar)
      }
    }.joined() + "\""
}
