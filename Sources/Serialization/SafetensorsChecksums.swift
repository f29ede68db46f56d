import DataLoading
import TensorCore

/// Two texts of the metadata guard what is written here: one check for the bytes of each tensor, in the
/// order of the tensors' names, and one for all that the header says. So a damaged file is found out,
/// and the damaged tensor is named.
///
/// The header is checked by its meaning and not by its bytes, so that another program may write it
/// anew.
extension Safetensors {
  private static let dataKey = "gradus.crc32.tensors"
  private static let headerKey = "gradus.crc32.header"

  /// The texts for the metadata.
  var checksums: [String: String] {
    let data = tensors.sorted { $0.key < $1.key }
      .map { hexadecimal($0.value.withBytes(check)) }
      .joined(separator: " ")
    return [
      Safetensors.dataKey: data,
      Safetensors.headerKey: hexadecimal(CRC32.value(of: meaning(ofHeaderWith: data).utf8)),
    ]
  }

  /// Removes the checksums from the metadata, and throws when they are not those of the tensors. Does
  /// nothing when there are none.
  mutating func takeOutChecksums(source: String) throws {
    let data = metadata.removeValue(forKey: Safetensors.dataKey)
    let header = metadata.removeValue(forKey: Safetensors.headerKey)
    if data == nil && header == nil { return }
    let found = hexadecimal(CRC32.value(of: meaning(ofHeaderWith: data ?? "").utf8))
    guard header == found else {
      throw DataError(
        source, expected: "a header whose CRC-32 is \(quoted(header ?? "none"))", found: found,
        advice: "the file was changed after Gradus wrote it")
    }
    let sums = (data ?? "").split(separator: " ").map(String.init)
    for ((name, tensor), sum) in zip(tensors.sorted(by: { $0.key < $1.key }), sums) {
      let found = hexadecimal(tensor.withBytes(check))
      guard found == sum else {
        throw DataError(
          source, .tensor(name), expected: "bytes whose CRC-32 is \(quoted(sum))", found: found,
          advice: "the file was changed after Gradus wrote it")
      }
    }
  }

  /// All that the header says, in one order.
  private func meaning(ofHeaderWith data: String) -> String {
    let texts = metadata.sorted { $0.key < $1.key }.map { "\($0.key)\n\($0.value)" }
    let shapes = tensors.sorted { $0.key < $1.key }
      .map { "\($0.key)\n\($0.value.elementType)\($0.value.shape)" }
    return (texts + shapes + [data]).joined(separator: "\n")
  }
}

private func check(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
  var check = CRC32()
  check.update(bytes)
  return check.value
}

/// A number as eight hexadecimal digits.
private func hexadecimal(_ value: UInt32) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 8 - digits.count) + digits
}
