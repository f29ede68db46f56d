import Curriculum
import Gradus
import Plotting

/// What lesson 14's studies say, in tables and a plot.
struct TuningReport {
  let run: LessonRun

  func show() throws {
    try showFactors()
    try showSearch()
  }

  /// What one factor does to one data set: of each level the mean over the seeds, with the others at all of
  /// their levels, and with the others at their best.
  private struct Effect {
    let factor: Factor
    let means, bests: [Double]

    /// From the worst level to the best, in points.
    var points: Double { means.max()! - means.min()! }
    /// The same where all else is chosen for each level.
    var pointsAtBest: Double { bests.max()! - bests.min()! }
    var best: String { factor.levels[means.firstIndex(of: means.max()!)!] }
  }

  private func showFactors() throws {
    let study = LeavingStudies.factors
    let rows = try run.studies.rows(of: study)
    guard rows.count == study.rows.count else {
      try run.showTable(of: study)
      return
    }
    let effects = ["digits", "Fashion"].map { name in
      effectsOfAll(rows.filter { $0[0].hasPrefix(name) }.map { Array($0.dropFirst()) })
    }
    let ranking = Factor.all.indices.sorted { effects[0][$0].points > effects[0][$1].points }
    Curriculum.show("    \(study.title), means of 5 seeds")
    run.showTable(
      [
        [
          "points between levels", "digits", "else at best", "best level", "Fashion",
          "else at best",
          "best level",
        ]
      ]
        + ranking.map { place in
          [Factor.all[place].name]
            + effects.flatMap {
              [$0[place].points.fixed(1), $0[place].pointsAtBest.fixed(1), $0[place].best]
            }
        })
    var bars = BarChart(
      title: "What a factor changes, from its worst level to its best",
      valueLabel: "points of validation accuracy", categories: ranking.map { Factor.all[$0].name })
    for (name, effects) in zip(["digits", "Fashion-MNIST"], effects) {
      bars.add(name, ranking.map { effects[$0].points })
      bars.add(name + ", all else chosen", ranking.map { effects[$0].pointsAtBest })
    }
    try run.save(bars.svg(), as: "factors")
  }

  private func effectsOfAll(_ rows: [[String]]) -> [Effect] {
    var column = 0
    return Factor.all.map { factor in
      defer { column += factor.levels.count }
      /// The mean over the seeds of the part of each cell, for each level.
      func means(_ part: Int) -> [Double] {
        factor.levels.indices.map { level in
          rows.reduce(0) { $0 + Double($1[column + level].split(separator: "/")[part])! }
            / Double(rows.count)
        }
      }
      return Effect(factor: factor, means: means(0), bests: means(1))
    }
  }

  private func showSearch() throws {
    let rows = try run.showTable(of: LeavingStudies.search)
    guard !rows.isEmpty else { return }
    let means = (1...4).map { column in
      (rows.reduce(0) { $0 + Double($1[column])! } / Double(rows.count)).fixed(1)
    }
    run.showTable([["means", "grid", "its test", "random", "its test"], ["10 seeds"] + means])
  }
}
