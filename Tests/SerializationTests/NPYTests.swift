import Foundation
import TensorCore
import Testing

@testable import Serialization

private func npy(_ header: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
  let length = header.utf8.count
  let digits = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
  return [0x93] + Array("NUMPY".utf8) + [version, 0] + digits + Array(header.utf8) + data
}

private func failure(_ bytes: [UInt8]) -> String {
  message { try NPY.read(bytes: bytes, name: "f") }
}

@Suite struct NPYTests {
  /// What NumPy saves.
  static let fromNumPy: [(base64: String, tensor: StoredTensor)] = [
    (
      // array([[1, 2, 3], [4, 5, 6]], dtype='>f8', order='F')
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPmY4JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0g"
        + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo/8AAAAAAAAEAQ"
        + "AAAAAAAAQAAAAAAAAABAFAAAAAAAAEAIAAAAAAAAQBgAAAAAAAA=",
      .double(Tensor([[1, 2, 3], [4, 5, 6]]))
    ),
    (
      // array([True, False])
      "k05VTVBZAQB2AHsnZGVzY3InOiAnfGIxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsKSwgfSAg"
        + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAA==",
      .int([1, 0])
    ),
    (
      // float16([1.5, -0.0, 6e-8, 65504, inf])
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPGYyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDUsKSwgfSAg"
        + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAPgCAAQD/ewB8",
      .float(Tensor([1.5, -0.0, 0x1p-24, 65504, .infinity]))
    ),
  ]

  @Test("what NumPy has saved", arguments: fromNumPy)
  func readsNumPy(_ example: (base64: String, tensor: StoredTensor)) throws {
    let bytes = try #require(Data(base64Encoded: example.base64))
    #expect(try NPY.read(bytes: Array(bytes), name: "f") == example.tensor)
  }

  @Test(
    "writing and reading gives the same",
    arguments: [
      StoredTensor.float(Tensor([[1, -2]])), .double(Tensor(.pi)), .int(Tensor([.min, 0, .max])),
      .float(Tensor(shape: [0, 2], elements: [])),
    ])
  func roundTrip(tensor: StoredTensor) throws {
    let bytes = NPY.bytes(of: tensor)
    #expect(try NPY.read(bytes: bytes, name: "f") == tensor)
    let length = Int(bytes[8]) | Int(bytes[9]) << 8
    #expect((10 + length).isMultiple(of: 64) && bytes[9 + length] == 10)
    try withTemporaryFolder { folder in
      try NPY.write(tensor, to: folder.appending(path: "x.npy"))
      #expect(try NPY.read(contentsOf: folder.appending(path: "x.npy")) == tensor)
    }
  }

  @Test("versions 2 and 3, other orders of keys, other quotes")
  func forms() throws {
    let header = #"{"shape": (2,), "descr": '|u1', 'fortran_order': False,}"#
    for version: UInt8 in [1, 2, 3] {
      #expect(
        try NPY.read(bytes: npy(header, [1, 255], version: version), name: "f") == .int([1, 255]))
    }
  }

  @Test("a shape as NumPy wrote it under Python 2")
  func longIntegers() throws {
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 1L), }"
    let bytes = npy(header, [UInt8](repeating: 0, count: 16))
    #expect(try NPY.read(bytes: bytes, name: "f") == .double(.zeros([2, 1])))
    #expect(
      failure(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2LL,), }", []))
        .hasPrefix("f, byte 63: expected \",\""))
  }

  @Test func errors() {
    #expect(
      failure(Array("hello, world".utf8))
        == "f, byte 0: expected 0x93 NUMPY, with which npy files begin, found something else")
    #expect(
      failure(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", [0, 0, 0, 0]))
        == "f, byte 67: expected 8 bytes of elements for [2] of float32, found 4; "
        + "the file is cut short")
    #expect(
      failure(npy("{'descr': '|O', 'fortran_order': False, 'shape': ()}", []))
        .hasPrefix("f: expected elements of a type that can be read"))
    #expect(
      failure(npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': ()}", []))
        .hasPrefix("f, byte 21: expected an array of numbers, not of records with named fields"))
    #expect(
      failure(npy("{'descr': '<f4', 'shape': ()}", []))
        .hasPrefix("f, byte 10: expected each of 'descr', 'fortran_order' and 'shape' once"))
    #expect(
      failure(npy("{'descr': '<f4', 'fortran_order': None, 'shape': ()}", []))
        .hasPrefix("f, byte 44: expected True or False"))
    #expect(
      failure(npy("", [], version: 9))
        == "f, byte 6: expected version 1, 2 or 3 of the format, found 9")
    #expect(
      failure([0x93] + Array("NUMPY".utf8) + [2, 0, 255, 255, 255, 255, 1])
        == "f, byte 8: expected a header of 4294967295 bytes, found only 1 before the end of the "
        + "file; the file is cut short")
    #expect(
      failure(
        npy("{'descr': '<f8', 'fortran_order': True, 'shape': (0, 4611686018427387904)}", [])
      )
      .contains("expected a shape whose number of bytes 64 bits can hold"))
  }
}
