import Files
import TensorCore

/// Samples dealt out into parts for training, validation and test, as indices: each sample is in
/// exactly one part.
public struct DataSplit: Equatable, Sendable {
  /// The samples to train on: all that are in no other part.
  public private(set) var train: [Int] = []
  /// The samples to choose models and settings with.
  public private(set) var validation: [Int] = []
  /// The samples to measure the final model with.
  public private(set) var test: [Int] = []

  /// Splits `count` samples at random.
  ///
  /// The fractions are of all samples, in 0...1, and leave a rest for training. A fraction of 0
  /// makes an empty part. Counts that are not whole go to the parts with the largest remainders.
  /// Throws a `DataError` for other fractions and if a part that should have samples gets none; traps
  /// for a negative count.
  public init(
    count: Int, validation: Double = 0, test: Double, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) throws {
    require(
      count >= 0, "DataSplit: expected a count of at least 0, found \(count)",
      file: file, line: line)
    requireMemory(for: count, of: Int.self, as: "DataSplit", file: file, line: line)
    try self.init(
      classes: [Int](repeating: 0, count: count), validation: validation, test: test,
      using: &generator)
  }

  /// Splits samples at random so that every class is divided in the same proportions, which keeps
  /// a rare class from missing in a part by chance. Otherwise as the plain split.
  ///
  /// The parts have as many samples as in the plain split. Of each class, a part has its share, rounded
  /// up or down, so a class with few samples may still be missing in a small part.
  ///
  /// `labels` has shape [samples]; traps for another rank.
  public init(
    stratifiedBy labels: Tensor<Int>, validation: Double = 0, test: Double,
    using generator: inout RandomGenerator, file: StaticString = #fileID, line: UInt = #line
  ) throws {
    require(
      labels.rank == 1,
      "DataSplit: expected labels of shape [samples], found \(labels.shape)", file: file, line: line
    )
    try self.init(
      classes: labels.elements, validation: validation, test: test, using: &generator)
  }

  private init(
    classes: [Int], validation: Double, test: Double, using generator: inout RandomGenerator
  ) throws {
    let source = "split of \(counted(classes.count, "sample"))"
    guard validation >= 0, test >= 0, validation + test <= 1 else {
      throw DataError(
        source, expected: "fractions of at least 0 that add up to at most 1",
        found: "validation \(validation) and test \(test)")
    }
    let fractions = [1 - validation - test, validation, test]

    var classSizes: [Int: Int] = [:]
    for label in classes {
      classSizes[label, default: 0] += 1
    }
    let labels = classSizes.keys.sorted()
    // For each class, how many of its samples each part still takes.
    var places = Dictionary(
      uniqueKeysWithValues: zip(
        labels, apportion(classes: labels.compactMap { classSizes[$0] }, by: fractions)))
    for sample in generator.permutation(classes.count) {
      guard let part = places[classes[sample]]?.firstIndex(where: { $0 > 0 }) else { continue }
      places[classes[sample]]?[part] -= 1
      switch part {
      case 0: train.append(sample)
      case 1: self.validation.append(sample)
      default: self.test.append(sample)
      }
    }

    let parts = [
      ("train", train, true), ("validation", self.validation, validation > 0),
      ("test", self.test, test > 0),
    ]
    for (name, samples, isWanted) in parts where isWanted && samples.isEmpty {
      throw DataError(
        source, expected: "at least 1 sample in the part \"\(name)\"",
        found: "none with validation \(validation) and test \(test)")
    }
  }

  /// The splits of k-fold cross-validation: `count` samples are dealt out at random to k folds, whose sizes
  /// differ by at most 1, and each fold in turn is the validation part of a split, with all others to train
  /// on. So each sample is measured on once, by a model that has not seen it. The test parts are empty.
  ///
  /// Throws a `DataError` unless there are at least 2 folds, and a sample for each; traps for a negative
  /// count.
  public static func folds(
    _ k: Int, count: Int, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) throws -> [DataSplit] {
    require(
      count >= 0, "DataSplit: expected a count of at least 0, found \(count)",
      file: file, line: line)
    requireMemory(for: count, of: Int.self, as: "DataSplit", file: file, line: line)
    return try folds(k, classes: [Int](repeating: 0, count: count), using: &generator)
  }

  /// The splits of k-fold cross-validation with every class in the same proportions: in how many samples of
  /// a class they have, two folds differ by at most 1, too. Otherwise as the plain folds.
  ///
  /// `labels` has shape [samples]; traps for another rank.
  public static func folds(
    _ k: Int, stratifiedBy labels: Tensor<Int>, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) throws -> [DataSplit] {
    require(
      labels.rank == 1,
      "DataSplit: expected labels of shape [samples], found \(labels.shape)", file: file, line: line
    )
    return try folds(k, classes: labels.elements, using: &generator)
  }

  private static func folds(
    _ k: Int, classes: [Int], using generator: inout RandomGenerator
  ) throws -> [DataSplit] {
    guard k >= 2, k <= classes.count else {
      throw DataError(
        "folds of \(counted(classes.count, "sample"))",
        expected: "at least 2 folds, and no more than samples", found: "\(k)")
    }
    let samples = generator.permutation(classes.count)
    // Class after class, each sample goes to the next fold, the first after the last.
    let byClass = samples.indices.sorted { (classes[samples[$0]], $0) < (classes[samples[$1]], $1) }
    var foldOfPlace = samples
    for (index, place) in byClass.enumerated() { foldOfPlace[place] = index % k }
    return (0..<k).map { fold in
      var split = DataSplit()
      for (sample, own) in zip(samples, foldOfPlace) {
        if own == fold { split.validation.append(sample) } else { split.train.append(sample) }
      }
      return split
    }
  }

  private init() {}

  /// The samples of each part: of a tensor along axis 0, or of anything else that is batchable.
  public func gather<Data: Batchable>(
    _ data: Data
  ) -> (train: Data, validation: Data, test: Data) {
    (data.samples(at: train), data.samples(at: validation), data.samples(at: test))
  }
}
