import Curriculum
import Curriculum08
import Gradus

/// A network that reads digits, and that learns in steps.
protocol DigitsNetwork {
  /// Takes a step of learning on a batch, and returns the loss before it.
  ///
  /// - Parameters:
  ///   - images: Shape [B, 1, 8, 8].
  ///   - labels: The digits, shape [B].
  ///   - rate: The learning rate.
  ///   - parts: The functions to compute with.
  ///   - masks: Where dropout draws from.
  mutating func step(
    _ images: Tensor<Double>, _ labels: Tensor<Int>, rate: Double, by parts: DigitsParts,
    masks: inout RandomGenerator
  ) throws -> Double

  /// The scores of the ten classes, shape [B, 10].
  func logits(_ images: Tensor<Double>, by parts: DigitsParts) throws -> Tensor<Double>

  /// Whether all its numbers are finite.
  var isFinite: Bool { get }
}

/// A network that reads digits, put together of the functions of the exercises.
///
/// Two convolutions, each followed by a ReLU and the largest of each 2×2, look for shapes. Two layers, lesson 2's
/// network, make a digit of what they have found.
///
/// Shapes: B pictures, [B, 1, 8, 8], become scores of ten classes, [B, 10].
struct OwnNetwork: DigitsNetwork {
  /// How likely a feature is left out in a step.
  static let dropout = 0.1
  /// The largest common norm of the gradients of a step.
  static let longestGradient = 2.0

  /// The filters [8, 1, 3, 3] and [12, 8, 3, 3], and the weights [48, 32] and [32, 10], each followed by its biases.
  private(set) var parameters: OwnParameters

  /// A network that begins with these parameters.
  init(_ parameters: [Tensor<Double>]) { self.parameters = OwnParameters(parameters) }

  var isFinite: Bool { parameters.areFinite }

  mutating func step(
    _ images: Tensor<Double>, _ labels: Tensor<Int>, rate: Double, by parts: DigitsParts,
    masks: inout RandomGenerator
  ) throws -> Double {
    let (loss, gradients) = try lossAndGradients(images, labels, by: parts, masks: &masks)
    try parameters.step(
      along: parts.clip(gradients, Self.longestGradient), rate: rate, by: parts.adam)
    return loss
  }

  func logits(_ images: Tensor<Double>, by parts: DigitsParts) throws -> Tensor<Double> {
    let features = try look(at: images, by: parts).features
    let kept = try parts.dropout(features, .zeros(features.shape), Self.dropout, false)
    let hidden = try (parts.product(kept, weight1) + bias1).relu()
    return try parts.product(hidden, weight2) + bias2
  }

  /// Forward, and the whole way back.
  private func lossAndGradients(
    _ images: Tensor<Double>, _ labels: Tensor<Int>, by parts: DigitsParts,
    masks: inout RandomGenerator
  ) throws -> (loss: Double, gradients: [Tensor<Double>]) {
    let (maps1, pooled1, maps2, features) = try look(at: images, by: parts)
    let draws = Tensor<Double>.uniform(features.shape, using: &masks)
    let kept = try parts.dropout(features, draws, Self.dropout, true)
    let hidden = try (parts.product(kept, weight1) + bias1).relu()
    let logits = try parts.product(hidden, weight2) + bias2
    let (loss, ofLogits) = try parts.softmaxCrossEntropy(logits, labels)

    let (ofHidden, ofWeight2) = try parts.matmulBackward(hidden, weight2, ofLogits)
    // relu(s) is positive exactly where s is, here and below.
    let ofSums = try parts.reluBackward(hidden, ofHidden)
    let (ofKept, ofWeight1) = try parts.matmulBackward(kept, weight1, ofSums)
    let ofFeatures = try parts.dropoutBackward(ofKept, draws, Self.dropout)

    let ofPooled2 = ofFeatures.reshaped(to: [images.shape[0], maps2.shape[1], 2, 2])
    let ofMaps2 = try parts.reluBackward(
      maps2, parts.maxPool(maps2, 2, 2, ofPooled2).gradient)
    let ofFilters2 = try parts.filterGradient(pooled1, ofMaps2, 3, 1, 1)
    let ofPooled1 = try parts.inputGradient(ofMaps2, filters2.weight, 4, 1, 1)
    let ofMaps1 = try parts.reluBackward(
      maps1, parts.maxPool(maps1, 2, 2, ofPooled1).gradient)
    let ofFilters1 = try parts.filterGradient(images, ofMaps1, 3, 1, 1)
    return (
      loss,
      [
        ofFilters1.weight, ofFilters1.bias, ofFilters2.weight, ofFilters2.bias,
        ofWeight1, try parts.unbroadcast(ofSums, bias1.shape),
        ofWeight2, try parts.unbroadcast(ofLogits, bias2.shape),
      ]
    )
  }

  /// What the convolutions find: after each its maps, and of these the largest of each 2×2.
  private func look(
    at images: Tensor<Double>, by parts: DigitsParts
  ) throws -> (
    maps1: Tensor<Double>, pooled1: Tensor<Double>, maps2: Tensor<Double>, features: Tensor<Double>
  ) {
    let count = images.shape[0]
    let maps1 = try parts.convolve(images, filters1, 1, 1).relu()  // [B, 8, 8, 8]
    let pooled1 = try parts.maxPool(maps1, 2, 2, .zeros([count, maps1.shape[1], 4, 4])).maxima
    let maps2 = try parts.convolve(pooled1, filters2, 1, 1).relu()  // [B, 12, 4, 4]
    let pooled2 = try parts.maxPool(maps2, 2, 2, .zeros([count, maps2.shape[1], 2, 2])).maxima
    return (maps1, pooled1, maps2, pooled2.reshaped(to: [count, weight1.shape[0]]))
  }

  private var filters1: Filters { Filters(weight: parameters[0], bias: parameters[1]) }
  private var filters2: Filters { Filters(weight: parameters[2], bias: parameters[3]) }
  private var weight1: Tensor<Double> { parameters[4] }
  private var bias1: Tensor<Double> { parameters[5] }
  private var weight2: Tensor<Double> { parameters[6] }
  private var bias2: Tensor<Double> { parameters[7] }
}
