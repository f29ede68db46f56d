// Hands the functions of Exercises.swift to the checks and to the experiment. There is nothing to do
// here. If this file does not compile, a function in Exercises.swift has lost its name, or the types of
// its arguments or result: give them back to it, or begin the lesson again with
// `swift run --skip-build gradus reset 12`, which keeps what you have written.

import Curriculum
import Curriculum12

typealias ReplayRing = Curriculum12.ReplayRing
typealias Todo = Curriculum.Todo

/// The learner's answers to lesson 12.
public var playingAnswers: PlayingAnswers {
  var answers = PlayingAnswers()
  answers.returns = Playing.returns  // keep the stub's name and types
  answers.policyValues = Playing.policyValues  // keep the stub's name and types
  answers.valueIteration = Playing.valueIteration  // keep the stub's name and types
  answers.epsilonGreedy = Playing.epsilonGreedy  // keep the stub's name and types
  answers.qUpdate = Playing.qUpdate  // keep the stub's name and types
  answers.replay = Playing.replay  // keep the stub's name and types
  answers.qLoss = Playing.qLoss  // keep the stub's name and types
  answers.minimax = Playing.minimax  // keep the stub's name and types
  answers.policyGradient = Playing.policyGradient  // keep the stub's name and types
  answers.advantages = Playing.advantages  // keep the stub's name and types
  return answers
}
