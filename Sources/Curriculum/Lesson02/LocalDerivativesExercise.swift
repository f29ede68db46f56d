import Curriculum
import Gradus

extension BackpropagationLesson {
  static let localDerivatives = Exercise<Answers>(
    "localDerivatives", "Derivatives of single operations",
    hints: [
      "Ask of each: if x grows by a tiny amount, by how many times that amount does the result grow?",
      "Those with two inputs: (1, 1), (1, -1), (y, x), (1 / y, -x / (y * y)).",
      "The derivative of tanh is 1 − tanh², that of eˣ is eˣ, that of relu is 1 or 0.",
    ],
    learnt:
      "An operation needs to know nothing but its own derivative for each of its inputs; the "
      + "chain rule does the rest.",
    landmark: Landmark(
      "Sources/ScalarAutograd/Operations.swift", "static func * (x: Value, y: Value)"),
    solution: { $0.localDerivatives = Backpropagation.localDerivatives },
    check: { answers in
      for operation in ScalarOperation.allCases {
        for (x, y) in [(0.5, -1.5), (-2, 0.25), (1.5, 3)] {
          let h = 1e-5
          let expectedX =
            (value(of: operation, x + h, y) - value(of: operation, x - h, y)) / (2 * h)
          let expectedY =
            (value(of: operation, x, y + h) - value(of: operation, x, y - h)) / (2 * h)
          let (foundX, foundY) = try answers.localDerivatives(operation, x, y)
          let call = "localDerivatives(of: .\(operation), at: \(x), \(y))"
          try expect(
            foundX, equals: expectedX, in: call + ", x", tolerance: 1e-7,
            suspects: [
              Suspect(-expectedX, "The sign is wrong."),
              Suspect(
                expectedY, "That is the derivative with respect to y: have they changed places?"),
              Suspect(
                value(of: operation, x, y),
                "That is the value of the operation, not its derivative."),
              Suspect(
                1 - Double.tanh(x),
                "The derivative of tanh is 1 − tanh², the square is missing."),
              Suspect(
                1, "That is 1; it should depend on the inputs."),
              Suspect(
                x, "That is x itself, not how many times as much as x the result changes."),
            ])
          try expect(
            foundY, equals: expectedY, in: call + ", y", tolerance: 1e-7,
            suspects: [
              Suspect(
                -expectedY,
                "The sign is wrong: does the result grow or shrink when y grows?"),
              Suspect(
                expectedX,
                "That is the derivative with respect to x; this operation treats y "
                  + "differently, or has no y."),
              Suspect(-x / y, "The derivative of x / y with respect to y is −x / y²."),
              Suspect(1 / x, "The derivative of x / y with respect to y is −x / y²."),
            ])
        }
      }
      try expect(
        answers.localDerivatives(.relu, 0, 0).x, equals: 0,
        in: "localDerivatives(of: .relu, at: 0, 0)",
        suspects: [Suspect(1, "At 0 it is taken to be 0, so the condition is x > 0.")])
    },
    wrongAnswers: [
      wrong("add: the inputs themselves", .add) { x, y in (x, y) },
      wrong("subtract: y with a plus sign", .subtract) { _, _ in (1, 1) },
      wrong("multiply: places exchanged", .multiply) { x, y in (x, y) },
      wrong("divide: no minus sign", .divide) { x, y in (1 / y, x / (y * y)) },
      wrong("divide: y not squared", .divide) { x, y in (1 / y, -x / y) },
      wrong("tanh: not squared", .tanh) { x, _ in (1 - Double.tanh(x), 0) },
      wrong("relu: 1 everywhere", .relu) { _, _ in (1, 0) },
      wrong("relu: 1 at 0", .relu) { x, _ in (x >= 0 ? 1 : 0, 0) },
      wrong("exp: 1", .exp) { _, _ in (1, 0) },
    ])

  /// The right derivatives for all operations but one.
  private static func wrong(
    _ mistake: String, _ operation: ScalarOperation,
    _ derivatives: @escaping @Sendable (Double, Double) -> (x: Double, y: Double)
  ) -> WrongAnswer<Answers> {
    WrongAnswer(mistake) { answers in
      let right = answers.localDerivatives
      answers.localDerivatives = { try $0 == operation ? derivatives($1, $2) : right($0, $1, $2) }
    }
  }

  private static func value(of operation: ScalarOperation, _ x: Double, _ y: Double) -> Double {
    switch operation {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .tanh: Double.tanh(x)
    case .relu: max(x, 0)
    case .exp: Double.exp(x)
    }
  }
}
