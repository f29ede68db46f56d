// Hands the functions of Exercises.swift to the checks and to the experiment. There is nothing to do
// here. If this file does not compile, a function in Exercises.swift has lost its name or signature.

import Curriculum

typealias LinearModel = Curriculum.LinearModel
typealias Todo = Curriculum.Todo

/// The learner's answers to lesson 4.
public let regularizationAnswers = RegularizationAnswers(
  standardize: Regularization.standardize,
  polynomialFeatures: Regularization.polynomialFeatures,
  l2Penalty: Regularization.l2Penalty,
  ridge: Regularization.ridge,
  l1Step: Regularization.l1Step,
  dropout: Regularization.dropout,
  dropoutBackward: Regularization.dropoutBackward,
  smoothedTargets: Regularization.smoothedTargets)
