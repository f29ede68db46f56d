import Curriculum
import GradientChecking
import Gradus

/// How a training on spirals went.
struct PenaltyOutcome: Sendable {
  let right, testRight: Share
  /// The mean length of the loss's gradient for a test point.
  let gradientLength: Double
}

/// A network 2-16-3 with squareplus on three arms of a spiral, whose parameters are one long vector.
private struct SpiralNetwork<Scalar: TensorScalar> {
  let operation: ExtendingAnswers.Operation<Scalar>
  static var shapes: [Shape] { [[16, 2], [16], [16], [3, 16], [3]] }

  /// The loss of points, from the parameters and the points in one vector.
  func loss(_ vector: Variable<Scalar>, _ labels: Tensor<Int>) throws -> Variable<Scalar> {
    var start = 0
    func next(_ shape: Shape) -> Variable<Scalar> {
      defer { start += shape.elementCount }
      return vector[start..<start + shape.elementCount].reshaped(to: shape)
    }
    let parameters = Self.shapes.map(next)
    let points = next([labels.elementCount, 2])
    let hidden = matmul(points, parameters[0], transposeB: true) + parameters[1]
    // b is squared, so that it stays above 0.
    let units = try operation(hidden, parameters[2] * parameters[2] + Scalar(0.01))
    return softmaxCrossEntropy(
      logits: matmul(units, parameters[3], transposeB: true) + parameters[4], labels: labels)
  }

  func gradient(_ vector: Tensor<Scalar>, _ labels: Tensor<Int>) throws -> Tensor<Scalar> {
    try valueWithGradients(at: [vector]) { try loss($0[0], labels) }.1[0]
  }
}

extension ExtendingExperiment {
  /// Trains with the loss L + λ/2·Σ‖N·∇ₓL‖²/N, whose second term needs the derivative of a gradient.
  func spirals(penalty: Double, steps: Int, seed: UInt64) throws -> PenaltyOutcome {
    var generator = RandomGenerator(seed: seed)
    let (points, labels) = Self.spiral(40, using: &generator)
    let (testPoints, testLabels) = Self.spiral(100, using: &generator)
    let count = SpiralNetwork<Double>.shapes.map(\.elementCount).reduce(0, +)
    let plain = SpiralNetwork(operation: answers.squareplus)
    let dual = SpiralNetwork(operation: answers.squareplusOfDuals)
    var parameters = 0.7 * Tensor<Double>.normal([count], using: &generator)
    var (mean, square) = (0 * parameters, 0 * parameters)
    let n = Double(labels.elementCount)
    for step in 1...steps {
      let vector = Tensor.concatenate([parameters, points])
      let whole = try plain.gradient(vector, labels)
      var gradient = whole[0..<count]
      if penalty > 0 {
        // The way back from the points' gradients: H·v with v 0 for the parameters.
        let direction = Tensor.concatenate([0 * parameters, whole[count..<whole.elementCount] * n])
        let second = try answers.hessianVectorProduct(
          { try dual.gradient($0, labels) }, vector, direction)
        gradient += second[0..<count] * penalty
      }
      // Adam.
      mean = 0.9 * mean + 0.1 * gradient
      square = 0.999 * square + 0.001 * gradient * gradient
      let (first, second) = (1 - Double.pow(0.9, Double(step)), 1 - Double.pow(0.999, Double(step)))
      parameters -= 0.02 * (mean / first) / ((square / second).sqrt() + 1e-8)
    }
    func right(_ points: Tensor<Double>, _ labels: Tensor<Int>) throws -> Share {
      let hits = try (0..<labels.elementCount).count { i in
        let point = points[2 * i..<2 * i + 2]
        let losses = try (0..<3).map { label in
          try plain.loss(Variable(Tensor.concatenate([parameters, point])), Tensor([label]))
            .value.scalar()
        }
        return losses.min() == losses[labels[i]]
      }
      return Share(hits: hits, count: labels.elementCount)
    }
    let whole = try plain.gradient(Tensor.concatenate([parameters, testPoints]), testLabels)
    let lengths = (whole[count..<whole.elementCount] * Double(testLabels.elementCount))
      .reshaped(to: [testLabels.elementCount, 2]).squared().sum(along: 1).sqrt()
    return PenaltyOutcome(
      right: try right(points, labels), testRight: try right(testPoints, testLabels),
      gradientLength: lengths.mean())
  }

  /// Points on three arms, x and y of each one after the other, and the arm of each.
  private static func spiral(
    _ pointsInArm: Int, using generator: inout RandomGenerator
  ) -> (points: Tensor<Double>, labels: Tensor<Int>) {
    var (points, labels): ([Double], [Int]) = ([], [])
    for arm in 0..<3 {
      for _ in 0..<pointsInArm {
        let radius = 0.1 + 0.9 * generator.uniform()
        let angle = 2 * Double.pi * (Double(arm) / 3 + 0.6 * radius) + 0.3 * generator.normal()
        points += [radius * Double.cos(angle), radius * Double.sin(angle)]
        labels.append(arm)
      }
    }
    return (Tensor(points), Tensor(labels))
  }
}
