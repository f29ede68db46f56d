import Curriculum
import Gradus

extension AugmentationLesson {
  typealias Augment =
    @Sendable (Matrix, Bool, inout RandomGenerator, Answers.Change) throws -> Matrix

  static let augmented = Exercise<Answers>(
    "augmented", "A draw for each sample, and none for validation",
    hints: [
      "Call `change` once for each image, so that each draws for itself.",
      "images[i, 0...] is image i; Tensor.stack([…]) puts them together again. The generator is handed "
        + "on as &generator.",
      "guard isTraining else { return images }; then append try change(images[i, 0...], &generator) "
        + "for i in 0..<images.shape[0].",
    ],
    learned:
      "Each sample draws for itself, in training only: what a model is measured on stays as it "
      + "is.",
    landmark: Landmark(
      "Sources/DataLoading/Augmentation/Augmentation.swift", "protocol Augmentation"),
    solution: { $0.augmented = DataAugmentation.augmented },
    check: { answers in
      var suspicion = Suspicion(augmentedMistakes)
      func compare(
        _ images: Matrix, _ isTraining: Bool, _ seed: UInt64, _ call: String,
        _ change: @escaping Answers.Change
      ) throws {
        func run(_ augment: Augment) throws -> AugmentRun {
          try AugmentRun(of: augment, images, isTraining, seed, change)
        }
        let (found, right) = try (run(answers.augmented), run(DataAugmentation.augmented))
        try suspicion.expect(
          found, equals: right, in: "augmented, \(call)",
          parts: [
            .value("how often `change` was called", \.calls), .tensor("images", \.images),
            .number("the number that the generator draws next", \.next),
          ], otherwise: rule(for: found, insteadOf: right, isTraining), run)
      }
      // Ten times the image, and a number of its own from 0 to 1.
      let change: Answers.Change = { image, generator in image * 10 + generator.uniform() }
      for (shape, seed) in [([3, 1, 2], 57), ([1, 2, 2], 58), ([4, 2, 3], 59)] as [(Shape, UInt64)]
      {
        let images = numbered(shape[0], shape[1] * shape[2]).reshaped(to: shape)
        let what = "images of shape \(shape), each times 10 plus a random number"
        try compare(images, true, seed, "in training: \(what)", change)
        try compare(images, false, seed, "not in training: \(what)", change)
      }
      for (place, var input) in Input.all(seed: 60).enumerated() {
        let images = input.tensor([input.rows, input.columns, 1 + place % 3])
        let what = "images of shape \(images.shape), \(input.numbers.rawValue), each upside down"
        try compare(images, place % 4 != 0, 61, what) { image, generator in
          image.gather((0..<image.shape[0]).reversed()) + Double(generator.uniformInteger(below: 5))
            + generator.uniform()
        }
      }
      try expectHandsOnErrors("augmented", of: "change", calls: 3) { probe in
        var generator = RandomGenerator(seed: 62)
        _ = try answers.augmented(.ones([3, 2, 2]), true, &generator) { image, _ in
          try probe()
          return image
        }
      }
    },
    wrongAnswers: augmentedMistakes.wrongAnswers(\.augmented) + [
      WrongAnswer("an image whose change fails stays as it was", why: "Let errors through") {
        $0.augmented = { images, isTraining, generator, change in
          try DataAugmentation.augmented(images, isTraining: isTraining, using: &generator) {
            (try? change($0, &$1)) ?? $0
          }
        }
      }
    ],
    rightAnswers: [
      RightAnswer("mapped over the places") {
        $0.augmented = { images, isTraining, generator, change in
          isTraining
            ? .stack(try (0..<images.shape[0]).map { try change(images[$0, 0...], &generator) })
            : images
        }
      },
      RightAnswer("concatenated one after the other") {
        $0.augmented = { images, isTraining, generator, change in
          if !isTraining { return images }
          var (result, sample) = ([Matrix](), 0)
          while sample < images.shape[0] {
            let changed = try change(images[sample], &generator)
            result.append(changed.reshaped(to: Shape([1] + changed.shape.dimensions)))
            sample += 1
          }
          return .concatenate(result)
        }
      },
      RightAnswer("by elements") {
        $0.augmented = { images, isTraining, generator, change in
          guard isTraining else { return images }
          var (elements, shape) = ([Double](), images.shape.dimensions)
          for sample in 0..<images.shape[0] {
            let changed = try change(images[sample, 0...], &generator)
            elements += changed.elements
            shape = [images.shape[0]] + changed.shape.dimensions
          }
          return Matrix(shape: Shape(shape), elements: elements)
        }
      },
    ])

  /// What a function made of a batch, how often it called `change`, and the number that the generator
  /// had before and the one that it has after it.
  private struct AugmentRun {
    let calls: Int
    let images: Matrix
    let first: Double
    let next: Double

    init(
      of augment: Augment, _ images: Matrix, _ isTraining: Bool, _ seed: UInt64,
      _ change: @escaping Answers.Change
    ) throws {
      var (generator, count) = (RandomGenerator(seed: seed), 0)
      var untouched = generator
      first = untouched.uniform()
      self.images = try augment(images, isTraining, &generator) { image, generator in
        count += 1
        return try change(image, &generator)
      }
      calls = count
      next = generator.uniform()
    }
  }

  /// What the exercise asks for where a run differs, and no mistake explains it.
  private static func rule(
    for found: AugmentRun, insteadOf right: AugmentRun, _ isTraining: Bool
  ) -> String? {
    if !isTraining {
      return "What is not for training comes back as it is: nothing is called or drawn for it."
    }
    if found.calls != right.calls { return "`change` is called once for each image of the batch." }
    if found.images.shape != right.images.shape {
      return "The batch keeps its shape [B, H, W]: what `change` makes of each image, and no more."
    }
    return found.next == found.first
      ? "The generator that was handed in has not moved on: hand it to `change` as &generator, and no "
        + "copy or new one." : nil
  }
}
