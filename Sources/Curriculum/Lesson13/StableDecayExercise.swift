import Curriculum
import Gradus

extension ExtendingLesson {
  static let stableDecay = Exercise<Answers>(
    "stableDecay", "A schedule",
    hints: [
      "Ask in this order: is the step still in the warm-up? Is training over? Has the decay begun, after "
        + "step total − decay?",
      "Whole numbers divide to whole numbers: write Double(step + 1) / Double(warmup).",
      "let decayed = step - (total - decay); decayed <= 0 ? peak : "
        + "peak * (1 - (Double(decayed) / Double(decay)).squareRoot())",
    ],
    learned: "A schedule is a function of the step: draw it, look at its corners, and use it then.",
    landmark: Landmark("Sources/Training/Schedules/LinearWarmup.swift", "struct LinearWarmup"),
    solution: { $0.stableDecay = Extending.stableDecay },
    check: checkStableDecay,
    wrongAnswers: stableDecayMistakes.wrongAnswers(\.stableDecay),
    rightAnswers: [
      RightAnswer("the smaller of two lines") {
        $0.stableDecay = { step, total, peak, warmup, decay in
          let up = warmup == 0 ? 1 : min(1, Double(step + 1) / Double(warmup))
          let late = max(0, step - total + decay)
          let down =
            step >= total
            ? 0 : late == 0 ? 1 : 1 - (Double(late) / Double(decay)).squareRoot()
          return peak * min(up, down)
        }
      },
      RightAnswer("the whole curve first") {
        $0.stableDecay = { step, total, peak, warmup, decay in
          var curve = [Double](repeating: peak, count: total)
          for i in 0..<warmup { curve[i] = peak / Double(warmup) * Double(i + 1) }
          for i in 0..<decay {
            curve[total - decay + i] -=
              curve[total - decay + i] * (Double(i) / Double(decay)).squareRoot()
          }
          return step < total ? curve[step] : 0
        }
      },
      RightAnswer("a switch over ranges") {
        $0.stableDecay = { step, total, peak, warmup, decay in
          switch step {
          case ..<warmup: peak * (Double(step) + 1) / Double(warmup)
          case warmup..<(total - decay): peak
          case ..<total: peak - peak * (Double(step + decay - total) / Double(decay)).squareRoot()
          default: 0
          }
        }
      },
    ])

  @Sendable private static func checkStableDecay(_ answers: Answers) throws {
    var suspicion = Suspicion(stableDecayMistakes)
    func compare(_ total: Int, _ peak: Double, _ warmup: Int, _ decay: Int) throws {
      func curve(_ rate: Answers.StableDecay) throws -> Matrix {
        Matrix(try (0..<total + 3).map { try rate($0, total, peak, warmup, decay) })
      }
      try suspicion.expect(
        curve(answers.stableDecay),
        equals: curve {
          try Extending.stableDecay(step: $0, of: $1, peak: $2, warmup: $3, decay: $4)
        },
        in: "stableDecay at steps 0 to \(total + 2) of \(total), peak \(peak), warm-up \(warmup), "
          + "decay \(decay)"
      ) { try curve($0) }
    }
    try compare(20, 2, 4, 9)
    for (total, warmup, decay) in [
      (10, 0, 4), (10, 3, 0), (10, 0, 0), (9, 4, 5), (7, 7, 0), (6, 0, 6), (1, 0, 0), (1, 1, 0),
      (1, 0, 1), (13, 1, 1), (40, 5, 11), (2, 1, 1),
    ] {
      for peak in [1, 0.001, 0.3, 3000] { try compare(total, peak, warmup, decay) }
    }
  }
}
