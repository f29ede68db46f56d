/// What a file is that was given to a reader of another format, told by how it begins.
///
/// "The length of a header, found 3472328…" helps nobody who has saved weights by `torch.save`: so a
/// reader that cannot read a file asks here, and its error says what to do.
package enum ForeignFormat: CaseIterable, Sendable {
  case torchArchive, zip, pickle, npy, hdf5, gzip, gitLFSPointer, utf16

  /// The format of a file that begins with these bytes (some 100 are enough); nil for one that is not
  /// listed here.
  package init?(beginning: [UInt8]) {
    func begins(_ bytes: [UInt8]) -> Bool { beginning.starts(with: bytes) }
    let match = ForeignFormat.allCases.first { format in
      switch format {
      case .torchArchive: begins([0x50, 0x4B, 3, 4]) && firstName(inZip: beginning) == "data.pkl"
      case .zip: begins([0x50, 0x4B, 3, 4]) || begins([0x50, 0x4B, 5, 6])
      case .pickle: begins([0x80]) && beginning.count > 1 && 2...5 ~= beginning[1]
      case .npy: begins([0x93] + Array("NUMPY".utf8))
      case .hdf5: begins([0x89] + Array("HDF\r\n".utf8))
      case .gzip: begins([0x1F, 0x8B])
      case .gitLFSPointer: begins(Array("version https://git-lfs".utf8))
      case .utf16: begins([0xFF, 0xFE]) || begins([0xFE, 0xFF])
      }
    }
    guard let match else { return nil }
    self = match
  }

  /// What was found, for an error message.
  package var found: String {
    switch self {
    case .torchArchive: "an archive of torch.save"
    case .zip: "a zip archive, as numpy.savez and torch.save write it"
    case .pickle: "a pickle of Python, as older versions of torch.save write it"
    case .npy: "an npy file"
    case .hdf5: "an HDF5 file"
    case .gzip: "a file that was compressed by gzip"
    case .gitLFSPointer: "a pointer of Git LFS in place of the file"
    case .utf16: "text in UTF-16"
    }
  }

  /// What to do about it.
  package var advice: String {
    let safetensors = "save the weights by safetensors.torch.save_file, and read that file"
    switch self {
    case .torchArchive, .pickle: return "a pickle is a program, not data: \(safetensors)"
    case .zip: return "NPZ reads what numpy.savez wrote; in place of torch.save, \(safetensors)"
    case .npy: return "NPY reads it"
    case .hdf5: return "\(safetensors), or numpy.savez and NPZ"
    case .gzip: return "run gunzip on it first"
    case .gitLFSPointer: return "git lfs pull fetches the file itself"
    case .utf16: return "save it as UTF-8"
    }
  }

  /// The error that a file is of this format; nil for none of these.
  package static func error(
    _ name: String, expected: String, beginning: some Sequence<UInt8>
  ) -> DataError? {
    ForeignFormat(beginning: Array(beginning.prefix(100))).map {
      DataError(name, expected: expected, found: $0.found, advice: $0.advice)
    }
  }
}

/// The name of the first file in a zip archive, without its folder.
private func firstName(inZip bytes: [UInt8]) -> String? {
  guard bytes.count > 30 else { return nil }
  let count = Int(bytes[26]) | Int(bytes[27]) << 8
  let path = String(decoding: bytes[30...].prefix(count), as: UTF8.self)
  return path.split(separator: "/").last.map(String.init)
}
