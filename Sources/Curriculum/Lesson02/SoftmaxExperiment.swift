import Curriculum
import Gradus

/// Softmax and cross-entropy of one sample, step by step.
public struct WorkedSoftmax: Sendable {
  /// One logit for each class.
  public let logits: [Double]
  /// The class that is right.
  public let label: Int
  /// exp of each logit.
  public let exponentials: [Double]
  /// Each of these as a share of their sum.
  public let probabilities: [Double]
  /// −ln of the right class's probability, by the function the experiment was given.
  public let loss: Double
  /// The derivative of the loss with respect to each logit, by the same function.
  public let gradient: [Double]
}

extension BackpropagationExperiment {
  // MARK: (g) Softmax and cross-entropy

  /// Three classes, of which the second is right and the first has the largest logit.
  public func workedSoftmax() throws -> WorkedSoftmax {
    let logits = [2.0, 1, -1]
    let label = 1
    let exponentials = logits.map(Double.exp)
    let sum = exponentials.reduce(0, +)
    let (loss, gradient) = try answers.softmaxCrossEntropy(Tensor([logits]), Tensor([label]))
    try expect(
      gradient.shape == [1, logits.count],
      "softmaxCrossEntropy: expected a gradient of shape [1, 3], found \(gradient.shape)")
    return WorkedSoftmax(
      logits: logits, label: label, exponentials: exponentials,
      probabilities: exponentials.map { $0 / sum }, loss: loss, gradient: gradient.elements)
  }
}
