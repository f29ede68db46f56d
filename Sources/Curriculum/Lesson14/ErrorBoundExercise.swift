import Curriculum
import Gradus

extension LeavingLesson {
  static let errorBound = Exercise<Answers>(
    "errorBound", "How wrong it can be",
    hints: [
      "Write x = x̂ + f and w = ŵ + e, with |f| ≤ s/2 and |e| ≤ t/2. Then x·w − x̂·ŵ is f·w + e·x − e·f.",
      "Sum up the magnitudes of the three parts over all d: s/2·Σ|w|, t/2·Σ|x|, and D·s·t/4.",
    ],
    learned:
      "What rounding costs is known before the first prediction: two scales and two sums bound it.",
    landmark: Landmark(
      "Sources/Layers/Quantization/QuantizedLinear.swift", "struct QuantizedLinear"),
    solution: { $0.errorBound = Leaving.errorBound },
    check: checkErrorBound,
    wrongAnswers: errorBoundMistakes.wrongAnswers(\.errorBound),
    rightAnswers: [
      RightAnswer("element by element") {
        $0.errorBound = { x, s, w, t in
          zip(x, w).reduce(0) { $0 + s / 2 * abs($1.1) + t / 2 * abs($1.0) + s * t / 4 }
        }
      },
      RightAnswer("a product of what each can be at most, less what it is") {
        $0.errorBound = { x, s, w, t in
          var bound = 0.0
          for d in x.indices {
            bound += (abs(x[d]) + s / 2) * (abs(w[d]) + t / 2) - abs(x[d]) * abs(w[d])
          }
          return bound
        }
      },
      RightAnswer("tensors") {
        $0.errorBound = { x, s, w, t in
          let sums = (Tensor<Double>(x).abs().sum(), Tensor<Double>(w).abs().sum())
          return 0.5 * (s * sums.1 + t * sums.0 + 0.5 * s * t * Double(w.count))
        }
      },
    ])

  @Sendable private static func checkErrorBound(_ answers: Answers) throws {
    var suspicion = Suspicion(errorBoundMistakes)
    func compare(
      _ x: [Double], _ s: Double, _ w: [Double], _ t: Double, unit: Double = 1, _ name: String
    ) throws {
      try suspicion.expect(
        try answers.errorBound(x, s, w, t) * unit,
        equals: try Leaving.errorBound(x, xScale: s, weight: w, weightScale: t) * unit,
        in: "errorBound of \(name)"
      ) { try $0(x, s, w, t) * unit }
    }
    try compare(
      [3, -5, 1.5], 0.5, [-1, 8, 4], 0.25, "[3, −5, 1.5], scale 0.5, and [−1, 8, 4], scale 0.25")
    for var input in Input.all(seed: 14_05) {
      let count = input.rows * input.columns
      let (x, w) = (input.tensor([count]).elements, input.tensor([count]).elements)
      let (s, t) = (x.map(\.magnitude).max()! / 127, w.map(\.magnitude).max()! / 127)
      // A bound of some billionths is compared in units in which it is not lost.
      let unit = input.numbers == .small ? 1e13 : 1
      try compare(x, s, w, t, unit: unit, "rows \(input)")
      try compare(x, 3 * s, w, 5 * t, unit: unit, "rows \(input), of larger steps")
    }
  }
}
