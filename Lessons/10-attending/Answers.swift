// Hands the functions of Exercises.swift to the checks and to the experiment. There is nothing to do
// here. If this file does not compile, a function in Exercises.swift has lost its name, or the types of
// its arguments or result: give them back to it, or begin the lesson again with
// `swift run --skip-build gradus reset 10`, which keeps what you have written.

import Curriculum
import Curriculum10

typealias Attend = Curriculum10.Attend
typealias AttentionGradients = Curriculum10.AttentionGradients
typealias BlockParts = Curriculum10.BlockParts
typealias KeyValues = Curriculum10.KeyValues
typealias SmallGPT = Curriculum10.SmallGPT
typealias Todo = Curriculum.Todo

/// The learner's answers to lesson 10.
public var attendingAnswers: AttendingAnswers {
  var answers = AttendingAnswers()
  answers.shiftedTargets = Attending.shiftedTargets  // keep the stub's name and types
  answers.causalMask = Attending.causalMask  // keep the stub's name and types
  answers.attention = Attending.attention  // keep the stub's name and types
  answers.attentionBackward = Attending.attentionBackward  // keep the stub's name and types
  answers.multiHead = Attending.multiHead  // keep the stub's name and types
  answers.rotated = Attending.rotated  // keep the stub's name and types
  answers.block = Attending.block  // keep the stub's name and types
  answers.bytePairs = Attending.bytePairs  // keep the stub's name and types
  answers.probability = Attending.probability  // keep the stub's name and types
  answers.nextProbabilities = Attending.nextProbabilities  // keep the stub's name and types
  answers.cachedStep = Attending.cachedStep  // keep the stub's name and types
  answers.trainingStep = Attending.trainingStep  // keep the stub's name and types
  return answers
}
