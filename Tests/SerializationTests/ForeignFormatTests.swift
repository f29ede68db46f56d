import DataLoading
import Files
import Foundation
import TensorCore
import Testing

@testable import Serialization

@Suite struct ForeignFormatTests {
  /// How files of each format begin.
  private static let beginnings: [(format: ForeignFormat, bytes: [UInt8])] = [
    (.torchArchive, zip(first: "archive/data.pkl")), (.torchArchive, zip(first: "model/data.pkl")),
    (.zip, zip(first: "weights.npy")), (.zip, [0x50, 0x4B, 5, 6] + zeros(18)),
    (.pickle, [0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20]),
    (.pickle, [0x80, 4, 0x95] + zeros(20)), (.npy, NPY.bytes(of: .int([1]))),
    (.hdf5, [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A] + zeros(20)),
    (.gzip, [0x1F, 0x8B, 8, 0] + zeros(10)),
    (.gitLFSPointer, Array("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n".utf8)),
    (.utf16, [0xFF, 0xFE, 0x61, 0, 0x2C, 0, 0x62, 0]),
    (.utf16, [0xFE, 0xFF, 0, 0x61, 0, 0x2C, 0, 0x62]),
  ]

  private static func zeros(_ count: Int) -> [UInt8] { Array(repeating: 0, count: count) }

  private static func zip(first name: String) -> [UInt8] {
    [0x50, 0x4B, 3, 4] + zeros(22) + [UInt8(name.utf8.count), 0, 0, 0] + Array(name.utf8)
      + zeros(50)
  }

  @Test("each reader names a file of another format, and says what to do")
  func readers() throws {
    let readers: [(own: Set<ForeignFormat>, read: ([UInt8]) throws -> Any)] = [
      ([], { try Safetensors(bytes: $0, name: "f") }),
      ([.npy], { try NPY.read(bytes: $0, name: "f") }),
      // Whether a zip archive is one of NumPy is seen from its directory.
      ([.zip], { try NPZ(bytes: $0, name: "f") }), ([], { try IDX(bytes: $0, name: "f") }),
      ([], { try CSVTable(bytes: $0, name: "f") }),
      // Whatever is UTF-8 is a text, also the pointer; the zip archives here happen to be, too.
      ([.gitLFSPointer, .zip, .torchArchive], { try readText(bytes: $0, name: "f") }),
    ]
    for (format, bytes) in Self.beginnings {
      for (index, reader) in readers.enumerated() where !reader.own.contains(format) {
        let said = message { try reader.read(bytes) }
        #expect(
          said.hasSuffix("found \(format.found); \(format.advice)"),
          "reader \(index), \(format): \(said)")
      }
    }
    #expect(Set(Self.beginnings.map(\.format)).count == ForeignFormat.allCases.count)
  }

  @Test("of what torch.save writes, readers of weights say that safetensors is the way")
  func torch() {
    let archive = Self.zip(first: "archive/data.pkl")
    for said in [
      message { try Safetensors(bytes: archive, name: "model.pt") },
      message { try NPZ(bytes: archive, name: "model.pt") },
    ] {
      #expect(
        said.hasSuffix(
          "found an archive of torch.save; a pickle is a program, not data: save the weights by "
            + "safetensors.torch.save_file, and read that file"))
    }
  }

  @Test("a null in place of metadata is none, as for the format's own reader")
  func noMetadata() throws {
    let header = #"{"__metadata__":null,"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
    let file = try Safetensors(bytes: safetensors(header, data: [0, 0, 0x80, 0x3F]), name: "f")
    #expect(file.tensors == ["a": .float([1])] && file.metadata.isEmpty)
    #expect(failure(#"{"__metadata__":nul}"#).contains("expected \"{\""))
  }
}
