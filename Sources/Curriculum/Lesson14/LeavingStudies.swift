import Curriculum
import Gradus

/// Lesson 14's long studies, computed with plain loops, so that the tables are the same on every machine.
enum LeavingStudies {
  /// Each row: for each level of each factor the validation accuracy, the mean over all combinations of the
  /// others / the best of them; and the best of all, with what the test says of it.
  static let factors = Study(
    "factors", title: "What matters most: 108 settings with equal budget, validation right in %",
    columns: ["data, seed"]
      + Factor.all.flatMap { factor in factor.levels.map { "\(factor.name) \($0)" } }
      + ["best", "its test"],
    rows: ["digits", "Fashion"].flatMap { data in (1...5).map { "\(data), \($0)" } }
  ) { row, _ in
    try withBackend(.naive) {
      let seed = UInt64(row.split(separator: " ")[1])!
      let data = row.hasPrefix("digits") ? try PictureRows.digits() : try PictureRows.fashion()
      let trials = try LeavingExperiment.grid(on: data, epochs: 4, seed: seed)
      let levels = Factor.all.indices.flatMap { factor in
        Factor.all[factor].levels.indices.map { level in
          let some = zip(Factor.combinations, trials).filter { $0.0[factor] == level }
            .map { 100 * $0.1.validation }
          return (some.reduce(0, +) / Double(some.count)).fixed(1) + "/" + some.max()!.fixed(1)
        }
      }
      let best = trials.reduce(trials[0]) { $1.validation > $0.validation ? $1 : $0 }
      return levels + [best.validation, best.test].map { (100 * $0).fixed(1) }
    }
  }

  /// Each row: the best of 25 settings of a grid and of 25 drawn at random, as the part that chose it says, and
  /// as the test does.
  static let search = Study(
    "search", title: "25 settings of a grid and 25 at random: right in %",
    columns: ["seed", "grid", "its test", "random", "its test"],
    rows: (1...10).map { "\($0)" }
  ) { row, _ in
    try withBackend(.naive) {
      let seed = UInt64(row)!
      let (grid, random) = try LeavingExperiment.search(
        on: PictureRows.fewDigits(seed: seed), epochs: 5, seed: seed)
      return [grid.validation, grid.test, random.validation, random.test].map {
        (100 * $0).fixed(1)
      }
    }
  }
}
