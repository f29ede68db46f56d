import Curriculum
import Gradus

extension EarlyStoppingLesson {
  static let chooseEpoch = Exercise<Answers>(
    "chooseEpoch", "The epoch to use, and its honest loss",
    hints: [
      "The choice looks at `validation` alone; `test` is read once, after it.",
      "Go through the indices and remember the best so far; a comparison with < keeps the first of equal "
        + "ones. Skip values that are NaN: every comparison with NaN is false.",
      "Epochs are counted from 1, arrays from 0: return (best + 1, test[best]).",
    ],
    learned:
      "The validation loss chooses, and the test loss of that epoch is reported, though another "
      + "would look better.",
    landmark: Landmark("Sources/Training/Fit/History.swift", "func best"),
    solution: { $0.chooseEpoch = StoppingEarly.chooseEpoch },
    check: { answers in
      let histories: [([Double], [Double])] = [
        // Each wrong choice finds another epoch here.
        ([6, 5.5, 7, 3, 4, 3, 8, 3, 4.5, 4, 5], [5, 3, 1, 6, 2, 5.5, 7, 8, 9, 6.5, 4]),
        (
          [.nan, 0.75, 0.7, 0.3, .nan, 0.65, 0.5, 0.6],
          [0.2, 0.6, 0.25, 0.35, 0.33, 0.1, 0.4, 0.45]
        ),
        ([0.9, 0.5, 0.4, 0.6, 0.4, 0.8], [0.8, 0.3, 0.5, 0.45, 0.41, 0.7]),
        ([3, 1, 2], [5, 3, 2]), ([2], [5]), ([.nan, 4], [1, 2]), ([4, .nan], [2, 1]),
        // Larger than any number that a search might begin with.
        ([4e15, 2e15, 3e15], [1, 3, 2]),
        // The test loss of the epoch that is chosen may be anything.
        ([2, 1, 3], [5, .infinity, 4]),
      ]
      var suspicion = Suspicion(chooseEpochMistakes)
      for (validation, test) in histories { try check(answers, validation, test, &suspicion) }
      var generator = RandomGenerator(seed: 64)
      for (place, var input) in Input.all(seed: 65).enumerated() {
        let losses = input.tensor([2, input.rows]).elements
        let (first, test) = (Array(losses.prefix(input.rows)), Array(losses.suffix(input.rows)))
        var validation = [first, first.sorted(), first.sorted(by: >)][place % 3]
        if place % 2 == 1 && input.rows > 1 {
          validation[generator.uniformInteger(below: input.rows)] = .nan
        }
        try check(answers, validation, test, &suspicion)
      }
    },
    wrongAnswers: chooseEpochMistakes.wrongAnswers(\.chooseEpoch),
    rightAnswers: [
      RightAnswer("the smallest of those indices that have a number") {
        $0.chooseEpoch = { validation, test in
          let best = validation.indices.filter { !validation[$0].isNaN }
            .min { validation[$0] < validation[$1] }!
          return (best + 1, test[best])
        }
      },
      RightAnswer("NaN counts as infinity") {
        $0.chooseEpoch = { validation, test in
          let losses = validation.map { $0.isNaN ? .infinity : $0 }
          let epoch = losses.firstIndex(of: losses.min()!)! + 1
          return (epoch, test[epoch - 1])
        }
      },
      RightAnswer("the best so far, and its epoch") {
        $0.chooseEpoch = { validation, test in
          var (best, epoch, testLoss) = (Double.infinity, 0, Double.nan)
          for index in 0..<validation.count where validation[index] < best {
            (best, epoch, testLoss) = (validation[index], index + 1, test[index])
          }
          return (epoch, testLoss)
        }
      },
      RightAnswer("from the last to the first") {
        $0.chooseEpoch = { validation, test in
          var best: Int?
          for index in validation.indices.reversed() where !validation[index].isNaN {
            if let later = best, validation[later] < validation[index] { continue }
            best = index
          }
          return (best! + 1, test[best!])
        }
      },
    ])

  private static func check(
    _ answers: Answers, _ validation: [Double], _ test: [Double],
    _ suspicion: inout Suspicion<Answers.ChooseEpoch>
  ) throws {
    try suspicion.expect(
      answers.chooseEpoch(validation, test),
      equals: try StoppingEarly.chooseEpoch(validation: validation, test: test),
      in: "chooseEpoch(validation: \(validation), test: \(test))",
      parts: [.value("epoch", \.epoch), .number("testLoss", \.testLoss)]
    ) { try $0(validation, test) }
  }
}
