import Curriculum
import Gradus

/// What dropout makes of many ones.
public struct DropoutStatistics: Sendable {
  /// p.
  public let probability: Double
  /// The mean of what comes out; 1 went in.
  public let mean: Double
  /// Its variance.
  public let variance: Double
  /// The variance that the formula says: p/(1 − p).
  public var expectedVariance: Double { probability / (1 - probability) }
  /// Whether the ones come out of it unchanged at inference.
  public let isOffAtInference: Bool
}

extension RegularizationExperiment {
  // MARK: (f) What dropout does to a number

  /// Sends ones through `dropout` with four probabilities.
  public func dropoutStatistics(count: Int = 100_000, seed: UInt64) throws -> [DropoutStatistics] {
    var generator = RandomGenerator(seed: seed)
    let ones = Tensor<Double>.ones([count])
    return try [0.1, 0.25, 0.5, 0.8].map { probability in
      let draws: Tensor<Double> = .uniform([count], using: &generator)
      let output = try answers.dropout(ones, draws, probability, true)
      return DropoutStatistics(
        probability: probability, mean: output.mean(), variance: output.variance(),
        isOffAtInference: try answers.dropout(ones, draws, probability, false) == ones)
    }
  }
}
