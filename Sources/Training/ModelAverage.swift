import Layers
import TensorCore

extension Module {
  /// Moves this model, a running average, toward the present state of the model it averages.
  ///
  ///     a ← d·a + (1 − d)·p
  ///
  /// The exponential moving average of a model in training is smoother than the model, and often
  /// better (Polyak and Juditsky, 1992, *Acceleration of Stochastic Approximation by Averaging*). Models
  /// are values, so it is a copy and one line:
  ///
  /// ```swift
  /// var average = model
  /// for batch in batches {
  ///   …
  ///   optimizer.update(&model, along: gradients)
  ///   average.updateAverage(with: model, decay: 0.99)
  /// }
  /// ```
  ///
  /// Buffers, such as running statistics, are averages themselves and are taken over as they are. Those of
  /// ``BatchNorm`` are of what the model's weights make, and not of what their mean makes: before the average
  /// is used, run some batches through it in a training context (Izmailov, Podoprikhin, Garipov, Vetrov and
  /// Wilson, 2018, *Averaging Weights Leads to Wider Optima and Better Generalization*).
  ///
  /// - Parameters:
  ///   - model: The model in training. Traps when its parameters are others.
  ///   - decay: d, the share of the average that stays; 0.999 by default. It remembers about 1/(1 − d)
  ///     steps. Traps when it is not in 0 … 1.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public mutating func updateAverage(
    with model: Self, decay: Double = 0.999, file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(decay, "decay", .fromZeroToOne, of: "updateAverage", file: file, line: line)
    let latest = model.state
    var index = 0
    visitParameters { name, average in
      require(
        index < latest.count && latest[index].name == name
          && latest[index].value.shape == average.shape,
        "updateAverage: the average has \(name) of shape \(average.shape), the model "
          + (index < latest.count
            ? "\(latest[index].name) of shape \(latest[index].value.shape)" : "none"),
        file: file, line: line)
      if name.isBuffer {
        average.value = latest[index].value
      } else {
        move(&average.value, toward: latest[index].value, by: Scalar(1 - decay))
      }
      index += 1
    }
    require(
      index == latest.count,
      "updateAverage: the average has \(index) parameters and buffers, the model \(latest.count)",
      file: file, line: line)
  }
}

/// Gives back, in place of the last model of a training, the exponential moving average of the models
/// after each step: see ``Module/updateAverage(with:decay:file:line:)``.
///
/// ```swift
/// try fit(&model, to: train, …, callbacks: [ModelAverage(decay: 0.99)]) { … }
/// ```
///
/// The average goes with the run as the copy ``name``, from the first step on. Measured during the training
/// is the model itself. Where another callback keeps models, such as ``EarlyStopping``, the average replaces
/// them at the end.
public struct ModelAverage: Callback, Sendable {
  /// Under which name the run has the average in its ``TrainingRun/copies``.
  public static let name = "average"
  /// d, the share of the average that stays at each step.
  public let decay: Double

  /// Makes the callback; the decay is 0.999 unless given. Traps when it is not in 0 … 1.
  public init(decay: Double = 0.999, file: StaticString = #fileID, line: UInt = #line) {
    requireNumber(decay, "decay", .fromZeroToOne, of: "ModelAverage", file: file, line: line)
    self.decay = decay
  }

  /// Moves the average toward the model.
  public mutating func stepEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) {
    let model = run.model
    run.copies[Self.name, default: model].updateAverage(with: model, decay: decay)
  }

  /// Keeps the average, unless no step was taken.
  public mutating func trainingEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) {
    if let average = run.copies[Self.name] { run.keepModel(average) }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func move<Scalar: TensorScalar>(
  _ average: inout Tensor<Scalar>, toward latest: Tensor<Scalar>, by share: Scalar
) {
  average.update(with: latest) { $0 + share * ($1 - $0) }
}
