// Hands the functions of Exercises.swift to the checks and to the experiment. There is nothing to do
// here. If this file does not compile, a function in Exercises.swift has lost its name or signature.

import Curriculum

typealias PatienceRule = Curriculum.PatienceRule
typealias PatienceState = Curriculum.PatienceState
typealias PlateauRule = Curriculum.PlateauRule
typealias PlateauState = Curriculum.PlateauState
typealias Todo = Curriculum.Todo

/// The learner's answers to lesson 6.
public let earlyStoppingAnswers = EarlyStoppingAnswers(
  split: StoppingEarly.split,
  folds: StoppingEarly.folds,
  movingAverage: StoppingEarly.movingAverage,
  chooseEpoch: StoppingEarly.chooseEpoch,
  consider: StoppingEarly.consider,
  train: StoppingEarly.train,
  lowerOnPlateau: StoppingEarly.lowerOnPlateau,
  optimism: StoppingEarly.optimism)
