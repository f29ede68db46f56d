import Curriculum
import Gradus

extension RememberingLesson {
  static let windowsMistakes: [Mistake<Windows>] = [
    planned(
      "standardized by the whole series",
      "Mean and deviation are those of the first N − heldOut numbers: the future has no part in them."
    ) { $0.scale(by: $0.series) },
    planned(
      "the test by its own numbers",
      "The test is standardized by the numbers of the training: its own mean is not known yet."
    ) { $0.scaleOfTest = .init(of: $0.series[$0.end...]) },
    planned(
      "standardized by the targets to train on",
      "Mean and deviation are those of all N − heldOut known numbers, those of the first window included."
    ) { $0.scale(by: $0.series[$0.length..<$0.end]) },
    planned("not standardized", "The series is not standardized.") {
      $0.scale = .init(mean: 0, deviation: 1)
      $0.scaleOfTest = $0.scale
    },
    planned("only centered", "The deviation is missing: divide by it.") {
      $0.scale.deviation = 1
      $0.scaleOfTest = $0.scale
    },
    planned("not centered", "The mean is missing: subtract it.") {
      $0.scale.mean = 0
      $0.scaleOfTest = $0.scale
    },
    planned("divided by the variance", "Divide by the deviation, the square root of the variance.")
    {
      $0.scale.deviation *= $0.scale.deviation
      $0.scaleOfTest = $0.scale
    },
    planned(
      "N − 1 in the variance", "The variance is the mean of the squares: divide by N, not by N − 1."
    ) {
      $0.scale.deviation = $0.series[0..<$0.end].variance(correction: 1).squareRoot()
      $0.scaleOfTest = $0.scale
    },
    planned("targets as they were", "The targets are standardized as the windows are.") {
      $0.scalesTargets = false
    },
    planned("the target in its own window", "The window holds its own target: it ends before it.") {
      $0.shift = 1
    },
    planned("two steps ahead", "The target is the number right after its window.") {
      $0.shift = -1
      $0.training.removeFirst()
    },
    planned(
      "the first window left out", "The first training target is at place length: it is missing."
    ) {
      $0.training.removeFirst()
    },
    planned(
      "the last training target left out", "The last training target is at place N − heldOut − 1."
    ) { $0.training.removeLast() },
    planned("a training target of the future", "Training targets end before place N − heldOut.") {
      $0.training.append($0.end)
    },
    planned(
      "all windows to train on",
      "Training targets end before place N − heldOut: this trains on the test."
    ) { $0.training += $0.test },
    planned(
      "windows of the test alone",
      "The test's windows reach back: what comes before its first target is known."
    ) { $0.test.removeFirst($0.length) },
    planned("windows side by side", "Each place has a window of its own: they overlap.") { plan in
      plan.training.removeAll { $0 % plan.length != 0 }
    },
    planned("the first numbers held out", "The last numbers are held out, not the first.") {
      let all = $0.training + $0.test
      ($0.training, $0.test) = (
        Array(all.dropFirst($0.test.count)), Array(all.prefix($0.test.count))
      )
    },
    planned("in reverse", "The windows stand in the order of their targets.") {
      $0.training.reverse()
      $0.test.reverse()
    },
  ]

  private struct Scale {
    var mean: Double
    var deviation: Double

    init(mean: Double, deviation: Double) { (self.mean, self.deviation) = (mean, deviation) }

    init(of numbers: Matrix) {
      self.init(mean: numbers.mean(), deviation: numbers.variance().squareRoot())
    }
  }

  /// Which windows there are, and how they are standardized.
  private struct WindowPlan {
    let series: Matrix
    let length: Int
    /// Where the held-out numbers begin.
    let end: Int
    var scale: Scale
    var scaleOfTest: Scale
    /// The places of the targets.
    var training: [Int]
    var test: [Int]
    /// How much later each window lies.
    var shift = 0
    var scalesTargets = true

    init(_ series: Matrix, _ length: Int, _ heldOut: Int) {
      (self.series, self.length, end) = (series, length, series.shape[0] - heldOut)
      scale = Scale(of: series[0..<end])
      scaleOfTest = scale
      (training, test) = (Array(length..<end), Array(end..<series.shape[0]))
    }

    mutating func scale(by numbers: Matrix) {
      scale = Scale(of: numbers)
      scaleOfTest = scale
    }

    func windows(_ places: [Int], _ scale: Scale) -> SeriesWindows {
      let scaled = (series - scale.mean) / scale.deviation
      let windows = places.map { scaled[$0 - length + shift..<$0 + shift] }
      return SeriesWindows(
        inputs: windows.isEmpty ? .zeros([0, length]) : .stack(windows),
        targets: (scalesTargets ? scaled : series).gather(places))
    }
  }

  private static func planned(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout WindowPlan) -> Void
  ) -> Mistake<Windows> {
    Mistake(name, why) { series, length, heldOut in
      var plan = WindowPlan(series, length, heldOut)
      change(&plan)
      return (plan.windows(plan.training, plan.scale), plan.windows(plan.test, plan.scaleOfTest))
    }
  }
}
