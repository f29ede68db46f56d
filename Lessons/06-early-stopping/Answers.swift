// Hands the functions of Exercises.swift to the checks and to the experiment. There is nothing to do
// here. If this file does not compile, a function in Exercises.swift has lost its name, or the types of
// its arguments or result: give them back to it, or begin the lesson again with
// `swift run --skip-build gradus reset 6`, which keeps what you have written.

import Curriculum
import Curriculum06

typealias PatienceRule = Curriculum06.PatienceRule
typealias PatienceState = Curriculum06.PatienceState
typealias PlateauRule = Curriculum06.PlateauRule
typealias PlateauState = Curriculum06.PlateauState
typealias Todo = Curriculum.Todo

/// The learner's answers to lesson 6.
public var earlyStoppingAnswers: EarlyStoppingAnswers {
  var answers = EarlyStoppingAnswers()
  answers.split = StoppingEarly.split  // keep the stub's name and types
  answers.folds = StoppingEarly.folds  // keep the stub's name and types
  answers.movingAverage = StoppingEarly.movingAverage  // keep the stub's name and types
  answers.chooseEpoch = StoppingEarly.chooseEpoch  // keep the stub's name and types
  answers.consider = StoppingEarly.consider  // keep the stub's name and types
  answers.train = StoppingEarly.train  // keep the stub's name and types
  answers.lowerOnPlateau = StoppingEarly.lowerOnPlateau  // keep the stub's name and types
  answers.optimism = StoppingEarly.optimism  // keep the stub's name and types
  return answers
}
