import Curriculum
import Gradus

extension RememberingLesson {
  typealias ThroughTime =
    @Sendable (Matrix, Matrix, Matrix, CellWeights, Matrix) throws -> CellGradients

  static let backwardThroughTime = Exercise<Answers>(
    "backwardThroughTime", "Back through time",
    hints: [
      "From the last step to the first. Each state was used twice: as output, with upstream[0..., t], and "
        + "by the next step. Its gradient is the sum of both.",
      "Keep the gradient that goes on to the state before in a variable; it is all zeros after the last step.",
      "The state before step t is states[0..., t - 1], and that before step 0 is `start`.",
      "The weights were used in every step: add up what each gives. The sum begins at weights.zeros, and "
        + "sum.add(ofStep.weights) adds a step's.",
    ],
    learned:
      "Backpropagation through time is backpropagation through a deep network, with the gradients of "
      + "shared weights added up.",
    landmark: Landmark("Sources/Autograd/RecordedOperations.swift", "func backward"),
    solution: { $0.backwardThroughTime = Remembering.backwardThroughTime },
    check: { answers in
      func compare(
        _ input: CellInput, _ call: String, _ mistakes: [Mistake<ThroughTime>] = []
      ) throws {
        let (x, start, weights, upstream) = (input.x, input.state, input.weights, input.upstream)
        let states = try Remembering.unroll(x, from: start, weights)
        try expect(
          answers.backwardThroughTime(x, start, states, weights, upstream),
          equals: Remembering.backwardThroughTime(
            x, from: start, states: states, weights, upstream: upstream), in: call,
          parts: Part.all,
          suspects: mistakes.suspects { try $0(x, start, states, weights, upstream) })
      }
      try compare(
        CellInput(seed: 907, steps: 4),
        "backwardThroughTime, random numbers with B = 2, T = 4 and D = H = 3",
        throughTimeMistakes)
      for input in CellInput.all(seed: 908, hasSteps: true) {
        try compare(input, "backwardThroughTime, \(input.what)")
      }
    },
    wrongAnswers: throughTimeMistakes.wrongAnswers(\.backwardThroughTime),
    rightAnswers: [
      RightAnswer("the framework's differentiation") {
        $0.backwardThroughTime = { x, start, _, weights, upstream in
          let (_, gradients) = valueWithGradients(
            at: [x, start, weights.w, weights.u, weights.b]
          ) { (variables: [Variable<Double>]) in
            var (state, loss) = (variables[1], Variable(Matrix(0)))
            for t in 0..<x.shape[1] {
              let sum = matmul(variables[0][0..., t], variables[2]) + matmul(state, variables[3])
              state = (sum + variables[4]).tanh()
              loss = loss + (state * Variable(upstream[0..., t])).sum()
            }
            return loss
          }
          return CellGradients(
            x: gradients[0], state: gradients[1],
            weights: CellWeights(w: gradients[2], u: gradients[3], b: gradients[4]))
        }
      },
      RightAnswer("the gradients of all sums first, then one product") {
        $0.backwardThroughTime = { x, start, states, weights, upstream in
          let (time, d, h) = (x.shape[1], x.shape[2], start.shape[1])
          var (ofSums, carried) = ([Matrix](), Matrix.zeros(start.shape))
          for t in (0..<time).reversed() {
            let next = states[0..., t]
            let ofSum = (upstream[0..., t] + carried) * (1 - next * next)
            carried = matmul(ofSum, weights.u, transposeB: true)
            ofSums.insert(ofSum, at: 0)
          }
          let all = Matrix.stack(ofSums, along: 1)
          let before = Matrix.concatenate(
            [start.expandingDimension(at: 1), states[0..., 0..<time - 1]], along: 1)
          let (rows, flat) = (x.shape[0] * time, all.reshaped(to: [x.shape[0] * time, h]))
          return CellGradients(
            x: matmul(flat, weights.w, transposeB: true).reshaped(to: x.shape), state: carried,
            weights: CellWeights(
              w: matmul(x.reshaped(to: [rows, d]), flat, transposeA: true),
              u: matmul(before.reshaped(to: [rows, h]), flat, transposeA: true),
              b: flat.sum(along: 0)))
        }
      },
      RightAnswer("by recursion, from the first step on") {
        $0.backwardThroughTime = { x, start, states, weights, upstream in
          let rest = x.shape[1]
          let next = states[0..., 0]
          var later = CellGradients(
            x: .zeros([x.shape[0], 0, x.shape[2]]), state: .zeros(start.shape),
            weights: weights.zeros)
          if rest > 1 {
            later = try Remembering.backwardThroughTime(
              x[0..., 1..<rest], from: next, states: states[0..., 1..<rest], weights,
              upstream: upstream[0..., 1..<rest])
          }
          let first = try Remembering.stepBackward(
            x[0..., 0], start, next: next, weights, upstream: upstream[0..., 0] + later.state)
          later.x = .concatenate([first.x.expandingDimension(at: 1), later.x], along: 1)
          later.state = first.state
          later.weights += first.weights
          return later
        }
      },
    ])
}
