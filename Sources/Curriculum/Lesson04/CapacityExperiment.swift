import Curriculum
import Gradus

/// Points on the curve y = 4x³ − 3x between −1 and 1, with noise of deviation 0.3.
public struct NoisyCurve: Sendable {
  /// Evenly spaced, shape [N, 1].
  public let x: Tensor<Double>
  /// Shape [N, 1].
  public let y: Tensor<Double>

  /// The deviation of the noise; its square is the least error that a model can have on new points.
  public static let noise = 0.3

  /// Draws the noise of so many points.
  public init(count: Int, using generator: inout RandomGenerator) {
    let places: [Double] = (0..<count).map { -1 + 2 * Double($0) / Double(count - 1) }
    x = Tensor(shape: [count, 1], elements: places)
    y = x.map(NoisyCurve.truth) + .normal(x.shape, standardDeviation: 0.3, using: &generator)
  }

  /// The curve without noise.
  public static func truth(_ x: Double) -> Double { (4 * x * x - 3) * x }
}

/// Errors on training and on test points, over a setting that makes a model freer or tamer.
public struct CapacityCurve: Sendable {
  /// The degrees, or the strengths of a penalty.
  public let settings: [Double]
  /// For each setting, the median over the data sets of the mean squared error on the points fitted.
  public let training: [Double]
  /// The same on 101 new points.
  public let test: [Double]
  /// The median of Σ w².
  public let squaredWeights: [Double]

  /// The place of the smallest test error.
  public var best: Int { test.indices.min { test[$0] < test[$1] } ?? 0 }
}

extension RegularizationExperiment {
  // MARK: (a) Capacity, and (b) ridge

  /// How many points a polynomial is fitted to.
  public static let curvePoints = 15
  /// The degree of the polynomial that ridge has to tame.
  public static let highDegree = 12

  /// A polynomial fitted to points, by `polynomialFeatures` and `ridge`.
  public func polynomial(degree: Int, strength: Double, to curve: NoisyCurve) throws -> LinearModel
  {
    try answers.ridge(answers.polynomialFeatures(curve.x, degree), curve.y, strength)
  }

  /// What a fitted polynomial predicts.
  public func predict(
    _ x: Tensor<Double>, degree: Int, with model: LinearModel
  ) throws -> Tensor<Double> {
    matmul(try answers.polynomialFeatures(x, degree), model.weights) + model.bias
  }

  /// The errors over the degree, 1 to 12, without any penalty.
  public func errorsByDegree(dataSets: Int = 100, seed: UInt64) throws -> CapacityCurve {
    try errors(
      (1...RegularizationExperiment.highDegree).map { (Double($0), $0, 0) }, dataSets, seed)
  }

  /// The errors of degree 12 over the strength of the penalty, from 10⁻⁸ to 10.
  public func errorsByStrength(dataSets: Int = 100, seed: UInt64) throws -> CapacityCurve {
    try errors(
      (0...18).map {
        let strength = Double.pow(10, -8 + Double($0) / 2)
        return (strength, RegularizationExperiment.highDegree, strength)
      }, dataSets, seed)
  }

  private func errors(
    _ settings: [(value: Double, degree: Int, strength: Double)], _ dataSets: Int, _ seed: UInt64
  ) throws -> CapacityCurve {
    var generator = RandomGenerator(seed: seed)
    let sets = (0..<dataSets).map { _ in
      (
        train: NoisyCurve(count: RegularizationExperiment.curvePoints, using: &generator),
        test: NoisyCurve(count: 101, using: &generator)
      )
    }
    var (training, test, squares): ([Double], [Double], [Double]) = ([], [], [])
    for setting in settings {
      let degree = setting.degree
      let errors = try sets.map { set in
        let model = try polynomial(degree: degree, strength: setting.strength, to: set.train)
        let error = { (curve: NoisyCurve) in
          (try predict(curve.x, degree: degree, with: model) - curve.y).squared().mean()
        }
        return (
          training: try error(set.train), test: try error(set.test),
          square: model.weights.squared().sum()
        )
      }
      training.append(median(errors.map(\.training)))
      test.append(median(errors.map(\.test)))
      squares.append(median(errors.map(\.square)))
    }
    return CapacityCurve(
      settings: settings.map(\.value), training: training, test: test, squaredWeights: squares)
  }
}
