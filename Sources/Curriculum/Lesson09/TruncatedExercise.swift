import Curriculum
import Gradus

extension RememberingLesson {
  typealias Truncated =
    @Sendable (Matrix, Matrix, CellWeights, Int, Matrix) throws -> (
      states: Matrix, gradient: CellWeights
    )

  static let truncated = Exercise<Answers>(
    "truncated", "Short ways back, a long memory",
    hints: [
      "stride(from: 0, to: x.shape[1], by: length) gives the first step of each chunk, and "
        + "min(first + length, x.shape[1]) its end: the last may be shorter.",
      "Each chunk is unrolled from the state at the end of the one before, and has its own way back.",
      "backwardThroughTime of a chunk takes the chunk's inputs, its states, its part of upstream, and the "
        + "state that it began with. Add up the weights' gradients; that of the state ends here.",
    ],
    learned:
      "The state crosses from chunk to chunk and the gradient does not: memory is long, the way back is short.",
    landmark: Landmark("Sources/Autograd/Variable.swift", "func detached"),
    solution: { $0.truncated = Remembering.truncated },
    check: { answers in
      func compare(
        _ input: CellInput, _ length: Int, _ call: String,
        _ mistakes: [Mistake<Truncated>] = []
      ) throws {
        let (x, start, weights, upstream) = (input.x, input.state, input.weights, input.upstream)
        try expect(
          answers.truncated(x, start, weights, length, upstream),
          equals: Remembering.truncated(
            x, from: start, weights, length: length, upstream: upstream), in: call,
          parts: [
            .tensor("states", \.states), .tensor("gradient of b", \.gradient.b),
            .tensor("gradient of W", \.gradient.w), .tensor("gradient of U", \.gradient.u),
          ],
          suspects: mistakes.suspects { try $0(x, start, weights, length, upstream) })
      }
      try compare(
        CellInput(seed: 909, steps: 10), 4,
        "truncated, random numbers with B = 2, T = 10 and D = H = 3, chunks of 4",
        truncatedMistakes)
      for length in [9, 12] {
        try compare(
          CellInput(seed: 911, steps: 11), length,
          "truncated, random numbers with T = 11, chunks of \(length)")
      }
      for (place, input) in CellInput.all(seed: 910, hasSteps: true).enumerated() {
        let length = [2, 1, 5, 3][place % 4]
        try compare(input, length, "truncated, \(input.what), chunks of \(length)")
      }
    },
    wrongAnswers: truncatedMistakes.wrongAnswers(\.truncated),
    rightAnswers: [
      RightAnswer("unrolled at once, cut up for the way back") {
        $0.truncated = { x, start, weights, length, upstream in
          let states = try Remembering.unroll(x, from: start, weights)
          var (sum, first) = (weights.zeros, 0)
          while first < x.shape[1] {
            let times = first..<min(first + length, x.shape[1])
            sum += try Remembering.backwardThroughTime(
              x[0..., times], from: first > 0 ? states[0..., first - 1] : start,
              states: states[0..., times], weights, upstream: upstream[0..., times]
            ).weights
            first = times.upperBound
          }
          return (states, sum)
        }
      },
      RightAnswer("the framework's differentiation, detached between chunks") {
        $0.truncated = { x, start, weights, length, upstream in
          var states: [Matrix] = []
          let (_, gradients) = valueWithGradients(at: [weights.w, weights.u, weights.b]) {
            (variables: [Variable<Double>]) in
            var (state, loss) = (Variable(start), Variable(Matrix(0)))
            for t in 0..<x.shape[1] {
              if t % length == 0 { state = state.detached() }
              let sum = matmul(Variable(x[0..., t]), variables[0]) + matmul(state, variables[1])
              state = (sum + variables[2]).tanh()
              states.append(state.value)
              loss = loss + (state * Variable(upstream[0..., t])).sum()
            }
            return loss
          }
          return (
            .stack(states, along: 1),
            CellWeights(w: gradients[0], u: gradients[1], b: gradients[2])
          )
        }
      },
      RightAnswer("one long way back, cut where a chunk begins") {
        $0.truncated = { x, start, weights, length, upstream in
          let states = try Remembering.unroll(x, from: start, weights)
          var (sum, carried) = (weights.zeros, Matrix.zeros(start.shape))
          for t in (0..<x.shape[1]).reversed() {
            let step = try Remembering.stepBackward(
              x[0..., t], t > 0 ? states[0..., t - 1] : start, next: states[0..., t], weights,
              upstream: upstream[0..., t] + carried)
            sum += step.weights
            carried = t % length == 0 ? .zeros(start.shape) : step.state
          }
          return (states, sum)
        }
      },
    ])
}
