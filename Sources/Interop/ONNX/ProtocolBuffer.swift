import Foundation

/// Bytes in the encoding of Protocol Buffers, as far as ONNX needs it.
///
/// A message is a list of fields. Each begins with a number, its tag: the field's number times 8, plus 0 for
/// an integer, 2 for anything with a length, 5 for a `Float`. Integers are written in groups of 7 bits, the
/// lowest first; the highest bit of a byte says that another one follows. Nothing marks the end of a message,
/// so that one inside another is written with its length in front.
struct ProtocolBuffer {
  private(set) var bytes: [UInt8] = []

  /// An integer in groups of 7 bits. A negative one takes ten bytes.
  private mutating func append(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// A field with an integer.
  mutating func add(_ field: Int, _ value: Int) {
    append(varint: UInt64(field << 3))
    append(varint: UInt64(bitPattern: Int64(value)))
  }

  /// A field with a number of 32 bits.
  mutating func add(_ field: Int, _ value: Float) {
    append(varint: UInt64(field << 3 | 5))
    for shift in stride(from: 0, to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
    }
  }

  /// A field with a text.
  mutating func add(_ field: Int, _ text: String) {
    append(varint: UInt64(field << 3 | 2))
    append(varint: UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  /// A field with bytes.
  mutating func add(_ field: Int, _ content: UnsafeRawBufferPointer) {
    append(varint: UInt64(field << 3 | 2))
    append(varint: UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  /// A field with a message.
  mutating func add(_ field: Int, _ write: (inout ProtocolBuffer) -> Void) {
    var message = ProtocolBuffer()
    write(&message)
    message.bytes.withUnsafeBytes { add(field, $0) }
  }
}
