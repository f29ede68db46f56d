// Hands the functions of Exercises.swift to the checks and to the experiment. There is nothing to do
// here. If this file does not compile, a function in Exercises.swift has lost its name, or the types of
// its arguments or result: give them back to it, or begin the lesson again with
// `swift run --skip-build gradus reset 2`, which keeps what you have written.

import Curriculum
import Curriculum02

typealias MLP = Curriculum02.MLP
typealias ScalarOperation = Curriculum02.ScalarOperation
typealias ScalarRecord = Curriculum02.ScalarRecord
typealias Todo = Curriculum.Todo

/// The learner's answers to lesson 2.
public var backpropagationAnswers: BackpropagationAnswers {
  var answers = BackpropagationAnswers()
  answers.localDerivatives = Backpropagation.localDerivatives  // keep the stub's name and types
  answers.backward = Backpropagation.backward  // keep the stub's name and types
  answers.centralDifference = Backpropagation.centralDifference  // keep the stub's name and types
  answers.reluBackward = Backpropagation.reluBackward  // keep the stub's name and types
  answers.matmulBackward = Backpropagation.matmulBackward  // keep the stub's name and types
  answers.unbroadcast = Backpropagation.unbroadcast  // keep the stub's name and types
  answers.logSumExp = Backpropagation.logSumExp  // keep the stub's name and types
  answers.softmaxCrossEntropy =
    Backpropagation.softmaxCrossEntropy  // keep the stub's name and types
  answers.isGradient = Backpropagation.isGradient  // keep the stub's name and types
  answers.forward = Backpropagation.forward  // keep the stub's name and types
  answers.trainingStep = Backpropagation.trainingStep  // keep the stub's name and types
  return answers
}
