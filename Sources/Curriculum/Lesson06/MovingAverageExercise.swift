import Curriculum
import Gradus

extension EarlyStoppingLesson {
  static let movingAverage = Exercise<Answers>(
    "movingAverage", "A smoother curve, without looking ahead",
    hints: [
      "values.indices.map { index in … } gives a value for each epoch.",
      "The values of the mean are values[max(0, index + 1 - window)...index].",
      "Divide their sum by how many there are: near the start that is less than the window.",
    ],
    learned:
      "A mean over the past calms a curve without looking ahead; a test that is over may look to "
      + "both sides.",
    landmark: Landmark("Sources/Training/LearningRateRangeTest.swift", "let smoothedLosses"),
    solution: { $0.movingAverage = StoppingEarly.movingAverage },
    check: { answers in
      try check(answers, [8, 4, 6, 2, 10, 3, 1, 7], window: 3)
      try check(answers, [9, -2, 5, 4, -7, 3, 8, 1, 6, -4], window: 4)
      try check(answers, [4, 2, 6, 1], window: 2, tellsApart: false)
      try check(answers, [6, 3, 9], window: 5)
      for (place, var input) in Input.all(seed: 63).enumerated() {
        let values = input.tensor([input.rows]).elements
        let curve = [values, values.sorted(), values.sorted(by: >)][place % 3]
        try check(answers, curve, window: input.columns, tellsApart: false)
      }
    },
    wrongAnswers: movingAverageMistakes.wrongAnswers(\.movingAverage),
    rightAnswers: [
      RightAnswer("a sum that goes along: one value enters, one leaves") {
        $0.movingAverage = { values, window in
          var (averages, sum) = ([Double](), 0.0)
          for index in values.indices {
            sum += values[index]
            if index >= window { sum -= values[index - window] }
            averages.append(sum / Double(min(index + 1, window)))
          }
          return averages
        }
      },
      RightAnswer("the last of those so far") {
        $0.movingAverage = { values, window in
          (1...values.count).map { end in
            let recent = values.prefix(end).suffix(window)
            return recent.reduce(0, +) / Double(recent.count)
          }
        }
      },
      RightAnswer("loops that add up backwards") {
        $0.movingAverage = { values, window in
          var averages = values
          for index in values.indices {
            var (sum, count) = (0.0, 0)
            while count < window && index - count >= 0 {
              sum += values[index - count]
              count += 1
            }
            averages[index] = sum / Double(count)
          }
          return averages
        }
      },
      RightAnswer("each value divided first") {
        $0.movingAverage = { values, window in
          values.indices.map { index in
            let recent = values[max(0, index - window + 1)...index]
            return recent.map { $0 / Double(recent.count) }.reduce(0, +)
          }
        }
      },
    ])

  private static func check(
    _ answers: Answers, _ values: [Double], window: Int, tellsApart: Bool = true
  ) throws {
    let call = "movingAverage(\(values), window: \(window))"
    let found = try answers.movingAverage(values, window)
    try expect(
      found.count == values.count,
      "\(call): expected \(values.count) values, found \(found.count).",
      why: "There is one for each epoch: at the start it is the mean of those that there are.")
    try expect(
      !found.contains { $0.isNaN }, "\(call): found a NaN.",
      why: "The mean of no values is 0/0: the epoch's own value belongs to its mean.")
    // Relative to the curve's own scale.
    let scale = 1 / max(values.map(\.magnitude).max()!, 1e-300)
    try expect(
      found, equals: try StoppingEarly.movingAverage(values, window: window), in: call,
      parts: values.indices.map { index in
        .number("value \(index)") { index < $0.count ? $0[index] : .nan }
      }, tolerance: min(1e-9, 1e-9 / scale),
      suspects: tellsApart ? movingAverageMistakes.suspects { try $0(values, window) } : [])
  }
}
