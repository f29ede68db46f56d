import Curriculum
import Gradus

extension RememberingLesson {
  typealias Windows =
    @Sendable (Matrix, Int, Int) throws -> (training: SeriesWindows, test: SeriesWindows)

  static let windows = Exercise<Answers>(
    "windows", "A forecast that does not peek",
    hints: [
      "The first N − heldOut numbers are known: their mean and variance() alone standardize the whole series.",
      "The window of target i is scaled[i - length..<i]: the numbers before it, without itself.",
      "Training targets are length ..< N − heldOut; the test's are N − heldOut ..< N, and their windows may "
        + "well reach back into what is known.",
    ],
    learned:
      "A forecast may use all that lies before it and nothing else, not even the mean of what comes later.",
    landmark: Landmark("Sources/DataLoading/Sequences/SlidingWindows.swift", "func slidingWindows"),
    solution: { $0.windows = Remembering.windows },
    check: { answers in
      func compare(
        _ series: Matrix, _ length: Int, _ heldOut: Int, _ call: String,
        _ mistakes: [Mistake<Windows>] = []
      ) throws {
        try expect(
          answers.windows(series, length, heldOut),
          equals: Remembering.windows(of: series, length: length, heldOut: heldOut), in: call,
          parts: [
            .tensor("training.inputs", \.training.inputs),
            .tensor("training.targets", \.training.targets),
            .tensor("test.inputs", \.test.inputs), .tensor("test.targets", \.test.targets),
          ], suspects: mistakes.suspects { try $0(series, length, heldOut) })
      }
      let series: Matrix = [1, 4, 2, 8, 5, 7, 3, 10, 9, 20, 26, 31]
      try compare(
        series, 3, 4, "windows of \(series.elements), length 3, heldOut 4",
        windowsMistakes + smallMistakes)
      // One target to train on.
      try compare([3, 1, 4, 2], 2, 1, "windows of [3, 1, 4, 2], length 2, heldOut 1")
      let large: Matrix = [100_000_001, 100_000_003, 100_000_002, 100_000_006, 100_000_009]
      try compare(
        large, 2, 1, "windows of 100000000 + [1, 3, 2, 6, 9], length 2, heldOut 1", largeMistakes)
      for scale in [1, 1e-5] {
        let tied = Matrix([3, 1, 4, 1, 5, 1, 4, 4, 1, 3]) * scale
        try compare(tied, 2, 3, "windows of \(tied.elements), length 2, heldOut 3")
      }
      for (place, var input) in Input.all(seed: 918).enumerated() {
        let (length, heldOut) = ([2, 1, 5, 3][place % 4], input.rows)
        // Numbers that are often equal may all be so; a step between them keeps their variance above 0.
        let count = length + input.columns + 1 + heldOut
        let series = input.tensor([count]) + Matrix(Tensor<Int>(0..<count)) * 0.01
        try compare(
          series, length, heldOut,
          "windows of \(count) \(input.numbers.rawValue), length \(length), heldOut \(heldOut)")
      }
    },
    wrongAnswers: (windowsMistakes + smallMistakes + largeMistakes).wrongAnswers(\.windows),
    rightAnswers: [
      RightAnswer("number by number") {
        $0.windows = { series, length, heldOut in
          let numbers = series.elements
          let end = numbers.count - heldOut
          let mean = numbers[..<end].reduce(0, +) / Double(end)
          let variance = numbers[..<end].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(end)
          let scaled = numbers.map { ($0 - mean) / variance.squareRoot() }
          func windows(_ targets: Range<Int>) -> SeriesWindows {
            SeriesWindows(
              inputs: Tensor(targets.map { Array(scaled[$0 - length..<$0]) }),
              targets: Tensor(targets.map { scaled[$0] }))
          }
          return (windows(length..<end), windows(end..<numbers.count))
        }
      },
      RightAnswer("all windows first, then divided") {
        $0.windows = { series, length, heldOut in
          let n = series.shape[0]
          let known = series[0..<n - heldOut]
          let deviation = (known - known.mean()).squared().mean().squareRoot()
          let scaled = (series - known.mean()) / deviation
          let all = SeriesWindows(
            inputs: .stack((0..<n - length).map { scaled[$0..<$0 + length] }),
            targets: scaled[length...])
          let count = n - length - heldOut
          return (
            SeriesWindows(inputs: all.inputs[0..<count], targets: all.targets[0..<count]),
            SeriesWindows(inputs: all.inputs[count...], targets: all.targets[count...])
          )
        }
      },
      RightAnswer("the framework's standardizer, column by column") {
        $0.windows = { series, length, heldOut in
          let n = series.shape[0]
          let column = series.reshaped(to: [n, 1])
          let scaled = Standardizer(fitting: column[0..<n - heldOut])(column)
          func windows(_ targets: Range<Int>) -> SeriesWindows {
            let columns = (0..<length).map { place in
              scaled[targets.lowerBound - length + place..<targets.upperBound - length + place]
            }
            return SeriesWindows(
              inputs: .concatenate(columns, along: 1), targets: scaled[targets].flattened())
          }
          return (windows(length..<n - heldOut), windows(n - heldOut..<n))
        }
      },
    ])
}
