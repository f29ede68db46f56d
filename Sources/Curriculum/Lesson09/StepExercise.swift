import Curriculum
import Gradus

extension RememberingLesson {
  typealias Step = @Sendable (Matrix, Matrix, CellWeights) throws -> Matrix

  static let step = Exercise<Answers>(
    "step", "One step of a recurrent network",
    hints: [
      "Two matrix products, one of the input and one of the state; both have shape [B, H].",
      "matmul(x, weights.w) + matmul(state, weights.u) + weights.b, and tanh of all of it.",
    ],
    learned:
      "A recurrent step is a layer with two inputs: what is seen now, and what is remembered from before.",
    landmark: Landmark("Sources/Layers/Recurrence/RNNCell.swift", "struct RNNCell"),
    solution: { $0.step = Remembering.step },
    check: { answers in
      func compare(_ input: CellInput, _ call: String, _ mistakes: [Mistake<Step>] = []) throws {
        try expect(
          answers.step(input.x, input.state, input.weights),
          equals: Remembering.step(input.x, input.state, input.weights), in: call,
          suspects: mistakes.suspects { try $0(input.x, input.state, input.weights) })
      }
      try compare(
        CellInput(seed: 901), "step, random numbers with B = 2 and D = H = 3", stepMistakes)
      for input in CellInput.all(seed: 902) { try compare(input, "step, \(input.what)") }
    },
    wrongAnswers: stepMistakes.wrongAnswers(\.step),
    rightAnswers: [
      RightAnswer("one product of both, side by side") {
        $0.step = { x, state, weights in
          let both = Matrix.concatenate([x, state], along: 1)
          let matrix = Matrix.concatenate([weights.w, weights.u], along: 0)
          return (weights.b + matmul(both, matrix)).tanh()
        }
      },
      RightAnswer("transposed as a whole") {
        $0.step = { x, state, weights in
          let sum =
            matmul(weights.u.transposed(), state.transposed())
            + matmul(weights.w.transposed(), x.transposed())
          return (sum.transposed() + weights.b).tanh()
        }
      },
      RightAnswer("three loops") {
        $0.step = { x, state, weights in
          var next = Matrix.zeros(state.shape)
          for row in 0..<x.shape[0] {
            for unit in 0..<state.shape[1] {
              var sum = weights.b[unit]
              for d in 0..<x.shape[1] { sum += x[row, d] * weights.w[d, unit] }
              for h in 0..<state.shape[1] { sum += state[row, h] * weights.u[h, unit] }
              next[row, unit] = Double.tanh(sum)
            }
          }
          return next
        }
      },
    ])

  private static let stepMistakes: [Mistake<Step>] = [
    mistake("no tanh", "tanh is missing.") { x, h, p in sum(x, h, p) },
    mistake("sigmoid", "That is the sigmoid of the sum: the step takes tanh.") { x, h, p in
      sum(x, h, p).sigmoid()
    },
    mistake("relu", "That is relu of the sum: the step takes tanh.") { x, h, p in
      sum(x, h, p).relu()
    },
    mistake("no bias", "The bias is missing.") { x, h, p in
      (matmul(x, p.w) + matmul(h, p.u)).tanh()
    },
    mistake("no state", "The state does not count: without it, nothing is remembered.") {
      x, h, p in (matmul(x, p.w) + p.b).tanh()
    },
    mistake("no input", "The input does not count.") { x, h, p in (matmul(h, p.u) + p.b).tanh() },
    mistake("W transposed", "W is not transposed: its shape is [D, H].") { x, h, p in
      (matmul(x, p.w, transposeB: true) + matmul(h, p.u) + p.b).tanh()
    },
    mistake("U transposed", "U is not transposed: it stands on the right of the state.") {
      x, h, p in (matmul(x, p.w) + matmul(h, p.u, transposeB: true) + p.b).tanh()
    },
    mistake("both transposed", "W and U are not transposed.") { x, h, p in
      (matmul(x, p.w, transposeB: true) + matmul(h, p.u, transposeB: true) + p.b).tanh()
    },
    mistake("W and U exchanged", "W belongs to the input and U to the state.") { x, h, p in
      (matmul(x, p.u) + matmul(h, p.w) + p.b).tanh()
    },
    mistake("the state without U", "The state is multiplied by U before it is added.") { x, h, p in
      (matmul(x, p.w) + h + p.b).tanh()
    },
    mistake("tanh of each", "tanh is taken once, of the whole sum.") { x, h, p in
      (matmul(x, p.w) + p.b).tanh() + matmul(h, p.u).tanh()
    },
    mistake("tanh of the input alone", "tanh is taken of the whole sum, of the state's part, too.")
    {
      x, h, p in matmul(x, p.w).tanh() + matmul(h, p.u) + p.b
    },
    mistake(
      "tanh of the state and the bias", "tanh is taken of the whole sum, of the input's part, too."
    ) { x, h, p in matmul(x, p.w) + (matmul(h, p.u) + p.b).tanh() },
    mistake("tanh of the bias alone", "tanh is taken of the whole sum: put it in parentheses.") {
      x, h, p in matmul(x, p.w) + matmul(h, p.u) + p.b.tanh()
    },
    mistake("tanh twice", "tanh is taken once, not twice.") { x, h, p in sum(x, h, p).tanh().tanh()
    },
    mistake("cut off at −1 and 1", "That cuts the sum off at −1 and 1: take tanh.") {
      x, h, p in sum(x, h, p).clamped(to: -1...1)
    },
    mistake("state subtracted", "The state's part is added, not subtracted.") { x, h, p in
      (matmul(x, p.w) - matmul(h, p.u) + p.b).tanh()
    },
    mistake("half of the old state", "The step replaces the state: no part of the old one is kept.")
    {
      x, h, p in (h + sum(x, h, p).tanh()) / 2
    },
    mistake("bias after tanh", "The bias is added before tanh.") { x, h, p in
      (matmul(x, p.w) + matmul(h, p.u)).tanh() + p.b
    },
    mistake("added to the state", "The step replaces the state: nothing is added to the old one.") {
      x, h, p in h + sum(x, h, p).tanh()
    },
    mistake(
      "bias twice",
      "The bias counts twice. It is added once: not with each product, and not B times."
    ) { x, h, p in
      (sum(x, h, p) + p.b).tanh()
    },
    mistake("bias subtracted", "The bias is added, not subtracted.") { x, h, p in
      (matmul(x, p.w) + matmul(h, p.u) - p.b).tanh()
    },
    mistake("tanh by a sigmoid of z", "tanh z is 2·σ(2·z) − 1: σ is taken of twice the sum.") {
      x, h, p in 2 * sum(x, h, p).sigmoid() - 1
    },
  ]

  private static func mistake(
    _ name: String, _ why: String,
    _ wrong: @escaping @Sendable (_ x: Matrix, _ h: Matrix, _ p: CellWeights) -> Matrix
  ) -> Mistake<Step> { Mistake(name, why, wrong) }

  private static func sum(_ x: Matrix, _ h: Matrix, _ p: CellWeights) -> Matrix {
    matmul(x, p.w) + matmul(h, p.u) + p.b
  }
}
