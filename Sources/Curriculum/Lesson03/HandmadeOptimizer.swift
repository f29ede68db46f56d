import Curriculum
import Gradus

/// One of the functions of exercises 1 to 5 as an optimizer of the framework: the same loop trains with
/// it.
struct HandmadeOptimizer: Optimizer {
  /// A step of a parameter; changes what is remembered of it.
  typealias Step =
    @Sendable (
      _ parameter: Tensor<Double>, _ memory: inout [Tensor<Double>], _ gradient: Tensor<Double>,
      _ learningRate: Double, _ count: Int
    ) throws -> Tensor<Double>

  let exercise: String
  var learningRate: Double
  var weightDecay = 0.0
  var parameterRule = ParameterRule.all
  var state: OptimizerState<Double>
  let takeStep: Step

  init(_ exercise: String, learningRate: Double, remembers: [String], step: @escaping Step) {
    self.exercise = exercise
    self.learningRate = learningRate
    state = OptimizerState(remembers)
    takeStep = step
  }

  func updateParameter(
    _ parameter: inout Tensor<Double>, _ state: inout [Tensor<Double>],
    along gradient: Tensor<Double>, at step: OptimizerStep
  ) {
    do {
      parameter = try takeStep(parameter, &state, gradient, step.learningRate, step.count)
    } catch {
      // Only functions that their checks have passed come here, and the checks throw nothing.
      fatalError("\(exercise) threw \(error)")
    }
  }
}

extension OptimizationExperiment {
  /// An exercise, ours, and the same made of the function that this experiment was given.
  public struct Pair: Sendable {
    /// As in `adamW`.
    public let exercise: String
    /// That of the framework.
    public let ours: Contestant
    /// That of the exercise.
    public let handmade: Contestant
  }

  /// A contestant of the framework, or in its place that of the exercise, where there is one.
  func contestant(_ ours: Contestant, isMine: Bool) -> Contestant {
    isMine ? pairs.first { $0.ours.name == ours.name }?.handmade ?? ours : ours
  }

  /// The optimizers of exercises 1 to 5, each beside that of the framework.
  public var pairs: [Pair] {
    func pair(
      _ exercise: String, _ ours: Contestant, remembers: [String],
      _ step: @escaping HandmadeOptimizer.Step
    ) -> Pair {
      let handmade = Contestant(ours.name + ", yours") {
        HandmadeOptimizer(exercise, learningRate: $0, remembers: remembers, step: step)
      }
      return Pair(exercise: exercise, ours: ours, handmade: handmade)
    }
    let answers = answers
    return [
      pair("momentum", .momentum, remembers: ["velocity"]) { p, memory, g, rate, _ in
        let moved = try answers.momentum(p, memory[0], g, rate, 0.9)
        memory[0] = moved.velocity
        return moved.parameter
      },
      pair("nesterov", .nesterov, remembers: ["velocity"]) { p, memory, g, rate, _ in
        let moved = try answers.nesterov(p, memory[0], g, rate, 0.9)
        memory[0] = moved.velocity
        return moved.parameter
      },
      pair("rmsProp", .rmsProp, remembers: ["square"]) { p, memory, g, rate, _ in
        let moved = try answers.rmsProp(p, memory[0], g, rate, 0.99, 1e-8)
        memory[0] = moved.meanSquare
        return moved.parameter
      },
      pair("adam", .adam, remembers: ["mean", "square"]) { p, memory, g, rate, count in
        let state = AdamState(mean: memory[0], meanSquare: memory[1], step: count - 1)
        let moved = try answers.adam(p, state, g, rate, 0.9, 0.999, 1e-8)
        memory = [moved.state.mean, moved.state.meanSquare]
        return moved.parameter
      },
      pair("adamW", .adamW, remembers: ["mean", "square"]) { p, memory, g, rate, count in
        let state = AdamState(mean: memory[0], meanSquare: memory[1], step: count - 1)
        let moved = try answers.adamW(p, state, g, rate, 0.9, 0.999, 1e-8, 0.01)
        memory = [moved.state.mean, moved.state.meanSquare]
        return moved.parameter
      },
    ]
  }
}
