// Hands the functions of Exercises.swift to the checks and to the experiment. There is nothing to do
// here. If this file does not compile, a function in Exercises.swift has lost its name or signature.

import Curriculum

typealias Todo = Curriculum.Todo

/// The learner's answers to lesson 5.
public let augmentationAnswers = AugmentationAnswers(
  shifted: DataAugmentation.shifted,
  flipped: DataAugmentation.flipped,
  interpolated: DataAugmentation.interpolated,
  rotated: DataAugmentation.rotated,
  randomCrop: DataAugmentation.randomCrop,
  augmented: DataAugmentation.augmented,
  mixup: DataAugmentation.mixup)
