import Foundation
import TensorCore

/// Images with their class labels.
public struct LabeledImages<Scalar: TensorScalar>: Sendable {
  /// The images, of shape [samples, height, width], from 0 (background) to 1 (full ink).
  public let images: Tensor<Scalar>
  /// The class of each image, of shape [samples].
  public let labels: Tensor<Int>
}

extension Dataset {
  /// The part of an image dataset that is for training or for testing.
  public enum Part: Sendable {
    /// The samples to train on.
    case train
    /// The samples to measure the trained model with.
    case test
  }

  /// Loads the table. Traps if this dataset is none; throws a `DataError` if the file is missing
  /// or not a CSV file. The folder is looked for unless given.
  public func table(in folder: DatasetFolder? = nil) throws -> CSVTable {
    guard case .table(let file) = contents else {
      fatalError("Dataset \(name) is no table, so table() cannot load it")
    }
    return try CSVTable(contentsOf: try url(of: file, in: folder))
  }

  /// Loads the text. Traps if this dataset is none; throws a `DataError` if the file is missing or
  /// not UTF-8. The folder is looked for unless given.
  public func text(in folder: DatasetFolder? = nil) throws -> String {
    guard case .text(let file) = contents else {
      fatalError("Dataset \(name) is no text, so text() cannot load it")
    }
    return try readText(contentsOf: try url(of: file, in: folder))
  }

  /// Loads a part of the images with their labels. Traps if this dataset has no images; throws a
  /// `DataError` if a file is missing or not what it should be. The folder is looked for unless
  /// given.
  public func images<Scalar: TensorScalar>(
    _ part: Part, as type: Scalar.Type = Float.self, in folder: DatasetFolder? = nil
  ) throws -> LabeledImages<Scalar> {
    guard case .images(let train, let test) = contents else {
      fatalError("Dataset \(name) has no images, so images() cannot load it")
    }
    let files = part == .train ? train : test
    let images = try IDX(contentsOf: try url(of: files.images, in: folder))
    let labels = try IDX(contentsOf: try url(of: files.labels, in: folder)).labels()
    guard images.shape.rank == 3 else {
      throw DataError(
        files.images, .byte(3), expected: "3 dimensions", found: "\(images.shape.rank)")
    }
    let count = images.shape[0]
    guard labels.shape[0] == count else {
      throw DataError(
        files.labels, .byte(4), expected: "a label for each of the \(counted(count, "image"))",
        found: counted(labels.shape[0], "label"))
    }
    let pixels = images.tensor(dividedBy: files.brightest, as: Scalar.self)
    let end = files.end ?? count
    if files.start == 0, end == count {
      return LabeledImages(images: pixels, labels: labels)
    }
    guard files.start < end, end <= count else {
      throw DataError(
        files.images, .byte(4),
        expected: "more than \(counted(max(files.start, end - 1), "image"))",
        found: "\(count)")
    }
    let samples = Array(files.start..<end)
    return LabeledImages(images: pixels.gather(samples), labels: labels.gather(samples))
  }

  /// How many samples the files hold: the rows of a table, the images of both parts, or the
  /// characters of a text. Reads the files, and throws as loading them does.
  public func sampleCount(in folder: DatasetFolder? = nil) throws -> Int {
    switch contents {
    case .table: try table(in: folder).rowCount
    case .text: try text(in: folder).count
    case .images:
      try images(.train, in: folder).labels.shape[0] + images(.test, in: folder).labels.shape[0]
    }
  }

  private func url(of file: String, in folder: DatasetFolder?) throws -> URL {
    let folder = try folder ?? .find()
    guard folder.contains(file) else {
      throw DataError(
        file, expected: "the file at \(displayPath(folder.file(file)))",
        found: "none\n\(DatasetFolder.howToGet)")
    }
    return folder.file(file)
  }
}
