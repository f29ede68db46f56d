import Curriculum
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import GradusCommand

/// Wrong answers that are made of the solutions are rejected, all but those that are right.
///
/// Some five thousand are judged, which takes a minute and a half: runs only where GRADUS_MUTANTS is set.
@Suite(
  "Mutants",
  .enabled("many: set GRADUS_MUTANTS=1") {
    ProcessInfo.processInfo.environment["GRADUS_MUTANTS"] != nil
  })
struct MutantTests {
  static let subjects = course.flatMap { Subject.all(ofLesson: $0.number) }

  @Test("what can be told from a right answer is rejected", arguments: subjects)
  func areRejected(_ subject: Subject) async throws {
    let mutations = subject.mutations()
    let outcomes = Array(zip(mutations, try await subject.outcomes(of: mutations)))
    let accepted = Set(outcomes.filter { $0.1 == .accepted }.map(\.0.name))
    let equivalent = Set((Equivalent.all[subject.description] ?? []).flatMap(\.mutants))
    let holes = outcomes.map(\.0.name).filter { accepted.contains($0) && !equivalent.contains($0) }
    if Exempt.acceptedMutants.contains(subject.description) {
      #expect(!holes.isEmpty, "the list of exemptions has a stale entry")
    } else {
      #expect(holes.isEmpty, "accepted: \(holes.joined(separator: "; "))")
    }
    let stale = equivalent.subtracting(accepted)
    #expect(stale.isEmpty, "listed as equivalent, but rejected or unknown: \(stale.sorted())")
    #expect(outcomes.count - equivalent.count >= 15)
    #expect(Set(outcomes.map(\.0.name)).count == outcomes.count)

    let row = MutantTable.row(subject, outcomes.map { ($0.kind, $1) })
    if ProcessInfo.processInfo.environment["GRADUS_MUTANTS"] == "write" {
      try MutantTable.write(row, of: subject)
    }
    #expect(try MutantTable.row(of: subject) == row)
  }
}

/// The file that says, for each exercise and kind, how many mutants are rejected, to how many of these
/// the reason is told, and how many are accepted.
enum MutantTable {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "table.txt")
  private static let columns = Mutation.Kind.allCases

  /// A table's line as it has to be.
  static func row(_ subject: Subject, _ outcomes: [(kind: Mutation.Kind, outcome: MutantOutcome)])
    -> String
  {
    let cells = columns.map { kind in
      let ofKind = outcomes.filter { $0.kind == kind }.map(\.outcome)
      let accepted = ofKind.count { $0 == .accepted }
      return "\(ofKind.count - accepted)/\(ofKind.count { $0 == .explained })/\(accepted)"
    }
    return line(subject.description, cells)
  }

  /// The line as the file has it.
  static func row(of subject: Subject) throws -> String? {
    try rows().first { $0.hasPrefix("\(subject) ") }
  }

  private static let writing = Mutex(())

  /// Puts a line into the file.
  static func write(_ row: String, of subject: Subject) throws {
    try writing.withLock { _ in
      let others = (try? rows())?.dropFirst().filter { !$0.hasPrefix("\(subject) ") } ?? []
      let rows = [line("exercise", columns.map(\.rawValue))] + (others + [row]).sorted()
      try (rows.joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
    }
  }

  private static func rows() throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  private static func line(_ name: String, _ cells: [String]) -> String {
    ([name.padding(toLength: 24, withPad: " ", startingAt: 0)]
      + cells.map { $0.padding(toLength: 11, withPad: " ", startingAt: 0) })
      .joined().trimmingCharacters(in: .whitespaces)
  }
}
