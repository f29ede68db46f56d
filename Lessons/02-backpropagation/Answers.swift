// Hands the functions of Exercises.swift to the checks and to the experiment. There is nothing to do
// here. If this file does not compile, a function in Exercises.swift has lost its name or signature.

import Curriculum

typealias MLP = Curriculum.MLP
typealias ScalarOperation = Curriculum.ScalarOperation
typealias ScalarRecord = Curriculum.ScalarRecord
typealias Todo = Curriculum.Todo

/// The learner's answers to lesson 2.
public let backpropagationAnswers = BackpropagationAnswers(
  localDerivatives: Backpropagation.localDerivatives,
  backward: Backpropagation.backward,
  centralDifference: Backpropagation.centralDifference,
  reluBackward: Backpropagation.reluBackward,
  matmulBackward: Backpropagation.matmulBackward,
  unbroadcast: Backpropagation.unbroadcast,
  logSumExp: Backpropagation.logSumExp,
  softmaxCrossEntropy: Backpropagation.softmaxCrossEntropy,
  isGradient: Backpropagation.isGradient,
  forward: Backpropagation.forward,
  trainingStep: Backpropagation.trainingStep)
