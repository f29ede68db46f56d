import Curriculum
import Gradus

extension SeeingLesson {
  /// The long recipe for clothes, 40 epochs, by its seed.
  static let clothesStudy = Study(
    "clothes", title: "Clothes, 40 epochs: right of 2,000 test pictures",
    columns: ["seed", "each alone", "share", "with its mirror image", "share "],
    rows: ["1", "2", "3"]
  ) { row, run in
    let experiment = try ClothesExperiment(training: 10_000)
    let recipe = ClothesExperiment.Recipe(epochs: 40)
    let result = try experiment.train(recipe, seed: UInt64(row) ?? 0) {}
    let right = result.right(experiment.test.targets)
    return [right.plain, right.voted].flatMap { count in
      ["\(count)", "\((100 * Double(count) / Double(experiment.test.count)).fixed(1)) %"]
    }
  }
}
