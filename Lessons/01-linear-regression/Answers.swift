// Hands the functions of Exercises.swift to the checks and to the experiment. There is nothing to do
// here. If this file does not compile, a function in Exercises.swift has lost its name or signature.

import Curriculum

typealias LinearModel = Curriculum.LinearModel
typealias Todo = Curriculum.Todo

/// The learner's answers to lesson 1.
public let linearRegressionAnswers = LinearRegressionAnswers(
  matmul: LinearRegression.matmul,
  predict: LinearRegression.predict,
  meanSquaredError: LinearRegression.meanSquaredError,
  gradient: LinearRegression.gradient,
  step: LinearRegression.step,
  train: LinearRegression.train,
  standardize: LinearRegression.standardize,
  normalEquation: LinearRegression.normalEquation)
