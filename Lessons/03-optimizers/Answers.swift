// Hands the functions of Exercises.swift to the checks and to the experiment. There is nothing to do
// here. If this file does not compile, a function in Exercises.swift has lost its name, or the types of
// its arguments or result: give them back to it, or begin the lesson again with
// `swift run --skip-build gradus reset 3`, which keeps what you have written.

import Curriculum
import Curriculum03

typealias AdamState = Curriculum03.AdamState
typealias Todo = Curriculum.Todo

/// The learner's answers to lesson 3.
public var optimizationAnswers: OptimizationAnswers {
  var answers = OptimizationAnswers()
  answers.momentum = Optimization.momentum  // keep the stub's name and types
  answers.nesterov = Optimization.nesterov  // keep the stub's name and types
  answers.rmsProp = Optimization.rmsProp  // keep the stub's name and types
  answers.adam = Optimization.adam  // keep the stub's name and types
  answers.adamW = Optimization.adamW  // keep the stub's name and types
  answers.clip = Optimization.clip  // keep the stub's name and types
  answers.learningRate = Optimization.learningRate  // keep the stub's name and types
  answers.epoch = Optimization.epoch  // keep the stub's name and types
  answers.rangeTest = Optimization.rangeTest  // keep the stub's name and types
  return answers
}
