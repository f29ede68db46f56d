import Curriculum
import Gradus

/// Cars with six features that say something about miles per gallon, and others that do not: noise.
public struct NoisyCars: Sendable {
  /// Features, standardized by the statistics of the training cars.
  public let train: (x: Tensor<Double>, y: Tensor<Double>)
  /// Cars to choose a strength with.
  public let validation: (x: Tensor<Double>, y: Tensor<Double>)
  /// Cars to test with.
  public let test: (x: Tensor<Double>, y: Tensor<Double>)
}

/// The weights of a linear model over the strength of its penalty.
public struct WeightPath: Sendable {
  /// From weak to strong.
  public let strengths: [Double]
  /// For each strength, the model.
  public let models: [LinearModel]
  /// For each strength, the mean squared error on the test cars.
  public let testErrors: [Double]

  /// How many weights of a model are exactly 0: of the real features, and of the noise.
  public func zeros(_ index: Int) -> (real: Int, noise: Int) {
    let weights = models[index].weights.elements
    let real = Dataset.autoMPGFeatures.count
    return (weights[..<real].count { $0 == 0 }, weights[real...].count { $0 == 0 })
  }
}

extension RegularizationExperiment {
  // MARK: (d) Ridge by descent, and (e) zeros by L1

  /// 60 cars to train on, 166 to choose with and 166 to test with, and so many columns of noise.
  ///
  /// - Parameters:
  ///   - noiseColumns: How many.
  ///   - seed: Decides which cars are where, and the noise.
  public func noisyCars(noiseColumns: Int = 40, seed: UInt64) throws -> NoisyCars {
    let table = try Dataset.autoMPG.table()
    var generator = RandomGenerator(seed: seed)
    let order = generator.permutation(table.rowCount)
    let real: Tensor<Double> = try table.matrix(columns: Dataset.autoMPGFeatures)
    let noise: Tensor<Double> = .normal([table.rowCount, noiseColumns], using: &generator)
    let x = Tensor.concatenate([real, noise], along: 1).gather(order)
    let y = (try table.matrix(columns: ["mpg"]) as Tensor<Double>).gather(order)
    let (train, rest) = try answers.standardize(x[0..<60], x[60..<x.shape[0]])
    return NoisyCars(
      train: (train, y[0..<60]), validation: (rest[0..<166], y[60..<226]),
      test: (rest[166..<rest.shape[0]], y[226..<y.shape[0]]))
  }

  /// The model with the least MSE + λ/2·Σ w², found by steps along the gradient with `l2Penalty`.
  public func ridgeByDescent(
    _ data: (x: Tensor<Double>, y: Tensor<Double>), strength: Double, steps: Int = 4000
  ) throws -> LinearModel {
    let zero = LinearModel(weights: .zeros([data.x.shape[1], 1]), bias: 0)
    return try (0..<steps).reduce(zero) { model, _ in
      let slope = gradient(of: model, data.x, data.y)
      let pull = try answers.l2Penalty(model, strength).gradient
      return LinearModel(
        weights: model.weights - 0.08 * (slope.weights + pull.weights),
        bias: model.bias - 0.08 * (slope.bias + pull.bias))
    }
  }

  /// The same model by `ridge`, without any steps.
  public func ridge(
    _ data: (x: Tensor<Double>, y: Tensor<Double>), strength: Double
  ) throws -> LinearModel {
    try answers.ridge(data.x, data.y, strength)
  }

  /// The model with the least MSE + λ·Σ |w|, found by steps of `l1Step`.
  ///
  /// - Parameters:
  ///   - data: Features and target.
  ///   - strength: λ.
  ///   - start: Where to begin; zero unless given.
  ///   - steps: How many steps of rate 0.08.
  public func lasso(
    _ data: (x: Tensor<Double>, y: Tensor<Double>), strength: Double,
    from start: LinearModel? = nil,
    steps: Int = 600
  ) throws -> LinearModel {
    let zero = LinearModel(weights: .zeros([data.x.shape[1], 1]), bias: 0)
    return try (0..<steps).reduce(start ?? zero) { model, _ in
      try answers.l1Step(model, gradient(of: model, data.x, data.y), 0.08, strength)
    }
  }

  /// The strengths of the two paths: 10⁻² to 10, eight a decade.
  public static let pathStrengths = (0...24).map { Double.pow(10, -2 + Double($0) / 8) }

  /// The weights of ridge over the strength.
  public func ridgePath(_ cars: NoisyCars) throws -> WeightPath {
    path(
      try RegularizationExperiment.pathStrengths.map {
        try ridge(cars.train, strength: $0)
      }, cars)
  }

  /// The weights of the lasso over the strength; each descent begins where that of the next stronger
  /// penalty ended, since a strong penalty leaves little to find.
  public func lassoPath(_ cars: NoisyCars) throws -> WeightPath {
    var models: [LinearModel] = []
    for strength in RegularizationExperiment.pathStrengths.reversed() {
      models.append(try lasso(cars.train, strength: strength, from: models.last))
    }
    return path(models.reversed(), cars)
  }

  private func path(_ models: [LinearModel], _ cars: NoisyCars) -> WeightPath {
    WeightPath(
      strengths: RegularizationExperiment.pathStrengths, models: models,
      testErrors: models.map { meanSquaredError(of: $0, cars.test.x, cars.test.y) })
  }
}
