import Debugging
import Gradus

/// Tells clouds of points apart, and learns from blends of two points each (mixup).
enum BlendedClouds {
  static func train(
    on samples: LabeledPoints, seed: UInt64
  ) throws -> (
    curve: Curve, blended: (PointsWithShares, inout RandomGenerator) -> PointsWithShares
  ) {
    var generator = RandomGenerator(seed: seed)
    var model = Sequential<Float>(
      Linear(2, 32, using: &generator), ReLU(), Linear(32, 3, using: &generator))
    var optimizer = Adam<Float>(learningRate: 0.02)
    var context = Context.training(seed: seed)
    let shares = samples.withDistributions(classCount: 3)
    var curve = Curve("loss of the blends", "entropy of their targets")

    for _ in 1...20 {
      var (lossSum, entropySum) = (0.0, 0.0)
      for batch in Batches(shares, size: 30, shuffledBy: &generator) {
        let batch = blended(batch, using: &generator)
        let (loss, gradients) = valueWithGradients(at: &model) { model in
          softmaxCrossEntropy(
            logits: model.forward(Variable(batch.inputs), in: &context),
            probabilities: batch.targets)
        }
        optimizer.update(&model, along: gradients)
        lossSum += Double(loss) * Double(batch.count)
        entropySum += batch.targets.elements.reduce(0) {
          $1 > 0 ? $0 - Double($1) * Double.log(Double($1)) : $0
        }
      }
      curve.append(lossSum / Double(samples.count), entropySum / Double(samples.count))
    }
    return (curve, blended)
  }

  /// Each point, or whatever it is, with a part of another one of the batch.
  static func blended(
    _ batch: PointsWithShares, using generator: inout RandomGenerator
  ) -> PointsWithShares {
    let share = Float(0.5 + 0.5 * generator.uniform())
    let blend = { (x: Tensor<Float>, partners: [Int]) in
      x * share + x.gather(partners) * (1 - share)
    }
    let partners = generator.permutation(batch.count)
    let inputs = blend(batch.inputs, partners)
    let targets = blend(batch.targets, partners)
    return Samples(inputs, targets)
  }
}
