// Hands the functions of Exercises.swift to the checks and to the experiment. There is nothing to do
// here. If this file does not compile, a function in Exercises.swift has lost its name or signature.

import Curriculum

typealias AdamState = Curriculum.AdamState
typealias Todo = Curriculum.Todo

/// The learner's answers to lesson 3.
public let optimizationAnswers = OptimizationAnswers(
  momentum: Optimization.momentum,
  nesterov: Optimization.nesterov,
  rmsProp: Optimization.rmsProp,
  adam: Optimization.adam,
  adamW: Optimization.adamW,
  clip: Optimization.clip,
  learningRate: Optimization.learningRate,
  epoch: Optimization.epoch,
  rangeTest: Optimization.rangeTest)
