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

  private static let gruMistakes: [Mistake<GRUStep>] = [
    Mistake(
      "reset before the product",
      "reset is multiplied after the product, reset * (h·U + stateBias): before it, U mixes the units.",
      { x, state, weights, stateBias in
        var parts = GRUParts(x, state, weights, stateBias)
        let ofState =
          matmul(parts.reset * state, weights.u).split(into: 3, along: 1)[2]
          + stateBias.split(into: 3)[2]
        parts.new = (parts.ofInput[2] + ofState).tanh()
        return parts.next
      }),
    changed("reset of the whole sum", "reset is for the state's part alone, not for the input's.") {
      $0.new = ($0.reset * ($0.ofInput[2] + $0.ofState[2])).tanh()
    },
    changed("no reset", "reset is missing: it multiplies the state's part of the new state.") {
      $0.new = ($0.ofInput[2] + $0.ofState[2]).tanh()
    },
    changed("1 − reset", "The state's part is multiplied by reset, not by 1 − reset.") {
      $0.new = ($0.ofInput[2] + (1 - $0.reset) * $0.ofState[2]).tanh()
    },
    changed("keep and 1 − keep exchanged", "keep multiplies the old state, 1 − keep the new one.") {
      $0.keep = 1 - $0.keep
    },
    changed("keep added to the new", "The new state is multiplied by 1 − keep.") {
      $0.rest = .ones($0.keep.shape)
    },
    changed("the old state left out", "keep times the old state is missing.") {
      $0.state = .zeros($0.state.shape)
    },
    changed("the new state a sigmoid", "The new state is a tanh.") {
      $0.new = ($0.ofInput[2] + $0.reset * $0.ofState[2]).sigmoid()
    },
    changed("gates without sigmoid", "reset and keep are sigmoids.") {
      let reset = $0.ofInput[0] + $0.ofState[0]
      $0.keep = $0.ofInput[1] + $0.ofState[1]
      $0.rest = 1 - $0.keep
      $0.new = ($0.ofInput[2] + reset * $0.ofState[2]).tanh()
    },
    changed("the new state from the old one times keep", "The new state takes reset, not keep.") {
      $0.new = ($0.ofInput[2] + $0.keep * $0.ofState[2]).tanh()
    },
    changed(
      "tanh of the result", "Old and new are mixed as they are: no tanh is taken of the mixture."
    ) {
      $0.isBent = true
    },
    ordered(
      "keep before reset", "The order is reset, keep, new; this is keep, reset, new.", [1, 0, 2]),
    ordered(
      "the new state first", "The order is reset, keep, new; this has new first.", [2, 0, 1]),
    biased("no stateBias", "stateBias is missing.") { ($0, .zeros($1.shape)) },
    biased("no bias of the input", "The bias of the input's part is missing.") {
      (.zeros($0.shape), $1)
    },
    biased(
      "the biases exchanged", "weights.b belongs to the input's part, stateBias to the state's."
    ) {
      ($1, $0)
    },
    biased(
      "both biases with the input", "stateBias belongs to the state's part, which reset multiplies."
    ) {
      ($0 + $1, .zeros($1.shape))
    },
  ]

  private struct GRUParts {
    let (ofInput, ofState): ([Matrix], [Matrix])
    var state: Matrix
    var reset, keep, new: Matrix
    /// What the new state is multiplied by.
    var rest: Matrix?
    var isBent = false

    init(
      _ x: Matrix, _ state: Matrix, _ weights: CellWeights, _ stateBias: Matrix,
      order: [Int] = [0, 1, 2]
    ) {
      let input = (matmul(x, weights.w) + weights.b).split(into: 3, along: 1)
      let before = (matmul(state, weights.u) + stateBias).split(into: 3, along: 1)
      (ofInput, ofState) = (order.map { input[$0] }, order.map { before[$0] })
      self.state = state
      reset = (ofInput[0] + ofState[0]).sigmoid()
      keep = (ofInput[1] + ofState[1]).sigmoid()
      new = (ofInput[2] + reset * ofState[2]).tanh()
    }

    var next: Matrix {
      let mixture = (rest ?? 1 - keep) * new + keep * state
      return isBent ? mixture.tanh() : mixture
    }
  }

  private static func changed(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout GRUParts) -> Void
  ) -> Mistake<GRUStep> {
    Mistake(name, why) { x, state, weights, stateBias in
      var parts = GRUParts(x, state, weights, stateBias)
      change(&parts)
      return parts.next
    }
  }

  private static func ordered(_ name: String, _ why: String, _ order: [Int]) -> Mistake<GRUStep> {
    Mistake(name, why) { GRUParts($0, $1, $2, $3, order: order).next }
  }

  private static func biased(
    _ name: String, _ why: String,
    _ biases: @escaping @Sendable (_ b: Matrix, _ stateBias: Matrix) -> (Matrix, Matrix)
  ) -> Mistake<GRUStep> {
    Mistake(name, why) { x, state, weights, stateBias in
      let (b, ofState) = biases(weights.b, stateBias)
      return try Remembering.gruStep(
        x, state, CellWeights(w: weights.w, u: weights.u, b: b), stateBias: ofState)
    }
  }
}
