import TensorCore
import Testing

@testable import DataLoading

@Suite struct DataSplitTests {
  private static let plainSplits: [(Int, Double, Double, [Int])] = [
    (10, 0.2, 0.1, [7, 2, 1]), (333, 0, 0.2, [266, 0, 67]), (3, 0.3333, 0.3333, [1, 1, 1]),
    (1000, 0.1, 0.2, [700, 100, 200]), (7, 0.25, 0.25, [3, 2, 2]),
  ]

  @Test("Parts are disjoint, complete and of the right size", arguments: plainSplits)
  func plain(count: Int, validation: Double, test: Double, sizes: [Int]) throws {
    for seed in UInt64(1)...20 {
      var generator = RandomGenerator(seed: seed)
      let split = try DataSplit(
        count: count, validation: validation, test: test, using: &generator)
      #expect([split.train.count, split.validation.count, split.test.count] == sizes)
      #expect(
        (split.train + split.validation + split.test).sorted() == Array(0..<count), "seed \(seed)")
    }
  }

  @Test func stratifiedKeepsProportions() throws {
    for seed in UInt64(1)...20 {
      var generator = RandomGenerator(seed: seed)
      let labels =
        [Int](repeating: 7, count: 60) + [Int](repeating: -1, count: 30)
        + [Int](repeating: 2, count: 11)
      let split = try DataSplit(
        stratifiedBy: Tensor(shape: [101], elements: labels), validation: 0.1, test: 0.2,
        using: &generator)
      #expect((split.train + split.validation + split.test).sorted() == Array(0..<101))
      for (part, counts) in [
        (split.train, [42, 21, 8]), (split.validation, [6, 3, 1]), (split.test, [12, 6, 2]),
      ] {
        let found = [7, -1, 2].map { label in part.count { labels[$0] == label } }
        #expect(found == counts, "seed \(seed)")
      }
      #expect(split.train.prefix(20).contains { labels[$0] != 7 }, "seed \(seed)")
    }
  }

  @Test func seedsDecide() throws {
    func split(seed: UInt64) throws -> DataSplit {
      var generator = RandomGenerator(seed: seed)
      return try DataSplit(count: 100, validation: 0.1, test: 0.1, using: &generator)
    }
    #expect(try split(seed: 1) == split(seed: 1))
    #expect(try split(seed: 1) != split(seed: 2))
  }

  @Test(
    "Folds: each sample is measured on once, in parts of equal size and proportions",
    arguments: [(2, 2), (2, 5), (3, 10), (5, 23), (7, 7), (10, 101)])
  func folds(k: Int, count: Int) throws {
    for seed in UInt64(1)...20 {
      var generator = RandomGenerator(seed: seed)
      let plain = try DataSplit.folds(k, count: count, using: &generator)
      let labels = (0..<count).map { $0 % 5 == 0 ? -1 : $0 % 3 }
      let stratified = try DataSplit.folds(
        k, stratifiedBy: Tensor(shape: [count], elements: labels), using: &generator)
      for folds in [plain, stratified] {
        #expect(folds.count == k)
        #expect(folds.flatMap(\.validation).sorted() == Array(0..<count), "seed \(seed)")
        for fold in folds {
          #expect((fold.train + fold.validation).sorted() == Array(0..<count), "seed \(seed)")
          #expect(fold.test == [])
        }
        #expect(spread(folds.map(\.validation.count)) <= 1, "seed \(seed)")
      }
      for label in Set(labels) {
        let counts = stratified.map { $0.validation.count { labels[$0] == label } }
        #expect(spread(counts) <= 1, "seed \(seed), class \(label)")
      }
    }
  }

  private func spread(_ counts: [Int]) -> Int { (counts.max() ?? 0) - (counts.min() ?? 0) }

  @Test("Folds are drawn, and not cut class by class") func foldsAreShuffled() throws {
    func folds(seed: UInt64) throws -> [DataSplit] {
      var generator = RandomGenerator(seed: seed)
      let labels = Tensor(shape: [100], elements: (0..<100).map { $0 / 50 })
      return try DataSplit.folds(4, stratifiedBy: labels, using: &generator)
    }
    #expect(try folds(seed: 1) == folds(seed: 1))
    #expect(try folds(seed: 1) != folds(seed: 2))
    #expect(try folds(seed: 1)[0].train.prefix(20).contains { $0 >= 50 })
    #expect(try folds(seed: 1)[0].validation.prefix(20).contains { $0 >= 50 })
  }

  @Test("Numbers of folds that cannot be", arguments: [(1, 5), (0, 5), (-1, 5), (6, 5), (2, 0)])
  func wrongFolds(k: Int, count: Int) {
    var generator = RandomGenerator(seed: 1)
    #expect(
      message { try DataSplit.folds(k, count: count, using: &generator) }
        == "folds of \(count) sample\(count == 1 ? "" : "s"): expected at least 2 folds, and no more "
        + "than samples, found \(k)")
  }

  @Test func gathering() throws {
    var generator = RandomGenerator(seed: 1)
    let split = try DataSplit(count: 6, test: 0.5, using: &generator)
    let rows = Tensor<Float>(shape: [6, 2], elements: (0..<12).map { Float($0) })
    let parts = split.gather(rows)
    #expect(parts.train.elements == split.train.flatMap { [Float(2 * $0), Float(2 * $0 + 1)] })
    #expect(parts.validation.shape == [0, 2])
    #expect(parts.test.shape == [3, 2])
  }

  @Test("Fractions that are no fractions", arguments: [(-0.1, 0.2), (0.6, 0.5), (0, .nan)])
  func wrongFractions(validation: Double, test: Double) {
    var generator = RandomGenerator(seed: 1)
    #expect(
      message { try DataSplit(count: 10, validation: validation, test: test, using: &generator) }
        == "split of 10 samples: expected fractions of at least 0 that add up to at most 1, "
        + "found validation \(validation) and test \(test)")
  }

  @Test func emptyParts() {
    var generator = RandomGenerator(seed: 1)
    #expect(
      message { try DataSplit(count: 10, validation: 0.01, test: 0.2, using: &generator) }
        == "split of 10 samples: expected at least 1 sample in the part \"validation\", "
        + "found none with validation 0.01 and test 0.2")
    #expect(
      message { try DataSplit(count: 10, validation: 0.5, test: 0.5, using: &generator) }
        .contains("in the part \"train\""))
    #expect(
      message { try DataSplit(count: 0, test: 0.5, using: &generator) }
        .hasPrefix("split of 0 samples: expected at least 1 sample in the part \"train\""))
  }

  @Test func largestRemainder() {
    #expect(apportion(10, by: [0.7, 0.1, 0.2]) == [7, 1, 2])
    #expect(apportion(11, by: [0.7, 0.1, 0.2]) == [8, 1, 2])
    #expect(apportion(1, by: [0.5, 0.25, 0.25]) == [1, 0, 0])
    #expect(apportion(3, by: [0.4, 0.3, 0.3]) == [1, 1, 1])
    #expect(apportion(0, by: [0.4, 0.3, 0.3]) == [0, 0, 0])
  }

  /// Every class is too small for its share, all together are not.
  @Test("the parts have the sizes asked for, however small the classes are")
  func smallClasses() throws {
    let cases: [(classes: Int, size: Int, validation: Double, test: Double, sizes: [Int])] = [
      (50, 2, 0, 0.2, [80, 0, 20]), (100, 3, 0.2, 0.2, [180, 60, 60]),
      (100, 1, 0.25, 0.25, [50, 25, 25]), (7, 3, 0.5, 0.25, [5, 11, 5]),
    ]
    for (classes, size, validation, test, sizes) in cases {
      let labels = (0..<classes * size).map { $0 % classes }
      var generator = RandomGenerator(seed: 8)
      let split = try DataSplit(
        stratifiedBy: Tensor(labels), validation: validation, test: test, using: &generator)
      let parts = [split.train, split.validation, split.test]
      #expect(parts.map(\.count) == sizes)
      #expect(parts.flatMap { $0 }.sorted() == Array(labels.indices))
      // Of each class, a part has its share, rounded up or down.
      for (part, fraction) in zip(parts, [1 - validation - test, validation, test]) {
        let share = fraction * Double(size)
        for label in 0..<classes {
          let found = Double(part.count { labels[$0] == label })
          #expect(found > share - 1 && found < share + 1)
        }
      }
    }
  }

  /// Rows and columns both add up, and no number is further than rounding from its share.
  @Test("classes of any sizes are divided by rounding alone") func anyClasses() {
    var generator = RandomGenerator(seed: 9)
    for round in 0..<2000 {
      let sizes = (0..<1 + generator.uniformInteger(below: 9)).map { _ in
        1 + generator.uniformInteger(below: 8)
      }
      let steps = [1, 0.5, 0.25, 0.2, 0.1, 1.0 / 3][generator.uniformInteger(below: 6)]
      let most = Int((1 / steps).rounded())
      let validation = generator.uniformInteger(below: most + 1)
      let test = generator.uniformInteger(below: most - validation + 1)
      let fractions = [
        Double(most - validation - test), Double(validation), Double(test),
      ].map { $0 / Double(most) }
      let counts = apportion(classes: sizes, by: fractions)
      #expect(counts.map { $0.reduce(0, +) } == sizes, "round \(round)")
      #expect(
        (0..<3).map { part in counts.reduce(0) { $0 + $1[part] } }
          == apportion(sizes.reduce(0, +), by: fractions), "round \(round)")
      for (size, own) in zip(sizes, counts) {
        for (count, fraction) in zip(own, fractions) {
          #expect(abs(Double(count) - fraction * Double(size)) < 1 - 1e-9, "round \(round)")
        }
      }
      #expect(counts == apportion(classes: sizes, by: fractions))
    }
  }

  @Test func labelsOfRank2() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      _ = try DataSplit(stratifiedBy: [[0, 1], [1, 0]], test: 0.5, using: &generator)
    }
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(output.contains("DataSplit: expected labels of shape [samples], found [2, 2]"))
    #expect(output.contains("DataLoadingTests/DataSplitTests.swift:"))
  }
}
