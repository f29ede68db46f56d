import Autograd
import DataLoading
import Layers
import TensorCore

/// What a model makes of samples, at inference: the mean loss, named "loss", and then what was asked for besides.
///
/// The model stays as it is, and nothing random happens: no dropout, no augmentation.
///
/// - Parameters:
///   - model: The model.
///   - samples: What it is measured on, at least one sample.
///   - batchSize: How many samples are computed at a time; changes no result but by rounding.
///   - metrics: What to measure besides the loss, where the model's output is a variable. None unless
///     given.
///   - functions: What to measure of any output, by its name: a mean over the samples of a batch.
///   - file: The caller's file.
///   - line: The caller's line.
///   - loss: The mean loss of a batch of outputs and targets. A mean with class weights counts for its
///     weights, see ``Variable/meanWeight``, any other for its samples.
///
/// Traps when there is no sample, or the batch size is not positive.
public func evaluate<M: Model, Target: Batchable>(
  _ model: M, on samples: Samples<M.Input.Data, Target>, batchSize: Int = 256,
  metrics: [any Metric] = [],
  measuring functions: Measures<M.Output, Target> = [:],
  file: StaticString = #fileID, line: UInt = #line,
  loss: (M.Output, Target) -> Variable<M.Scalar>
) -> [(name: String, value: Double)] where M.Input: ModelInput, M.Input.Data: Batchable {
  require(
    samples.count > 0, "evaluate: there is no sample to measure on", file: file, line: line)
  require(
    batchSize >= 1, "evaluate: expected batches of at least 1 sample, found \(batchSize)",
    file: file, line: line)
  var model = model
  var context = Context.inference
  var meanLoss = WeightedMean()
  var measured = Measurement<M.Output, Target, M.Scalar>(metrics, functions)
  for batch in Batches(samples, size: batchSize, file: file, line: line) {
    let outputs = model.forward(M.Input(data: batch.inputs), in: &context)
    meanLoss.add(loss(outputs, batch.targets), batch.targets)
    measured.add(outputs, batch.targets)
  }
  return [("loss", meanLoss.value)] + measured.values
}

/// Functions that measure a batch of outputs and targets, by the names of what they give:
/// `["reconstruction": { output, images in … }]`.
public typealias Measures<Output, Target> = KeyValuePairs<String, (Output, Target) -> Double>

/// What is measured of the batches seen so far, besides the loss.
struct Measurement<Output, Target: Batchable, Scalar: TensorScalar> {
  private var metrics: [any Metric]
  private let functions: Measures<Output, Target>
  private var means: [WeightedMean]

  init(_ metrics: [any Metric], _ functions: Measures<Output, Target>) {
    self.metrics = metrics
    self.functions = functions
    means = functions.map { _ in WeightedMean() }
  }

  /// Adds a batch.
  mutating func add(_ outputs: Output, _ targets: Target) {
    for index in metrics.indices { metrics[index].add(outputs, targets, Scalar.self) }
    for (index, (_, function)) in functions.enumerated() {
      means[index].add(function(outputs, targets), weight: Double(targets.sampleCount))
    }
  }

  /// Each metric's value and each mean, with their names.
  var values: [(name: String, value: Double)] {
    metrics.map { ($0.name, $0.value) } + zip(functions, means).map { ($0.key, $1.value) }
  }
}

extension WeightedMean {
  /// Adds the mean loss of a batch, so that a short last batch counts for as much as it holds.
  fileprivate mutating func add(_ loss: Variable<some TensorScalar>, _ targets: some Batchable) {
    add(loss.value.scalar().doubleValue, weight: batchWeight(loss, targets))
  }
}

/// What a batch counts for in a mean over batches: the weights that its mean loss was divided by, or its
/// number of samples.
func batchWeight<Scalar>(_ loss: Variable<Scalar>, _ targets: some Batchable) -> Double {
  loss.meanWeight ?? Double(targets.sampleCount)
}

extension Metric {
  /// Hands over a batch as labels or as numbers, whichever its targets are.
  fileprivate mutating func add<Scalar: TensorScalar, Output, Target>(
    _ outputs: Output, _ targets: Target, _ scalar: Scalar.Type
  ) {
    guard let outputs = outputs as? Variable<Scalar> else {
      fatalError(
        "\(name): expected outputs of type Variable<\(Scalar.self)>, found \(Output.self). Hint: what is "
          + "no variable is measured by a function, measuring: [\"name\": { outputs, targets in … }]."
      )
    }
    if let labels = targets as? Tensor<Int> {
      update(outputs: outputs.value, labels: labels)
    } else if let targets = targets as? Tensor<Scalar> {
      update(outputs: outputs.value, targets: targets)
    } else {
      fatalError(
        "\(name): expected targets of type Tensor<Int>, which are labels, or Tensor<\(Scalar.self)>, found "
          + "\(Target.self)")
    }
  }
}
