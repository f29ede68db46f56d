// Hands the functions of Exercises.swift to the checks and to the experiment. There is nothing to do
// here. If this file does not compile, a function in Exercises.swift has lost its name, or the types of
// its arguments or result: give them back to it, or begin the lesson again with
// `swift run --skip-build gradus reset 5`, which keeps what you have written.

import Curriculum
import Curriculum05

typealias Todo = Curriculum.Todo

/// The learner's answers to lesson 5.
public var augmentationAnswers: AugmentationAnswers {
  var answers = AugmentationAnswers()
  answers.shifted = DataAugmentation.shifted  // keep the stub's name and types
  answers.flipped = DataAugmentation.flipped  // keep the stub's name and types
  answers.interpolated = DataAugmentation.interpolated  // keep the stub's name and types
  answers.rotated = DataAugmentation.rotated  // keep the stub's name and types
  answers.randomCrop = DataAugmentation.randomCrop  // keep the stub's name and types
  answers.augmented = DataAugmentation.augmented  // keep the stub's name and types
  answers.mixup = DataAugmentation.mixup  // keep the stub's name and types
  return answers
}
