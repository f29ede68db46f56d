import Curriculum
import Gradus

/// The experiments of lesson 14, with the functions of the solution or the learner's.
///
/// - (a) `ThereAndBack.swift`: weights in the layout of another framework, and back.
/// - (b) `BytesExperiment.swift`: networks whose weights are bytes.
/// - (c), (d) `SpeedOfPrediction.swift`: batches, and where a training step's time goes.
/// - (e) `CourseInNumbers.swift`: what the models of the course cost.
/// - (f), (g) `TuningExperiment.swift`: what matters most, and how to search.
/// - (h) `RingExperiment.swift`: what goes over the wires when gradients are summed up.
public struct LeavingExperiment: Sendable {
  let answers: LeavingAnswers

  /// Experiments with these functions.
  public init(_ answers: LeavingAnswers) { self.answers = answers }
}
