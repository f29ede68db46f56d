import Curriculum
import Gradus

extension RegularizationLesson {
  static let standardize = Exercise<Answers>(
    "standardize", "Statistics that do not leak",
    hints: [
      "Which samples may be looked at before the test? Only those that are trained on.",
      "Compute mean and deviation once, from train alone, and use the same two for both parts.",
      "As in lesson 1: let mean = train.mean(along: 0), and train.variance(along: 0).sqrt() with 0 "
        + "replaced by 1; then ((train - mean) / deviation, (test - mean) / deviation).",
    ],
    learnt:
      "Mean and deviation are learnt as well: from the training samples alone, or the test has "
      + "been seen.",
    landmark: Landmark("Sources/DataLoading/Standardizer.swift", "fitting samples: Tensor<Scalar>"),
    solution: { $0.standardize = Regularization.standardize },
    check: { answers in
      let train: Matrix = [[1, 100, 5], [3, 300, 5]]
      let test: Matrix = [[2, 600, 6], [7, 200, 5], [6, 100, 8]]
      try expectStandardized(
        try answers.standardize(train, test), train, test, in: "standardize, 2 and 3 samples")
      var generator = RandomGenerator(seed: 5)
      let random: Matrix = .normal([20, 4], mean: 3, using: &generator)
      try expectStandardized(
        try answers.standardize(random[0..<15], random[15..<20] * 2), random[0..<15],
        random[15..<20] * 2, in: "standardize, 15 and 5 random samples")
    },
    wrongAnswers: standardizeMistakes.wrongAnswers(\.standardize))

  private static func expectStandardized(
    _ found: (train: Matrix, test: Matrix), _ train: Matrix, _ test: Matrix, in what: String
  ) throws {
    // NaN is like nothing, not even like the NaN of a suspect.
    let constantColumn =
      "A column that is constant in training has deviation 0: use 1 for it instead."
    try expect(
      (found.train.elements + found.test.elements).allSatisfy(\.isFinite),
      "\(what): expected finite numbers, found NaN or infinity.", why: constantColumn)
    let right = try Regularization.standardize(train, alongWith: test)
    let suspects = standardizeMistakes.suspects { try $0(train, test) }
    try expect(
      found.train, equals: right.train, in: what + ", training part",
      suspects: suspects.map { Suspect($0.result.train, $0.mistake) })
    try expect(
      found.test, equals: right.test, in: what + ", test part",
      suspects: suspects.map { Suspect($0.result.test, $0.mistake) })
  }

  private static func standardized(_ x: Matrix, by samples: Matrix) -> Matrix {
    let deviation = samples.variance(along: 0).sqrt().map { $0 == 0 ? 1 : $0 }
    return (x - samples.mean(along: 0)) / deviation
  }

  private static let standardizeMistakes: [Mistake<Answers.Standardize>] = [
    Mistake(
      "statistics of all data",
      "That takes mean and deviation from all samples, so that training already knows something of "
        + "the test part: take them from the training part alone."
    ) { train, test in
      let all = Matrix.concatenate([train, test])
      return (standardized(train, by: all), standardized(test, by: all))
    },
    Mistake(
      "each part by its own statistics",
      "That gives the test part statistics of its own: the same car would then mean something else "
        + "in the test than in training. Both parts take those of the training part."
    ) { train, test in (standardized(train, by: train), standardized(test, by: test)) },
    Mistake(
      "both by the test part",
      "Those are the statistics of the test part, which must not be looked at: take the training part's."
    ) { train, test in (standardized(train, by: test), standardized(test, by: test)) },
    Mistake(
      "test part left as it is",
      "The test part is left in its old units: it goes through the same change as the training part."
    ) { train, test in (standardized(train, by: train), test) },
    Mistake(
      "constant column divided by 0",
      "Where all training samples have the same value the deviation is 0: use 1 instead."
    ) { train, test in
      let (mean, deviation) = (train.mean(along: 0), train.variance(along: 0).sqrt())
      return ((train - mean) / deviation, (test - mean) / deviation)
    },
    Mistake(
      "one mean for all columns",
      "That takes one mean of all the numbers: each column has its own, x.mean(along: 0)."
    ) { train, test in
      let mean = train.mean()
      let deviation = train.variance(along: 0).sqrt().map { $0 == 0 ? 1 : $0 }
      return ((train - mean) / deviation, (test - mean) / deviation)
    },
    Mistake(
      "divides by the variance",
      "That divides by the variance: the deviation is its square root."
    ) { train, test in
      let mean = train.mean(along: 0)
      let variance = train.variance(along: 0).map { $0 == 0 ? 1 : $0 }
      return ((train - mean) / variance, (test - mean) / variance)
    },
  ]
}
