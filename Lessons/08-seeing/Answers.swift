// Hands the functions of Exercises.swift to the checks and to the experiment. There is nothing to do
// here. If this file does not compile, a function in Exercises.swift has lost its name, or the types of
// its arguments or result: give them back to it, or begin the lesson again with
// `swift run --skip-build gradus reset 8`, which keeps what you have written.

import Curriculum
import Curriculum08

typealias BlockFilters = Curriculum08.BlockFilters
typealias Box = Curriculum08.Box
typealias Detection = Curriculum08.Detection
typealias DoesNotFit = Curriculum08.DoesNotFit
typealias Filters = Curriculum08.Filters
typealias Normalization = Curriculum08.Normalization
typealias TinyNetwork = Curriculum08.TinyNetwork
typealias Todo = Curriculum.Todo

/// The learner's answers to lesson 8.
public var seeingAnswers: SeeingAnswers {
  var answers = SeeingAnswers()
  answers.outputSize = Seeing.outputSize  // keep the stub's name and types
  answers.convolve = Seeing.convolve  // keep the stub's name and types
  answers.imageColumns = Seeing.imageColumns  // keep the stub's name and types
  answers.convolveByColumns = Seeing.convolveByColumns  // keep the stub's name and types
  answers.filterGradient = Seeing.filterGradient  // keep the stub's name and types
  answers.inputGradient = Seeing.inputGradient  // keep the stub's name and types
  answers.maxPool = Seeing.maxPool  // keep the stub's name and types
  answers.batchNorm = Seeing.batchNorm  // keep the stub's name and types
  answers.residualBlock = Seeing.residualBlock  // keep the stub's name and types
  answers.saliency = Seeing.saliency  // keep the stub's name and types
  answers.intersectionOverUnion = Seeing.intersectionOverUnion  // keep the stub's name and types
  answers.nonMaximumSuppression = Seeing.nonMaximumSuppression  // keep the stub's name and types
  return answers
}
