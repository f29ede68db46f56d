import Files
import Foundation
import TensorCore

/// Single arrays in NumPy's format `.npy`: the byte 0x93 and `NUMPY`, a version, the length of a header,
/// the header (a Python dictionary that says type, order and shape), then the elements.
///
/// ```swift
/// let x: Tensor<Float>? = try NPY.read(contentsOf: url).tensor()
/// try NPY.write(StoredTensor(y), to: url)
/// ```
///
/// Read are all types of ``StoredElementType`` in either order of bytes and of axes; `bool` and the
/// smaller integers become `Int`, `float16` becomes `Float`. Written are C order and little-endian.
public enum NPY {
  /// Reads a file. Throws a `DataError` when it cannot be read, is damaged or cut short, or has
  /// elements of another kind, such as Python objects.
  public static func read(contentsOf url: URL) throws -> StoredTensor {
    try ByteSource.withFile(url) { try read($0) }
  }

  /// Reads the bytes of a file; `name` stands for it in error messages. Throws as reading a file does.
  public static func read(bytes: [UInt8], name: String) throws -> StoredTensor {
    try read(ByteSource(bytes, name: name))
  }

  /// Writes an array, whole or not at all. Throws a ``WriteError`` when that is not possible.
  public static func write(_ tensor: StoredTensor, to url: URL) throws {
    try writeAtomically(to: url) { file in
      try file.write(headerBytes(of: tensor))
      try tensor.withBytes { try file.write($0) }
    }
  }

  /// The bytes that ``write(_:to:)`` writes.
  public static func bytes(of tensor: StoredTensor) -> [UInt8] {
    tensor.withBytes { headerBytes(of: tensor) + $0 }
  }

  /// Reads from first to last byte, each once.
  static func read(_ source: ByteSource) throws -> StoredTensor {
    let header = try NPYHeader(source)
    // In Fortran's order the first axis varies fastest: read with the axes reversed, and turn them.
    let shape = header.isFortranOrder ? header.dimensions.reversed() : header.dimensions
    let tensor = try source.tensor(
      of: header.type, shape: Shape(shape), at: header.dataStart, isBigEndian: header.isBigEndian)
    guard header.isFortranOrder, shape.count > 1 else { return tensor }
    let axes = Array((0..<shape.count).reversed())
    return switch tensor {
    case .float(let tensor): .float(tensor.permuted(to: axes))
    case .double(let tensor): .double(tensor.permuted(to: axes))
    case .int(let tensor): .int(tensor.permuted(to: axes))
    }
  }

  /// The header of version 1.0, filled with blanks so that the elements begin at a multiple of 64.
  static func headerBytes(of tensor: StoredTensor) -> [UInt8] {
    let type =
      switch tensor.elementType {
      case .float32: "<f4"
      case .float64: "<f8"
      default: "<i8"
      }
    let extents = tensor.shape.dimensions.map(String.init)
    let shape = extents.count == 1 ? "\(extents[0])," : extents.joined(separator: ", ")
    var text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(shape)), }"
    text += String(repeating: " ", count: 63 - (NPYHeader.magic.count + 4 + text.utf8.count) % 64)
    text += "\n"
    let length = text.utf8.count
    return NPYHeader.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8)
  }
}
