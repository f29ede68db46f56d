import Curriculum
import Gradus

extension AugmentationLesson {
  static let augmentedMistakes: [Mistake<Augment>] = [
    Mistake(
      "validation augmented too",
      "These images are to measure with, so they stay as they are: isTraining is false.",
      { images, _, generator, change in
        try DataAugmentation.augmented(images, isTraining: true, using: &generator, by: change)
      }),
    Mistake(
      "training left alone",
      "In training, each image is replaced by what `change` makes of it, and for measuring nothing is: has "
        + "isTraining been turned around, or the result been thrown away?",
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
      "All samples of the batch have the same draw: a copy of the generator begins again each time.",
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
      "a copy of the generator for each sample",
      "All samples of the batch have the same draw: a copy of the generator begins again each time.",
      { images, isTraining, generator, change in
        try DataAugmentation.augmented(images, isTraining: isTraining, using: &generator) {
          var copy = $1
          return try change($0, &copy)
        }
      }),
    Mistake(
      "a copy of the generator for the batch",
      "Draw from the generator that was handed in, with &: a copy stays where it was, and the next batch "
        + "gets the same draws.",
      { images, isTraining, generator, change in
        var copy = generator
        return try DataAugmentation.augmented(
          images, isTraining: isTraining, using: &copy, by: change)
      }),
    Mistake(
      "drawn but not used in validation",
      "Something has been drawn although nothing is to change: measuring would then change the training "
        + "that goes on after it.",
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
      "a draw before each change",
      "Besides `change`, something else draws: only `change` does, once for each image.",
      { images, isTraining, generator, change in
        try DataAugmentation.augmented(images, isTraining: isTraining, using: &generator) {
          _ = $1.uniform()
          return try change($0, &$1)
        }
      }),
    Mistake(
      "without the last sample",
      "Not every image has been changed: go through all of them, from 0 to B − 1.",
      { images, isTraining, generator, change in
        guard isTraining else { return images }
        let last = images.shape[0] - 1
        return .stack(
          try (0...last).map {
            let image = images[$0, 0...]
            return $0 < last || last == 0 ? try change(image, &generator) : image
          })
      }),
    Mistake(
      "one change for all", "All samples of the batch are one: `change` is called for each image.",
      { images, isTraining, generator, change in
        guard isTraining else { return images }
        let changed = try change(images[0, 0...], &generator)
        return .stack((0..<images.shape[0]).map { _ in changed })
      }),
    Mistake(
      "results in reverse order",
      "The order is not that of the samples: go from the first to the last, and keep their places.",
      { images, isTraining, generator, change in
        guard isTraining else { return images }
        let changed = try DataAugmentation.augmented(
          images, isTraining: true, using: &generator, by: change)
        return changed.gather((0..<images.shape[0]).reversed())
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
      "each image changed twice", "Each image is changed once: call `change` once for each.",
      { images, isTraining, generator, change in
        let once = try DataAugmentation.augmented(
          images, isTraining: isTraining, using: &generator, by: change)
        return try DataAugmentation.augmented(
          once, isTraining: isTraining, using: &generator, by: change)
      }),
    Mistake(
      "the first image for all", "Every image of the batch is the first one: `images[i, 0...]`.",
      { images, isTraining, generator, change in
        guard isTraining else { return images }
        return .stack(
          try (0..<images.shape[0]).map { _ in try change(images[0, 0...], &generator) })
      }),
    Mistake(
      "from the last to the first, put back",
      "The first image is the first to draw: go from the first to the last.",
      { images, isTraining, generator, change in
        guard isTraining else { return images }
        let changed = try (0..<images.shape[0]).reversed().map {
          try change(images[$0, 0...], &generator)
        }
        return .stack(changed.reversed())
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
