import Curriculum
import Gradus

extension RememberingLesson {
  typealias LSTMStep =
    @Sendable (Matrix, Matrix, Matrix, CellWeights) throws -> (hidden: Matrix, cell: Matrix)

  static let lstmStep = Exercise<Answers>(
    "lstmStep", "A memory with gates",
    hints: [
      "The sum x·W + h·U + b has 4·H columns; split(into: 4, along: 1) makes the four gates of it, in the "
        + "order input, forget, candidate, output.",
      "Three of them are sigmoids; the candidate, the third, is a tanh.",
      "cell′ = forget * cell + input * candidate, and hidden′ = output * cell′.tanh().",
    ],
    learned:
      "An LSTM adds to its memory instead of multiplying it by weights: along the cell the gradient is the "
      + "forget gate.",
    landmark: Landmark("Sources/Layers/Recurrence/LSTMCell.swift", "struct LSTMCell"),
    solution: { $0.lstmStep = Remembering.lstmStep },
    check: { answers in
      func compare(
        _ input: CellInput, _ call: String, _ mistakes: [Mistake<LSTMStep>] = []
      ) throws {
        try expect(
          answers.lstmStep(input.x, input.state, input.cell, input.weights),
          equals: Remembering.lstmStep(
            input.x, hidden: input.state, cell: input.cell, input.weights), in: call,
          parts: [.tensor("cell", \.cell), .tensor("hidden", \.hidden)],
          suspects: mistakes.suspects { try $0(input.x, input.state, input.cell, input.weights) })
      }
      try compare(
        CellInput(seed: 911, gates: 4), "lstmStep, random numbers with B = 2 and D = H = 3",
        lstmMistakes)
      for input in CellInput.all(seed: 912, gates: 4) {
        try compare(input, "lstmStep, \(input.what)")
      }
    },
    wrongAnswers: lstmMistakes.wrongAnswers(\.lstmStep),
    rightAnswers: [
      RightAnswer("a product for each gate") {
        $0.lstmStep = { x, hidden, cell, weights in
          let h = hidden.shape[1]
          func gate(_ place: Int) -> Matrix {
            let columns = place * h..<(place + 1) * h
            return matmul(x, weights.w[0..., columns]) + matmul(hidden, weights.u[0..., columns])
              + weights.b[columns]
          }
          let next = gate(1).sigmoid() * cell + gate(0).sigmoid() * gate(2).tanh()
          return (gate(3).sigmoid() * next.tanh(), next)
        }
      },
      RightAnswer("number by number") {
        $0.lstmStep = { x, hidden, cell, weights in
          let (b, h) = (hidden.shape[0], hidden.shape[1])
          let sums = matmul(x, weights.w) + matmul(hidden, weights.u) + weights.b
          func sigmoid(_ x: Double) -> Double { 1 / (1 + Double.exp(-x)) }
          var next = (hidden: hidden, cell: cell)
          for row in 0..<b {
            for unit in 0..<h {
              let candidate = Double.tanh(sums[row, 2 * h + unit])
              let value =
                sigmoid(sums[row, h + unit]) * cell[row, unit] + sigmoid(sums[row, unit])
                * candidate
              next.cell[row, unit] = value
              next.hidden[row, unit] = sigmoid(sums[row, 3 * h + unit]) * Double.tanh(value)
            }
          }
          return next
        }
      },
      RightAnswer("the sigmoid as a tanh") {
        $0.lstmStep = { x, hidden, cell, weights in
          let gates = (weights.b + matmul(hidden, weights.u) + matmul(x, weights.w))
            .split(into: 4, along: -1)
          func open(_ gate: Matrix) -> Matrix { ((gate / 2).tanh() + 1) / 2 }
          let next = open(gates[0]) * gates[2].tanh() + open(gates[1]) * cell
          return (next.tanh() * open(gates[3]), next)
        }
      },
    ])

  private static let lstmMistakes: [Mistake<LSTMStep>] = [
    ordered(
      "input and forget exchanged", "The input gate comes first, the forget gate second.",
      [1, 0, 2, 3]),
    ordered(
      "output before the candidate",
      "The candidate is the third and the output gate the fourth: i, f, g, o.", [0, 1, 3, 2]),
    ordered(
      "the candidate second",
      "The order is i, f, g, o; this is i, g, f, o, which other frameworks have.", [0, 2, 1, 3]),
    ordered(
      "forget first, output second", "The order is i, f, g, o; this is f, i, o, g.", [1, 0, 3, 2]),
    changed("the candidate a sigmoid", "The candidate is a tanh, so that it can be negative.") {
      $0.candidate = $0.sums[2].sigmoid()
    },
    changed("gates without sigmoid", "The gates are sigmoids: between 0, closed, and 1, open.") {
      ($0.input, $0.forget, $0.output) = ($0.sums[0], $0.sums[1], $0.sums[3])
    },
    changed("gates of tanh", "The gates are sigmoids, not tanh: a gate is never negative.") {
      ($0.input, $0.forget, $0.output) = ($0.sums[0].tanh(), $0.sums[1].tanh(), $0.sums[3].tanh())
    },
    changed(
      "1 added for the forget gate", "Nothing is added to the forget gate: a 1 is in its bias."
    ) {
      $0.forget = ($0.sums[1] + 1).sigmoid()
    },
    changed("nothing forgotten", "The old cell is multiplied by the forget gate.") {
      $0.forget = .ones($0.forget.shape)
    },
    changed("no input gate", "The candidate is multiplied by the input gate.") {
      $0.input = .ones($0.input.shape)
    },
    changed(
      "the input gate as what is not kept", "The input gate is one of its own, not 1 − forget."
    ) {
      $0.input = 1 - $0.forget
    },
    changed("forget for keep", "The cell is multiplied by the forget gate: open, it keeps.") {
      $0.forget = 1 - $0.forget
    },
    changed("the hidden state in place of the cell", "What the forget gate keeps is the cell.") {
      $0.old = $0.hidden
    },
    finished("no tanh of the cell", "hidden is the output gate times tanh of the new cell.") {
      next, gates in next.hidden = gates.output * next.cell
    },
    finished("the old cell's output", "hidden is made of the new cell.") { next, gates in
      next.hidden = gates.output * gates.old.tanh()
    },
    finished("no output gate", "The output gate is missing in hidden.") { next, _ in
      next.hidden = next.cell.tanh()
    },
    finished("tanh in the cell itself", "The cell is kept as it is; tanh is for hidden alone.") {
      next, _ in next.cell = next.cell.tanh()
    },
    finished("the two exchanged", "hidden and cell have changed places.") { next, _ in
      swap(&next.hidden, &next.cell)
    },
    summed("no bias", "The bias is missing.") { x, h, _, p in matmul(x, p.w) + matmul(h, p.u) },
    summed("no hidden state", "The gates look at the hidden state as well: h·U is missing.") {
      x, _, _, p in matmul(x, p.w) + p.b
    },
    summed("the cell by U", "The gates look at the hidden state, not at the cell.") {
      x, _, c, p in matmul(x, p.w) + matmul(c, p.u) + p.b
    },
  ]

  private struct Gates {
    let sums: [Matrix]
    var input, forget, candidate, output: Matrix
    /// The states before the step.
    var old: Matrix
    let hidden: Matrix

    init(_ sums: Matrix, hidden: Matrix, cell: Matrix, order: [Int] = [0, 1, 2, 3]) {
      let parts = sums.split(into: 4, along: 1)
      self.sums = order.map { parts[$0] }
      input = self.sums[0].sigmoid()
      forget = self.sums[1].sigmoid()
      candidate = self.sums[2].tanh()
      output = self.sums[3].sigmoid()
      (old, self.hidden) = (cell, hidden)
    }

    var next: (hidden: Matrix, cell: Matrix) {
      let cell = forget * old + input * candidate
      return (output * cell.tanh(), cell)
    }
  }

  private static func sum(_ x: Matrix, _ h: Matrix, _ p: CellWeights) -> Matrix {
    matmul(x, p.w) + matmul(h, p.u) + p.b
  }

  private static func ordered(_ name: String, _ why: String, _ order: [Int]) -> Mistake<LSTMStep> {
    Mistake(name, why) { x, h, c, p in
      Gates(sum(x, h, p), hidden: h, cell: c, order: order).next
    }
  }

  private static func changed(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout Gates) -> Void
  ) -> Mistake<LSTMStep> {
    Mistake(name, why) { x, h, c, p in
      var gates = Gates(sum(x, h, p), hidden: h, cell: c)
      change(&gates)
      return gates.next
    }
  }

  private static func finished(
    _ name: String, _ why: String,
    _ change: @escaping @Sendable (inout (hidden: Matrix, cell: Matrix), Gates) -> Void
  ) -> Mistake<LSTMStep> {
    Mistake(name, why) { x, h, c, p in
      let gates = Gates(sum(x, h, p), hidden: h, cell: c)
      var next = gates.next
      change(&next, gates)
      return next
    }
  }

  private static func summed(
    _ name: String, _ why: String,
    _ sum: @escaping @Sendable (Matrix, Matrix, Matrix, CellWeights) -> Matrix
  ) -> Mistake<LSTMStep> {
    Mistake(name, why) { x, h, c, p in Gates(sum(x, h, c, p), hidden: h, cell: c).next }
  }
}
