import Curriculum
import Gradus

/// The experiments of lesson 13, with the functions of the solution or the learner's.
///
/// - (a) `OwnNetwork.swift`: an operation of one's own trains a network.
/// - (b) `PenaltyExperiment.swift`: a penalty on the gradient, by the derivative of a gradient.
/// - (c) `MuonExperiment.swift`: Muon against Adam, tuned alike.
/// - (e) `KernelExperiment.swift`: the same operation as a kernel, measured.
public struct ExtendingExperiment: Sendable {
  let answers: ExtendingAnswers

  /// Experiments with these functions.
  public init(_ answers: ExtendingAnswers) { self.answers = answers }
}
