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
    learnt:
      "The validation loss chooses, and the test loss of that epoch is reported, though another "
      + "would look better.",
    landmark: Landmark("Sources/Training/Fit/History.swift", "func best"),
    solution: { $0.chooseEpoch = StoppingEarly.chooseEpoch },
    check: { answers in
      let histories: [([Double], [Double])] = [
        ([3, 1, 2], [5, 3, 2]),
        ([0.9, 0.5, 0.4, 0.6, 0.4, 0.8], [0.8, 0.3, 0.5, 0.45, 0.41, 0.7]),
        ([.nan, 0.7, 0.3, .nan, 0.5], [0.2, 0.6, 0.35, 0.1, 0.4]),
        ([2], [5]),
      ]
      for (validation, test) in histories {
        let call = "chooseEpoch(validation: \(validation), test: \(test))"
        let right = try StoppingEarly.chooseEpoch(validation: validation, test: test)
        let (epoch, testLoss) = try answers.chooseEpoch(validation, test)
        let numbers = validation.indices.filter { !validation[$0].isNaN }
        let smallest = validation[right.epoch - 1]
        let best = { (losses: [Double]) in numbers.min { losses[$0] < losses[$1] }! + 1 }
        try expect(
          Double(epoch), equals: Double(right.epoch), in: "\(call), epoch",
          suspects: [
            // Whoever counts from 0 has the right loss; otherwise another epoch was chosen.
            Suspect(
              testLoss == right.testLoss ? Double(right.epoch - 1) : .nan,
              "That is the index: epochs are counted from 1."),
            Suspect(
              Double(test.indices.min { test[$0] < test[$1] }! + 1),
              "That epoch is chosen by the test loss: then it measures its own choice."),
            Suspect(
              Double(best(test)),
              "That epoch is chosen by the test loss: then it measures its own choice."),
            Suspect(
              Double(best(validation.map { -$0 })), "That is the largest validation loss."),
            Suspect(
              Double(validation.lastIndex(of: smallest)! + 1),
              "Of epochs with the same loss, take the first."),
            Suspect(Double(validation.count), "That is the last epoch, not the best."),
            Suspect(
              Double(validation.firstIndex { $0.isNaN }.map { $0 + 1 } ?? 0),
              "That epoch's loss is NaN: nothing was measured there, so it cannot be the best."),
          ])
        try expect(
          testLoss, equals: right.testLoss, in: "\(call), testLoss",
          suspects: [
            Suspect(smallest, "That is the validation loss: it was chosen, so it flatters."),
            Suspect(
              test.min()!,
              "That is the smallest test loss, of another epoch: report the epoch that was chosen."),
            Suspect(test[test.count - 1], "That is the test loss of the last epoch."),
          ])
      }
    },
    wrongAnswers: [
      WrongAnswer("chosen by the test loss") {
        $0.chooseEpoch = { _, test in
          let best = test.indices.min { test[$0] < test[$1] }!
          return (best + 1, test[best])
        }
      },
      WrongAnswer("epoch counted from 0") {
        $0.chooseEpoch = { validation, test in
          let right = try StoppingEarly.chooseEpoch(validation: validation, test: test)
          return (right.epoch - 1, right.testLoss)
        }
      },
      WrongAnswer("the smallest test loss reported") {
        $0.chooseEpoch = { validation, test in
          (try StoppingEarly.chooseEpoch(validation: validation, test: test).epoch, test.min()!)
        }
      },
      WrongAnswer("the validation loss reported") {
        $0.chooseEpoch = { validation, test in
          let epoch = try StoppingEarly.chooseEpoch(validation: validation, test: test).epoch
          return (epoch, validation[epoch - 1])
        }
      },
      WrongAnswer("the largest validation loss") {
        $0.chooseEpoch = { validation, test in
          try StoppingEarly.chooseEpoch(validation: validation.map { -$0 }, test: test)
        }
      },
      WrongAnswer("the last of equal ones") {
        $0.chooseEpoch = { validation, test in
          let epoch = try StoppingEarly.chooseEpoch(validation: validation, test: test).epoch
          let last = validation.lastIndex(of: validation[epoch - 1])!
          return (last + 1, test[last])
        }
      },
      WrongAnswer("the last epoch") {
        $0.chooseEpoch = { validation, test in (validation.count, test[test.count - 1]) }
      },
      WrongAnswer("a NaN stays the best") {
        $0.chooseEpoch = { validation, test in
          var best = 0
          // Nothing is smaller than NaN, so that a first one is never replaced.
          for index in validation.indices where validation[index] < validation[best] {
            best = index
          }
          return (best + 1, test[best])
        }
      },
    ])
}
