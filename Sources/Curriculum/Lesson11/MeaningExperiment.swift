import Curriculum

/// The computations of lesson 11, one part a file.
///
/// They run on the framework. What trains with functions that it is given, the solution's or the learner's,
/// says so.
public struct MeaningExperiment: Sendable {
  let answers: MeaningAnswers

  /// Makes the experiment run with these functions.
  public init(_ answers: MeaningAnswers) { self.answers = answers }
}

/// The root of the mean squared difference of paired values.
func difference(_ x: [Double], _ y: [Double]) -> Double {
  mean(zip(x, y).map { ($0 - $1) * ($0 - $1) }).squareRoot()
}

/// The correlation of paired values (Pearson): 1 where they lie on a rising line, 0 where they have none in common.
func correlation(_ x: [Double], _ y: [Double]) -> Double {
  let (meanX, meanY) = (mean(x), mean(y))
  let (a, b) = (x.map { $0 - meanX }, y.map { $0 - meanY })
  func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
  return product(a, b) / (product(a, a) * product(b, b)).squareRoot()
}
