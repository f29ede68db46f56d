import Curriculum
import Gradus

extension BackpropagationLesson {
  static let reluBackward = Exercise<Answers>(
    "reluBackward", "Back through relu",
    hints: [
      "Where relu passed its input on, the gradient passes too; where it gave 0, nothing passes.",
      "select(x .> 0, upstream, .zeros(x.shape))",
    ],
    learnt:
      "The way back through relu is a gate: upstream passes where x was positive, and nothing "
      + "passes elsewhere.",
    landmark: Landmark("Sources/Autograd/Elementwise.swift", "func relu"),
    solution: { $0.reluBackward = Backpropagation.reluBackward },
    check: { answers in
      let x: Matrix = [[-1, 2, 0], [3, -4, 5]]
      let upstream: Matrix = [[10, 20, 30], [-40, 50, -60]]
      try expect(
        answers.reluBackward(x, upstream), equals: [[0, 20, 0], [-40, 0, -60]],
        in: "reluBackward([[-1, 2, 0], [3, -4, 5]], upstream: [[10, 20, 30], [-40, 50, -60]])",
        suspects: [
          Suspect(
            [[0, 1, 0], [1, 0, 1]], "That is the derivative alone: multiply it by upstream."),
          Suspect(
            x.relu(), "That is relu(x), the way forward: what passes going back is upstream."),
          Suspect(upstream, "That lets everything through; where x ≤ 0, the gradient is 0."),
          Suspect(
            upstream.relu(),
            "That asks where upstream is positive; the question is where x is."),
          Suspect(
            [[0, 20, 30], [-40, 0, -60]],
            "Where x is exactly 0 the gradient is 0: the condition is x > 0."),
          Suspect(
            x.relu() * upstream,
            "That multiplies by relu(x); the derivative is 1 where x > 0, however large x is."),
          Suspect([[10, 0, 30], [0, 50, 0]], "The two cases have changed places."),
        ])
      let random = RandomRegression(samples: 6, features: 5, seed: 3)
      let other = RandomRegression(samples: 6, features: 5, seed: 4)
      try expect(
        answers.reluBackward(random.x, other.x),
        equals: other.x.zip(with: random.x) { $1 > 0 ? $0 : 0 },
        in: "reluBackward of random numbers, shape [6, 5]")
    },
    wrongAnswers: [
      WrongAnswer("derivative alone") { $0.reluBackward = { x, _ in Tensor(x .> 0) } },
      WrongAnswer("relu itself") { $0.reluBackward = { x, _ in x.relu() } },
      WrongAnswer("lets everything through") { $0.reluBackward = { _, upstream in upstream } },
      WrongAnswer("asks for the sign of upstream") {
        $0.reluBackward = { _, upstream in upstream.relu() }
      },
      WrongAnswer(">= instead of >") {
        $0.reluBackward = { x, upstream in select(x .>= 0, upstream, .zeros(x.shape)) }
      },
      WrongAnswer("multiplied by relu(x)") {
        $0.reluBackward = { x, upstream in x.relu() * upstream }
      },
      WrongAnswer("cases exchanged") {
        $0.reluBackward = { x, upstream in select(x .> 0, .zeros(x.shape), upstream) }
      },
    ])
}
