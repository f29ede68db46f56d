import Autograd
import Layers
import TensorCore
import Training

/// What the steps of an optimizer are compared with.
public enum OptimizerReference: Sendable {
  /// A rule for one element, written out with plain numbers. Its memory begins with so many zeros.
  ///
  /// ```swift
  /// .rule(memory: 1) { p, memory, step in
  ///   memory[0] = 0.9 * memory[0] + step.gradient
  ///   p -= step.learningRate * memory[0]
  /// }
  /// ```
  case rule(
    memory: Int,
    @Sendable (_ p: inout Double, _ memory: inout [Double], _ step: ElementStep) -> Void)

  /// Numbers from elsewhere: where one parameter begins, and its value after a step along each gradient.
  case numbers(start: Tensor<Double>, [(gradient: Tensor<Double>, parameter: Tensor<Double>)])
}

/// What a rule is given of one element in one step.
public struct ElementStep: Sendable {
  /// g, the element of the gradient.
  public let gradient: Double
  /// t, the number of steps, this one included.
  public let count: Int
  /// η, the learning rate for this parameter.
  public let learningRate: Double
  /// λ, the weight decay for this parameter.
  public let weightDecay: Double
}

/// Proves an optimizer. Its steps must be those of a reference, at rates that change from step to step and from
/// parameter to parameter. Whatever the rule, the first step goes downhill; a rate of 0 and a gradient of 0 move
/// nothing; gradients of any size give finite steps; no parameter depends on the others or on their order;
/// the same again, and what goes on from a saved state, gives the same bits; and a copy of the model stays as it was.
///
/// - Parameters:
///   - optimizer: The optimizer, before its first step.
///   - reference: What its steps are to be; nil, the default, checks only what holds of all.
///   - shapes: The shapes of the parameters; a matrix, a vector, a number, an empty one, and [2, 1, 3] by default.
///   - seed: The seed of parameters and gradients.
///   - file: The caller's file.
///   - line: The caller's line; traps with it when the optimizer has taken a step, no shape has an element, or the
///     memory of a rule is not in 0 ... 1000.
/// - Returns: What is wrong; empty if all is well.
public func checkOptimizer<Candidate: Optimizer<Double>>(
  _ optimizer: Candidate, against reference: OptimizerReference? = nil,
  shapes: [Shape] = [[3, 4], [5], [], [0], [2, 1, 3]], seed: UInt64 = 1,
  file: StaticString = #fileID, line: UInt = #line
) -> [ProofProblem] {
  require(
    optimizer.stepCount == 0,
    "checkOptimizer: expected an optimizer before its first step, found one after \(optimizer.stepCount)",
    file: file, line: line)
  require(
    shapes.contains { $0.elementCount > 0 },
    "checkOptimizer: expected a shape with an element, found \(shapes)", file: file, line: line)
  if case .rule(let memory, _) = reference {
    require(
      (0...1000).contains(memory),
      "checkOptimizer: expected a memory of 0 to 1000 numbers, found \(memory)",
      file: file, line: line)
  }
  var report = ProofReport(optimizer.name, seed: seed)
  let trial = OptimizerTrial(optimizer, shapes: shapes, seed: seed, file: file, line: line)
  // What comes first makes most of what follows wrong, too.
  trial.checkRepetition(&report)
  if report.problems.isEmpty { trial.checkFirstSteps(&report) }
  switch reference {
  case .rule(let memory, let rule): trial.checkRule(memory, rule, &report)
  case .numbers(let start, let steps): trial.checkNumbers(start, steps, &report)
  case nil: break
  }
  if report.problems.isEmpty {
    trial.checkIndependence(&report)
    trial.checkRestart(&report)
  }
  return report.problems
}

/// Parameters without a network around them.
struct LooseParameters: Module {
  var names: [ParameterName]
  var values: [Variable<Double>]

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    for index in values.indices { visit(names[index], &values[index]) }
  }
}

/// An optimizer, parameters to begin with, and gradients for some steps.
struct OptimizerTrial<O: Optimizer<Double>> {
  let optimizer: O
  let names: [ParameterName]
  let starts: [Tensor<Double>]
  /// By step, and then by parameter.
  let gradients: [[Tensor<Double>]]

  /// By what the rate is multiplied at each step, as a schedule does.
  static var rateFactors: [Double] { [1, 1, 1, 0.5, 0.5, 2, 1, 0.25] }

  init(
    _ optimizer: O, shapes: [Shape], seed: UInt64, file: StaticString, line: UInt
  ) {
    var generator = RandomGenerator(seed: seed)
    func draw() -> [Tensor<Double>] {
      var tensors: [Tensor<Double>] = []
      for shape in shapes {
        tensors.append(.normal(shape, using: &generator, file: file, line: line))
      }
      return tensors
    }
    self.optimizer = optimizer
    names = shapes.indices.map { ParameterName(stringLiteral: "p\($0)") }
    starts = draw()
    gradients = Self.rateFactors.map { _ in draw() }
  }

  /// A model of some of the parameters, in some order, at the start.
  func model(_ order: [Int]) -> LooseParameters {
    LooseParameters(names: order.map { names[$0] }, values: order.map { Variable(starts[$0]) })
  }

  /// Takes one step with the parameters of ``model(_:)``.
  func step(
    _ optimizer: inout O, _ model: inout LooseParameters, _ order: [Int], _ step: Int,
    times factor: Double = 1
  ) {
    optimizer.learningRate = self.optimizer.learningRate * Self.rateFactors[step]
    optimizer.update(
      &model,
      along: Gradients(
        names: model.names, tensors: order.map { gradients[step][$0] * factor }))
  }

  /// The parameters after each step, those in `order`.
  func trajectory(
    _ order: [Int], changing change: (inout O) -> Void = { _ in }
  ) -> [[Tensor<Double>]] {
    var (optimizer, model) = (optimizer, model(order))
    change(&optimizer)
    return gradients.indices.map { index in
      step(&optimizer, &model, order, index)
      return model.values.map(\.value)
    }
  }

  var all: [Int] { Array(starts.indices) }

  /// A parameter's name and shape, for messages.
  func describe(_ index: Int) -> String { "the parameter of shape \(starts[index].shape)" }
}
