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
}
