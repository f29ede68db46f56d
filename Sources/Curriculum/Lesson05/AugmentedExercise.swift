import Curriculum
import Gradus

extension AugmentationLesson {
  private typealias Augment =
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
    learnt:
      "Each sample draws for itself, in training only: what a model is measured on stays as it "
      + "is.",
    landmark: Landmark(
      "Sources/DataLoading/Augmentation/Augmentation.swift", "protocol Augmentation"),
    solution: { $0.augmented = DataAugmentation.augmented },
    check: { answers in
      // Ten times the image, and a number of its own from 0 to 1.
      let change: Answers.Change = { image, generator in image * 10 + generator.uniform() }
      for (shape, seed) in [([3, 1, 2], 57), ([1, 2, 2], 58), ([4, 2, 3], 59)] as [(Shape, UInt64)]
      {
        let images = numbered(shape[0], shape[1] * shape[2]).reshaped(to: shape)
        let what = "images of shape \(shape), each times 10 plus a random number"
        try compare(answers.augmented, images, true, seed, change, "in training: \(what)")
        try compare(answers.augmented, images, false, seed, change, "not in training: \(what)")
      }
      let images = numbered(3, 4).reshaped(to: [3, 2, 2])
      try compare(
        answers.augmented, images, true, 60, { image, _ in image.transposed() },
        "in training: three images, each transposed")
    },
    wrongAnswers: mistakes.wrongAnswers(\.augmented))

  private static func compare(
    _ augment: Augment, _ images: Matrix, _ isTraining: Bool, _ seed: UInt64,
    _ change: @escaping Answers.Change, _ call: String
  ) throws {
    /// What a function gives, and the next number that the generator has after it.
    func run(_ function: Augment) throws -> (images: Matrix, next: Double) {
      var generator = RandomGenerator(seed: seed)
      let result = try function(images, isTraining, &generator, change)
      return (result, generator.uniform())
    }
    let (found, expected) = (try run(augment), try run(DataAugmentation.augmented))
    try expect(
      found.images, equals: expected.images, in: "augmented, \(call)",
      suspects: mistakes.suspects { try run($0).images })
    try expect(
      found.next == expected.next,
      "augmented, \(call): the images are right, but the generator is not where it should be.",
      why: isTraining
        ? "Draw from the generator that was handed in, with &: a copy stays behind, and the next batch "
          + "gets the same draws."
        : "Something has been drawn although nothing is to change: measuring would then change the "
          + "training that goes on after it.")
  }

  private static let mistakes: [Mistake<Augment>] = [
    Mistake(
      "validation augmented too",
      "These images are to measure with, so they stay as they are: isTraining is false.",
      { images, _, generator, change in
        try DataAugmentation.augmented(images, isTraining: true, using: &generator, by: change)
      }),
    Mistake(
      "training left alone", "isTraining has been turned around: in training, images are changed.",
      { images, isTraining, generator, change in
        try DataAugmentation.augmented(
          images, isTraining: !isTraining, using: &generator, by: change)
      }),
    Mistake(
      "one draw for the whole batch",
      "All samples of the batch have the same draw: call `change` once for each image.",
      { images, isTraining, generator, change in
        isTraining ? try change(images, &generator) : images
      }),
    Mistake(
      "the same generator for each sample",
      "All samples of the batch have the same draw: a copy of the generator begins anew each time.",
      { images, isTraining, generator, change in
        guard isTraining else { return images }
        let start = generator
        let changed = try (0..<images.shape[0]).map { sample in
          var copy = start
          return try change(images[sample, 0...], &copy)
        }
        _ = generator.uniform()
        return .stack(changed)
      }),
    Mistake(
      "a copy of the generator for the batch",
      { images, isTraining, generator, change in
        var copy = generator
        return try DataAugmentation.augmented(
          images, isTraining: isTraining, using: &copy, by: change)
      }),
    Mistake(
      "drawn but not used in validation",
      { images, isTraining, generator, change in
        let changed = try DataAugmentation.augmented(
          images, isTraining: true, using: &generator, by: change)
        return isTraining ? changed : images
      }),
    Mistake(
      "a draw before the changes",
      "A number has been drawn before the first change: only `change` draws, once for each image.",
      { images, isTraining, generator, change in
        if isTraining { _ = generator.uniform() }
        return try DataAugmentation.augmented(
          images, isTraining: isTraining, using: &generator, by: change)
      }),
    Mistake(
      "only the first sample", "Only the first image has been changed.",
      { images, isTraining, generator, change in
        guard isTraining else { return images }
        let rest = images.shape[0] - 1
        var result = [try change(images[0, 0...], &generator)]
        for sample in 0..<rest { result.append(images[sample + 1, 0...]) }
        return .stack(result)
      }),
    Mistake(
      "the originals as well",
      "The originals are still there: each image is replaced, so that a batch keeps its size.",
      { images, isTraining, generator, change in
        guard isTraining else { return images }
        let changed = try DataAugmentation.augmented(
          images, isTraining: true, using: &generator, by: change)
        return .concatenate([images, changed])
      }),
    Mistake(
      "from the last to the first",
      "The order is not that of the samples: go from the first to the last, and keep their places.",
      { images, isTraining, generator, change in
        guard isTraining else { return images }
        return .stack(
          try (0..<images.shape[0]).reversed().map { try change(images[$0, 0...], &generator) })
      }),
  ]
}
