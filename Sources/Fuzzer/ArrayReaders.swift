import Serialization
import TensorCore

extension Reader {
  /// `Safetensors`: what is accepted is written and read again, to the same bytes.
  static let safetensors = Reader(
    name: "safetensors",
    examples: {
      var file = Safetensors()
      file.tensors = exampleTensors
      file.metadata = ["format": "pt", "é\"\\\n": ""]
      return [file.bytes(), withoutMetadata(file), safetensorsBytes("{}", []), otherTypes]
    },
    words: [
      "{", "}", "[", "]", ",", ":", "\"", "\"dtype\":\"F32\"", "\"shape\":[]",
      "\"data_offsets\":[0,4]", "\"__metadata__\":{", "\"F64\"", "\"BF16\"", "\"BOOL\"", "\\u0041",
      "\\ud83d\\ude00", "\\",
      "[[[[[[[[", "{\"a\":{\"a\":", "18446744073709551616", "-1", "1e3", " ", "null",
    ],
    change: { input, generator in
      if Bool.random(using: &generator) {
        setHeaderLength(&input)
      } else if let file = try? Safetensors(bytes: input, name: "") {
        input = changed(file, &generator).bytes()
      }
    },
    read: { input in
      let file = try Safetensors(bytes: input, name: "fuzz.safetensors")
      let bytes = file.bytes()
      require(
        try Safetensors(bytes: bytes, name: "again").bytes() == bytes,
        "safetensors: what was read and written is read as something else")
    })

  /// `NPY`: what is accepted is written and read again, to the same bytes.
  static let npy = Reader(
    name: "npy",
    examples: {
      exampleTensors.values.map(NPY.bytes(of:)) + [
        npyBytes("{'descr': '>f8', 'fortran_order': True, 'shape': (1, 2), }", 16),
        npyBytes("{\"shape\": (3,), \"fortran_order\": False, \"descr\": \"|b1\"}", 3),
        npyBytes("{'descr': '<f2', 'fortran_order': False, 'shape': ()}", 2, version: 2),
        npyBytes("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", 4),
      ]
    },
    words: [
      "{'descr': '<f4'", "'fortran_order': ", "True", "False", "'shape': (", "), }", ">i8", "|u1",
      "<i2",
      "|O", "<U8", "=f8", "[('a', '<f4')]", "\\x93NUMPY", "\"", "'", ",", "(", ")", "None", "0x10",
    ],
    change: { input, generator in
      let sizes = ["b1": 1, "u1": 1, "i1": 1, "u2": 2, "i4": 4, "i8": 8, "f2": 2, "f4": 4, "f8": 8]
      let (kind, size) = sizes.randomElement(using: &generator)!
      let rank = Int.random(in: 0...7, using: &generator)
      var extents = (0..<rank).map { _ in Int.random(in: 0...3, using: &generator) }
      let count = extents.reduce(size, *)
      if rank > 0, Int.random(in: 0..<4, using: &generator) == 0 {
        extents[0] = trickyNumber(input.count, &generator)
      }
      let shape = extents.map { "\($0), " }.joined()
      input = npyBytes(
        "{'descr': '\(Bool.random(using: &generator) ? "<" : ">")\(kind)', 'fortran_order': "
          + "\(Bool.random(using: &generator) ? "True" : "False"), 'shape': (\(shape)), }",
        min(count, 2000), version: UInt8.random(in: 1...3, using: &generator))
    },
    read: { input in
      let bytes = NPY.bytes(of: try NPY.read(bytes: input, name: "fuzz.npy"))
      require(
        NPY.bytes(of: try NPY.read(bytes: bytes, name: "again")) == bytes,
        "npy: what was read and written is read as something else")
    })

  /// `NPZ`: what is accepted is written and read again, to the same bytes.
  static let npz = Reader(
    name: "npz",
    examples: { [try? NPZ(exampleTensors).bytes(), try? NPZ().bytes()].compactMap { $0 } },
    words: ["PK\u{3}\u{4}", "PK\u{1}\u{2}", "PK\u{5}\u{6}", ".npy", "\u{8}", "x/../", "a.npy"],
    change: { input, generator in
      guard var file = try? NPZ(bytes: input, name: "") else { return }
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: file.arrays.removeAll()
      case 1:
        let name = ["", "a", "é/..", "a.npy"].randomElement(using: &generator)!
        file.arrays[name] = .int([1, 2])
      case 2: file.arrays["b"] = randomTensor(&generator)
      default:
        // The same files with a damaged directory.
        guard let bytes = try? file.bytes() else { return }
        input = bytes
        let place = input.count - 1 - Int.random(in: 0..<min(input.count, 90), using: &generator)
        input[place] = UInt8.random(in: .min ... .max, using: &generator)
        return
      }
      if let bytes = try? file.bytes() { input = bytes }
    },
    read: { input in
      let bytes = try NPZ(bytes: input, name: "fuzz.npz").bytes()
      require(
        try NPZ(bytes: bytes, name: "again").bytes() == bytes,
        "npz: what was read and written is read as something else")
    })
}

/// A small tensor of each type that is written.
let exampleTensors: [String: StoredTensor] = [
  "0.weight": .float(Tensor([[1, -2], [0.5, .nan]])), "0.bias": .double([1, 2]),
  "step": .int(Tensor(3)),
  "none": .float(.zeros([0, 4])),
]

/// A tensor of any type and any small shape.
func randomTensor(_ generator: inout RandomGenerator) -> StoredTensor {
  let rank = Int.random(in: 0...6, using: &generator)
  let shape = Shape((0..<rank).map { _ in Int.random(in: 0...2, using: &generator) })
  switch Int.random(in: 0..<3, using: &generator) {
  case 0: return .float(.uniform(shape, using: &generator))
  case 1: return .double(.uniform(shape, using: &generator))
  default: return .int(Tensor(repeating: trickyNumber(0, &generator), shape: shape))
  }
}

/// A file in which one thing is other than before.
func changed(_ file: Safetensors, _ generator: inout RandomGenerator) -> Safetensors {
  var file = file
  let names = file.tensors.keys.sorted()
  let name = names.randomElement(using: &generator) ?? "0.weight"
  switch Int.random(in: 0..<6, using: &generator) {
  case 0: file.tensors[name] = nil
  case 1: file.tensors[name] = randomTensor(&generator)
  case 2: file.tensors[names.randomElement(using: &generator) ?? "x"] = file.tensors[name]
  case 3:
    let tensor = file.tensors.removeValue(forKey: name)
    file.tensors[name + "\(trickyNumber(0, &generator))"] = tensor
  case 4: file.metadata[file.metadata.keys.sorted().randomElement(using: &generator) ?? "a"] = nil
  default:
    let key = file.metadata.keys.sorted().randomElement(using: &generator) ?? "b"
    file.metadata[key] = "\(trickyNumber(0, &generator))"
  }
  return file
}

/// Sets the first eight bytes to the length of a header that ends with the last closing brace.
private func setHeaderLength(_ input: inout [UInt8]) {
  guard input.count >= 8, let end = input.lastIndex(of: UInt8(ascii: "}")), end >= 8 else { return }
  for place in 0..<8 { input[place] = UInt8(truncatingIfNeeded: (end - 7) >> (8 * place)) }
}

private func safetensorsBytes(_ header: String, _ data: [UInt8]) -> [UInt8] {
  (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) } + Array(header.utf8)
    + data
}

/// As other programs write it, without checksums.
private func withoutMetadata(_ file: Safetensors) -> [UInt8] {
  safetensorsBytes(
    #"{"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"#
      + #""b":{"dtype":"I64","shape":[],"data_offsets":[8,16]}}   "#,
    Array(repeating: 7, count: 16))
}

private let otherTypes = safetensorsBytes(
  #"{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"#
    + #""i":{"shape":[1],"data_offsets":[4,6],"dtype":"BF16"},"#
    + #""j":{"dtype":"BOOL","shape":[2],"data_offsets":[6,8]},"#
    + #""\u00e9\ud83d\ude00":{"dtype":"U32","shape":[1],"data_offsets":[8,12]}}"#,
  Array(repeating: 1, count: 12))

private func npyBytes(_ header: String, _ count: Int, version: UInt8 = 1) -> [UInt8] {
  let length = header.utf8.count
  let digits = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
  return [0x93] + Array("NUMPY".utf8) + [version, 0] + digits + Array(header.utf8)
    + Array(repeating: 1, count: count)
}
