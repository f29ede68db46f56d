import Files
import Foundation
import TensorCore
import Testing

@testable import Serialization

@Suite struct NPZTests {
  /// numpy.savez(file, a=arange(3, dtype='<i4'), w=array([[1.5, -2]], dtype='<f4')): its local headers
  /// have a zip64 field, its directory has none.
  static let fromNumPy =
    "UEsDBC0AAAAAAAAAIQAC7L2p//////////8FABQAYS5ucHkBABAAjAAAAAAAAACMAAAAAAAAAJNOVU1QWQEAdgB7"
    + "J2Rlc2NyJzogJzxpNCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgzLCksIH0gICAgICAgICAg"
    + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAAAAAAEAAAACAAAAUEsD"
    + "BC0AAAAAAAAAIQD9z6UI//////////8FABQAdy5ucHkBABAAiAAAAAAAAACIAAAAAAAAAJNOVU1QWQEAdgB7J2Rl"
    + "c2NyJzogJzxmNCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgxLCAyKSwgfSAgICAgICAgICAg"
    + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAADAPwAAAMBQSwECLQMtAAAA"
    + "AAAAACEAAuy9qYwAAACMAAAABQAAAAAAAAAAAAAAgAEAAAAAYS5ucHlQSwECLQMtAAAAAAAAACEA/c+lCIgAAACI"
    + "AAAABQAAAAAAAAAAAAAAgAHDAAAAdy5ucHlQSwUGAAAAAAIAAgBmAAAAggEAAAAA"

  /// numpy.savez_compressed(file, a=arange(3))
  static let compressed =
    "UEsDBC0AAAAIAAAAIQD3QBLq//////////8FABQAYS5ucHkBABAAmAAAAAAAAABMAAAAAAAAAJvsF+obEMnIUMZQ"
    + "rZ6SWpxcpG6loG6TaaGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GsY6mjoKtQoUAC4GKGCE0kxQGgBQ"
    + "SwECLQMtAAAACAAAACEA90AS6kwAAACYAAAABQAAAAAAAAAAAAAAgAEAAAAAYS5ucHlQSwUGAAAAAAEAAQAzAAAA"
    + "gwAAAAAA"

  private func numPyBytes() throws -> [UInt8] {
    Array(try #require(Data(base64Encoded: Self.fromNumPy)))
  }

  @Test func archiveOfNumPy() throws {
    let file = try NPZ(bytes: try numPyBytes(), name: "f")
    #expect(file.arrays == ["a": .int([0, 1, 2]), "w": .float(Tensor([[1.5, -2]]))])
  }

  @Test("writing and reading gives the same")
  func roundTrip() throws {
    let file = NPZ(["é/x": .double([1, 2]), "n": .int(Tensor(3)), "empty": .float(.zeros([0]))])
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "x.npz")
      try file.write(to: url)
      #expect(try NPZ(contentsOf: url) == file)
      #expect(try Array(Data(contentsOf: url)) == file.bytes())
    }
    #expect(try NPZ(bytes: NPZ().bytes(), name: "f") == NPZ())
  }

  @Test func compressedArchive() throws {
    var bytes = Array(try #require(Data(base64Encoded: Self.compressed)))
    #expect(try NPZ(bytes: bytes, name: "f").arrays == ["a": .int([0, 1, 2])])
    // Another method, in the directory.
    let entry = try #require(bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
    bytes[entry + 10] = 14
    #expect(
      message { try NPZ(bytes: bytes, name: "f") }
        == "f, tensor \"a.npy\": expected a file that is stored or deflated, found one that is "
        + "compressed by method 14; numpy.savez and numpy.savez_compressed write what can be read")
  }

  @Test("damage to the bytes of an array is noticed by its check")
  func damage() throws {
    var bytes = try numPyBytes()
    let place = try #require(bytes.firstIndex(of: 0xC0))
    bytes[place] ^= 1
    #expect(
      message { try NPZ(bytes: bytes, name: "f") }
        .hasPrefix("f/w.npy: expected bytes whose CRC-32 is "))
  }

  @Test("an archive cut short at any byte is refused")
  func truncation() throws {
    let bytes = try numPyBytes()
    for count in bytes.indices {
      #expect(throws: DataError.self) { try NPZ(bytes: Array(bytes.prefix(count)), name: "f") }
    }
  }

  @Test("two entries that share their bytes are refused, so that a small file stays small")
  func overlap() throws {
    // The directory's second entry is turned into a second one for the first file, named w.npy.
    var bytes = try numPyBytes()
    let entries = bytes.indices.filter { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) }
    for (from, to) in [(16, 28), (42, 46)] {
      bytes.replaceSubrange(
        entries[1] + from..<entries[1] + to, with: bytes[entries[0] + from..<entries[0] + to])
    }
    #expect(
      message { try NPZ(bytes: bytes, name: "f") }.contains(
        "expected bytes of its own, found that they overlap with those of"))
  }

  @Test func errors() {
    #expect(
      message { try NPZ(bytes: [], name: "f") }
        == "f: expected the directory of a zip archive at its end, as npz files have it, found none; "
        + "is it an npz file, and whole?")
  }
}
