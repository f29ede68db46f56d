import Layers
import TensorCore

/// The shape of a weight [K, D, …] and the numbers on which an initializer's variance depends.
public struct WeightFans: Sendable {
  /// The shape.
  public let shape: Shape
  /// The number of inputs of an output, D·….
  public let fanIn: Double
  /// The number of outputs of an input, K·….
  public let fanOut: Double

  init(_ shape: Shape) {
    let receptiveField = shape.dimensions.dropFirst(2).reduce(1, *)
    self.shape = shape
    fanIn = Double(shape[1] * receptiveField)
    fanOut = Double(shape[0] * receptiveField)
  }
}

/// Proves an initializer: mean and variance of its draws for wide and tall matrices and for a convolution, within
/// six standard errors of what they are to be; nothing beyond a bound; no two rows alike, which would keep two
/// units equal forever; the same numbers for the same seed, and others for another.
///
/// ```swift
/// #expect(checkInitializer(.heUniform, name: "heUniform") { 2 / $0.fanIn } == [])
/// ```
///
/// - Parameters:
///   - initializer: The initializer.
///   - name: What messages call it.
///   - mean: The mean of the draws; 0 by default.
///   - bound: The largest distance from the mean; none by default.
///   - seed: The seed of the draws.
///   - variance: The variance for a weight. Where it is 0, as for constants, all draws are the mean.
/// - Returns: What is wrong; empty if all is well.
public func checkInitializer(
  _ initializer: Initializer, name: String, mean: Double = 0,
  bound: (WeightFans) -> Double = { _ in .infinity }, seed: UInt64 = 1,
  variance: (WeightFans) -> Double
) -> [ProofProblem] {
  var report = ProofReport(name, seed: seed)
  // More rows than columns, fewer, and windows: what is exchanged or forgotten shows in one of them.
  for shape in [[96, 40], [40, 96], [16, 24, 3, 5]] as [Shape] {
    let fans = WeightFans(shape)
    func draw(_ seed: UInt64) -> Tensor<Double> {
      var generator = RandomGenerator(seed: seed)
      return initializer.tensor(shape, using: &generator)
    }
    let draws = draw(seed)
    let expected = variance(fans)
    guard draws.elements.allSatisfy(\.isFinite), expected >= 0, expected.isFinite else {
      report.add("moments", "for a weight of shape \(shape), a draw or the variance is not finite.")
      break
    }
    let rows = (0..<shape[0]).map { draws[$0..<$0 + 1].elements }
    if expected > 0 && Set(rows).count < rows.count {
      report.add(
        "rows", "two rows of a weight of shape \(shape) are the same.",
        "a row is drawn once and repeated, so that its units learn the same forever.")
    }
    checkMoments(of: draws, fans, mean: mean, variance: expected, &report)
    let furthest = (draws - mean).largestMagnitude
    if furthest > bound(fans) * (1 + 1e-12) {
      report.add(
        "bound",
        "a draw for a weight of shape \(shape) is \(text(furthest)) from the mean, expected at most "
          + "\(text(bound(fans))).")
    }
    if !haveSameBits([draws], [draw(seed)]) {
      report.add(
        "repetition", "with the same seed it draws other numbers.",
        "it draws from another generator than the one that it is given.")
    }
    if expected > 0 && haveSameBits([draws], [draw(seed &+ 1)]) {
      report.add(
        "seed", "with another seed it draws the same numbers.",
        "it makes a generator of its own, with a fixed seed.")
    }
    if !report.problems.isEmpty { break }
  }
  return report.problems
}

/// Compares mean and variance with what they are to be, within six standard errors: √(σ²/n) of the mean, and
/// √((μ₄ − σ⁴)/n) of the variance, with the fourth moment μ₄ of the draws themselves.
private func checkMoments(
  of draws: Tensor<Double>, _ fans: WeightFans, mean: Double, variance: Double,
  _ report: inout ProofReport
) {
  let count = Double(draws.elementCount)
  let found = draws.mean()
  let meanError = 6 * (variance / count).squareRoot() + 1e-12 * mean.magnitude
  if !((found - mean).magnitude <= meanError) {
    report.add(
      "moments",
      "the mean of \(draws.elementCount) draws of shape \(fans.shape) is \(text(found)), expected "
        + "\(text(mean)) ± \(text(meanError)).")
    return
  }
  let squares = (draws - mean).squared()
  let spread = squares.mean()
  let fourth = squares.squared().mean()
  let error = 6 * (max(0, fourth - spread * spread) / count).squareRoot() + 1e-12 * variance
  guard !((spread - variance).magnitude <= error) else { return }
  let receptiveField = fans.shape.dimensions.dropFirst(2).reduce(1, *)
  let causes = [
    (variance * fans.fanIn / fans.fanOut, "fanIn and fanOut have changed places."),
    (
      variance * Double(receptiveField), "the window of the convolution is not counted in the fans."
    ),
    (variance * variance, "the variance is taken for the standard deviation: a root is missing."),
    (variance.squareRoot(), "the root is taken twice, or of the standard deviation."),
    (
      variance / 3,
      "a uniform distribution in ±b has the variance b²/3: the bound is √3 times too small."
    ),
    (
      variance * 3,
      "the bound of a uniform distribution is taken for the standard deviation of a normal one."
    ),
  ]
  report.add(
    "moments",
    "the variance of \(draws.elementCount) draws of shape \(fans.shape) is \(text(spread)), expected "
      + "\(text(variance)) ± \(text(error)); the ratio is \(text(spread / variance)).",
    causes.first { $0.0 != variance && (spread - $0.0).magnitude <= error }?.1)
}
