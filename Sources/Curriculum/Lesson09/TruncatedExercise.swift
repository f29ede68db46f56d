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
        CellInput(seed: 909, steps: 8), 3,
        "truncated, random numbers with B = 2, T = 8 and D = H = 3, chunks of 3",
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

  private static let truncatedMistakes: [Mistake<Truncated>] = [
    chunked(
      "zeros at each chunk",
      "The state is reset at each chunk: the last one goes into the next chunk."
    ) { $0.forward = $0.place > 0 ? .zeros($0.forward.shape) : $0.forward },
    chunked("start at each chunk", "Each chunk begins with `start`: only the first one does.") {
      $0.forward = $0.start
    },
    chunked(
      "start on each way back", "On the way back a chunk begins with the same state as forward."
    ) {
      $0.backward = $0.start
    },
    chunked(
      "zeros on each way back", "On the way back a chunk begins with the same state as forward."
    ) {
      $0.backward = .zeros($0.backward.shape)
    },
    Mistake(
      "the gradient crosses chunks",
      "That is the gradient of the whole sequence: at a chunk's beginning the way back ends.",
      { x, start, weights, _, upstream in
        let states = try Remembering.unroll(x, from: start, weights)
        let gradients = try Remembering.backwardThroughTime(
          x, from: start, states: states, weights, upstream: upstream)
        return (states, gradients.weights)
      }),
    Mistake(
      "a chunk of one step each", "Those are chunks of one step each: use length.",
      { x, start, weights, _, upstream in
        try Remembering.truncated(x, from: start, weights, length: 1, upstream: upstream)
      }),
    Mistake(
      "a step too many in each chunk", "The chunks are one step too long.",
      { x, start, weights, length, upstream in
        try Remembering.truncated(
          x, from: start, weights, length: length + 1, upstream: upstream)
      }),
    Mistake(
      "the last, shorter chunk left out", "The last, shorter chunk is missing.",
      { x, start, weights, length, upstream in
        let end = x.shape[1] / length * length
        return try Remembering.truncated(
          x[0..., 0..<end], from: start, weights, length: length, upstream: upstream[0..., 0..<end])
      }),
    chunked(
      "the last chunk's gradient", "That is the last chunk's gradient: add up those of all chunks."
    ) { if !$0.isLast { $0.factor = 0 } },
    chunked(
      "the first chunk's gradient", "That is the first chunk's gradient: add up those of all."
    ) {
      if $0.place > 0 { $0.factor = 0 }
    },
    chunked("averaged over the chunks", "The gradients of the chunks are added up, not averaged.") {
      $0.factor = 1 / Double($0.count)
    },
    chunked(
      "the first state of a chunk carried on",
      "The state that goes on is that after the chunk's last step, not after its first."
    ) { $0.carried = 0 },
    chunked("upstream at each chunk's end alone", "Upstream counts at every step of a chunk.") {
      for t in 0..<$0.upstream.shape[1] - 1 { $0.upstream[0..., t] *= 0 }
    },
    chunked("upstream in reverse", "A chunk's upstream stands in the order of its steps.") {
      $0.upstream = reversed($0.upstream)
    },
  ]

  private struct Chunk {
    let (place, count): (Int, Int)
    let start: Matrix
    /// The states that it begins with, on the way forward and on the way back.
    var (forward, backward): (Matrix, Matrix)
    var upstream: Matrix
    var factor = 1.0
    /// The step whose state goes on; nil for the last.
    var carried: Int?
    var isLast: Bool { place == count - 1 }
  }

  /// Chunk after chunk, of which each is changed before it runs.
  private static func chunked(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout Chunk) -> Void
  ) -> Mistake<Truncated> {
    Mistake(name, why) { x, start, weights, length, upstream in
      var (state, sum, all) = (start, weights.zeros, [Matrix]())
      let firsts = Array(stride(from: 0, to: x.shape[1], by: length))
      for (place, first) in firsts.enumerated() {
        let times = first..<min(first + length, x.shape[1])
        var chunk = Chunk(
          place: place, count: firsts.count, start: start, forward: state, backward: state,
          upstream: upstream[0..., times])
        change(&chunk)
        let states = try Remembering.unroll(x[0..., times], from: chunk.forward, weights)
        sum += try Remembering.backwardThroughTime(
          x[0..., times], from: chunk.backward, states: states, weights,
          upstream: chunk.upstream * chunk.factor
        ).weights
        state = states[0..., chunk.carried ?? times.count - 1]
        all.append(states)
      }
      return (.concatenate(all, along: 1), sum)
    }
  }
}
