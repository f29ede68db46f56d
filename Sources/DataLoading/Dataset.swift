/// An entry of the catalog: a dataset that comes with the course. `Dataset.all` lists them.
public struct Dataset: Equatable, Sendable {
  /// What a dataset consists of, and so how it is loaded. Files are paths in the dataset folder.
  public enum Contents: Equatable, Sendable {
    /// A CSV file, loaded by `table(in:)`.
    case table(String)
    /// A text, loaded by `text(in:)`.
    case text(String)
    /// Labeled images, loaded by `images(_:in:)`.
    case images(train: ImageFiles, test: ImageFiles)
  }

  /// The IDX files of the training or the test part of an image dataset.
  public struct ImageFiles: Equatable, Sendable {
    /// The file with the images.
    public let images: String
    /// The file with their labels.
    public let labels: String
    /// The value of a fully bright pixel.
    var brightest: Double = 255
    /// The first sample of the part, if both parts are in one pair of files.
    var start = 0
    /// The sample behind the last one of the part, or nil if it reaches to the end of the files.
    var end: Int? = nil
  }

  /// The short name, such as `penguins`.
  public let name: String
  /// The name people know it by, such as "Palmer penguins".
  public let title: String
  /// What the files hold and how they are loaded.
  public let contents: Contents
  /// The license of the data.
  public let license: String
  /// What the dataset serves in the course, in one line.
  public let purpose: String

  /// The paths of the files in the dataset folder.
  public var files: [String] {
    switch contents {
    case .table(let file), .text(let file): return [file]
    case .images(let train, let test):
      let areShared = train.images == test.images
      return [train.images, train.labels] + (areShared ? [] : [test.images, test.labels])
    }
  }
}
