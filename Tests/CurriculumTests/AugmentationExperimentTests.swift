import Curriculum
import Foundation
import Gradus
import Testing

@testable import Curriculum05

/// What lesson 5's page claims.
@Suite("Lesson 5's experiment")
struct AugmentationExperimentTests {
  static let isSlowRun = ProcessInfo.processInfo.environment["GRADUS_SLOW"] != nil
  let experiment = AugmentationExperiment(AugmentationLesson.lesson.solution)

  @Test("the solutions are the framework's warp, flip and mixup")
  func solutionsAreTheFramework() throws {
    var generator = RandomGenerator(seed: 3)
    let image = Tensor<Double>.uniform([6, 9], using: &generator)
    let batch = image.reshaped(to: [1, 1, 6, 9])
    for (x, y) in [(2, -1), (-3, 4)] {
      let map = AffineMap.shift(x: Double(x), y: Double(y))
      let shifted = warp(batch, by: [map]).reshaped(to: [6, 9])
      #expect(try DataAugmentation.shifted(image, right: x, down: y) == shifted)
    }
    for degrees in [17.0, -90, 133] {
      let turned = warp(batch, by: [.rotation(degrees: degrees)]).reshaped(to: [6, 9])
      let found = try DataAugmentation.rotated(image, degrees: degrees)
      #expect((found - turned).abs().max() < 1e-12)
    }
    let mirrored = RandomFlip(probability: 1)(batch, using: &generator).reshaped(to: [6, 9])
    #expect(try DataAugmentation.flipped(image) == mirrored)
  }

  @Test("the moved images are moved by one pixel, those to learn from are not")
  func movedImages() throws {
    let data = try AugmentationData.digits()
    let moved = data.shiftingWhatIsMeasuredOn()
    #expect(moved.train.inputs == data.train.inputs)
    #expect(moved.test.targets == data.test.targets)
    #expect((data.train.count, data.validation.count, data.test.count) == (200, 300, 297))
    for index in [0, 17, 296] {
      let original = Tensor<Double>(data.test.inputs[index, 0...].reshaped(to: [8, 8]))
      let found = Tensor<Double>(moved.test.inputs[index, 0...].reshaped(to: [8, 8]))
      let places = try (-1...1).flatMap { x in
        try (-1...1).map { y in try DataAugmentation.shifted(original, right: x, down: y) }
      }
      #expect(places.contains(found) && found != original)
    }
  }

  @Test("the given functions do the work") func answersAreUsed() throws {
    var broken = AugmentationLesson.lesson.solution
    broken.randomCrop = { _, _, _ in throw Todo("randomCrop") }
    #expect(throws: Todo.self) {
      try AugmentationExperiment(broken).handmadeTrainings(epochs: 1, seed: 1)
    }
    var black = AugmentationLesson.lesson.solution
    black.flipped = { $0 * 0 }
    let rows = try AugmentationExperiment(black).handmadePictures(seed: 1)
    #expect(rows.map(\.images.count) == [5, 5, 5, 5, 5, 5])
    #expect(rows[2].images.allSatisfy { $0.max() == 0 } && rows[1].images[0].max() > 0)
  }

  @Test("a turn sent forwards leaves holes, and changed validation images another loss")
  func holesAndMeasuring() throws {
    #expect(try experiment.turnedBothWays(degrees: 30).holes > 20)
    #expect(try experiment.turnedBothWays(degrees: 90).holes == 0)
    let measured = try experiment.measuredOnAugmented(draws: 5, seed: 1)
    #expect(Set(measured.augmented).count == 5)
    #expect(measured.augmented.allSatisfy { $0 > measured.asTheyAre })
  }

  @Test("pairs have one baseline, and are the same whatever runs beside them")
  func pairs() throws {
    let data = try AugmentationData.digits()
    let plan = TrainingPlan.digits(epochs: 2)
    func pairs(_ recipes: [Recipe]) throws -> [PairedExperiment] {
      try experiment.pairs(
        of: recipes, on: data, tests: [("test", data.test), ("train", data.train)], plan,
        isQuick: true)
    }
    let both = try pairs([Recipe("shift", RandomAffine.shift(pixels: 1)), .flip])
    #expect(both.map(\.name) == ["test: shift", "train: shift", "test: flip", "train: flip"])
    #expect(both[0].pairs.map(\.baseline) == both[2].pairs.map(\.baseline))
    #expect(both[0].pairs.map(\.remedy) != both[2].pairs.map(\.remedy))
    #expect(try pairs([.flip]).map(\.pairs) == [both[2].pairs, both[3].pairs])
  }

  @Test("200 digits: shifts help where digits have moved; there and as they are, flips hurt")
  func digits() throws {
    let straight = try AugmentationData.digits()
    let moved = straight.shiftingWhatIsMeasuredOn()
    let shift = Recipe("shift by 1", RandomAffine.shift(pixels: 1))
    let plan = TrainingPlan.digits(epochs: Self.isSlowRun ? 100 : 30)
    let results = try experiment.pairs(
      of: [shift, .flip], on: straight,
      tests: [("moved digits", moved.test), ("digits", straight.test)], plan,
      isQuick: !Self.isSlowRun)
    let wins = results.map(\.wins)
    print("lesson 5, digits:", results.map { $0.row.joined(separator: ", ") })
    // The two pairs of a quick run prove nothing; they have to point the right way.
    #expect(
      Self.isSlowRun ? results[0].isProved : wins[0] == results[0].pairs.count,
      "shift, moved digits: \(wins[0])")
    // What shifts cost where nothing has moved, and what flips cost: the other direction.
    for (index, name) in [(1, "shift, digits"), (2, "flip, moved"), (3, "flip, digits")] {
      #expect(results[index].losses * 5 >= results[index].pairs.count * 4, "\(name)")
    }
  }

  @Test("1000 clothes: erasing and mixup lower the test loss", .enabled(if: isSlowRun))
  func clothes() throws {
    let data = try AugmentationData.fashion()
    let recipes = [
      Recipe("erasing", RandomErasing()), Recipe("mixup 0.2", mixup: Mixup(alpha: 0.2)),
    ]
    let results = try experiment.pairs(
      of: recipes, on: data, tests: [("clothes", data.test)], .fashion())
    print("lesson 5, clothes:", results.map { $0.row.joined(separator: ", ") })
    for result in results { #expect(result.isProved, "\(result.name): \(result.wins) of 20") }
  }
}
