import Curriculum
import Gradus

extension BackpropagationLesson {
  typealias ReLUBackward = @Sendable (Matrix, Matrix) throws -> Matrix

  static let reluBackward = Exercise<Answers>(
    "reluBackward", "Back through relu",
    hints: [
      "Where relu passed its input on, the gradient passes too; where it gave 0, nothing passes.",
      "select(x .> 0, upstream, .zeros(x.shape))",
    ],
    learned:
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
        suspects: reluMistakes.suspects { try $0(x, upstream) })
      try expect(
        answers.reluBackward([1e-9, -1e-9, 1e300], [5, 6, 7]), equals: [5, 0, 7],
        in: "reluBackward([1e-9, -1e-9, 1e300], upstream: [5, 6, 7])",
        suspects: edgeMistake.suspects { try $0([1e-9, -1e-9, 1e300], [5, 6, 7]) })
      for var input in Input.all(seed: 3) {
        let n = input.rows
        for shape in [[n], [n, input.columns], [2, n, input.columns], []] as [Shape] {
          let (x, upstream) = (input.tensor(shape), 1000 * input.tensor(shape))
          try expect(
            answers.reluBackward(x, upstream),
            equals: Matrix(
              shape: shape, elements: zip(x.elements, upstream.elements).map { $0 > 0 ? $1 : 0 }),
            in: "reluBackward of \(input.numbers.rawValue), shape \(shape)")
        }
      }
    },
    wrongAnswers: (reluMistakes + edgeMistake).wrongAnswers(\.reluBackward),
    rightAnswers: [
      RightAnswer("a mask as a factor") {
        $0.reluBackward = { x, upstream in Tensor(x .> 0) * upstream }
      },
      RightAnswer("two tensors element by element") {
        $0.reluBackward = { x, upstream in upstream.zip(with: x) { $1 > 0 ? $0 : 0 } }
      },
      RightAnswer("the other way round") {
        $0.reluBackward = { x, upstream in select(x .<= 0, Tensor(0), upstream) }
      },
      RightAnswer("by the output of relu") {
        $0.reluBackward = { x, upstream in select(x.relu() .> 0, upstream, .zeros(upstream.shape)) }
      },
    ])

  /// Shown by an x just above 0.
  private static let edgeMistake: [Mistake<ReLUBackward>] = [
    Mistake(
      "a threshold above 0", "Upstream passes wherever x is above 0, however little.",
      { x, upstream in select(x .> 1e-6, upstream, .zeros(x.shape)) })
  ]

  private static let reluMistakes: [Mistake<ReLUBackward>] = [
    Mistake(
      "derivative alone", "That is the derivative alone: multiply it by upstream.",
      { x, _ in Tensor(x .> 0) }),
    Mistake(
      "relu itself", "That is relu(x), the way forward: what passes going back is upstream.",
      { x, _ in x.relu() }),
    Mistake(
      "lets everything through", "That lets everything through; where x ≤ 0, the gradient is 0.",
      { _, upstream in upstream }),
    Mistake(
      "asks for the sign of upstream",
      "That asks where upstream is positive; the question is where x is.",
      { _, upstream in upstream.relu() }),
    Mistake(
      ">= instead of >", "Where x is exactly 0 the gradient is 0: the condition is x > 0.",
      { x, upstream in select(x .>= 0, upstream, .zeros(x.shape)) }),
    Mistake(
      "not 0",
      "The gradient passes where x is above 0, and not also where it is below.",
      { x, upstream in select(x .== 0, .zeros(x.shape), upstream) }),
    Mistake(
      "multiplied by relu(x)",
      "That multiplies by relu(x); the derivative is 1 where x > 0, however large x is.",
      { x, upstream in x.relu() * upstream }),
    Mistake(
      "cases exchanged", "The two cases have changed places.",
      { x, upstream in select(x .> 0, .zeros(x.shape), upstream) }),
    Mistake(
      "relu of upstream, too", "A negative upstream passes as well: only x decides.",
      { x, upstream in select(x .> 0, upstream.relu(), .zeros(x.shape)) }),
    Mistake(
      "sign of x", "Where x is below 0 the gradient is 0, and not −upstream.",
      { x, upstream in select(x .< 0, -upstream, select(x .> 0, upstream, Tensor(0))) }),
    Mistake(
      "multiplied by x",
      "That multiplies by x: upstream passes as it is where x > 0, and nothing passes elsewhere.",
      { x, upstream in x * upstream }),
    Mistake(
      "below 0 instead of above", "The gradient passes where x is above 0, not where it is below.",
      { x, upstream in select(x .< 0, upstream, .zeros(x.shape)) }),
    Mistake(
      "leaky", "Where x ≤ 0 nothing passes, not a small share either.",
      { x, upstream in select(x .> 0, upstream, 0.01 * upstream) }),
    Mistake(
      "one half at 0", "Where x is exactly 0 the gradient is 0, and not one half of it.",
      { x, upstream in select(x .> 0, upstream, select(x .== 0, 0.5 * upstream, Tensor(0))) }),
    Mistake(
      "x where nothing passes", "Where x ≤ 0 the gradient is 0, not x.",
      { x, upstream in select(x .> 0, upstream, x) }),
  ]
}
