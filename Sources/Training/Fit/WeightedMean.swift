/// The mean of values, each with its weight.
struct WeightedMean {
  private var sum = 0.0
  private var weightSum = 0.0

  mutating func add(_ value: Double, weight: Double) {
    sum += value * weight
    weightSum += weight
  }

  /// The mean; NaN before the first value.
  var value: Double { sum / weightSum }
}
