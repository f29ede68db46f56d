import Curriculum
import Gradus

extension RememberingLesson {
  typealias StepBackward =
    @Sendable (Matrix, Matrix, Matrix, CellWeights, Matrix) throws -> CellGradients

  static let stepBackward = Exercise<Answers>(
    "stepBackward", "Back through one step",
    hints: [
      "First back through tanh: its derivative is 1 − next², so ofSum = upstream * (1 - next * next).",
      "ofSum is the gradient of x·W + h·U + b. A product goes back as in lesson 2: for x·W those are "
        + "ofSum·Wᵀ and xᵀ·ofSum.",
      "The state goes back as x does, with U: matmul(ofSum, weights.u.transposed()), and "
        + "matmul(state.transposed(), ofSum). The bias sums over the batch.",
    ],
    learned:
      "One step back is tanh and two matrix products; the gradient of the state is what goes on to the "
      + "step before.",
    landmark: Landmark("Sources/Autograd/Matmul.swift", "func matmul"),
    solution: { $0.stepBackward = Remembering.stepBackward },
    check: { answers in
      func compare(
        _ input: CellInput, _ call: String, _ mistakes: [Mistake<StepBackward>] = []
      ) throws {
        let (x, state, weights, upstream) = (
          input.x, input.state, input.weights, input.upstream
        )
        let next = try Remembering.step(x, state, weights)
        try expect(
          answers.stepBackward(x, state, next, weights, upstream),
          equals: Remembering.stepBackward(x, state, next: next, weights, upstream: upstream),
          in: call, parts: Part.all,
          suspects: mistakes.suspects { try $0(x, state, next, weights, upstream) })
      }
      try compare(
        CellInput(seed: 903), "stepBackward, random numbers with B = 2 and D = H = 3",
        stepBackwardMistakes)
      for input in CellInput.all(seed: 904) { try compare(input, "stepBackward, \(input.what)") }
    },
    wrongAnswers: stepBackwardMistakes.wrongAnswers(\.stepBackward),
    rightAnswers: [
      RightAnswer("the framework's differentiation") {
        $0.stepBackward = { x, state, _, weights, upstream in
          let (_, gradients) = valueWithGradients(
            at: [x, state, weights.w, weights.u, weights.b]
          ) {
            let next = (matmul($0[0], $0[2]) + matmul($0[1], $0[3]) + $0[4]).tanh()
            return (next * Variable(upstream)).sum()
          }
          return CellGradients(
            x: gradients[0], state: gradients[1],
            weights: CellWeights(w: gradients[2], u: gradients[3], b: gradients[4]))
        }
      },
      RightAnswer("flags in place of transposes") {
        $0.stepBackward = { x, state, next, weights, upstream in
          let ofSum = upstream - upstream * next.squared()
          return CellGradients(
            x: matmul(ofSum, weights.w, transposeB: true),
            state: matmul(ofSum, weights.u, transposeB: true),
            weights: CellWeights(
              w: matmul(x, ofSum, transposeA: true), u: matmul(state, ofSum, transposeA: true),
              b: ofSum.sum(along: 0)))
        }
      },
      RightAnswer("sample by sample") {
        $0.stepBackward = { x, state, next, weights, upstream in
          var sum = weights.zeros
          var (ofX, ofState) = (Matrix.zeros(x.shape), Matrix.zeros(state.shape))
          for row in 0..<x.shape[0] {
            let here = row..<row + 1
            let one = try Remembering.stepBackward(
              x[here], state[here], next: next[here], weights, upstream: upstream[here])
            ofX[here] = one.x
            ofState[here] = one.state
            sum += one.weights
          }
          return CellGradients(x: ofX, state: ofState, weights: sum)
        }
      },
    ])
}
