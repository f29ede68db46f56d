import Curriculum
import Gradus

extension BackpropagationLesson {
  typealias LogSumExp = @Sendable (Matrix) throws -> Matrix

  static let logSumExp = Exercise<Answers>(
    "logSumExp", "The logarithm of a sum of exponentials",
    hints: [
      "exp(1000) is infinite. But exp(x) = exp(m)·exp(x − m), and the logarithm makes a sum of that.",
      "let largest = x.max(along: 1, keepingDimensions: true), one per row.",
      "(x - largest).exp().sum(along: 1, keepingDimensions: true).log() + largest",
    ],
    learned:
      "Taking the largest element out first keeps exp from overflowing, and leaves the result "
      + "the same.",
    landmark: Landmark("Sources/TensorCore/Reductions.swift", "func logSumExp"),
    solution: { $0.logSumExp = Backpropagation.logSumExp },
    check: { answers in
      let x: Matrix = [[1, 2, 0], [3, 3, 7]]
      try expect(
        answers.logSumExp(x), equals: x.exp().sum(along: 1, keepingDimensions: true).log(),
        in: "logSumExp([[1, 2, 0], [3, 3, 7]])",
        suspects: sumMistakes.suspects { try $0(x) })
      // What is naive shows where exp overflows or vanishes, each mistake in a matrix of its own.
      let ln2 = Double.log(2)
      let extremes: [(text: String, x: Matrix, expected: [Double])] = [
        ("[[1000, 1000]]", [[1000, 1000]], [1000 + ln2]),
        (
          "[[1000, 1000], [-1000, -1001]]", [[1000, 1000], [-1000, -1001]],
          [1000 + ln2, -1000 + Double.log1p(Double.exp(-1))]
        ),
        ("[[0, -800, 0]]", [[0, -800, 0]], [ln2]),
        ("[[-800, 0, 0]]", [[-800, 0, 0]], [ln2]),
        ("[[0, 0, 0, 3000]]", [[0, 0, 0, 3000]], [3000]),
        ("[[0, 0, -800]]", [[0, 0, -800]], [ln2]),
      ]
      for ((text, x, expected), mistake) in zip(extremes, extremeMistakes) {
        try expect(
          answers.logSumExp(x), equals: Matrix(shape: [expected.count, 1], elements: expected),
          in: "logSumExp(\(text))", suspects: [mistake, clampedMistake].suspects { try $0(x) })
      }
      for var input in Input.all(seed: 7) {
        let x = input.matrix()
        var expected = Matrix.zeros([input.rows, 1])
        for row in 0..<input.rows {
          let all = (0..<input.columns).map { x[row, $0] }
          let largest = all.max()!
          expected[row, 0] = largest + Double.log(all.map { Double.exp($0 - largest) }.reduce(0, +))
        }
        try expect(answers.logSumExp(x), equals: expected, in: "logSumExp of \(input)")
      }
    },
    wrongAnswers: (sumMistakes + extremeMistakes + [clampedMistake]).wrongAnswers(\.logSumExp),
    rightAnswers: [
      RightAnswer("a loop over the rows") {
        $0.logSumExp = { x in
          var result = Matrix.zeros([x.shape[0], 1])
          for i in 0..<x.shape[0] {
            var largest = x[i, 0]
            for k in 0..<x.shape[1] { largest = max(largest, x[i, k]) }
            var sum = 0.0
            for k in 0..<x.shape[1] { sum += Double.exp(x[i, k] - largest) }
            result[i, 0] = largest + Double.log(sum)
          }
          return result
        }
      },
      RightAnswer("two numbers at a time") {
        $0.logSumExp = { x in
          var result = x[0..., 0..<1]
          for k in 1..<max(1, x.shape[1]) {
            let next = x[0..., k..<k + 1]
            result = result.zip(with: next) { a, b in
              max(a, b) + Double.log1p(Double.exp(-abs(a - b)))
            }
          }
          return result
        }
      },
      RightAnswer("the framework's") {
        $0.logSumExp = { $0.logSumExp(along: 1, keepingDimensions: true) }
      },
    ])

  private static let sumMistakes: [Mistake<LogSumExp>] = [
    Mistake(
      "maximum not added back", "The largest number is taken out, but not added back.",
      { x in
        (x - x.max(along: 1, keepingDimensions: true)).exp()
          .sum(along: 1, keepingDimensions: true).log()
      }),
    Mistake(
      "maximum added twice", "The largest number is added, but not taken out.",
      { x in
        x.exp().sum(along: 1, keepingDimensions: true).log()
          + x.max(along: 1, keepingDimensions: true)
      }),
    Mistake(
      "down the columns", "That goes down the columns: along: 1 is along a row.",
      { $0.logSumExp(along: 0, keepingDimensions: true) }),
    Mistake(
      "maxima of the columns",
      "Those are the largest of the columns: take out the largest of each row, along: 1.",
      { x in
        let largest = x.max(along: 0, keepingDimensions: true)
        return (x - largest).exp().sum(along: 1, keepingDimensions: true).log() + largest
      }),
    Mistake(
      "maxima of the columns taken out, of the rows added",
      "Those are the largest of the columns: take out the largest of each row, along: 1.",
      { x in
        (x - x.max(along: 0)).exp().sum(along: 1, keepingDimensions: true).log()
          + x.max(along: 1, keepingDimensions: true)
      }),
    Mistake(
      "axis not kept", "The axis is gone: keepingDimensions keeps it.",
      { $0.logSumExp(along: 1) }),
    Mistake(
      "axis of the sum not kept",
      "The sum has lost its axis and is added to each row: keepingDimensions belongs there, too.",
      { x in
        let largest = x.max(along: 1, keepingDimensions: true)
        return (x - largest).exp().sum(along: 1).log() + largest
      }),
    Mistake(
      "mean instead of sum", "That is the logarithm of the mean: it is that of the sum.",
      { x in
        let largest = x.max(along: 1, keepingDimensions: true)
        return (x - largest).exp().mean(along: 1, keepingDimensions: true).log() + largest
      }),
    Mistake(
      "maximum alone", "That is the largest number: the logarithm of the sum is more.",
      { $0.max(along: 1, keepingDimensions: true) }),
    Mistake(
      "logarithm before the sum",
      "The logarithm and the sum have changed places: first the sum of all exp, then its logarithm.",
      { x in
        let largest = x.max(along: 1, keepingDimensions: true)
        return (x - largest).exp().log().sum(along: 1, keepingDimensions: true) + largest
      }),
    Mistake(
      "logarithm to base 2", "It is the natural logarithm, ln, and not that to base 2.",
      { x in
        let largest = x.max(along: 1, keepingDimensions: true)
        let sum = (x - largest).exp().sum(along: 1, keepingDimensions: true)
        return sum.log() / Double.log(2) + largest
      }),
    Mistake(
      "logarithm to base 10", "It is the natural logarithm, ln, and not that to base 10.",
      { x in
        let largest = x.max(along: 1, keepingDimensions: true)
        let sum = (x - largest).exp().sum(along: 1, keepingDimensions: true)
        return sum.log() / Double.log(10) + largest
      }),
    Mistake(
      "the maximum as a factor", "The largest is added to the logarithm, and not multiplied by it.",
      { x in
        let largest = x.max(along: 1, keepingDimensions: true)
        return (x - largest).exp().sum(along: 1, keepingDimensions: true).log() * largest
      }),
    Mistake(
      "divided by the maximum",
      "The largest is subtracted in the exponent; nothing is divided by it.",
      { x in
        let largest = x.max(along: 1, keepingDimensions: true)
        return (x / largest).exp().sum(along: 1, keepingDimensions: true).log() + largest
      }),
    Mistake(
      "ln p", "That is x − logSumExp(x), which the next exercise needs: return logSumExp alone.",
      { x in x - x.logSumExp(along: 1, keepingDimensions: true) }),
    Mistake(
      "the maximum taken off again",
      "What was taken out of the exponents is added at the end, not subtracted.",
      { x in
        let largest = x.max(along: 1, keepingDimensions: true)
        return (x - largest).exp().sum(along: 1, keepingDimensions: true).log() - largest
      }),
    Mistake(
      "the maximum inside the logarithm",
      "The largest is added to the logarithm, not to the sum inside of it.",
      { x in
        let largest = x.max(along: 1, keepingDimensions: true)
        return ((x - largest).exp().sum(along: 1, keepingDimensions: true) + largest).log()
      }),
    Mistake(
      "no logarithm", "The logarithm is missing.",
      { $0.exp().sum(along: 1, keepingDimensions: true) }),
    Mistake(
      "no logarithm, and the maximum added",
      "The logarithm is missing, before the largest is added.",
      { x in
        let largest = x.max(along: 1, keepingDimensions: true)
        return (x - largest).exp().sum(along: 1, keepingDimensions: true) + largest
      }),
    Mistake(
      "all rows together", "That is the sum of all rows: each has its own.",
      { x in
        Matrix(repeating: Double.log(x.exp().sum()), shape: [x.shape[0], 1])
      }),
    Mistake(
      "all rows together, and each its maximum", "That is the sum of all rows: each has its own.",
      { x in
        let largest = x.max(along: 1, keepingDimensions: true)
        return largest + Double.log((x - largest).exp().sum())
      }),
  ]

  /// Shown by one extreme matrix each, in their order.
  private static let extremeMistakes: [Mistake<LogSumExp>] = [
    Mistake(
      "overflows", "exp overflows or vanishes: take the largest number of each row out first.",
      { $0.exp().sum(along: 1, keepingDimensions: true).log() }),
    Mistake(
      "one maximum for all rows",
      "The second row vanishes: out of each row its own largest number has to be taken, also if that is "
        + "negative, and not the largest of all, a magnitude or 0.",
      { x in (x - x.max()).exp().sum(along: 1, keepingDimensions: true).log() + x.max() }),
    shifted("the smallest taken out", "The smallest is taken out, and exp overflows: the largest.")
    {
      $0.min(along: 1, keepingDimensions: true)
    },
    shifted("the first taken out", "The first is taken out, and exp may overflow: the largest.") {
      $0[0..., 0..<1]
    },
    shifted("the mean taken out", "The mean is taken out, and exp may overflow: the largest.") {
      $0.mean(along: 1, keepingDimensions: true)
    },
    shifted("the last taken out", "The last is taken out, and exp may overflow: the largest.") {
      $0[0..., ($0.shape[1] - 1)...]
    },
  ]

  /// Shown by the first of these matrices.
  private static let clampedMistake = Mistake<LogSumExp>(
    "clamped", "x is cut off at 700: take the largest number of each row out instead.",
    { $0.clamped(to: -700...700).exp().sum(along: 1, keepingDimensions: true).log() })

  private static func shifted(
    _ name: String, _ why: String, _ shift: @escaping @Sendable (Matrix) -> Matrix
  ) -> Mistake<LogSumExp> {
    Mistake(name, why) { x in
      let shift = shift(x)
      return (x - shift).exp().sum(along: 1, keepingDimensions: true).log() + shift
    }
  }
}
