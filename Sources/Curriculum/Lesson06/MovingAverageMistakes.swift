import Curriculum
import Gradus

extension EarlyStoppingLesson {
  private static func mean(_ values: some Collection<Double>) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  static let movingAverageMistakes: [Mistake<Answers.MovingAverage>] = [
    Mistake(
      "looks to both sides", "That looks ahead, to both sides: a mean ends at its own epoch."
    ) { values, window in
      values.indices.map { index in
        let start = max(0, index - (window - 1) / 2)
        return mean(values[start...min(values.count - 1, start + window - 1)])
      }
    },
    Mistake(
      "looks ahead", "That is the mean of what comes: a mean ends at its own epoch."
    ) { values, window in
      values.indices.map { mean(values[$0..<min(values.count, $0 + window)]) }
    },
    Mistake(
      "always divides by the window",
      "Near the start there are fewer values than the window: divide by how many there are."
    ) { values, window in
      values.indices.map {
        values[max(0, $0 + 1 - window)...$0].reduce(0, +) / Double(window)
      }
    },
    Mistake("begins when the window is full") { values, window in
      let all = try StoppingEarly.movingAverage(values, window: window)
      return Array(all.dropFirst(window - 1))
    },
    Mistake(
      "zeros until the window is full",
      "Near the start there are zeros: take the mean of those values that there are."
    ) { values, window in
      values.indices.map { $0 + 1 < window ? 0 : mean(values[($0 + 1 - window)...$0]) }
    },
    Mistake(
      "the values themselves until the window is full",
      "Near the start the values stand as they are: take the mean of those that there are."
    ) { values, window in
      values.indices.map { $0 + 1 < window ? values[$0] : mean(values[($0 + 1 - window)...$0]) }
    },
    Mistake(
      "one value too many", "There is one value too many in the mean: `window` in all."
    ) { values, window in values.indices.map { mean(values[max(0, $0 - window)...$0]) } },
    Mistake(
      "one value too few", "There is one value too few in the mean: `window` in all."
    ) { values, window in
      values.indices.map { mean(values[max(0, $0 + 1 - max(1, window - 1))...$0]) }
    },
    Mistake("without its own value") { values, window in
      values.indices.map { mean(values[max(0, $0 - window)..<$0]) }
    },
    Mistake(
      "the value before stands in for the first's own",
      "The epoch's own value is missing: it is the last of the `window` values."
    ) { values, window in
      values.indices.map { $0 == 0 ? values[0] : mean(values[max(0, $0 - window)..<$0]) }
    },
    Mistake(
      "the mean of all values so far",
      "That is the mean of all values so far: use the last `window`."
    ) { values, _ in values.indices.map { mean(values[...$0]) } },
    Mistake(
      "averages what is averaged already",
      "Values that are means already are averaged again: read from `values`, write elsewhere."
    ) { values, window in
      var values = values
      for index in values.indices {
        values[index] = mean(values[max(0, index + 1 - window)...index])
      }
      return values
    },
    Mistake(
      "an exponential mean",
      "That is an exponential mean, in which every value before still counts a little: here the last "
        + "`window` values count the same, and the others not at all."
    ) { values, window in
      let share = 2 / Double(window + 1)
      return values.indices.dropFirst().reduce(into: [values[0]]) {
        $0.append(share * values[$1] + (1 - share) * $0[$0.count - 1])
      }
    },
    Mistake(
      "an exponential mean by 1/k",
      "That is an exponential mean, in which every value before still counts a little: here the last "
        + "`window` values count the same, and the others not at all."
    ) { values, window in
      let share = 1 / Double(window)
      return values.indices.dropFirst().reduce(into: [values[0]]) {
        $0.append(share * values[$1] + (1 - share) * $0[$0.count - 1])
      }
    },
    Mistake(
      "the first value repeated",
      "Near the start the first value counts more than once: take the mean of those values that there are."
    ) { values, window in
      values.indices.map { index in mean((0..<window).map { values[max(0, index - $0)] }) }
    },
    Mistake(
      "the first value left out",
      "The first value is in no mean: index 0 counts, so go back as long as index - j >= 0."
    ) { values, window in
      values.indices.map { index in
        values[max(0, index + 1 - window)...index].reduce(0, +)
          / Double(min(index + 1, window)) - (index < window ? values[0] / Double(index + 1) : 0)
      }
    },
    Mistake(
      "without its own value, and 0 at first",
      "The epoch's own value is missing: it is the last of the `window` values."
    ) { values, window in
      values.indices.map {
        let before = values[max(0, $0 + 1 - window)..<$0]
        return before.reduce(0, +) / Double(max(1, before.count))
      }
    },
    Mistake(
      "a sum that loses a value too early",
      "The sum gives away a value one epoch too early: that of index − window leaves, once there is one."
    ) { values, window in
      var sum = 0.0
      return values.indices.map { index in
        sum += values[index]
        if index + 1 >= window { sum -= values[index + 1 - window] }
        return sum / Double(min(index + 1, window))
      }
    },
    Mistake(
      "no mean of a short curve",
      "Near the start the values stand as they are: take the mean of those that there are."
    ) { values, window in
      values.count < window
        ? values : try StoppingEarly.movingAverage(values, window: window)
    },
    Mistake(
      "the sum instead of the mean", "That is the sum: divide it by how many values there are."
    ) { values, window in
      values.indices.map { values[max(0, $0 + 1 - window)...$0].reduce(0, +) }
    },
    Mistake(
      "the median", "That is the median of the window: the mean is their sum, divided."
    ) { values, window in
      values.indices.map {
        let recent = values[max(0, $0 + 1 - window)...$0].sorted()
        return mean(recent[(recent.count - 1) / 2...recent.count / 2])
      }
    },
    Mistake(
      "blocks", "That goes by blocks of `window` values: the window moves on with every epoch."
    ) { values, window in
      values.indices.map { mean(values[($0 / window * window)...$0]) }
    },
  ]
}
