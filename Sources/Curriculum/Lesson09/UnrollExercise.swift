import Curriculum
import Gradus

extension RememberingLesson {
  typealias Unroll = @Sendable (Matrix, Matrix, CellWeights) throws -> Matrix

  static let unroll = Exercise<Answers>(
    "unroll", "The same step, over and over",
    hints: [
      "A loop over the steps: the state that one step returns goes into the next one.",
      "x[0..., t] is the input of step t, shape [B, D]. Keep each state in an array.",
      "Tensor.stack(states, along: 1) makes [B, T, H] of T states [B, H].",
    ],
    learned:
      "Unrolled over time, a recurrent network is a deep one whose layers all have the same weights.",
    landmark: Landmark("Sources/Layers/Recurrence/Unrolling.swift", "func unrolled"),
    solution: { $0.unroll = Remembering.unroll },
    check: { answers in
      func compare(
        _ input: CellInput, _ call: String, _ mistakes: [Mistake<Unroll>] = []
      ) throws {
        try expect(
          answers.unroll(input.x, input.state, input.weights),
          equals: Remembering.unroll(input.x, from: input.state, input.weights), in: call,
          suspects: mistakes.suspects { try $0(input.x, input.state, input.weights) })
      }
      try compare(
        CellInput(seed: 905, steps: 5),
        "unroll, random numbers with B = 2, T = 5 and D = H = 3", unrollMistakes)
      for input in CellInput.all(seed: 906, hasSteps: true) {
        try compare(input, "unroll, \(input.what)")
      }
    },
    wrongAnswers: unrollMistakes.wrongAnswers(\.unroll),
    rightAnswers: [
      RightAnswer("written into a tensor of zeros") {
        $0.unroll = { x, start, weights in
          var states = Matrix.zeros([x.shape[0], x.shape[1], start.shape[1]])
          for t in 0..<x.shape[1] {
            states[0..., t] = try Remembering.step(
              x[0..., t], t == 0 ? start : states[0..., t - 1], weights)
          }
          return states
        }
      },
      RightAnswer("all inputs multiplied at once") {
        $0.unroll = { x, start, weights in
          let (b, time, d) = (x.shape[0], x.shape[1], x.shape[2])
          let ofInput = (matmul(x.reshaped(to: [b * time, d]), weights.w) + weights.b)
            .reshaped(to: [b, time, start.shape[1]])
          var (state, states) = (start, [Matrix]())
          for t in 0..<time {
            state = (ofInput[0..., t] + matmul(state, weights.u)).tanh()
            states.append(state)
          }
          return .stack(states, along: 1)
        }
      },
      RightAnswer("sequence by sequence") {
        $0.unroll = { x, start, weights in
          let sequences = try (0..<x.shape[0]).map { row in
            var state = start[row..<row + 1]
            return Matrix.concatenate(
              try (0..<x.shape[1]).map { t in
                state = try Remembering.step(x[row..<row + 1, t], state, weights)
                return state
              }, along: 0)
          }
          return .stack(sequences, along: 0)
        }
      },
    ])

  private static let unrollMistakes: [Mistake<Unroll>] = [
    stepped(
      "state not carried",
      "Each step begins with `start`: the state of the step before goes into it."
    ) { _, start, _, _ in start },
    stepped(
      "zeros at every step", "The state is reset at each step, so that nothing is remembered."
    ) { _, start, _, _ in .zeros(start.shape) },
    Mistake(
      "zeros at the beginning", "The first step begins with `start`, not with zeros.",
      { x, start, weights in try Remembering.unroll(x, from: .zeros(start.shape), weights) }),
    Mistake(
      "backward in time", "The steps run from the first to the last.",
      { x, start, weights in
        try reversed(Remembering.unroll(reversed(x), from: start, weights))
      }),
    Mistake(
      "backward in time, states as they come",
      "The steps run from the first to the last: that begins with the last input.",
      { x, start, weights in try Remembering.unroll(reversed(x), from: start, weights) }),
    Mistake(
      "states in reverse", "The states stand in reverse order.",
      { x, start, weights in reversed(try Remembering.unroll(x, from: start, weights)) }),
    Mistake(
      "the state before each step", "Those are the states before the steps: return those after.",
      { x, start, weights in
        let states = try Remembering.unroll(x, from: start, weights)
        let before = Matrix.concatenate([start.expandingDimension(at: 1), states], along: 1)
        return before[0..., 0..<x.shape[1]]
      }),
    Mistake(
      "start is returned as well",
      "There is one state too many: `start` is not the state after a step.",
      { x, start, weights in
        let states = try Remembering.unroll(x, from: start, weights)
        return .concatenate([start.expandingDimension(at: 1), states], along: 1)
      }),
    fed(
      "the first input at every step",
      "Every step gets the first input: x[0..., t] is that of step t."
    ) { _, _ in 0 },
    fed("inputs a step late", "The input of step t is x[0..., t]; this is that of the step before.")
    {
      t, _ in max(0, t - 1)
    },
    fed("inputs a step early", "The input of step t is x[0..., t]; this is that of the next step.")
    {
      t, last in min(t + 1, last)
    },
    Mistake(
      "the last state alone", "That is the last state: return those after every step.",
      { x, start, weights in
        try Remembering.unroll(x, from: start, weights)[0..., x.shape[1] - 1]
      }),
    Mistake(
      "stacked along time",
      "Shape [T, B, H]: stack along axis 1, so that the batch stays in front.",
      { x, start, weights in
        .stack(
          try Remembering.unroll(x, from: start, weights).split(into: x.shape[1], along: 1)
            .map { $0.squeezingDimension(at: 1) })
      }),
    Mistake(
      "last step left out", "The last step is missing.",
      { x, start, weights in
        try Remembering.unroll(x, from: start, weights)[0..., 0..<x.shape[1] - 1]
      }),
    Mistake(
      "from the second step on", "The first step is missing: steps are counted from 0.",
      { x, start, weights in
        try Remembering.unroll(x[0..., 1..<x.shape[1]], from: start, weights)
      }),
    Mistake(
      "as many steps as sequences",
      "x.shape[0] is how many sequences there are: there are x.shape[1] steps.",
      { x, start, weights in
        try Remembering.unroll(x[0..., 0..<min(x.shape[0], x.shape[1])], from: start, weights)
      }),
    Mistake(
      "as many steps as inputs",
      "There are x.shape[1] steps: these are as many as inputs and units, D and H.",
      { x, start, weights in
        try Remembering.unroll(x[0..., 0..<min(x.shape[2], x.shape[1])], from: start, weights)
      }),
    Mistake(
      "the last state at every step",
      "Each step has the last state: append the state inside the loop, after each step.",
      { x, start, weights in
        let last = try Remembering.unroll(x, from: start, weights)[0..., x.shape[1] - 1]
        return .stack(Array(repeating: last, count: x.shape[1]), along: 1)
      }),
    Mistake(
      "stacked along the units",
      "Shape [B, H, T]: stack along axis 1, so that the units stay last.",
      { x, start, weights in
        .stack(
          try Remembering.unroll(x, from: start, weights).split(into: x.shape[1], along: 1)
            .map { $0.squeezingDimension(at: 1) }, along: 2)
      }),
    Mistake(
      "joined without an axis for time",
      "Shape [B, T·H]: concatenate makes no axis for the steps; Tensor.stack does.",
      { x, start, weights in
        try Remembering.unroll(x, from: start, weights)
          .reshaped(to: [x.shape[0], x.shape[1] * start.shape[1]])
      }),
    Mistake(
      "reshaped from [T, B, H]",
      "The states of all steps are in one line, step after step, and reshaping keeps that order: stack them "
        + "along axis 1.",
      { x, start, weights in
        let states = try Remembering.unroll(x, from: start, weights)
        return states.permuted(to: [1, 0, 2]).reshaped(to: states.shape)
      }),
    Mistake(
      "a range in place of a step",
      "x[0..., t] has shape [B, D]; a range of one step, t..<t + 1, keeps an axis for it.",
      { x, start, weights in
        var (state, states) = (start, [Matrix]())
        for t in 0..<x.shape[1] {
          state = try Remembering.step(x[0..., t..<t + 1], state, weights)
          states.append(state)
        }
        return .stack(states, along: 1)
      }),
    Mistake(
      "input and state exchanged", "step takes the input first, and then the state.",
      { x, start, weights in
        try Remembering.unroll(
          x, from: start, CellWeights(w: weights.u, u: weights.w, b: weights.b))
      }),
    Mistake(
      "added to the state", "The state becomes what step returns: it is not added to the old one.",
      { x, start, weights in
        var (state, states) = (start, [Matrix]())
        for t in 0..<x.shape[1] {
          state += try Remembering.step(x[0..., t], state, weights)
          states.append(state)
        }
        return .stack(states, along: 1)
      }),
    stepped("states added up", "The state goes on as it is: states of earlier steps are not added.")
    {
      _, start, _, states in states.reduce(start, +)
    },
    stepped(
      "the first state into each step",
      "The state of the step before goes into a step, and not always the first one's."
    ) { _, start, _, states in states.first ?? start },
    stepped("the first sequence's state", "Each row of the batch goes on with its own state.") {
      state, _, _, _ in
      .concatenate(Array(repeating: state[0..<1], count: state.shape[0]), along: 0)
    },
  ]

  /// A loop in which another state goes into a step than the last one.
  private static func stepped(
    _ name: String, _ why: String,
    _ before:
      @escaping @Sendable (_ state: Matrix, _ start: Matrix, _ t: Int, _ states: [Matrix]) -> Matrix
  ) -> Mistake<Unroll> {
    Mistake(name, why) { x, start, weights in
      var (state, states) = (start, [Matrix]())
      for t in 0..<x.shape[1] {
        state = try Remembering.step(x[0..., t], before(state, start, t, states), weights)
        states.append(state)
      }
      return .stack(states, along: 1)
    }
  }

  /// A loop in which the steps get other inputs.
  private static func fed(
    _ name: String, _ why: String, _ place: @escaping @Sendable (_ t: Int, _ last: Int) -> Int
  ) -> Mistake<Unroll> {
    Mistake(name, why) { x, start, weights in
      let places = (0..<x.shape[1]).map { place($0, x.shape[1] - 1) }
      return try Remembering.unroll(x.gather(places, along: 1), from: start, weights)
    }
  }

  /// A sequence [B, T, …] from its end to its beginning.
  static func reversed(_ sequence: Matrix) -> Matrix {
    sequence.gather(Array((0..<sequence.shape[1]).reversed()), along: 1)
  }
}
