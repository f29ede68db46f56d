import Curriculum
import Gradus

extension BackpropagationLesson {
  static let logSumExp = Exercise<Answers>(
    "logSumExp", "The logarithm of a sum of exponentials",
    hints: [
      "exp(1000) is infinite. But exp(x) = exp(m)·exp(x − m), and the logarithm makes a sum of that.",
      "let largest = x.max(along: 1, keepingDimensions: true), one a row.",
      "(x - largest).exp().sum(along: 1, keepingDimensions: true).log() + largest",
    ],
    learnt:
      "Taking the largest element out first keeps exp from overflowing, and leaves the result "
      + "the same.",
    landmark: Landmark("Sources/TensorCore/Reductions.swift", "func logSumExp"),
    solution: { $0.logSumExp = Backpropagation.logSumExp },
    check: { answers in
      let ln2 = Double.log(2)
      try expect(
        answers.logSumExp([[0, 0], [3, 3]]), equals: Tensor([[ln2], [3 + ln2]]),
        in: "logSumExp([[0, 0], [3, 3]])",
        suspects: [
          Suspect(Tensor([[ln2], [ln2]]), "The largest number is taken out, but not added back."),
          Suspect(Tensor([ln2, 3 + ln2]), "The axis is gone: keepingDimensions keeps it."),
          Suspect(
            [[0], [3]], "That is the mean or the largest: the logarithm of the sum is more."),
          Suspect(
            Tensor([[Double.log(1 + Double.exp(3)), Double.log(1 + Double.exp(3))]]),
            "That goes down the columns: along: 1 is along a row."),
          Suspect(
            Tensor([[Double.log(1 + Double.exp(3))], [Double.log(1 + Double.exp(3))]]),
            "That goes down the columns: along: 1 is along a row."),
          Suspect(Tensor([[2], [2]]), "The logarithm is missing."),
        ])
      let large = try answers.logSumExp([[1000, 1000], [-1000, -1001]])
      try expect(
        large, equals: Tensor([[1000 + ln2], [-1000 + Double.log1p(Double.exp(-1))]]),
        in: "logSumExp([[1000, 1000], [-1000, -1001]])",
        suspects: [
          Suspect(
            Tensor([[.infinity], [-.infinity]]),
            "exp overflows or vanishes: take the largest number of each row out first."),
          Suspect(
            Tensor([[1000 + ln2], [-.infinity]]),
            "The second row vanishes: take out the largest number of each row, not of all."),
        ])
      let random = RandomRegression(samples: 5, features: 7, seed: 7)
      try expect(
        answers.logSumExp(random.x),
        equals: random.x.exp().sum(along: 1, keepingDimensions: true).log(),
        in: "logSumExp of random numbers, shape [5, 7]")
    },
    wrongAnswers: [
      WrongAnswer("overflows") {
        $0.logSumExp = { $0.exp().sum(along: 1, keepingDimensions: true).log() }
      },
      WrongAnswer("maximum not added back") {
        $0.logSumExp = { x in
          (x - x.max(along: 1, keepingDimensions: true)).exp()
            .sum(along: 1, keepingDimensions: true).log()
        }
      },
      WrongAnswer("one maximum for all rows") {
        $0.logSumExp = { x in
          (x - x.max()).exp().sum(along: 1, keepingDimensions: true).log() + x.max()
        }
      },
      WrongAnswer("down the columns") {
        $0.logSumExp = { $0.logSumExp(along: 0, keepingDimensions: true) }
      },
      WrongAnswer("axis not kept") { $0.logSumExp = { $0.logSumExp(along: 1) } },
      WrongAnswer("mean instead of sum") {
        $0.logSumExp = { x in
          let largest = x.max(along: 1, keepingDimensions: true)
          return (x - largest).exp().mean(along: 1, keepingDimensions: true).log() + largest
        }
      },
      WrongAnswer("maximum alone") {
        $0.logSumExp = { $0.max(along: 1, keepingDimensions: true) }
      },
    ])
}
