import Curriculum
import Foundation
import Gradus

extension SeeingLesson {
  /// The long recipe for clothes, 40 epochs, by its seed.
  static let clothesStudy = Study(
    "clothes", title: "Clothes, 40 epochs: right of 2,000 test pictures",
    columns: clothesColumns, rows: (1...10).map(String.init)
  ) { row, _ in
    try clothesRow(
      ClothesExperiment(training: 10_000), epochs: 40, averaging: 0.995, seed: UInt64(row) ?? 0)
  }

  /// The same for all of Fashion-MNIST, where it is installed.
  static let allClothesStudy = Study(
    "all-clothes", title: "All 60,000 clothes, 30 epochs: right of 10,000 test pictures",
    columns: ["pictures"] + clothesColumns.dropFirst(), rows: ["60,000"],
    missing: {
      let folder = ClothesExperiment.installed
      guard (try? folder.checkResourceIsReachable()) != true else { return nil }
      return "it needs \(folder.path), which `apt-get install dataset-fashion-mnist` makes"
    }
  ) { _, _ in
    try clothesRow(
      ClothesExperiment(all: ClothesExperiment.installed), epochs: 30, averaging: 0.999, seed: 1)
  }

  private static let clothesColumns = [
    "seed", "each alone", "share", "with its mirror image", "share ",
  ]

  private static func clothesRow(
    _ experiment: ClothesExperiment, epochs: Int, averaging: Double, seed: UInt64
  ) throws -> [String] {
    let recipe = ClothesExperiment.Recipe(epochs: epochs, averaging: averaging)
    let right = try experiment.train(recipe, seed: seed) {}.right(experiment.test.targets)
    return [right.plain, right.voted].flatMap { count in
      ["\(count)", "\((100 * Double(count) / Double(experiment.test.count)).fixed(1)) %"]
    }
  }

  /// The long recipe for the detector, by the heights of the digits that it learns from.
  static let detectionStudy = Study(
    "detection", title: "Mean average precision on 500 canvases, by the height of the digits",
    columns: ["trained with", "canvases", "epochs", "test: 12 to 28 pixels", "20 pixels"],
    rows: ["12 to 28 pixels", "20 pixels"]
  ) { row, _ in
    var answers = SeeingAnswers()
    answers.intersectionOverUnion = Seeing.intersectionOverUnion
    answers.nonMaximumSuppression = Seeing.nonMaximumSuppression
    let experiment = DetectionExperiment(answers: answers)
    let makers = try DetectionExperiment.Makers()
    var training = makers.training
    if row == "20 pixels" { training.heights = 20...20 }
    let (count, epochs) = (30_000, 4)
    let result = try DetectionExperiment.train(
      on: try training.canvases(count, seed: 1), epochs: epochs, batchSize: 16, seed: 1
    ) {}
    let tests = try experiment.measureBySize(result.detector, makers.test, count: 500, seed: 1)
    return ["\(count)", "\(epochs)", tests.any.mean.fixed(3), tests.one.mean.fixed(3)]
  }

  /// Digits from few examples, by their number, with what was learned of clothes and without.
  static let littleDataStudy = Study(
    "little-data", title: "Right of 500 digits, by the digits of each class to learn from",
    columns: ["digits", "from scratch", "after clothes", "wins", "p"], rows: ["10", "50", "200"]
  ) { row, _ in
    let clothes = try ClothesExperiment(training: 10_000)
    let network = try clothes.train(ClothesExperiment.Recipe(epochs: 3), seed: 1) {}.network
    let count = Int(row) ?? 0
    let pairs = try LittleDataExperiment(network).compare(
      perClass: count, epochs: [10: 10, 50: 2, 200: 1][count] ?? 1, seeds: Array(1...7))
    return [
      "\((100 * (1 - pairs.baselineMean)).fixed(1)) %",
      "\((100 * (1 - pairs.remedyMean)).fixed(1)) %", "\(pairs.wins) of \(pairs.pairs.count)",
      pairs.pValue.fixed(4),
    ]
  }
}
