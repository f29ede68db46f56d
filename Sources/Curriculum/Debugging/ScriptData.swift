import Gradus

// The data of the scripts: small, and drawn from a seed, so that a program can be judged on others.

/// Points [N, 2] with labels [N].
public typealias LabeledPoints = Samples<Tensor<Float>, Tensor<Int>>
/// Pictures [N, H, W, 3] with labels [N].
public typealias PixelPictures = Samples<Tensor<Float>, Tensor<Int>>
/// Rows of numbers [N, D] with a number each, [N, 1].
public typealias NumberedRows = Samples<Tensor<Double>, Tensor<Double>>

/// Points of three classes, a cloud each: far apart with a spread of 0.4, and into each other with 1.5.
func clouds(seed: UInt64, pointsInCloud: Int = 40, spread: Double = 0.4) -> LabeledPoints {
  var generator = RandomGenerator(seed: seed)
  let centers: [(Double, Double)] = [(2, 0), (-1, 1.7), (-1, -1.7)]
  var points: [[Float]] = []
  var labels: [Int] = []
  for (label, center) in centers.enumerated() {
    for _ in 0..<pointsInCloud {
      let point = [center.0, center.1].map { $0 + spread * generator.normal() }
      points.append(point.map { Float($0) })
      labels.append(label)
    }
  }
  return Samples(Tensor(points), Tensor(labels))
}

/// Rows of normal numbers, and of each the sum with the weights 1, −2, 3, −4, …, and some noise.
func weightedSums(
  seed: UInt64, rows: Int, columns: Int, noise: Double = 0
) -> NumberedRows {
  var generator = RandomGenerator(seed: seed)
  let inputs = Tensor<Double>.normal([rows, columns], using: &generator)
  let errors = Tensor<Double>.normal([rows, 1], standardDeviation: noise, using: &generator)
  return Samples(inputs, matmul(inputs, alternatingWeights(columns)) + errors)
}

/// 1, −2, 3, −4, …, as a column [D, 1].
func alternatingWeights(_ count: Int) -> Tensor<Double> {
  Tensor(shape: [count, 1], elements: (1...count).map { Double($0 % 2 == 1 ? $0 : -$0) })
}

/// Points [N, 2], with a probability for each of three classes, [N, 3].
public typealias PointsWithShares = Samples<Tensor<Float>, Tensor<Float>>
