import Curriculum
import Gradus

/// The loss of the penguins' line as a surface over its slope and intercept, and a descent on it.
public struct Bowl: Sendable {
  /// A moment of the descent.
  public struct Moment: Sendable {
    /// How many steps were taken.
    public let step: Int
    /// The line, for standardized lengths.
    public let model: LinearModel
    /// Its loss.
    public let loss: Double
    /// The mass that it predicts at the shortest and at the longest flipper.
    public let ends: [Double]
  }

  /// The flippers in millimeters, shape [333, 1].
  public let lengths: Tensor<Double>
  /// The masses in grams, shape [333, 1].
  public let masses: Tensor<Double>
  /// The lines before the first step and after each.
  public let path: [LinearModel]
  /// Three of them.
  public let moments: [Moment]
  /// The best line, by the normal equation.
  public let best: LinearModel
  /// The standardized lengths.
  private let x: Tensor<Double>

  fileprivate init(
    lengths: Tensor<Double>, masses: Tensor<Double>, path: [LinearModel], moments: [Moment],
    best: LinearModel, x: Tensor<Double>
  ) {
    self.lengths = lengths
    self.masses = masses
    self.path = path
    self.moments = moments
    self.best = best
    self.x = x
  }

  /// The loss of lines with these slopes and intercepts, for a map.
  public func losses(at places: [(slope: Double, intercept: Double)]) -> [Double] {
    let predictions = matmul(x, Tensor([places.map(\.slope)])) + Tensor(places.map(\.intercept))
    return (predictions - masses).squared().mean(along: 0).elements
  }
}

extension LinearRegressionExperiment {
  // MARK: (b) The bowl

  /// The descent of the penguins' line from one that falls, 30 steps at rate 0.1.
  public func bowl() throws -> Bowl {
    let table = try Dataset.penguins.table()
    let lengths: Tensor<Double> = try table.matrix(columns: ["flipper_length_mm"])
    let masses: Tensor<Double> = try table.matrix(columns: ["body_mass_g"])
    let x = try answers.standardize(lengths).x
    var path = [LinearModel(weights: [[-900]], bias: 3000)]
    for _ in 0..<30 {
      path.append(try answers.train(x, masses, path[path.count - 1], 0.1, 1).model)
    }
    let moments = try [0, 3, 30].map { step in
      let model = path[step]
      return Bowl.Moment(
        step: step, model: model,
        loss: try answers.meanSquaredError(answers.predict(x, model), masses),
        ends: [x.min(), x.max()].map { $0 * model.weights[0, 0] + model.bias })
    }
    return Bowl(
      lengths: lengths, masses: masses, path: path, moments: moments,
      best: try answers.normalEquation(x, masses), x: x)
  }
}
