import Dispatch
import Files
import Synchronization
import TensorCore

/// Two texts of the metadata guard what is written here: one check for the bytes of each tensor, in the
/// order of the tensors' names, and one for all that the header says. So a damaged file is found out,
/// and the damaged tensor is named.
///
/// The header is checked by its meaning and not by its bytes, so that another program may write it
/// again.
extension Safetensors {
  private static let dataKey = "gradus.crc32.tensors"
  private static let headerKey = "gradus.crc32.header"

  /// The texts for the metadata.
  var checksums: [String: String] {
    let data = checks(of: sortedTensors.map(\.tensor)).joined(separator: " ")
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
    let tensors = sortedTensors
    let expected = (data ?? "").split(separator: " ").map(String.init)
    for (index, (expected, found)) in zip(expected, checks(of: tensors.map(\.tensor))).enumerated()
    where expected != found {
      throw DataError(
        source, .tensor(tensors[index].name), expected: "bytes whose CRC-32 is \(quoted(expected))",
        found: found, advice: "the file was changed after Gradus wrote it")
    }
  }

  private var sortedTensors: [(name: String, tensor: StoredTensor)] {
    tensors.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// All that the header says, in one order.
  private func meaning(ofHeaderWith data: String) -> String {
    let texts = metadata.sorted { $0.key < $1.key }.map { "\($0.key)\n\($0.value)" }
    let shapes = sortedTensors.map { "\($0.name)\n\($0.tensor.elementType)\($0.tensor.shape)" }
    return (texts + shapes + [data]).joined(separator: "\n")
  }
}

/// The check of each tensor. Several are taken at a time, because a disk is hardly slower than one core
/// at this; for less than a megabyte it is not worth while to wake other threads.
private func checks(of tensors: [StoredTensor]) -> [String] {
  let byteCount = tensors.reduce(0) { $0 + $1.shape.elementCount * $1.elementType.byteCount }
  guard byteCount > 1 << 20 else { return tensors.map { hexadecimal($0.withBytes(check)) } }
  let checks = Mutex([String](repeating: "", count: tensors.count))
  DispatchQueue.concurrentPerform(iterations: tensors.count) { index in
    let found = hexadecimal(tensors[index].withBytes(check))
    checks.withLock { $0[index] = found }
  }
  return checks.withLock { $0 }
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
