import Curriculum
import Plotting

extension Assembly {
  /// How many of the functions are the learner's, in a sentence.
  package var share: String { "\(count) of \(parts.count) parts are yours." }

  /// Which functions are the learner's, as a table; on a narrow terminal without what each is for.
  package func table(_ style: TerminalStyle) -> String {
    let rows = parts.map { part in
      [part.role, "\(part.exercise.lesson)", part.exercise.name, part.maker.text]
    }
    let heading = ["part", "lesson", "exercise", "whose"]
    // The columns but for lessons are words, and so are aligned to the left.
    let widths = heading.indices.map { column in
      ([heading] + rows).map { $0[column].count }.max() ?? 0
    }
    func line(_ cells: [String], _ columns: [Int]) -> String {
      "    "
        + columns.map { column in
          column == 1
            ? cells[column].rightAligned(to: widths[column])
            : cells[column].padded(to: widths[column])
        }.joined(separator: "   ").trimmingTrailingBlanks
    }
    let isWide = widths.reduce(4 + 3 * 3, +) <= style.width
    if isWide { return ([heading] + rows).map { line($0, [0, 1, 2, 3]) }.joined(separator: "\n") }
    return zip(rows, parts).map { cells, part in
      let name = "  \(part.exercise.lesson) ".rightAligned(to: 5) + part.exercise.name
      return part.maker == .yours ? name + ": yours" : name + ":\n       " + cells[3]
    }.joined(separator: "\n")
  }

  /// What has failed on the way, a sentence for each; empty where nothing has.
  package var failures: [String] {
    parts.compactMap { part in
      guard case .oursAfterFailure(let why) = part.maker else { return nil }
      return "\(part.exercise.name) of lesson \(part.exercise.lesson) failed in \(why). From there "
        + "on, ours took its place."
    }
  }
}

extension Part.Maker {
  fileprivate var text: String {
    switch self {
    case .yours: "yours"
    case .oursForNow: "to do: ours for now"
    case .oursInPlaceOfWrong: "wrong: ours for now"
    case .oursAfterFailure: "failed: ours since"
    }
  }
}
