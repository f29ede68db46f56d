import Curriculum

extension LeavingLesson {
  /// What the bound is made of, so that a mistake is one change to it.
  private struct ChangedBound: Sendable {
    var sum: @Sendable ([Double]) -> Double = { $0.reduce(0) { $0 + $1.magnitude } }
    /// What the errors of x give, from its scale and the sum over w; and those of w, from its scale and the
    /// sum over x.
    var ofX: @Sendable (Double, Double) -> Double = { $0 / 2 * $1 }
    var ofWeight: @Sendable (Double, Double) -> Double = { $0 / 2 * $1 }
    /// What both errors at once give, from both scales and how many products there are.
    var ofBoth: @Sendable (Double, Double, Double) -> Double = { $2 * $0 * $1 / 4 }
    var isExchanged = false

    func callAsFunction(_ x: [Double], _ s: Double, _ w: [Double], _ t: Double) -> Double {
      let (first, second) = isExchanged ? (x, w) : (w, x)
      let parts = (ofX(s, sum(first)), ofWeight(t, sum(second)))
      return parts.0 + parts.1 + ofBoth(s, t, Double(x.count))
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedBound) -> Void
  ) -> Mistake<Answers.ErrorBound> {
    var changed = ChangedBound()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0, $1, $2, $3) }
  }

  static let errorBoundMistakes: [Mistake<Answers.ErrorBound>] = [
    mistake(
      "both errors at once forgotten",
      "Where both numbers are rounded, both errors meet: D·s·t/4 is missing."
    ) { $0.ofBoth = { _, _, _ in 0 } },
    mistake(
      "that part once, not for each product", "Both errors meet in each of the D products: D·s·t/4."
    ) { $0.ofBoth = { s, t, _ in s * t / 4 } },
    mistake(
      "a half of a half forgotten",
      "e and f are at most half a step each, in each of D products: D·s·t/4."
    ) {
      $0.ofBoth = { $2 * $0 * $1 / 2 }
    },
    mistake("that part subtracted", "The errors may all add up: D·s·t/4 is added.") {
      $0.ofBoth = { -$2 * $0 * $1 / 4 }
    },
    mistake("whole steps", "Rounding to the nearest errs by half a step, not by a whole one.") {
      $0.ofX = { $0 * $1 }
      $0.ofWeight = { $0 * $1 }
      $0.ofBoth = { $2 * $0 * $1 }
    },
    mistake(
      "the sums exchanged", "An error of x is multiplied by w: the scale of x goes with Σ|w|."
    ) { $0.isExchanged = true },
    mistake("only the weights rounded", "x is rounded, too: s/2·Σ|w| and D·s·t/4 are missing.") {
      $0.ofX = { _, _ in 0 }
      $0.ofBoth = { _, _, _ in 0 }
    },
    mistake("only x rounded", "The weights are rounded, too: t/2·Σ|x| and D·s·t/4 are missing.") {
      $0.ofWeight = { _, _ in 0 }
      $0.ofBoth = { _, _, _ in 0 }
    },
    mistake("signs that cancel", "Sum up magnitudes: errors need not cancel where the numbers do.")
    { $0.sum = { $0.reduce(0, +) } },
    Mistake(
      "signs that cancel in the sum over w",
      "Sum up magnitudes: errors need not cancel where the numbers do."
    ) { x, s, w, t in
      let (ofX, ofWeight) = (x.reduce(0) { $0 + $1.magnitude }, w.reduce(0, +))
      return s / 2 * ofWeight + t / 2 * ofX + Double(x.count) * s * t / 4
    },
    Mistake(
      "signs that cancel in the sum over x",
      "Sum up magnitudes: errors need not cancel where the numbers do."
    ) { x, s, w, t in
      let (ofX, ofWeight) = (x.reduce(0, +), w.reduce(0) { $0 + $1.magnitude })
      return s / 2 * ofWeight + t / 2 * ofX + Double(x.count) * s * t / 4
    },
    mistake("the magnitude of the sum", "Sum up the magnitudes, not the numbers.") {
      $0.sum = { $0.reduce(0, +).magnitude }
    },
    mistake(
      "the largest instead of the sum", "Each product has an error: sum up all, not the largest."
    ) { $0.sum = { $0.map(\.magnitude).max()! } },
    mistake(
      "the root of squares", "Σ|x| is the sum of magnitudes, not the root of the sum of squares."
    ) { $0.sum = { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() } },
    mistake("a mean instead of a sum", "The errors of all products add up: no mean is taken.") {
      $0.sum = { $0.reduce(0) { $0 + $1.magnitude } / Double($0.count) }
    },
    mistake("a quarter instead of halves", "The first two parts have halves: s/2 and t/2.") {
      $0.ofX = { $0 / 4 * $1 }
      $0.ofWeight = { $0 / 4 * $1 }
    },
  ]
}
