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

  /// A round that leaves out some of what it has tried. From a loss, how many there are of all and of those that are
  /// left come how many are kept; nil where it is left out.
  private static func leftOut(
    _ name: String, _ kept: @escaping @Sendable (Double, _ all: Int, _ left: Int) -> Int?
  ) -> Mistake<Answers.HalvingRound> {
    Mistake(
      name, "What has diverged was tried, too: n counts all draws, and a loss of NaN counts as ∞."
    ) { draws, lowest, highest, loss in
      let right = ChangedRound()
      var trials: [(loss: Double, setting: Double)] = []
      for u in draws {
        let setting = right.setting(u, lowest, highest)
        trials.append((try loss(setting), setting))
      }
      let left = trials.filter { kept($0.loss, draws.count, 0) != nil }
      let order = left.indices.sorted { (left[$0].loss, $0) < (left[$1].loss, $1) }
      let count = kept(0, draws.count, left.count) ?? 0
      return order.prefix(count).map { left[$0].setting }
    }
  }

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
    leftOut("half of what has not diverged") { loss, _, left in loss.isNaN ? nil : (left + 1) / 2 },
    leftOut("what diverged left out") { loss, all, _ in loss.isNaN ? nil : (all + 1) / 2 },
    leftOut("half of what is finite") { loss, _, left in loss.isFinite ? (left + 1) / 2 : nil },
    leftOut("what is not finite left out") { loss, all, _ in loss.isFinite ? (all + 1) / 2 : nil },
    Mistake("the losses", "Return settings, and not their losses.") {
      draws, lowest, highest, loss in
      var losses: [Double] = []
      _ = try ChangedRound()(draws, lowest, highest) {
        losses.append(try loss($0))
        return losses.last!
      }
      return losses.map { $0.isNaN ? .infinity : $0 }.sorted().dropLast(losses.count / 2)
    },
    Mistake(
      "sorted by the settings", "What is kept is returned best first, and not the least first."
    ) {
      try ChangedRound()($0, $1, $2, $3).sorted()
    },
    mistake("ten to the draw", "u walks between the two ends: lowest·(highest/lowest)^u.") {
      $0.setting = { u, _, _ in Double.pow(10, u) }
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
