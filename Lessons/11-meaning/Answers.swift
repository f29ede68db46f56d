// Hands the functions of Exercises.swift to the checks and to the experiment. There is nothing to do
// here. If this file does not compile, a function in Exercises.swift has lost its name, or the types of
// its arguments or result: give them back to it, or begin the lesson again with
// `swift run --skip-build gradus reset 11`, which keeps what you have written.

import Curriculum
import Curriculum11

typealias EncodedText = Curriculum11.EncodedText
typealias PairLoss = Curriculum11.PairLoss
typealias RelationScore = Curriculum11.RelationScore
typealias WordPair = Curriculum11.WordPair
typealias WordTables = Curriculum11.WordTables
typealias Todo = Curriculum.Todo

/// The learner's answers to lesson 11.
public var meaningAnswers: MeaningAnswers {
  var answers = MeaningAnswers()
  answers.vocabulary = Meaning.vocabulary  // keep the stub's name and types
  answers.pairs = Meaning.pairs  // keep the stub's name and types
  answers.positiveInformation = Meaning.positiveInformation  // keep the stub's name and types
  answers.negatives = Meaning.negatives  // keep the stub's name and types
  answers.pairLoss = Meaning.pairLoss  // keep the stub's name and types
  answers.update = Meaning.update  // keep the stub's name and types
  answers.neighbors = Meaning.neighbors  // keep the stub's name and types
  answers.analogy = Meaning.analogy  // keep the stub's name and types
  answers.relationScore = Meaning.relationScore  // keep the stub's name and types
  answers.ranking = Meaning.ranking  // keep the stub's name and types
  answers.splitByWord = Meaning.splitByWord  // keep the stub's name and types
  return answers
}
