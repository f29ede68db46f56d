import Autograd
import Foundation
import Layers
import TensorCore

/// How many equally likely tokens a language model would be as unsure among: exp of the mean cross-entropy
/// (Jelinek, Mercer, Bahl and Baker, 1977).
///
/// 1 for one who knows each token beforehand, V for one who knows nothing of V tokens.
public struct Perplexity: ClassificationMetric {
  private var surprise: MeanSurprise

  /// Makes the metric.
  ///
  /// - Parameter ignored: The label of padding, which does not count; none unless given.
  public init(ignoring ignored: Int? = nil) { surprise = MeanSurprise(ignored: ignored) }

  /// "perplexity"
  public var name: String { "perplexity" }

  /// Adds a batch of logits, shape [B, …, V], and labels, shape [B, …]. Traps when the shapes do not fit or a
  /// label is out of range.
  public mutating func update<Scalar: TensorScalar>(
    outputs: Tensor<Scalar>, labels: Tensor<Int>
  ) { surprise.add(outputs, labels) }

  /// The perplexity; NaN before the first token.
  public var value: Double { exp(surprise.nats) }
}

/// How many bits a model needs for each character of a text: the mean cross-entropy to base 2 (Shannon, 1951).
///
/// The same as the loss in nats, divided by ln 2. A code that follows the model's probabilities needs so many
/// bits (``Perplexity`` is 2 to their power).
public struct BitsPerCharacter: ClassificationMetric {
  private var surprise: MeanSurprise

  /// Makes the metric.
  ///
  /// - Parameter ignored: The label of padding, which does not count; none unless given.
  public init(ignoring ignored: Int? = nil) { surprise = MeanSurprise(ignored: ignored) }

  /// "bits per character"
  public var name: String { "bits per character" }

  /// Adds a batch of logits, shape [B, …, V], and labels, shape [B, …]. Traps when the shapes do not fit or a
  /// label is out of range.
  public mutating func update<Scalar: TensorScalar>(
    outputs: Tensor<Scalar>, labels: Tensor<Int>
  ) { surprise.add(outputs, labels) }

  /// The bits; NaN before the first character.
  public var value: Double { surprise.nats / log(2) }
}

/// The mean cross-entropy of all labels so far, in nats.
private struct MeanSurprise {
  let ignored: Int?
  private var sum = 0.0
  private var count = 0

  init(ignored: Int?) { self.ignored = ignored }

  mutating func add<Scalar: TensorScalar>(_ logits: Tensor<Scalar>, _ labels: Tensor<Int>) {
    sum +=
      softmaxCrossEntropy(
        logits: Variable(logits), labels: labels, ignoring: ignored, reduction: .sum
      ).value.scalar().doubleValue
    count += labels.elements.count { $0 != ignored }
  }

  var nats: Double { sum / Double(count) }
}
