import Files
import Foundation
import TensorCore

/// A picture read from a file: a gray one in the format PGM, a gray or colored one in the format PNG.
///
/// PGM is the simplest there is, "portable gray map": a few words of text, and then the pixels as text (P2) or
/// as bytes (P5). Of PNG, pictures of 8 bits per channel that are not interlaced are read, which is what nearly
/// every program writes. What is transparent is shown over white, as a viewer would.
public struct Picture: Equatable, Sendable {
  /// The name of the file.
  public let name: String
  /// The number of pixels in a row.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// 1 for gray; 3 for red, green and blue.
  public let channels: Int
  /// The pixels [H, W, C], row by row from the top, 0 for black to 255 for full light.
  public let values: [UInt8]

  init(name: String, width: Int, height: Int, channels: Int, values: [UInt8]) {
    self.name = name
    self.width = width
    self.height = height
    self.channels = channels
    self.values = values
  }

  /// Reads the file at `url`. Throws as `init(bytes:name:)`, or if the file cannot be read.
  public init(contentsOf url: URL) throws {
    try self.init(bytes: try readBytes(of: url), name: url.lastPathComponent)
  }

  /// Reads a picture from bytes, which tell by their beginning which format they are in; `name` stands for the
  /// file in error messages.
  ///
  /// Throws a `DataError` where the bytes are in no format that is read, damaged, or cut short.
  public init(bytes: [UInt8], name: String) throws {
    if bytes.starts(with: PNGReader.signature) {
      self = try PNGReader(bytes: bytes, name: name).picture()
    } else if bytes.starts(with: [UInt8(ascii: "P")]) {
      self = try PGMReader.picture(bytes, name: name)
    } else {
      throw DataError(
        name, .byte(0), expected: "a picture, PNG or PGM (P2 or P5)",
        found: bytes.isEmpty
          ? "an empty file" : bytes.prefix(4).map(hexadecimal).joined(separator: " "))
    }
  }

  /// The picture as a tensor [C, H, W] from 0 to 1.
  public func tensor<Scalar: TensorScalar>(as type: Scalar.Type = Float.self) -> Tensor<Scalar> {
    let plane = width * height
    return Tensor(
      shape: [channels, height, width],
      elements: (0..<values.count).map { index in
        Scalar(Double(values[index % plane * channels + index / plane]) / 255)
      })
  }
}
