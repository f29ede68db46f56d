import Files
import Foundation
import TensorCore

/// Pictures of one's own with their classes: a folder that has a folder for each class, as in
///
///     clothes/boot/1.png   clothes/boot/2.png   clothes/shirt/a.pgm
///
/// All are of one size, and all gray or all colored.
///
/// ```swift
/// let pictures = try LabeledPictures<Float>(contentsOf: URL(filePath: "clothes"))
/// try fit(&model, to: pictures.samples, …)
/// ```
public struct LabeledPictures<Scalar: TensorScalar>: Sendable {
  /// The pictures [N, C, H, W] from 0 to 1, and the number of each one's class.
  public let samples: Samples<Tensor<Scalar>, Tensor<Int>>
  /// The names of the classes, in the order of the alphabet.
  public let classes: [String]
  /// Each picture's file, as in `boot/1.png`, in the order of the samples.
  public let files: [String]

  /// Reads all pictures in the folders of a folder, in the order of their names. Files whose names begin with
  /// a point are left out.
  ///
  /// Throws a `DataError` if there is no folder, a class has no picture, a file is no picture that ``Picture``
  /// reads, or one is not of the first one's size.
  public init(contentsOf folder: URL) throws {
    let classFolders = try entries(of: folder).filter(\.hasDirectoryPath)
    guard !classFolders.isEmpty else {
      throw DataError(
        displayPath(folder), expected: "a folder for each class", found: "no folder in it")
    }
    var (pictures, labels, files): ([Picture], [Int], [String]) = ([], [], [])
    for (label, classFolder) in classFolders.enumerated() {
      let found = try entries(of: classFolder)
      guard !found.isEmpty else {
        throw DataError(
          displayPath(classFolder), expected: "the pictures of a class", found: "an empty folder")
      }
      for file in found {
        let name = "\(classFolder.lastPathComponent)/\(file.lastPathComponent)"
        let picture = try Picture(bytes: try readBytes(of: file), name: name)
        try requireSize(of: picture, like: pictures.first ?? picture)
        pictures.append(picture)
        labels.append(label)
        files.append(name)
      }
    }
    samples = Samples(
      Tensor.stack(pictures.map { $0.tensor(as: Scalar.self) }),
      Tensor(shape: [labels.count], elements: labels))
    classes = classFolders.map(\.lastPathComponent)
    self.files = files
  }
}

/// What is in a folder, in the order of the names.
private func entries(of folder: URL) throws -> [URL] {
  do {
    return try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: [.isDirectoryKey], options: .skipsHiddenFiles
    ).sorted { $0.lastPathComponent < $1.lastPathComponent }
  } catch {
    throw DataError(
      displayPath(folder), expected: "a folder that can be read", found: systemReason(of: error))
  }
}

private func requireSize(of picture: Picture, like first: Picture) throws {
  func size(_ picture: Picture) -> String {
    "\(picture.width) × \(picture.height) pixels, \(picture.channels == 1 ? "gray" : "colored")"
  }
  guard size(picture) == size(first) else {
    throw DataError(
      picture.name, expected: "\(size(first)), as \(first.name)", found: size(picture),
      advice: "all pictures need one size, and all or none are colored")
  }
}
