import Curriculum

extension LeavingLesson {
  /// What a round is made of, so that a mistake is one change to it.
  private struct ChangedRound: Sendable {
    var setting: @Sendable (_ u: Double, _ lowest: Double, _ highest: Double) -> Double = {
      $1 * Double.exp($0 * Double.log($2 / $1))
    }
    /// What stands for a loss when settings are ranked.
    var ranked: @Sendable (Double) -> Double = { $0.isNaN ? .infinity : $0 }
    /// Whether the first of two trials, of a rank and a place each, is better.
    var isBetter: @Sendable ((Double, Int), (Double, Int)) -> Bool = { $0 < $1 }
    /// How many of so many are kept.
    var count: @Sendable (Int) -> Int = { ($0 + 1) / 2 }
    /// The kept places as they are returned.
    var returned: @Sendable ([Int]) -> [Int] = { $0 }
    var calls = 1

    func callAsFunction(
      _ draws: [Double], _ lowest: Double, _ highest: Double, _ loss: (Double) throws -> Double
    ) throws -> [Double] {
      let settings = draws.map { setting($0, lowest, highest) }
      var ranks: [Double] = []
      for setting in settings {
        for _ in 1..<calls { _ = try loss(setting) }
        ranks.append(ranked(try loss(setting)))
      }
      let order = settings.indices.sorted { isBetter((ranks[$0], $0), (ranks[$1], $1)) }
      return returned(Array(order.prefix(count(order.count)))).map { settings[$0] }
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedRound) -> Void
  ) -> Mistake<Answers.HalvingRound> {
    var changed = ChangedRound()
    change(&changed)
    return Mistake(name, why) { [changed] in try changed($0, $1, $2, $3) }
  }

  static let onceEach = "Call `loss` once per setting: each call is a training."
  private static let nanCompared =
    "Replace NaN by ∞ before you compare: every comparison with NaN is false, so that what comes first is chance."

  static let halvingRoundMistakes: [Mistake<Answers.HalvingRound>] = [
    mistake(
      "drawn uniformly",
      "That is uniform: nine tenths of the draws fall into the highest tenth. Walk between the logarithms."
    ) { $0.setting = { $1 + $0 * ($2 - $1) } },
    mistake("the exponential forgotten", "That is the logarithm of the setting: take exp of it.") {
      $0.setting = { Double.log($1) + $0 * (Double.log($2) - Double.log($1)) }
    },
    mistake(
      "from the highest to the lowest", "u = 0 gives the lowest setting, and u near 1 the highest."
    ) { $0.setting = { $2 * Double.exp($0 * Double.log($1 / $2)) } },
    mistake("powers of the highest", "u = 0 gives the lowest setting, lowest·(highest/lowest)^u.") {
      $0.setting = { Double.exp($0 * Double.log($2)) + 0 * $1 }
    },
    mistake("whole powers of ten", "u walks between the ends without steps: do not round it.") {
      $0.setting = {
        Double.exp((($0 * Double.log($2 / $1) / Double.log(10)).rounded()) * Double.log(10)) * $1
      }
    },
    mistake("the highest losses kept", "The settings with the *lowest* losses are kept.") {
      $0.ranked = { $0.isNaN ? .infinity : -$0 }
    },
    mistake("the worse half kept", "The settings with the *lowest* losses are kept.") {
      $0.isBetter = { $1 < $0 }
    },
    mistake("NaN compared as it is", nanCompared) { $0.ranked = { $0 } },
    mistake("NaN compared as it is, by the losses alone", nanCompared) {
      $0.ranked = { $0 }
      $0.isBetter = { $0.0 < $1.0 }
    },
    Mistake(
      "what diverged left out",
      "What has diverged was tried, too: n counts all draws, and a loss of NaN counts as ∞."
    ) { draws, lowest, highest, loss in
      var trials: [(loss: Double, setting: Double)] = []
      for u in draws {
        let setting = lowest * Double.exp(u * Double.log(highest / lowest))
        let value = try loss(setting)
        if !value.isNaN { trials.append((value, setting)) }
      }
      let order = trials.indices.sorted { (trials[$0].loss, $0) < (trials[$1].loss, $1) }
      return order.prefix((trials.count + 1) / 2).map { trials[$0].setting }
    },
    mistake("NaN as the best", "A loss that is NaN is the worst: its training has diverged.") {
      $0.ranked = { $0.isNaN ? -.infinity : $0 }
    },
    mistake("NaN as zero", "A loss that is NaN is the worst: 0 would be among the best.") {
      $0.ranked = { $0.isNaN ? 0 : $0 }
    },
    mistake(
      "−∞ as the worst",
      "Only NaN is replaced, and +∞ is as bad: −∞ would be the lowest loss of all."
    ) { $0.ranked = { $0.isFinite ? $0 : .infinity } },
    mistake("by the magnitude", "The lowest loss is the best, also below 0: take no magnitude.") {
      $0.ranked = { $0.isNaN ? .infinity : $0.magnitude }
    },
    mistake("the later of equal ones first", "Among equal losses, the earlier draw comes first.") {
      $0.isBetter = { ($0.0, -$0.1) < ($1.0, -$1.1) }
    },
    mistake("the first half, whatever the loss", "Rank the settings by their losses first.") {
      $0.isBetter = { $0.1 < $1.1 }
    },
    mistake("half, rounded down", "Of an odd number the larger half is kept, so that one is left.")
    {
      $0.count = { $0 / 2 }
    },
    mistake("all kept, in order", "Only the better half is kept.") { $0.count = { $0 } },
    mistake("the best one only", "The better half is kept, and not the best alone.") {
      $0.count = { min(1, $0) }
    },
    mistake("in the order of the draws", "What is kept is returned best first.") {
      $0.returned = { $0.sorted() }
    },
    mistake("worst first", "What is kept is returned best first.") {
      $0.returned = { $0.reversed() }
    },
    mistake("each trained twice", onceEach) {
      $0.calls = 2
    },
  ]
}
