import Curriculum
import Gradus

extension BackpropagationLesson {
  typealias LocalDerivatives =
    @Sendable (ScalarOperation, Double, Double) throws -> (x: Double, y: Double)

  static let localDerivatives = Exercise<Answers>(
    "localDerivatives", "Derivatives of single operations",
    hints: [
      "Ask of each: if x grows by a tiny amount, by how many times that amount does the result grow?",
      "Those with two inputs: (1, 1), (1, -1), (y, x), (1 / y, -x / (y * y)).",
      "The derivative of tanh is 1 − tanh², that of eˣ is eˣ, that of relu is 1 or 0.",
    ],
    learned:
      "An operation needs to know nothing but its own derivative for each of its inputs; the "
      + "chain rule does the rest.",
    landmark: Landmark(
      "Sources/ScalarAutograd/Operations.swift", "static func * (x: Value, y: Value)"),
    solution: { $0.localDerivatives = Backpropagation.localDerivatives },
    check: { answers in
      for operation in ScalarOperation.allCases {
        for (x, y) in [(0.5, -1.5), (-2, 0.25), (1.5, 3), (-0.7, -0.4), (2, 1), (1, 0.6)] {
          let h = 1e-5
          let expected = (
            x: (value(of: operation, x + h, y) - value(of: operation, x - h, y)) / (2 * h),
            y: (value(of: operation, x, y + h) - value(of: operation, x, y - h)) / (2 * h)
          )
          try expect(
            answers.localDerivatives(operation, x, y), equals: expected,
            in: "localDerivatives(of: .\(operation), at: \(x), \(y))",
            parts: [.number("x", \.x), .number("y", \.y)], tolerance: 1e-7,
            suspects: (x, y) == (0.5, -1.5) || operation == .relu && x == -2
              ? derivativeMistakes.suspects { try $0(operation, x, y) } : [])
        }
      }
      // Where exponentials overflow, and where a quotient is steep.
      let steep: [(ScalarOperation, Double, Double, (x: Double, y: Double))] = [
        (.tanh, 800, 1, (0, 0)), (.tanh, -800, 1, (0, 0)), (.divide, 1, 1e-7, (1e7, -1e14)),
      ]
      for (operation, x, y, expected) in steep {
        try expect(
          answers.localDerivatives(operation, x, y), equals: expected,
          in: "localDerivatives(of: .\(operation), at: \(x), \(y))",
          parts: [.number("x", \.x), .number("y", \.y)])
      }
      try expect(
        answers.localDerivatives(.relu, 0, 2).x, equals: 0,
        in: "localDerivatives(of: .relu, at: 0, 2), x",
        suspects: edgeMistakes.suspects { try $0(.relu, 0, 2).x })
    },
    wrongAnswers: (derivativeMistakes + edgeMistakes).wrongAnswers(\.localDerivatives),
    rightAnswers: [
      way("divide: the result is used again", .divide) { x, y in (1 / y, -(x / y) / y) },
      way("tanh: from cosh", .tanh) { x, _ in
        let cosh = (Double.exp(x) + Double.exp(-x)) / 2
        return (1 / (cosh * cosh), 0)
      },
      way("relu: by the larger of two", .relu) { x, _ in (x <= 0 ? 0 : 1, 0) },
    ])

  private static let derivativeMistakes: [Mistake<LocalDerivatives>] = [
    wrong("add: the inputs themselves", .add, "Those are the inputs: x + y grows as fast as x.") {
      x, y in (x, y)
    },
    wrong("add: none for y", .add, "x + y grows with y as well.") { _, _ in (1, 0) },
    wrong("subtract: y with a plus sign", .subtract, "x − y shrinks when y grows.") { _, _ in (1, 1)
    },
    wrong("subtract: signs exchanged", .subtract, "x − y grows when x grows, and shrinks with y.") {
      _, _ in (-1, 1)
    },
    wrong(
      "multiply: places exchanged", .multiply,
      "They have changed places: x·y changes y times as much as x."
    ) { x, y in (x, y) },
    wrong("multiply: both 1", .multiply, "Those are 1; x·y changes y times as much as x.") { _, _ in
      (1, 1)
    },
    wrong("multiply: the product", .multiply, "That is the product, not its derivative.") { x, y in
      (x * y, x * y)
    },
    wrong("divide: no minus sign", .divide, "The sign is wrong: x / y shrinks when y grows.") {
      x, y in
      (1 / y, x / (y * y))
    },
    wrong(
      "divide: y not squared", .divide, "The derivative with respect to y is −x / y²: y squared."
    ) {
      x, y in (1 / y, -x / y)
    },
    wrong(
      "divide: brackets forgotten", .divide,
      "-x / y * y divides and multiplies again: mind the brackets in / (y * y)."
    ) { x, y in (1 / y, -x / y * y) },
    wrong("divide: x forgotten", .divide, "The derivative with respect to y is −x / y², with x.") {
      x, y in (1 / y, -1 / (y * y))
    },
    wrong(
      "add: the other input", .add,
      "Those are the inputs, exchanged: that is x·y. x + y grows as fast as x."
    ) {
      x, y in (y, x)
    },
    wrong("divide: y in place of 1 / y", .divide, "x / y grows 1 / y times as fast as x.") { x, y in
      (y, -x / (y * y))
    },
    wrong("tanh: a plus sign", .tanh, "The derivative of tanh is 1 − tanh², with a minus sign.") {
      x, _ in
      (1 + Double.tanh(x) * Double.tanh(x), 0)
    },
    wrong(
      "tanh: as for the sigmoid", .tanh, "t·(1 − t) belongs to the sigmoid; that of tanh is 1 − t²."
    ) {
      x, _ in (Double.tanh(x) * (1 - Double.tanh(x)), 0)
    },
    wrong(
      "tanh: of the square", .tanh, "That is the tanh of x²: it is tanh x that is squared, 1 − t·t."
    ) {
      x, _ in (1 - Double.tanh(x * x), 0)
    },
    wrong("tanh: 1 for y", .tanh, "tanh has no y: return 0 for it, and not 1.") { x, _ in
      (1 - Double.tanh(x) * Double.tanh(x), 1)
    },
    wrong("exp: of y", .exp, "That is the exponential of y: exp is one of x.") { _, y in
      (Double.exp(y), 0)
    },
    wrong("exp: the same for y", .exp, "exp has no y: return 0 for it, and not that of x.") {
      x, _ in
      (Double.exp(x), Double.exp(x))
    },
    wrong(
      "relu: leaky", .relu, "Below 0 relu is 0, and not a small share of x: its derivative is 0."
    ) {
      x, _ in (x > 0 ? 1 : 0.01, 0)
    },
    wrong(
      "relu: −1 below 0", .relu, "Below 0 relu is 0, and does not rise again: its derivative is 0."
    ) {
      x, _ in (x > 0 ? 1 : -1, 0)
    },
    wrong("tanh: not squared", .tanh, "The derivative of tanh is 1 − tanh², the square is missing.")
    {
      x, _ in (1 - Double.tanh(x), 0)
    },
    wrong("tanh: 1 − x²", .tanh, "1 − t² is right for t = tanh x, the result; here x is the input.")
    {
      x, _ in (1 - x * x, 0)
    },
    wrong("tanh: the value", .tanh, "That is tanh x, not its derivative.") { x, _ in
      (Double.tanh(x), 0)
    },
    wrong("tanh: as if there were y", .tanh, "tanh has no y: return 0 for it.") { x, y in
      (1 - Double.tanh(x) * Double.tanh(x), 1 - Double.tanh(y) * Double.tanh(y))
    },
    wrong("relu: the value", .relu, "That is relu itself: its derivative is 1 where x > 0.") {
      x, _ in
      (max(x, 0), 0)
    },
    wrong("relu: 1 everywhere", .relu, "Where x is below 0, relu stays 0: its derivative is 0.") {
      _, _ in (1, 0)
    },
    wrong("relu: as if there were y", .relu, "relu has no y: return 0 for it.") { x, _ in
      (x > 0 ? 1 : 0, 1)
    },
    wrong("exp: 1", .exp, "That is 1, the derivative of x; that of eˣ is eˣ.") { _, _ in (1, 0) },
    wrong(
      "exp: as for a power", .exp, "x·eˣ⁻¹ is the rule for powers of x; the derivative of eˣ is eˣ."
    ) { x, _ in (x * Double.exp(x - 1), 0) },
    wrong("multiply: y for both", .multiply, "For each unit of y, x·y changes x times as much.") {
      _, y in (y, y)
    },
    wrong("subtract: the inputs themselves", .subtract, "Those are the inputs: x − y changes by 1.")
    {
      x, y in (x, -y)
    },
    wrong(
      "divide: as for a difference", .divide, "Those belong to x − y; x / y grows with x by 1 / y."
    ) { _, _ in (1, -1) },
    wrong("divide: places exchanged", .divide, "They have changed places: 1 / y belongs to x.") {
      x, y in (-x / (y * y), 1 / y)
    },
    wrong("divide: 1 / x for y", .divide, "With respect to y it is −x / y², and not 1 / x.") {
      x, y in
      (1 / y, 1 / x)
    },
    wrong(
      "relu: 0 where x is positive", .relu, "Wherever x is above 0, the derivative of relu is 1."
    ) {
      _, _ in (0, 0)
    },
    wrong("tanh: y for y", .tanh, "tanh has no y: return 0 for it, and not y itself.") { x, y in
      (1 - Double.tanh(x) * Double.tanh(x), y)
    },
    wrong("exp: times x", .exp, "eˣ is not multiplied by x: the derivative of eˣ is eˣ.") { x, _ in
      (x * Double.exp(x), 0)
    },
    wrong("exp: as for the logarithm", .exp, "1 / x belongs to the logarithm; that of eˣ is eˣ.") {
      x, _ in (1 / x, 0)
    },
    wrong("exp: as if there were y", .exp, "exp has no y: return 0 for it.") { x, y in
      (Double.exp(x), Double.exp(y))
    },
  ]

  /// Shown by zero only.
  private static let edgeMistakes: [Mistake<LocalDerivatives>] = [
    wrong("relu: 1 at 0", .relu, "At 0 it is taken to be 0, so the condition is x > 0.") { x, _ in
      (x >= 0 ? 1 : 0, 0)
    },
    wrong("relu: one half at 0", .relu, "At 0 it is taken to be 0, and not one half.") { x, _ in
      (x > 0 ? 1 : x == 0 ? 0.5 : 0, 0)
    },
  ]

  /// The right derivatives for all operations but one.
  private static func wrong(
    _ mistake: String, _ operation: ScalarOperation, _ why: String,
    _ derivatives: @escaping @Sendable (Double, Double) -> (x: Double, y: Double)
  ) -> Mistake<LocalDerivatives> {
    Mistake(mistake, why, changed(operation, derivatives))
  }

  private static func way(
    _ name: String, _ operation: ScalarOperation,
    _ derivatives: @escaping @Sendable (Double, Double) -> (x: Double, y: Double)
  ) -> RightAnswer<Answers> {
    RightAnswer(name) { $0.localDerivatives = changed(operation, derivatives) }
  }

  private static func changed(
    _ operation: ScalarOperation,
    _ derivatives: @escaping @Sendable (Double, Double) -> (x: Double, y: Double)
  ) -> LocalDerivatives {
    {
      try $0 == operation
        ? derivatives($1, $2) : Backpropagation.localDerivatives(of: $0, at: $1, $2)
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
