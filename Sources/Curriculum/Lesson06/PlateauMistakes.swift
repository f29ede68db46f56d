import Curriculum
import Gradus

extension EarlyStoppingLesson {
  private static func right(
    _ loss: Double, _ state: PlateauState, _ rule: PlateauRule,
    isBetter: (Double, Double) -> Bool = { $0 < $1 }, isFirst: (Double) -> Bool = { !$0.isNaN },
    limit: Int = 0,
    lower: (Double, PlateauRule) -> Double = { max($0 * $1.factor, $1.smallestRate) }
  ) -> PlateauState {
    let improves = state.best.map { isBetter(loss, $0) } ?? isFirst(loss)
    let waited = improves ? 0 : state.waited + 1
    let isOver = waited > rule.patience + limit
    return PlateauState(
      rate: isOver ? lower(state.rate, rule) : state.rate, best: improves ? loss : state.best,
      waited: isOver ? 0 : waited)
  }

  /// Whether an epoch improves on the best.
  private static func improves(_ loss: Double, on state: PlateauState) -> Bool {
    state.best.map { loss < $0 } ?? !loss.isNaN
  }

  /// Whether an epoch lowers the rate.
  private static func lowers(_ loss: Double, _ state: PlateauState, _ rule: PlateauRule) -> Bool {
    !improves(loss, on: state) && state.waited + 1 > rule.patience
  }

  static let plateauMistakes: [Mistake<Answers.LowerOnPlateau>] = [
    Mistake(
      "lowers one epoch too early",
      "The rate falls when *more* than patience epochs have been waited: > and not >=."
    ) { right($0, $1, $2, limit: -1) },
    Mistake(
      "lowers one epoch too late",
      "The rate falls one epoch earlier: when the epochs waited are more than the patience."
    ) { right($0, $1, $2, limit: 1) },
    Mistake(
      "counter not reset when the rate falls",
      "When the rate falls, the count starts again; else it falls again in each epoch that follows."
    ) { loss, state, rule in
      var next = right(loss, state, rule)
      if lowers(loss, state, rule) { next.waited = state.waited + 1 }
      return next
    },
    Mistake(
      "counter starts at 1 when the rate falls",
      "When the rate falls, the count starts again at 0: the epoch that lowered it has been waited for."
    ) { loss, state, rule in
      var next = right(loss, state, rule)
      if lowers(loss, state, rule) { next.waited = 1 }
      return next
    },
    Mistake(
      "counter not reset by an improvement", "After an improvement nothing has been waited since."
    ) { loss, state, rule in
      var next = right(loss, state, rule)
      if improves(loss, on: state) { next.waited = state.waited }
      return next
    },
    Mistake(
      "counter at 1 after an improvement",
      "After an improvement the count is 0: no epoch has been waited since."
    ) { loss, state, rule in
      var next = right(loss, state, rule)
      if improves(loss, on: state) { next.waited = 1 }
      return next
    },
    Mistake(
      "the best never kept",
      "A better loss becomes the best, and the first one too: next.best = loss."
    ) { loss, state, rule in
      var next = right(loss, state, rule)
      next.best = state.best
      return next
    },
    Mistake(
      "too small an improvement does not count",
      "However little a loss is below the best, it becomes the best."
    ) { right($0, $1, $2, isBetter: { $0 < $1 - 1e-4 }) },
    Mistake(
      "a share of the best does not count",
      "However little a loss is below the best, it becomes the best."
    ) { right($0, $1, $2, isBetter: { $0 < $1 * (1 - 1e-4) }) },
    Mistake(
      "the count goes on at the smallest rate",
      "The count starts again, too, when the rate is at its smallest already."
    ) { loss, state, rule in
      var next = right(loss, state, rule)
      if lowers(loss, state, rule), state.rate <= rule.smallestRate {
        next.waited = state.waited + 1
      }
      return next
    },
    Mistake(
      "the factor as the rate", "The factor is not the rate: multiply the rate by it."
    ) { right($0, $1, $2, lower: { max($1.factor, $1.smallestRate) }) },
    Mistake(
      "the rate rises again", "After an improvement the rate stays as it is: it never rises."
    ) { loss, state, rule in
      var next = right(loss, state, rule)
      if improves(loss, on: state) { next.rate = state.rate / rule.factor }
      return next
    },
    Mistake(
      "a small rate stays", "The rate falls also where it is tiny: smallestRate alone is its limit."
    ) { right($0, $1, $2, lower: { $0 < 1e-7 ? $0 : max($0 * $1.factor, $1.smallestRate) }) },
    Mistake(
      "the best begins at 1",
      "The first loss becomes the best, whatever its size: where there is no best, it is not 0 or 1."
    ) { right($0, $1, $2, isFirst: { $0 < 1 }) },
    Mistake(
      "only a finite first loss",
      "The first loss becomes the best whatever its size, infinity too: only NaN does not."
    ) { right($0, $1, $2, isFirst: \.isFinite) },
    Mistake("no smallest rate", "The rate must not fall below rule.smallestRate.") {
      right($0, $1, $2, lower: { $0 * $1.factor })
    },
    Mistake("rate falls to the smallest at once", "Take the larger of both: max, not min.") {
      right($0, $1, $2, lower: { min($0 * $1.factor, $1.smallestRate) })
    },
    Mistake("half", "The rate is halved there: it is multiplied by rule.factor.") {
      right($0, $1, $2, lower: { max($0 / 2, $1.smallestRate) })
    },
    Mistake(
      "not below the smallest rate, but not down to it",
      "Where rate · factor would be below the smallest rate, the rate falls to that, max(rate * factor, "
        + "smallestRate)."
    ) { right($0, $1, $2, lower: { $0 * $1.factor < $1.smallestRate ? $0 : $0 * $1.factor }) },
    Mistake(
      "factor to the power of the patience", "The factor counts once, whatever the patience."
    ) {
      right(
        $0, $1, $2, lower: { max($0 * Double.pow($1.factor, Double($1.patience)), $1.smallestRate) }
      )
    },
    Mistake(
      "what is waited is not counted",
      "An epoch without improvement has been waited: next.waited += 1, at once and in each of them."
    ) { loss, state, rule in
      var next = right(loss, state, rule)
      if !improves(loss, on: state), !lowers(loss, state, rule) { next.waited = state.waited }
      return next
    },
    Mistake(
      "the rate falls with each epoch that is waited",
      "The rate falls only when more than patience epochs have been waited, not in each of them."
    ) { loss, state, rule in
      var next = right(loss, state, rule)
      if !improves(loss, on: state) { next.rate = max(state.rate * rule.factor, rule.smallestRate) }
      return next
    },
    Mistake("NaN is passed over", "NaN is no improvement: it is one more epoch that is waited.") {
      loss, state, rule in loss.isNaN ? state : right(loss, state, rule)
    },
    Mistake(
      "not >= for <",
      "A comparison with NaN is false, and its opposite true: write <, not the opposite of >=."
    ) {
      right($0, $1, $2, isBetter: { !($0 >= $1) })
    },
    Mistake("factor subtracted", "The rate is multiplied by the factor, not made less by it.") {
      right($0, $1, $2, lower: { max($0 - $1.factor, $1.smallestRate) })
    },
    Mistake("divided by the factor", "The rate is divided by the factor, and grows: multiply.") {
      right($0, $1, $2, lower: { max($0 / $1.factor, $1.smallestRate) })
    },
    Mistake(
      "lowered by the factor's share",
      "The rate loses the share `factor`, and 1 − factor of it is left: multiply it by the factor itself."
    ) { right($0, $1, $2, lower: { max($0 * (1 - $1.factor), $1.smallestRate) }) },
    Mistake("compares with the last loss", "The best is replaced only by something better.") {
      loss, state, rule in
      var next = right(loss, state, rule)
      next.best = loss
      return next
    },
    Mistake("NaN counted as an improvement", "NaN is never an improvement: it is one more wait.") {
      loss, state, rule in
      guard loss.isNaN else { return right(loss, state, rule) }
      return PlateauState(rate: state.rate, best: loss, waited: 0)
    },
    Mistake("a first NaN becomes the best", "NaN is never an improvement, not even the first loss.")
    {
      right($0, $1, $2, isFirst: { _ in true })
    },
    Mistake(
      "the best begins at infinity",
      "The first loss becomes the best whatever its size, infinity too: only NaN does not."
    ) { right($0, $1, $2, isFirst: { $0 < .infinity }) },
    Mistake(
      "the best begins at 0",
      "The first loss becomes the best, whatever its size: where there is no best, it is not 0 or 1."
    ) { right($0, $1, $2, isFirst: { $0 < 0 }) },
    Mistake("an equal loss counts", "A loss that only equals the best is no improvement.") {
      right($0, $1, $2, isBetter: { $0 <= $1 })
    },
    Mistake(
      "large losses are good", "A loss is better when it is smaller than the best: < and not >."
    ) { right($0, $1, $2, isBetter: { $0 > $1 }) },
    Mistake(
      "the best forgotten when the rate falls",
      "The best stays when the rate falls: only the count starts again."
    ) { loss, state, rule in
      var next = right(loss, state, rule)
      if lowers(loss, state, rule) { next.best = nil }
      return next
    },
    Mistake(
      "the loss of the lowering epoch becomes the best",
      "When the rate falls, the best stays the smallest loss so far."
    ) { loss, state, rule in
      var next = right(loss, state, rule)
      if lowers(loss, state, rule) { next.best = loss }
      return next
    },
  ]
}
