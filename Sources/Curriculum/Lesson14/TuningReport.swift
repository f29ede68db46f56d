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

  /// What one factor does to one data set: the mean of each level over the seeds.
  private struct Effect {
    let factor: Factor
    let means: [Double]

    /// From the worst level to the best, in points.
    var range: Double { means.max()! - means.min()! }
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
      effectsOfAll(rows.filter { $0[0].hasPrefix(name) }.map { $0.dropFirst().map { Double($0)! } })
    }
    let ranking = Factor.all.indices.sorted { effects[0][$0].range > effects[0][$1].range }
    Curriculum.show("    \(study.title), means of 5 seeds")
    run.showTable(
      [["", "points, digits", "the best level", "points, Fashion", "the best level"]]
        + ranking.map { place in
          [Factor.all[place].name]
            + effects.flatMap { [$0[place].range.fixed(1), $0[place].best] }
        })
    var bars = BarChart(
      title: "What a factor changes: from its worst level to its best",
      valueLabel: "points of validation accuracy", categories: ranking.map { Factor.all[$0].name })
    for (name, effects) in zip(["digits", "Fashion-MNIST"], effects) {
      bars.add(name, ranking.map { effects[$0].range })
    }
    try run.save(bars.svg(), as: "factors")
  }

  private func effectsOfAll(_ rows: [[Double]]) -> [Effect] {
    var column = 0
    return Factor.all.map { factor in
      defer { column += factor.levels.count }
      return Effect(
        factor: factor,
        means: factor.levels.indices.map { level in
          rows.reduce(0) { $0 + $1[column + level] } / Double(rows.count)
        })
    }
  }

  private func showSearch() throws {
    let rows = try run.showTable(of: LeavingStudies.search)
    guard !rows.isEmpty else { return }
    let means = (1...4).map { column in
      (rows.reduce(0) { $0 + Double($1[column])! } / Double(rows.count)).fixed(1)
    }
    run.showTable([["mean"] + means])
  }
}
