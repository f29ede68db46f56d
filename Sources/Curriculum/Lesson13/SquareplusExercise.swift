import Curriculum
import GradientChecking
import Gradus

extension ExtendingLesson {
  static let squareplus = Exercise<Answers>(
    "squareplus", "An operation on the tape",
    hints: [
      "Compute the value from x.value and b.value, plain tensors, and hand it to Variable(_:_:_:_:) with two "
        + "pairs of a variable and its pullback.",
      "return Variable(\"squareplus\", value, (x, { upstream in … }), (b, { upstream in … })); in each "
        + "pullback stands what you wrote in exercise 1.",
      "Write .unbroadcast(to: x.shape) and .unbroadcast(to: b.shape) in the end. Do not convert numbers: "
        + "Scalar may be a type that carries a derivative along.",
    ],
    learned:
      "An operation is its value and its pullbacks; where an input is used twice, the tape adds them up.",
    landmark: Landmark("Sources/Autograd/Variable.swift", "struct Variable"),
    solution: {
      $0.squareplus = Extending.squareplus
      $0.squareplusOfDuals = Extending.squareplus
    },
    check: checkSquareplus,
    wrongAnswers: squareplusMistakes.wrongAnswers(\.squareplus) + [
      // The tape stops at it, and says why.
      WrongAnswer("not summed") {
        $0.squareplus = { x, b in
          let root = (x.value * x.value + b.value).sqrt()
          return Variable(
            "squareplus", 0.5 * (x.value + root), (x, { $0 * (0.5 * (1 + x.value / root)) }),
            (b, { $0 * 0.25 / root }))
        }
      },
      WrongAnswer("the derivative lost on the way", why: secondOrder) {
        $0.squareplusOfDuals = { x, b in
          let slope = try valueWithGradients(
            at: [x.value.map(\.value), b.value.map(\.value)]
          ) { try Extending.squareplus($0[0], $0[1]).sum() }.1
          return Variable(
            "squareplus", try Extending.squareplus(x, b).value,
            (x, { $0 * slope[0].map { Dual($0) } }), (b, { $0 * slope[1].map { Dual($0) } }))
        }
      },
    ],
    rightAnswers: [
      RightAnswer("one pullback for both") {
        $0.squareplus = { x, b in
          let root = (x.value.squared() + b.value).sqrt()
          let y = 0.5 * (x.value + root)
          return Variable("squareplus", y, [x, b]) { upstream, _ in
            [
              (upstream * y / root).unbroadcast(to: x.shape),
              (0.25 * upstream / root).unbroadcast(to: b.shape),
            ]
          }
        }
      },
      RightAnswer("the framework's operations") {
        $0.squareplus = { x, b in 0.5 * (x + (x * x + b).sqrt()) }
      },
      RightAnswer("the slope computed on the way back") {
        $0.squareplus = { x, b in
          let (xs, bs) = (x.value, b.value)
          return Variable(
            "squareplus", (xs + (xs * xs + bs).sqrt()) / 2,
            (x, { ($0 / 2 + $0 * xs / (2 * (xs * xs + bs).sqrt())).unbroadcast(to: xs.shape) }),
            (b, { ($0 / (4 * (xs * xs + bs).sqrt())).unbroadcast(to: bs.shape) }))
        }
      },
    ])

  private static let secondOrder =
    "The first derivative is right and the second is not: somewhere the numbers were turned into others, "
    + "which do not carry a derivative along. Compute with Scalar from the inputs to the result."

  /// The value of the operation, and its gradients for a random upstream gradient.
  private typealias Result = (value: Matrix, x: Matrix, b: Matrix)

  private static func result(
    of operation: Answers.Operation<Double>, _ x: Matrix, _ b: Matrix, _ upstream: Matrix
  ) throws -> Result {
    var value = x
    let gradients = try valueWithGradients(at: [x, b]) { inputs in
      let y = try operation(inputs[0], inputs[1])
      value = y.value
      // A result of a wrong shape is reported as such, and not by the product.
      return y.shape == upstream.shape ? (y * Variable(upstream)).sum() : y.sum()
    }.1
    return (value, gradients[0], gradients[1])
  }

  @Sendable private static func checkSquareplus(_ answers: Answers) throws {
    var suspicion = Suspicion(squareplusMistakes)
    func compare(_ x: Matrix, _ b: Matrix, _ upstream: Matrix, _ name: String) throws {
      try suspicion.expect(
        result(of: answers.squareplus, x, b, upstream),
        equals: result(of: Extending.squareplus, x, b, upstream), in: "squareplus of \(name)",
        parts: [
          .tensor("value") { $0.value }, .tensor("gradient of x") { $0.x },
          .tensor("gradient of b") { $0.b },
        ]
      ) { try result(of: $0, x, b, upstream) }
    }
    try compare([3, -4], [16, 9], [10, 100], "[3, −4] and [16, 9], upstream [10, 100]")
    for pair in pairs(seed: 13_02) { try compare(pair.x, pair.b, pair.upstream, pair.name) }
    try checkUsedTwice(answers)
    try checkSecondOrder(answers)
  }

  /// The same variable for x and for b, and the result once more as an input.
  private static func checkUsedTwice(_ answers: Answers) throws {
    func gradient(_ operation: Answers.Operation<Double>, _ x: Matrix) throws -> Matrix {
      try valueWithGradients(at: [x]) { inputs in
        let once = try operation(inputs[0], inputs[0])
        return try (operation(once, inputs[0]) * Variable(x)).sum()
      }.1[0]
    }
    for var input in Input.all(seed: 13_03) {
      let x = input.matrix().abs() + 0.1
      try expect(
        gradient(answers.squareplus, x), equals: gradient(Extending.squareplus, x),
        in: "the gradient of squareplus(squareplus(x, x), x) for x \(input)")
    }
  }

  /// The derivative of the gradient in a direction, by numbers that carry a derivative along.
  private static func checkSecondOrder(_ answers: Answers) throws {
    func tangents(_ operation: Answers.Operation<Dual<Double>>, _ pair: Pair) throws -> Result {
      let x = zip(pair.x, Matrix.ones(pair.x.shape))
      let b = zip(pair.b, Matrix.ones(pair.b.shape))
      var value = x
      let gradients = try valueWithGradients(at: [x, b]) { inputs in
        let y = try operation(inputs[0], inputs[1])
        value = y.value
        return (y * Variable(zip(pair.upstream, Matrix.zeros(pair.upstream.shape)))).sum()
      }.1
      return (
        value.map(\.tangent), gradients[0].map(\.tangent), gradients[1].map(\.tangent)
      )
    }
    for pair in pairs(seed: 13_04) {
      do {
        try expect(
          tangents(answers.squareplusOfDuals, pair), equals: tangents(Extending.squareplus, pair),
          in: "squareplus of \(pair.name)",
          parts: [
            .tensor("derivative of the value") { $0.value },
            .tensor("derivative of x's gradient") { $0.x },
            .tensor("derivative of b's gradient") { $0.b },
          ])
      } catch let wrong as Disagreement {
        throw Disagreement(wrong.difference, why: secondOrder)
      }
    }
  }

  private static func zip(_ values: Matrix, _ tangents: Matrix) -> Tensor<Dual<Double>> {
    Tensor(
      shape: values.shape,
      elements: Swift.zip(values.elements, tangents.elements).map { Dual($0, tangent: $1) })
  }
}
