import Curriculum
import Gradus

extension LeavingLesson {
  static let quantizedRow = Exercise<Answers>(
    "quantizedRow", "A row in bytes",
    hints: [
      "The scale is the largest magnitude divided by 127: row.map(\\.magnitude).max()! / 127. For a row of zeros it "
        + "is 1.",
      "(w / scale).rounded(.toNearestOrEven) is a whole number from −127 to 127: Int8(…) makes a byte of it.",
    ],
    learned:
      "A byte and a scale per row keep each weight to half a step, and a row of equal weights to rounding.",
    landmark: Landmark(
      "Sources/TensorCore/Quantization/QuantizedMatrix.swift", "func quantizedRow"),
    solution: { $0.quantizedRow = Leaving.quantizedRow },
    check: checkQuantizedRow,
    wrongAnswers: quantizedRowMistakes.wrongAnswers(\.quantizedRow),
    rightAnswers: [
      RightAnswer("a loop for the largest, a remainder for the ties") {
        $0.quantizedRow = { row in
          var largest = 0.0
          for w in row where abs(w) > largest { largest = abs(w) }
          if largest == 0 { return (1, [Int8](repeating: 0, count: row.count)) }
          let scale = largest / 127
          var integers: [Int8] = []
          for w in row {
            let steps = w / scale
            var whole = steps.rounded(.down)
            let rest = steps - whole
            if rest > 0.5 || rest == 0.5 && whole.remainder(dividingBy: 2) != 0 { whole += 1 }
            integers.append(Int8(whole))
          }
          return (scale, integers)
        }
      },
      RightAnswer("a tensor") {
        $0.quantizedRow = { row in
          let x = Tensor<Double>(row)
          let largest = x.abs().max()
          let scale = largest > 0 ? largest / 127 : 1
          return (scale, (x / scale).elements.map { Int8(clamping: Int(rint($0))) })
        }
      },
      RightAnswer("the larger of two ends") {
        $0.quantizedRow = { row in
          let end = max(row.max()!, -row.min()!)
          let scale = end == 0 ? 1.0 : end / 127
          return (scale, row.map { Int8(exactly: ($0 / scale).rounded(.toNearestOrEven))! })
        }
      },
    ])

  private static func rint(_ x: Double) -> Double { x.rounded(.toNearestOrEven) }

  @Sendable private static func checkQuantizedRow(_ answers: Answers) throws {
    var suspicion = Suspicion(quantizedRowMistakes)
    func compare(_ row: [Double], _ name: String) throws {
      try suspicion.expect(
        try answers.quantizedRow(row), equals: try Leaving.quantizedRow(row),
        in: "quantizedRow of \(name)",
        parts: [
          .number("the scale") { $0.scale }, .value("the integers") { $0.integers.map { Int($0) } },
        ]
      ) { try $0(row) }
    }
    // A scale of 2: what lies between two steps is a tie.
    try compare(
      [-254, 1, 3, 5, -1, -3, -5, 2.5, -2.5, 7.8, -7.8, 253, -253],
      "[−254, 1, 3, 5, −1, −3, −5, 2.5, −2.5, 7.8, −7.8, 253, −253]")
    try compare([127, 0.5, 1.5, -0.5, -1.5, 126.5, -126.5, -127], "[127, 0.5, 1.5, −0.5, …, −127]")
    try compare([0.3, 0.3, 0.3], "equal numbers")
    try compare([-0.3, -0.3], "equal numbers below 0")
    try compare([0, 0, 0], "zeros")
    try compare([0], "one zero")
    for var input in Input.all(seed: 14_03) where input.numbers != .tied {
      try compare(input.tensor([input.rows * input.columns]).elements, "numbers \(input)")
    }
  }
}
