import Curriculum
import Gradus

extension RegularizationLesson {
  static let standardize = Exercise<Answers>(
    "standardize", "Statistics that do not leak",
    hints: [
      "Which samples may be looked at before the test? Only those that are trained on.",
      "Compute mean and deviation once, from train alone, and use the same two for both parts.",
      "let isConstant = train.max(along: 0) .== train.min(along: 0), and the deviation is "
        + "select(isConstant, Tensor(1), train.variance(along: 0).sqrt()); with "
        + "mean = train.mean(along: 0) then ((train - mean) / deviation, (test - mean) / deviation).",
    ],
    learned:
      "Mean and deviation are learned as well: from the training samples alone, or the test has "
      + "been seen.",
    landmark: Landmark("Sources/DataLoading/Standardizer.swift", "fitting samples: Tensor<Scalar>"),
    solution: { $0.standardize = Regularization.standardize },
    check: { answers in
      try check(
        answers, [[1, 100, 5], [3, 300, 5], [8, 800, 5]], [[2, 600, 6], [7, 200, 5]],
        in: "standardize, 3 and 2 samples")
      try check(
        answers, [[1e-9], [3e-9]], [[4e-9]], in: "standardize, [[1e-9], [3e-9]]",
        naming: { ["a small σ counts as 0", "1e-8 added to σ"].contains($0) })
      try check(
        answers, [[1e-20], [3e-20]], [[4e-20]], in: "standardize, [[1e-20], [3e-20]]",
        naming: { $0 == "a very small σ counts as 0" })
      for var input in Input.all(seed: 41) {
        let (train, test) = (input.matrix(), input.tensor([input.columns % 3 + 2, input.columns]))
        try check(
          answers, train, test, in: "standardize, training part of \(input)",
          naming: { _ in input.rows > 2 && input.columns > 1 && input.numbers == .ordinary })
      }
      try check(
        answers, [[0.1], [0.1], [0.1]], [[0.35], [0.1]], in: "standardize, [[0.1], [0.1], [0.1]]",
        naming: { $0 == "σ compared with 0" })
      try check(
        answers, [[100_000_002], [100_000_004], [100_000_009]], [[100_000_001]],
        in: "standardize, [[100000002], [100000004], [100000009]]",
        naming: { $0 == "mean of squares minus square of the mean" })
    },
    wrongAnswers: standardizeMistakes.wrongAnswers(\.standardize),
    rightAnswers: [
      RightAnswer("differences from the first sample, which are 0 where all are the same") {
        $0.standardize = { train, test in
          let mean = train.mean(along: 0)
          let deviation = (train - train[0..<1]).variance(along: 0).sqrt().map { $0 == 0 ? 1 : $0 }
          return ((train - mean) / deviation, (test - mean) / deviation)
        }
      },
      RightAnswer("mean and variance by sums of rows") {
        $0.standardize = { train, test in
          let n = Double(train.shape[0])
          let mean = train.sum(along: 0, keepingDimensions: true) / n
          let variance = (train - mean).squared().sum(along: 0, keepingDimensions: true) / n
          let isConstant = (train .== train[0..<1]).map { $0 ? 1 : 0 }.sum(along: 0) .== n
          let deviation = select(isConstant, Tensor(1), variance.sqrt())
          return ((train - mean) / deviation, (test - mean) / deviation)
        }
      },
      RightAnswer("loops, a column after the other") {
        $0.standardize = { train, test in
          var (train, test) = (train, test)
          for column in 0..<train.shape[1] {
            let values = (0..<train.shape[0]).map { train[$0, column] }
            let mean = values.reduce(0, +) / Double(values.count)
            let variance =
              values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count)
            let deviation = Set(values).count == 1 ? 1 : variance.squareRoot()
            for row in 0..<train.shape[0] {
              train[row, column] = (train[row, column] - mean) / deviation
            }
            for row in 0..<test.shape[0] {
              test[row, column] = (test[row, column] - mean) / deviation
            }
          }
          return (train, test)
        }
      },
      RightAnswer("σ is 0 where it is no more than rounding") {
        $0.standardize = { train, test in
          let (mean, deviation) = (train.mean(along: 0), train.variance(along: 0).sqrt())
          let rounding = 1e-14 * train.abs().max(along: 0)
          let divisor = select(deviation .<= rounding, Tensor(1), deviation)
          return ((train - mean) / divisor, (test - mean) / divisor)
        }
      },
    ])

  private typealias Parts = (train: Matrix, test: Matrix)

  private static func check(
    _ answers: Answers, _ train: Matrix, _ test: Matrix, in what: String,
    naming isNamed: (String) -> Bool = { _ in true }
  ) throws {
    let found = try answers.standardize(train, test)
    // NaN is like nothing, not even like the NaN of a suspect.
    try expect(
      (found.train.elements + found.test.elements).allSatisfy(\.isFinite),
      "\(what): expected finite numbers, found NaN or infinity.",
      why: (0..<train.shape[1]).contains { column in
        Set((0..<train.shape[0]).map { train[$0, column] }).count == 1
      } ? "Where all training samples have the same value the deviation is 0: use 1 instead." : nil)
    try expect(
      found, equals: try Regularization.standardize(train, alongWith: test), in: what,
      parts: [.tensor("training part", \Parts.train), .tensor("test part", \.test)],
      suspects: standardizeMistakes.filter { isNamed($0.name) }.suspects { try $0(train, test) })
  }
}
