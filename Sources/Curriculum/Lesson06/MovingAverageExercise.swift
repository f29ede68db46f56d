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
    learnt:
      "A mean over the past calms a curve without looking ahead; a test that is over may look to "
      + "both sides.",
    landmark: Landmark("Sources/Training/LearningRateRangeTest.swift", "let smoothedLosses"),
    solution: { $0.movingAverage = StoppingEarly.movingAverage },
    check: { answers in
      try check(answers, [4, 2, 6, 1], window: 2)
      try check(answers, [8, 4, 6, 2, 10, 3, 1, 7], window: 3)
      try check(answers, [5, 3, 4], window: 1)
      try check(answers, [6, 3, 9], window: 5)
    },
    wrongAnswers: [
      WrongAnswer("looks ahead") { $0.movingAverage = { centred($0, $1) } },
      WrongAnswer("always divides by the window") {
        $0.movingAverage = { values, window in tooSmall(values, window) }
      },
      WrongAnswer("begins when the window is full") {
        $0.movingAverage = { values, window in
          let all = try StoppingEarly.movingAverage(values, window: window)
          return Array(all.dropFirst(window - 1))
        }
      },
      WrongAnswer("one value too many") {
        $0.movingAverage = { try StoppingEarly.movingAverage($0, window: $1 + 1) }
      },
      WrongAnswer("one value too few") {
        $0.movingAverage = { try StoppingEarly.movingAverage($0, window: max(1, $1 - 1)) }
      },
      WrongAnswer("without its own value") {
        $0.movingAverage = { values, window in
          values.indices.map { index in
            let before = values[max(0, index - window)..<index]
            return before.reduce(0, +) / Double(before.count)
          }
        }
      },
      WrongAnswer("the mean of all values so far") {
        $0.movingAverage = { values, _ in
          try StoppingEarly.movingAverage(values, window: values.count)
        }
      },
      WrongAnswer("averages what is averaged already") {
        $0.movingAverage = { values, window in inPlace(values, window) }
      },
    ])

  private static func check(_ answers: Answers, _ values: [Double], window: Int) throws {
    let call = "movingAverage(\(values), window: \(window))"
    let found = try answers.movingAverage(values, window)
    let right = { (window: Int) in try StoppingEarly.movingAverage(values, window: window) }
    try expect(
      found.count == values.count,
      "\(call): expected \(values.count) values, found \(found.count).",
      why: "There is one for each epoch: at the start it is the mean of those that there are.")
    try expect(
      !found.contains { $0.isNaN }, "\(call): found a NaN.",
      why: "The mean of no values is 0/0: the epoch's own value belongs to its mean.")
    // Those of a shorter window come first: where both agree, neither is a mistake.
    let suspects: [([Double], String)] = [
      (centred(values, window), "That looks ahead: a mean ends at its own epoch."),
      (
        tooSmall(values, window),
        "Near the start there are fewer values than the window: divide by how many there are."
      ),
      (try right(window + 1), "There is one value too many in the mean: `window` in all."),
      (try right(max(1, window - 1)), "There is one value too few in the mean: `window` in all."),
      (try right(values.count), "That is the mean of all values so far: use the last `window`."),
      (
        inPlace(values, window),
        "Values that are means already are averaged again: read from `values`, write elsewhere."
      ),
    ]
    for (index, (found, expected)) in zip(found, try right(window)).enumerated() {
      try expect(
        found, equals: expected, in: "\(call), value \(index)",
        suspects: suspects.map { Suspect($0.0[index], $0.1) })
    }
  }

  /// As many values on either side, and the one in the middle.
  private static func centred(_ values: [Double], _ window: Int) -> [Double] {
    values.indices.map { index in
      let start = max(0, index - (window - 1) / 2)
      let around = values[start...min(values.count - 1, start + window - 1)]
      return around.reduce(0, +) / Double(around.count)
    }
  }

  private static func tooSmall(_ values: [Double], _ window: Int) -> [Double] {
    values.indices.map { index in
      values[max(0, index + 1 - window)...index].reduce(0, +) / Double(window)
    }
  }

  private static func inPlace(_ values: [Double], _ window: Int) -> [Double] {
    var values = values
    for index in values.indices {
      let recent = values[max(0, index + 1 - window)...index]
      values[index] = recent.reduce(0, +) / Double(recent.count)
    }
    return values
  }
}
