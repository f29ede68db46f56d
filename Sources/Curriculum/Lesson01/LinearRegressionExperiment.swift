import Curriculum
import Gradus

/// The computations of lesson 1, with whatever functions they are given: the solution's, or the
/// learner's.
public struct LinearRegressionExperiment {
  let answers: LinearRegressionAnswers

  /// Makes the experiment run with these functions.
  public init(_ answers: LinearRegressionAnswers) { self.answers = answers }

  /// A fit of a linear model to data, in the units of the data.
  public struct Fit: Sendable {
    /// The features, shape [N, D].
    public let x: Tensor<Double>
    /// The target, shape [N, 1].
    public let target: Tensor<Double>
    /// What gradient descent has found.
    public let descent: LinearModel
    /// What the normal equation gives.
    public let exact: LinearModel
    /// The loss before each step of the descent.
    public let losses: [Double]
    /// The share of the target's variance that the descent's model explains, R².
    public let rSquared: Double
    /// The model at some moments of the descent, the first and the last included.
    public let snapshots: [(step: Int, model: LinearModel)]
  }

  // MARK: (a) One sample

  /// One sample, x = 1 and y = 2, both parameters from zero: rate 0.01, 1000 steps.
  public func firstExample() throws -> (model: LinearModel, losses: [Double]) {
    try answers.train([[1]], [[2]], LinearModel(weights: [[0]], bias: 0), 0.01, 1000)
  }

  // MARK: (b) and (c) Real data

  /// Body mass of penguins, in grams, from the length of a flipper, in millimeters.
  ///
  /// - Parameter start: Where the descent starts, in standardized features; from `randomStart`.
  public func penguins(from start: LinearModel) throws -> Fit {
    let table = try Dataset.penguins.table()
    return try fit(
      table.matrix(columns: ["flipper_length_mm"]), table.matrix(columns: ["body_mass_g"]),
      from: start, learningRate: 0.1, steps: 100, snapshotEvery: 2)
  }

  /// Miles per gallon of 392 cars from six features.
  ///
  /// - Parameters:
  ///   - start: Where the descent starts, in standardized features; from `randomStart`.
  ///   - steps: How many steps it takes; 2000 are enough for six digits.
  ///   - progress: Called with the number of steps done and the loss.
  public func autoMPG(
    from start: LinearModel, steps: Int = 2000,
    progress: (_ steps: Int, _ loss: Double) -> Void = { _, _ in }
  ) throws -> Fit {
    let table = try Dataset.autoMPG.table()
    return try fit(
      table.matrix(columns: Dataset.autoMPGFeatures),
      table.matrix(columns: ["mpg"]),
      from: start, learningRate: 0.15, steps: steps, snapshotEvery: 50, progress: progress)
  }

  /// A random model with so many features; the loss is a bowl, so each leads to the same result.
  public static func randomStart(features: Int, seed: UInt64) -> LinearModel {
    var generator = RandomGenerator(seed: seed)
    return LinearModel(
      weights: .normal([features, 1], using: &generator), bias: generator.normal())
  }

  /// Fits a model by descent on standardized features, and by the normal equation.
  private func fit(
    _ x: Tensor<Double>, _ target: Tensor<Double>, from start: LinearModel, learningRate: Double,
    steps: Int, snapshotEvery interval: Int,
    progress: (_ steps: Int, _ loss: Double) -> Void = { _, _ in }
  ) throws -> Fit {
    let (scaled, mean, deviation) = try answers.standardize(x)
    // ŷ = ((x − mean) / deviation)·w + b, rearranged for the original x.
    func inOriginalUnits(_ model: LinearModel) -> LinearModel {
      let weights = model.weights / deviation.expandingDimension(at: 1)
      return LinearModel(
        weights: weights, bias: model.bias - (weights.flattened() * mean).sum())
    }
    var model = start
    var losses: [Double] = []
    var snapshots = [(step: 0, model: inOriginalUnits(start))]
    while losses.count < steps {
      let (next, some) = try answers.train(
        scaled, target, model, learningRate, min(interval, steps - losses.count))
      model = next
      losses += some
      snapshots.append((losses.count, inOriginalUnits(model)))
      progress(losses.count, some.last ?? .nan)
    }
    let descent = inOriginalUnits(model)
    let residual = try answers.meanSquaredError(answers.predict(x, descent), target)
    return Fit(
      x: x, target: target, descent: descent, exact: try answers.normalEquation(x, target),
      losses: losses, rSquared: 1 - residual / target.variance(), snapshots: snapshots)
  }

  // MARK: (d) Four data sets with one line

  /// One of Anscombe's four sets and the line that fits it best.
  public struct AnscombeSet: Sendable {
    /// I, II, III or IV.
    public let name: String
    /// Shape [11, 1].
    public let x: Tensor<Double>
    /// Shape [11, 1].
    public let y: Tensor<Double>
    /// From the normal equation.
    public let line: LinearModel
    /// The share of the variance of y that the line explains.
    public let rSquared: Double
  }

  /// Anscombe's quartet, each set with its line.
  public func anscombe() throws -> [AnscombeSet] {
    let table = try Dataset.anscombe.table()
    return try ["I", "II", "III", "IV"].map { name in
      let set = try table.selecting(where: "set") { $0 == name }
      let x: Tensor<Double> = try set.matrix(columns: ["x"])
      let y: Tensor<Double> = try set.matrix(columns: ["y"])
      let line = try answers.normalEquation(x, y)
      let residual = try answers.meanSquaredError(answers.predict(x, line), y)
      return AnscombeSet(
        name: name, x: x, y: y, line: line, rSquared: 1 - residual / y.variance())
    }
  }

  // MARK: (e) The cliff

  /// How a descent ends, depending on its learning rate.
  public struct Cliff: Sendable {
    /// 2/λmax: the rate above which the loss grows.
    public let rate: Double
    /// λmax/λmin: how much longer the bowl is than it is wide.
    public let conditionNumber: Double
    /// The rates that were tried.
    public let rates: [Double]
    /// For each of them, the loss after `steps` steps.
    public let losses: [Double]
    /// For rates of 0.5, 0.98, 1.0 and 1.02 times the cliff's, the loss before each step.
    public let curves: [(share: Double, losses: [Double])]
    /// How many steps each descent takes.
    public let steps: Int
  }

  /// The penguins' loss after a number of steps, over learning rates on both sides of the cliff.
  ///
  /// - Parameters:
  ///   - standardized: Whether the flipper length is standardized, or in millimeters.
  ///   - steps: How many steps each descent takes.
  public func cliff(standardized: Bool, steps: Int = 100) throws -> Cliff {
    let table = try Dataset.penguins.table()
    let millimeters: Tensor<Double> = try table.matrix(columns: ["flipper_length_mm"])
    let target: Tensor<Double> = try table.matrix(columns: ["body_mass_g"])
    let x = standardized ? try answers.standardize(millimeters).x : millimeters
    let (smallest, largest) = curvatures(x)
    let rate = 2 / largest
    func losses(at rate: Double) throws -> [Double] {
      let zero = LinearModel(weights: [[0]], bias: 0)
      return try answers.train(x, target, zero, rate, steps + 1).losses
    }
    // Near the cliff the loss changes a thousandfold within a hundredth of the rate.
    let steep = [0.95, 0.97, 0.98, 0.985, 0.99, 0.993, 0.995, 0.997, 0.999, 1, 1.002, 1.005, 1.01]
    let shares = ((0...60).map { Double.pow(10, -3 + 3.05 * Double($0) / 60) } + steep).sorted()
    let rates = shares.map { $0 * rate }
    return Cliff(
      rate: rate, conditionNumber: largest / smallest, rates: rates,
      losses: try rates.map { try losses(at: $0)[steps] },
      curves: try [0.5, 0.98, 1, 1.02].map { ($0, try losses(at: $0 * rate)) }, steps: steps)
  }

  /// The eigenvalues of the second derivative of the loss with respect to w and b, which for one
  /// feature is the matrix 2·[[mean(x²), mean(x)], [mean(x), 1]].
  private func curvatures(_ x: Tensor<Double>) -> (smallest: Double, largest: Double) {
    let halfTrace = x.squared().mean() + 1
    let determinant = 4 * x.variance()
    let largest = halfTrace + max(0, halfTrace * halfTrace - determinant).squareRoot()
    // The difference of two nearly equal numbers would lose the digits of the smaller one.
    return (determinant / largest, largest)
  }
}
