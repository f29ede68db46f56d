import Curriculum
import Gradus

extension RememberingLesson {
  static let windowsMistakes: [Mistake<Windows>] = [
    planned(
      "standardized by the whole series",
      "Mean and deviation are those of the first N − heldOut numbers: the future has no part in them."
    ) { $0.scale(by: $0.series) },
    planned(
      "the mean of the whole series",
      "Mean and deviation are those of the first N − heldOut numbers: the future has no part in them."
    ) { $0.scaleAll { $0.mean = $1.series.mean() } },
    planned(
      "the deviation of the whole series",
      "Mean and deviation are those of the first N − heldOut numbers: the future has no part in them."
    ) { $0.scaleAll { $0.deviation = Scale(of: $1.series).deviation } },
    planned(
      "standardized by the last numbers", "Known are the first N − heldOut numbers, not the last."
    ) { $0.scale(by: $0.series[($0.series.shape[0] - $0.end)...]) },
    planned(
      "the test by its own numbers",
      "The test is standardized by the numbers of the training: its own mean is not known yet."
    ) { $0.scaleOfTest = .init(of: $0.series[$0.end...]) },
    planned(
      "one number too few known", "Known are the first N − heldOut numbers: here is one less."
    ) { $0.scale(by: $0.series[0..<$0.end - 1]) },
    planned(
      "one number too many known",
      "Known are the first N − heldOut numbers: here is one more, of the test."
    ) { $0.scale(by: $0.series[0..<$0.end + 1]) },
    planned(
      "known without the last window",
      "All of the first N − heldOut numbers are known, and not only those before the last `length`."
    ) { $0.scale(by: $0.series[0..<$0.end - $0.length]) },
    planned(
      "standardized by the targets to train on",
      "Mean and deviation are those of all N − heldOut known numbers, those of the first window included."
    ) { $0.scale(by: $0.series[$0.length..<$0.end]) },
    planned("not standardized", "The series is not standardized.") {
      $0.scaleAll { scale, _ in scale = Scale(mean: 0, deviation: 1) }
    },
    planned("only centered", "The deviation is missing: divide by it.") {
      $0.scaleAll { scale, _ in scale.deviation = 1 }
    },
    planned("not centered", "The mean is missing: subtract it.") {
      $0.scaleAll { scale, _ in scale.mean = 0 }
    },
    planned("divided before the mean is subtracted", "Subtract the mean first, then divide.") {
      // x / d − m = (x − m · d) / d
      $0.scaleAll { scale, _ in scale.mean *= scale.deviation }
    },
    planned("divided by the mean", "Divide by the deviation, not by the mean.") {
      $0.scaleAll { scale, _ in scale.deviation = scale.mean }
    },
    planned("divided by the variance", "Divide by the deviation, the square root of the variance.")
    {
      $0.scaleAll { scale, _ in scale.deviation *= scale.deviation }
    },
    planned(
      "N − 1 in the variance", "The variance is the mean of the squares: divide by N, not by N − 1."
    ) { $0.scaleAll { $0.deviation = $1.known.variance(correction: 1).squareRoot() } },
    planned(
      "the mean magnitude for the deviation",
      "The deviation is the root of the mean of the squared differences, not the mean of their magnitudes."
    ) { $0.scaleAll { $0.deviation = ($1.known - $1.known.mean()).abs().mean() } },
    planned(
      "the range for the deviation",
      "The deviation is the root of the variance, not the range from the smallest to the largest."
    ) { $0.scaleAll { $0.deviation = $1.known.max() - $1.known.min() } },
    planned(
      "the sum for the variance", "The variance is a mean: divide the sum of the squares by N."
    ) { $0.scaleAll { $0.deviation *= Double($1.end).squareRoot() } },
    planned(
      "the squares of the numbers", "The variance has the squares of the differences from the mean."
    ) { $0.scaleAll { $0.deviation = $1.known.squared().mean().squareRoot() } },
    planned(
      "divided by the largest",
      "That divides by the largest: subtract the mean, divide by the deviation."
    ) { $0.scaleAll { $0 = Scale(mean: 0, deviation: $1.known.abs().max()) } },
    planned(
      "from 0 to 1",
      "That scales what is known to 0 … 1: subtract the mean, divide by the deviation."
    ) {
      $0.scaleAll {
        $0 = Scale(mean: $1.known.min(), deviation: $1.known.max() - $1.known.min())
      }
    },
    planned(
      "each window by itself",
      "All windows have the same mean and deviation, those of the known numbers: not each its own."
    ) { $0.scalesEachWindow = true },
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
    planned("targets one later", "The target is the number right after its window.") {
      $0.shiftOfTargets = 1
    },
    planned(
      "the window's last number as target",
      "That is the window's last number: the target comes after it."
    ) { $0.shiftOfTargets = -1 },
    planned(
      "the window's first number as target",
      "That is the window's first number: the target comes after the window."
    ) { $0.shiftOfTargets = -$0.length },
    planned(
      "windows of length + 1", "A window has `length` numbers: these have one more, the target."
    ) { ($0.shift, $0.dropped) = (1, -1) },
    planned("windows of length − 1", "A window has `length` numbers: these are one short.") {
      $0.dropped = 1
    },
    planned("windows in reverse", "The numbers of a window stand in the order of the series.") {
      $0.turnsWindows = true
    },
    planned(
      "the last known window for the whole test",
      "Each target of the test has the numbers right before it, those of the test as well."
    ) { $0.staysAtEnd = true },
    planned(
      "the last test target left out", "The last test target is at place N − 1: it is missing."
    ) {
      $0.test.removeLast()
    },
    planned(
      "the first test target left out",
      "The first test target is at place N − heldOut: it is missing."
    ) { $0.test.removeFirst() },
    planned("training and test exchanged", "Training and test have changed places.") {
      swap(&$0.training, &$0.test)
    },
    planned(
      "the first window left out", "The first training target is at place length: it is missing."
    ) {
      $0.training.removeFirst()
    },
    planned(
      "the last training target left out", "The last training target is at place N − heldOut − 1."
    ) { $0.training.removeLast() },
    planned(
      "the last length training targets left out",
      "Training targets go on up to place N − heldOut − 1: `length` of them are missing."
    ) { $0.training.removeLast($0.length) },
    planned(
      "the test a window early",
      "The targets of the test are the last heldOut numbers; these are `length` places before them."
    ) { plan in plan.test = plan.test.map { $0 - plan.length } },
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
    shaped("targets as a column", "The targets have shape [M], one number for each window.") {
      $0.targets = $0.targets.expandingDimension(at: 1)
    },
    shaped("an axis for one feature", "The windows have shape [M, T], without an axis of 1.") {
      $0.inputs = $0.inputs.expandingDimension(at: 2)
    },
    shaped("windows as columns", "Each window is a row: shape [M, T].") {
      $0.inputs = $0.inputs.transposed()
    },
  ]

  /// What many add out of habit, so that nothing is divided by 0.
  static let smallMistakes: [Mistake<Windows>] = [1e-8, 1e-6, 1e-5].map { small in
    planned(
      "\(small) added to the deviation",
      "Nothing is added to the deviation: what is known is not all the same, so it is not 0."
    ) { $0.scaleAll { scale, _ in scale.deviation += small } }
  }

  /// What shows where the numbers are large and hardly differ.
  static let largeMistakes: [Mistake<Windows>] = [
    planned(
      "the mean of the squares minus the square of the mean",
      "Mean of the squares minus square of the mean: of large numbers, that difference has no right digits "
        + "left. Subtract the mean from the numbers first, then square, as variance() does."
    ) {
      $0.scaleAll {
        let mean = $1.known.mean()
        $0.deviation = ($1.known.squared().mean() - mean * mean).squareRoot()
      }
    }
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
    /// How much later each window lies, and each target.
    var (shift, shiftOfTargets) = (0, 0)
    /// How many numbers each window lacks at its beginning.
    var dropped = 0
    var (scalesTargets, scalesEachWindow, turnsWindows, staysAtEnd) = (true, false, false, false)
    var known: Matrix { series[0..<end] }

    init(_ series: Matrix, _ length: Int, _ heldOut: Int) {
      (self.series, self.length, end) = (series, length, series.shape[0] - heldOut)
      scale = Scale(of: series[0..<end])
      scaleOfTest = scale
      (training, test) = (Array(length..<end), Array(end..<series.shape[0]))
    }

    mutating func scale(by numbers: Matrix) { scaleAll { scale, _ in scale = Scale(of: numbers) } }

    /// Changes what both parts are standardized by.
    mutating func scaleAll(_ change: (inout Scale, WindowPlan) -> Void) {
      var changed = scale
      change(&changed, self)
      (scale, scaleOfTest) = (changed, changed)
    }

    func windows(_ places: [Int], _ scale: Scale) -> SeriesWindows {
      let scaled = (series - scale.mean) / scale.deviation
      let windows = places.map { place in
        let after = (staysAtEnd ? min(place, end) : place) + shift
        return window(scaled[after - length + dropped..<after])
      }
      let targets = places.map { min($0 + shiftOfTargets, series.shape[0] - 1) }
      return SeriesWindows(
        inputs: windows.isEmpty ? .zeros([0, length]) : .stack(windows),
        targets: (scalesTargets ? scaled : series).gather(targets))
    }

    private func window(_ numbers: Matrix) -> Matrix {
      if turnsWindows { return Matrix(numbers.elements.reversed()) }
      guard scalesEachWindow else { return numbers }
      let own = Scale(of: numbers)
      return (numbers - own.mean) / own.deviation
    }
  }

  /// The right windows in other shapes, in both parts.
  private static func shaped(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout SeriesWindows) -> Void
  ) -> Mistake<Windows> {
    Mistake(name, why) { series, length, heldOut in
      var parts = try Remembering.windows(of: series, length: length, heldOut: heldOut)
      change(&parts.training)
      change(&parts.test)
      return parts
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
