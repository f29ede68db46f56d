import Plotting
import Training

/// What a lesson's experiment needs of its surroundings: where to print and to put its plots.
package struct LessonRun: Sendable {
  package let style: TerminalStyle
  package let seed: UInt64
  /// Whether a shorter run is wanted.
  package let isQuick: Bool
  /// Whether the learner's functions run.
  package let isMine: Bool
  package let plots: PlotFolder
  /// For plots that differ from run to run.
  package let plotsOfMeasurements: PlotFolder
  /// Where the tables of the lesson's studies are.
  package let studies: StudyFolder
  /// The plan by which a long training keeps its state; nil unless that is asked for.
  package let checkpointPlan: @Sendable () -> CheckpointPlan?
  /// The learner's exercises that are not solved, when theirs are to run.
  package let notPassed: [String: Verdict]
  /// The letters of the parts that run; nil for all.
  package var chosenParts: Set<Character>?
  /// Is told which parts there are, which then do not run; nil where they run.
  package var listing: (@Sendable (Listed) -> Void)?

  /// What a run without its parts tells of them.
  package enum Listed: Equatable, Sendable {
    /// A part, by its heading.
    case part(String)
    /// A part that the learner's functions have nothing to do with, by its letter.
    case leftOut(String)
  }

  /// Describes a run.
  package init(
    style: TerminalStyle, seed: UInt64, isQuick: Bool, isMine: Bool, plots: PlotFolder,
    plotsOfMeasurements: PlotFolder, studies: StudyFolder,
    checkpointPlan: @escaping @Sendable () -> CheckpointPlan?,
    notPassed: [String: Verdict]
  ) {
    self.style = style
    self.seed = seed
    self.isQuick = isQuick
    self.isMine = isMine
    self.plots = plots
    self.plotsOfMeasurements = plotsOfMeasurements
    self.studies = studies
    self.checkpointPlan = checkpointPlan
    self.notPassed = notPassed
  }

  /// Prints the heading of a part and runs it, unless an exercise that it needs is not solved.
  package func part(_ heading: String, needs exercises: [String], _ body: () throws -> Void)
    rethrows
  {
    if let listing { return listing(.part(heading)) }
    if let chosenParts, LessonRun.letter(of: heading).map(chosenParts.contains) != true { return }
    show(style.paint(heading, .bold))
    let missing = exercises.filter { notPassed[$0] != nil }
    let todo = missing.filter { if case .todo = notPassed[$0] { true } else { false } }
    let wrong = missing.filter { !todo.contains($0) }
    for (state, names) in [("wrong", wrong), ("still to do", todo)] where !names.isEmpty {
      let list = names.joined(separator: ", ")
      show(indented("\(state): \(list)", by: 4, style: style))
    }
    if missing.isEmpty { try body() }
    show("")
  }

  /// The letter with which the heading of a part begins, as in "(a) Capacity"; nil where there is none.
  package static func letter(of heading: String) -> Character? {
    heading.firstMatch(of: /^\(([a-z])\)/)?.1.first
  }

  /// Says which parts do not run with the learner's functions, and why: the line that ends such a run.
  ///
  /// - Parameters:
  ///   - letters: Of the parts, as they stand in their headings.
  ///   - reason: What these parts do, as a sentence that begins with "they", or "it".
  package func leaveOut(_ letters: String..., because reason: String) {
    if let listing { return letters.forEach { listing(.leftOut($0)) } }
    if chosenParts != nil { return }
    let parts = letters.map { "(\($0))" }.joined(separator: ", ")
    show(indented("Left out here: \(parts), because \(reason)", by: 0, style: style))
  }

  /// Prints rows of texts as columns.
  package func showTable(_ rows: [[String]]) { show(table(rows, style: style)) }

  /// Prints the table of a study as it was kept, and returns its rows; where there is none, how to make it.
  @discardableResult
  package func showTable(of study: Study) throws -> [[String]] {
    let rows = try studies.rows(of: study)
    // Beside the figures of a quick run, a reader has to know that these are not its own.
    let note =
      rows.isEmpty ? ": not computed yet, --full does" : isQuick ? " (kept from --full)" : ""
    show(indented(study.title + note, by: 4, style: style))
    if !rows.isEmpty { showTable([study.columns] + rows) }
    return rows
  }

  /// Writes an SVG beside the lesson's other plots, and says so.
  package func save(_ svg: String, as name: String) throws { try save(svg, asFile: "\(name).svg") }

  /// Writes an SVG of measured speeds, which no two runs draw alike, and says so.
  package func saveMeasured(_ svg: String, as name: String) throws {
    show("    measured plot: \(try plotsOfMeasurements.save(svg, as: "\(name).svg"))")
  }

  /// Writes a file beside the lesson's plots, and says so.
  package func save(_ text: String, asFile name: String) throws {
    show("    plot: \(try plots.save(text, as: name))")
  }
}
