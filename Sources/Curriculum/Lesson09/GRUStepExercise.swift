import Curriculum
import Gradus

extension RememberingLesson {
  typealias GRUStep = @Sendable (Matrix, Matrix, CellWeights, Matrix) throws -> Matrix

  static let gruStep = Exercise<Answers>(
    "gruStep", "Two gates do, too",
    hints: [
      "Keep the two products apart: one of x with W and b, one of the state with U and stateBias. Each is "
        + "split into three, in the order reset, keep, new.",
      "reset and keep are sigmoids of the sum of both parts; in new, the state's part is multiplied by reset "
        + "before it is added, and tanh is taken.",
      "state′ = (1 - keep) * new + keep * state.",
    ],
    learned:
      "A GRU mixes old and new by one gate; where reset is multiplied, before U or after, makes another "
      + "network.",
    landmark: Landmark("Sources/Layers/Recurrence/GRUCell.swift", "struct GRUCell"),
    solution: { $0.gruStep = Remembering.gruStep },
    check: { answers in
      func compare(
        _ input: CellInput, _ call: String, _ mistakes: [Mistake<GRUStep>] = []
      ) throws {
        try expect(
          answers.gruStep(input.x, input.state, input.weights, input.stateBias),
          equals: Remembering.gruStep(
            input.x, input.state, input.weights, stateBias: input.stateBias), in: call,
          suspects: mistakes.suspects {
            try $0(input.x, input.state, input.weights, input.stateBias)
          })
      }
      try compare(
        CellInput(seed: 913, gates: 3), "gruStep, random numbers with B = 2 and D = H = 3",
        gruMistakes)
      for input in CellInput.all(seed: 914, gates: 3) {
        try compare(input, "gruStep, \(input.what)")
      }
    },
    wrongAnswers: gruMistakes.wrongAnswers(\.gruStep),
    rightAnswers: [
      RightAnswer("from the new state toward the old one") {
        $0.gruStep = { x, state, weights, stateBias in
          let gates = GRUParts(x, state, weights, stateBias)
          return gates.new + gates.keep * (state - gates.new)
        }
      },
      RightAnswer("a product for each gate") {
        $0.gruStep = { x, state, weights, stateBias in
          let h = state.shape[1]
          func parts(_ place: Int) -> (Matrix, Matrix) {
            let columns = place * h..<(place + 1) * h
            return (
              matmul(x, weights.w[0..., columns]) + weights.b[columns],
              matmul(state, weights.u[0..., columns]) + stateBias[columns]
            )
          }
          let (reset, keep, new) = (parts(0), parts(1), parts(2))
          let candidate = (new.0 + (reset.0 + reset.1).sigmoid() * new.1).tanh()
          let share = (keep.0 + keep.1).sigmoid()
          return share * state + (1 - share) * candidate
        }
      },
      RightAnswer("number by number") {
        $0.gruStep = { x, state, weights, stateBias in
          let h = state.shape[1]
          let ofInput = matmul(x, weights.w) + weights.b
          let ofState = matmul(state, weights.u) + stateBias
          func sigmoid(_ x: Double) -> Double { 1 / (1 + Double.exp(-x)) }
          var next = state
          for row in 0..<x.shape[0] {
            for unit in 0..<h {
              let reset = sigmoid(ofInput[row, unit] + ofState[row, unit])
              let keep = sigmoid(ofInput[row, h + unit] + ofState[row, h + unit])
              let place = 2 * h + unit
              let new = Double.tanh(ofInput[row, place] + reset * ofState[row, place])
              next[row, unit] = (1 - keep) * new + keep * state[row, unit]
            }
          }
          return next
        }
      },
    ])
}
