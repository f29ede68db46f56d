import Curriculum
import Plotting

extension ExpressionGraph {
  /// The graph with the value and the gradient of each number, and at each arrow what comes back along it: the local
  /// derivative times the gradient of what was made.
  var picture: ComputationGraph {
    ComputationGraph(
      title: "e = tanh(a·b + a): values go forward, gradients come back",
      numbers: steps.map { step in
        let name = step.name ?? ""
        return ComputationGraph.Number(
          step.inputs.isEmpty ? name : "\(name) = \(spelled(step.operation))",
          forward: "value \(text(step.value))", backward: "gradient \(text(step.gradient))")
      },
      uses: steps.enumerated().flatMap { place, step in
        step.inputs.map { input in
          ComputationGraph.Use(
            from: input.step, to: place, derivative: "× \(text(input.derivative))",
            backward: "← \(text(input.derivative * step.gradient))")
        }
      })
  }

  private func spelled(_ operation: String) -> String { operation == "*" ? "×" : operation }

  /// Four digits are enough to follow a computation.
  private func text(_ number: Double) -> String {
    number.significant(4).replacing("-", with: "−")
  }
}
