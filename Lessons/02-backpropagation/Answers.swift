// Hands the functions of Exercises.swift to the checks and to the experiment. There is nothing to do
// here. If this file does not compile, a function in Exercises.swift has lost its name, or the types of
// its arguments or result: give them back to it, or begin the lesson anew with
// `swift run --skip-build gradus reset 2`, which keeps what you have written.

import Curriculum

typealias MLP = Curriculum.MLP
typealias ScalarOperation = Curriculum.ScalarOperation
typealias ScalarRecord = Curriculum.ScalarRecord
typealias Todo = Curriculum.Todo

/// The learner's answers to lesson 2.
public var backpropagationAnswers: BackpropagationAnswers {
  BackpropagationAnswers(
    localDerivatives: Backpropagation.localDerivatives,  // keep the stub's name and types
    backward: Backpropagation.backward,  // keep the stub's name and types
    centralDifference: Backpropagation.centralDifference,  // keep the stub's name and types
    reluBackward: Backpropagation.reluBackward,  // keep the stub's name and types
    matmulBackward: Backpropagation.matmulBackward,  // keep the stub's name and types
    unbroadcast: Backpropagation.unbroadcast,  // keep the stub's name and types
    logSumExp: Backpropagation.logSumExp,  // keep the stub's name and types
    softmaxCrossEntropy: Backpropagation.softmaxCrossEntropy,  // keep the stub's name and types
    isGradient: Backpropagation.isGradient,  // keep the stub's name and types
    forward: Backpropagation.forward,  // keep the stub's name and types
    trainingStep: Backpropagation.trainingStep  // keep the stub's name and types
  )
}
