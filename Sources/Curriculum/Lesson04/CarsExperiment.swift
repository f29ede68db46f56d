import Curriculum
import Gradus

/// How far off a model is on cars that it has not seen, depending on where its statistics came from.
public struct LeakResult: Sendable {
  /// Where mean and deviation came from.
  public let name: String
  /// The root of the mean squared error on the test cars, in miles per gallon.
  public let error: Double
}

/// The share of the variance explained on test cars by ten columns of pure noise, for many draws.
public struct SelectionResult: Sendable {
  /// The columns were chosen with all cars, those of the test included.
  public let choosingFromAll: [Double]
  /// The columns were chosen with the training cars alone.
  public let choosingFromTraining: [Double]
}

extension RegularizationExperiment {
  // MARK: (c) Splits that leak

  /// Four measurements of a car.
  static let measurements = ["displacement_cuin", "horsepower", "weight_lb", "acceleration_s"]

  /// Miles per gallon from four measurements: trained on the cars up to 1976, tested on later ones.
  public func leakOfStatistics() throws -> [LeakResult] {
    let table = try Dataset.autoMPG.table()
    let years = try table.integers("model_year")
    let (old, new) = (
      table.selecting(rows: years.indices.filter { years[$0] <= 76 }),
      table.selecting(rows: years.indices.filter { years[$0] > 76 })
    )
    let columns = RegularizationExperiment.measurements
    let (train, test): (Tensor<Double>, Tensor<Double>) = (
      try old.matrix(columns: columns), try new.matrix(columns: columns)
    )
    let (trainTarget, testTarget): (Tensor<Double>, Tensor<Double>) = (
      try old.matrix(columns: ["mpg"]), try new.matrix(columns: ["mpg"])
    )
    let all = Standardizer(fitting: Tensor.concatenate([train, test]))
    let honest = try answers.standardize(train, test)
    return try [
      ("the training part, for both", honest.train, honest.test),
      ("all cars, for both", all(train), all(test)),
      (
        "each part, its own", Standardizer(fitting: train)(train), Standardizer(fitting: test)(test)
      ),
    ].map { name, train, test in
      let model = try answers.ridge(train, trainTarget, 0.1)
      return LeakResult(
        name: name, error: meanSquaredError(of: model, test, testTarget).squareRoot())
    }
  }

  /// A worse leak: of 1000 columns of noise, the ten that go best with miles per gallon predict it.
  ///
  /// - Parameters:
  ///   - draws: How often noise and cars are drawn.
  ///   - seed: Where the random numbers start.
  public func leakOfSelection(draws: Int = 20, seed: UInt64) throws -> SelectionResult {
    let target: Tensor<Double> = try Dataset.autoMPG.table().matrix(columns: ["mpg"])
    var generator = RandomGenerator(seed: seed)
    var (fromAll, fromTraining): ([Double], [Double]) = ([], [])
    for _ in 0..<draws {
      let y = target.gather(Array(generator.permutation(target.shape[0]).prefix(100)))
      let noise: Tensor<Double> = .normal([100, 1000], using: &generator)
      func explained(choosingFrom samples: Range<Int>) throws -> Double {
        let columns = bestColumns(noise[samples], y[samples])
        let x = noise.transposed().gather(columns).transposed()
        let (train, test) = (0..<50, 50..<100)
        let model = try answers.ridge(x[train], y[train], 0.1)
        return 1 - meanSquaredError(of: model, x[test], y[test]) / y[test].variance()
      }
      fromAll.append(try explained(choosingFrom: 0..<100))
      fromTraining.append(try explained(choosingFrom: 0..<50))
    }
    return SelectionResult(choosingFromAll: fromAll, choosingFromTraining: fromTraining)
  }

  /// The ten columns with the largest magnitude of correlation with the target.
  private func bestColumns(_ x: Tensor<Double>, _ y: Tensor<Double>) -> [Int] {
    let products = matmul(y - y.mean(), x - x.mean(along: 0), transposeA: true).flattened()
    let sizes = (products / x.variance(along: 0).sqrt()).abs().elements
    return Array(sizes.indices.sorted { sizes[$0] > sizes[$1] }.prefix(10))
  }
}
