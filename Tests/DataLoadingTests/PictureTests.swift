import Foundation
import Serialization
import TensorCore
import Testing

@testable import DataLoading

private func failure(_ bytes: [UInt8]) -> String {
  message { try Picture(bytes: bytes, name: "f.png").values }
}

private func failure(_ text: String) -> String { failure(Array(text.utf8)) }

/// 5 × 6 pixels of the values (37·i² + 11·i) mod 256 for i = 0, 1, …, in three channels; the rows have the filters
/// 0, 1, 2, 3, 4, 4. Written by Python with its zlib.
private let colored = [UInt8](
  Data(
    base64Encoded:
      "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAGCAIAAACEmcMcAAAAa0lEQVR42gFgAJ//AAAwqm581HZimBji9lT8"
      + "7gEqsIBwTiwK6MakgmA+HPoCNIrgNoziOI7kOpDmPJLoA22xGlp0DqjC3HYQKkRe+ARInvS+oPYQ7vhOiPpQ"
      + "IgAEUqj+eP4AEvACAq4ERiQCkoUsCfKFpq8AAAAASUVORK5CYII=")!)

@Suite struct PictureTests {
  @Test("the text and the bytes of a PGM are the same picture, whatever stands for white")
  func grayMaps() throws {
    let text = try Picture(
      bytes: Array("P2 # a comment 9\n3\t2 #\n5\n0 1 2\n3 4 5".utf8), name: "a")
    #expect((text.width, text.height, text.channels) == (3, 2, 1))
    #expect(text.values == [0, 51, 102, 153, 204, 255])
    let bytes = try Picture(bytes: Array("P5 3 2 5\n".utf8) + [0, 1, 2, 3, 4, 5], name: "a")
    #expect(bytes == text)
    // A pixel may look like a blank.
    let blank = try Picture(bytes: Array("P5 1 1 255\n\n".utf8), name: "a")
    #expect(blank.values == [10])
    #expect(text.tensor(as: Double.self) == [[[0, 0.2, 0.4], [0.6, 0.8, 1]]])
  }

  @Test("each filter of a PNG is undone, and channels become planes") func filters() throws {
    let picture = try Picture(bytes: colored, name: "f.png")
    #expect((picture.width, picture.height, picture.channels) == (5, 6, 3))
    let expected = (0..<90).map { (i: Int) -> UInt8 in UInt8((37 * i * i + 11 * i) % 256) }
    #expect(picture.values == expected)
    let tensor = picture.tensor(as: Double.self)
    #expect(tensor.shape == [3, 6, 5])
    #expect(tensor[2, 4, 3] == Double(picture.values[(4 * 5 + 3) * 3 + 2]) / 255)
  }

  @Test("numbers of colors become colors, and what is transparent is seen over white")
  func kinds() throws {
    let palette = try Picture(
      bytes: png(width: 2, colorType: 3, row: [0, 1, 0], palette: [9, 8, 7, 6, 5, 4]), name: "p")
    #expect(palette.values == [6, 5, 4, 9, 8, 7] && palette.channels == 3)
    let gray = try Picture(
      bytes: png(width: 3, colorType: 4, row: [0, 0, 255, 0, 0, 100, 51]), name: "p")
    #expect(gray.values == [0, 255, 224] && gray.channels == 1)
    let color = try Picture(bytes: png(width: 1, colorType: 6, row: [0, 1, 2, 3, 255]), name: "p")
    #expect(color.values == [1, 2, 3])
  }

  @Test("a damaged picture is refused in a sentence that says where") func damage() {
    #expect(failure([]).contains("expected a picture, PNG or PGM (P2 or P5), found an empty file"))
    #expect(failure("GIF89a").contains("found 0x47 0x49 0x46 0x38"))
    #expect(failure("P6 1 1 255\nabc").contains("expected P2 or P5"))
    #expect(failure("P2 0 1 255").contains("byte 3: expected a width of at least 1, found \"0\""))
    #expect(failure("P2 1 1 256 3").contains("a value for white from 1 to 255, found \"256\""))
    #expect(failure("P2 2 1 9 3").contains("a pixel from 0 to 9, found the end"))
    #expect(failure("P2 1 1 9 10").contains("found \"10\""))
    #expect(failure("P2 1 1 9 3 4").contains("expected the end after the last pixel"))
    #expect(failure("P2 1000000 1000000 9 3").contains("found the end"))
    #expect(failure("P5 2 2 255\nabc").contains("expected 4 bytes for 2 × 2 pixels, found 3"))
    #expect(failure("P5 1 1 9\n~").contains("expected a pixel of at most 9"))
    #expect(failure(Array(colored.prefix(50))).contains("the file is cut short"))
    for position in [20, 60] {
      var bytes = colored
      bytes[position] ^= 1
      #expect(failure(bytes).contains("checksum"), "byte \(position)")
    }
    #expect(failure(png(width: 1, colorType: 0, row: [5, 1])).contains("a filter from 0 to 4"))
    #expect(failure(png(width: 1, colorType: 5, row: [0, 1])).contains("a color type"))
    #expect(
      failure(png(width: 2, colorType: 0, row: [0, 1])).contains("expected 3 bytes of pixels"))
    #expect(
      failure(png(width: 1, colorType: 3, row: [0, 2], palette: [1, 2, 3, 4, 5, 6]))
        .contains("a color for each pixel"))
  }

  @Test("a folder for each class becomes samples, in the order of the names") func folders() throws
  {
    try withTemporaryFolder { folder in
      try write("P2 2 1 255 0 255", to: "b/2.pgm", in: folder)
      try write("P2 2 1 255 51 51", to: "a/1.pgm", in: folder)
      try write("P2 2 1 255 0 0", to: "b/1.pgm", in: folder)
      try write("", to: "a/.hidden", in: folder)
      let pictures = try LabeledPictures<Double>(contentsOf: folder)
      #expect(pictures.classes == ["a", "b"])
      #expect(pictures.files == ["a/1.pgm", "b/1.pgm", "b/2.pgm"])
      #expect(pictures.samples.inputs == [[[[0.2, 0.2]]], [[[0, 0]]], [[[0, 1]]]])
      #expect(pictures.samples.targets == [0, 1, 1])

      try write("P2 1 1 255 0", to: "c/3.pgm", in: folder)
      #expect(
        message { try LabeledPictures<Double>(contentsOf: folder).files }.contains(
          "c/3.pgm: expected 2 × 1 pixels, gray, as a/1.pgm, found 1 × 1 pixels, gray"))
    }
    try withTemporaryFolder { folder in
      #expect(
        message { try LabeledPictures<Double>(contentsOf: folder).files }.contains(
          "expected a folder for each class, found no folder in it"))
      let missing = folder.appending(path: "nowhere")
      #expect(
        message { try LabeledPictures<Double>(contentsOf: missing).files }.contains(
          "expected a folder that can be read"))
      try write("hello", to: "a/text.png", in: folder)
      #expect(
        message { try LabeledPictures<Double>(contentsOf: folder).files }.contains(
          "a/text.png, byte 0: expected a picture"))
    }
  }

  /// A PNG of one row, which begins with its filter, not compressed.
  private func png(
    width: UInt8, colorType: UInt8, row: [UInt8], palette: [UInt8] = []
  ) -> [UInt8] {
    func bytes(_ number: UInt32) -> [UInt8] {
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
    func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
      let checked = Array(name.utf8) + content
      return bytes(UInt32(content.count)) + checked + bytes(CRC32.value(of: checked))
    }
    let count = UInt8(row.count)
    let sum = row.reduce(1) { $0 + UInt32($1) }
    let sumOfSums = row.indices.reduce(UInt32(0)) { total, index in
      total + row[...index].reduce(1) { $0 + UInt32($1) }
    }
    let packed = [0x78, 1, 1, count, 0, ~count, 255] + row + bytes(sumOfSums << 16 | sum)
    return PNGReader.signature
      + chunk("IHDR", [0, 0, 0, width, 0, 0, 0, 1, 8, colorType, 0, 0, 0])
      + (palette.isEmpty ? [] : chunk("PLTE", palette)) + chunk("IDAT", packed)
      + chunk("IEND", [])
  }
}
