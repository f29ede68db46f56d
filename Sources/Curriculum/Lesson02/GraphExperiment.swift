import Curriculum
import Gradus
import ScalarAutograd

/// A small expression with all its derivatives.
public struct ExpressionGraph: Sendable {
  /// One number of the expression, with its derivative as several ways find it.
  public struct Number: Sendable {
    /// The letter by which it goes.
    public let name: String
    /// The number.
    public let value: Double
    /// The derivative of the result with respect to it, by the scalar engine.
    public let gradient: Double
    /// The same by the functions the experiment was given, `localDerivatives` and `backward`.
    public let byTape: Double
    /// What the same walk finds when it assigns instead of adding up.
    public let byAssigning: Double
  }

  /// Its numbers, in the order in which they are computed.
  public let numbers: [Number]
  /// The expression as indented text, with value and gradient at every number.
  public let text: String
  /// The steps that lead to the result, for a picture.
  public let steps: [Value.Step]
}

extension BackpropagationExperiment {
  // MARK: (a) A graph

  /// e = tanh(a·b + a) at a = 2, b = −0.75: a is used twice, so that two paths lead from it to e.
  public func expressionGraph() throws -> ExpressionGraph {
    let graph = Graph()
    let a = graph.variable(2, "a")
    let b = graph.variable(-0.75, "b")
    let c = (a * b).named("c")
    let d = (c + a).named("d")
    let e = d.tanh().named("e")
    e.backward()

    let tape = try expressionTape(a: a.value, b: b.value)
    let byTape = try answers.backward(tape)
    let byAssigning = assigningBackward(tape)
    try expect(
      byTape.count == tape.count,
      "backward: expected a derivative for each of the \(tape.count) records, found \(byTape.count)"
    )
    let numbers = [("a", a), ("b", b), ("c", c), ("d", d), ("e", e)].enumerated()
    return ExpressionGraph(
      numbers: numbers.map { index, number in
        ExpressionGraph.Number(
          name: number.0, value: number.1.value, gradient: number.1.gradient,
          byTape: byTape[index], byAssigning: byAssigning[index])
      },
      text: e.description, steps: e.computation)
  }

  /// The same expression written down as exercise 2 wants it.
  private func expressionTape(a: Double, b: Double) throws -> [ScalarRecord] {
    let c = try answers.localDerivatives(.multiply, a, b)
    let d = try answers.localDerivatives(.add, a * b, a)
    let e = try answers.localDerivatives(.tanh, a * b + a, 0)
    return [
      ScalarRecord(),
      ScalarRecord(),
      ScalarRecord([.init(0, localDerivative: c.x), .init(1, localDerivative: c.y)]),
      ScalarRecord([.init(2, localDerivative: d.x), .init(0, localDerivative: d.y)]),
      ScalarRecord([.init(3, localDerivative: e.x)]),
    ]
  }

  /// The walk back with the bug that everyone makes once: what a number has already received from
  /// another use is lost.
  private func assigningBackward(_ tape: [ScalarRecord]) -> [Double] {
    var gradients = [Double](repeating: 0, count: tape.count)
    gradients[tape.count - 1] = 1
    for index in tape.indices.reversed() {
      for input in tape[index].inputs {
        gradients[input.index] = input.localDerivative * gradients[index]
      }
    }
    return gradients
  }
}
