import Gradus
import SIMDKernels

// What pages say that a command prints.
extension MarkdownPage.Block {
  /// Whether it quotes what the page's lesson prints, which indents all its results.
  var isOutput: Bool {
    (language.isEmpty || isMeasured || isWritten)
      && lines.contains { !$0.isEmpty }
      && lines.allSatisfy { $0.isEmpty || $0.hasPrefix("    ") }
  }

  /// Whether what it quotes was measured, so that only the words are the same in each run.
  var isMeasured: Bool { language == "measured" }

  /// Whether a trained model wrote part of what it quotes. Where kernels round otherwise, a model writes other
  /// words, and only the lines with figures are the same.
  var isWritten: Bool { language == "written" }
}

extension MarkdownPage {
  /// The command that prints what the page quotes: the first on it that runs a lesson as it is, perhaps on
  /// other kernels.
  var lessonCommand: [String]? {
    for command in blocks.flatMap(\.commands) {
      if case .gradus(let arguments) = command.meaning, arguments.first == "lesson",
        arguments.count == 2 || arguments.dropFirst(2).first == "--backend"
      {
        return arguments
      }
    }
    return nil
  }

  /// Whether this machine's kernels round as those did that the page's figures come from. Naive ones
  /// always do; those of a vector unit do where the page names it.
  var isExactHere: Bool { !isOfVectorKernels || names(.ofKernels) }

  /// A fault of a page with figures of vector kernels that names no vector unit: they would be compared nowhere.
  var unnamedVectorUnit: [DocumentationFault] {
    let units: [VectorUnit] = [.sse2, .avx2, .avx512, .neon]
    guard isOfVectorKernels, !units.contains(where: names) else { return [] }
    return [
      fault(
        1, expected: "the vector unit that the figures come from, as in: with AVX-512",
        found: "none")
    ]
  }

  private var isOfVectorKernels: Bool { lessonCommand?.contains("simd") == true }

  /// Whether the page says that its figures come from a machine with a vector unit. Other units may be spoken of.
  private func names(_ unit: VectorUnit) -> Bool {
    prose.contains { $0.text.contains("with \(unit.rawValue)") }
  }

  /// Blocks that this output does not contain, line by line and one line after the other.
  func differences(from output: String) -> [DocumentationFault] {
    blocks.filter(\.isOutput).flatMap { differences(of: $0, from: output) }
  }

  /// All lines in which a block differs from the place of the output that is most like it; the first
  /// alone, where no place is.
  func differences(of block: Block, from output: String) -> [DocumentationFault] {
    let onlyFigures = block.isWritten && !isExactHere
    let isCompared = { (line: String) in !onlyFigures || line.contains(/\d/) }
    let quoted = block.lines.enumerated().filter { _, line in
      !line.isEmpty && !line.hasPrefix("$ ") && isCompared(line)
    }
    let printed = output.split(separator: "\n").map(String.init).filter(isCompared)
    let spelling = block.isMeasured || !isExactHere ? withoutFigures : { $0 }
    let (wanted, found) = (quoted.map { spelling($1) }, printed.map(spelling))
    let (wantedWords, foundWords) = (
      quoted.map { withoutFigures($1) }, printed.map(withoutFigures)
    )
    // Equal lines count most; lines that differ in figures alone tell which place was meant.
    var best = (place: 0, score: 0)
    for place in found.indices {
      var score = 0
      for (index, line) in wanted.enumerated() where place + index < found.count {
        score += line == found[place + index] ? 3 : 0
        score += wantedWords[index] == foundWords[place + index] ? 1 : 0
      }
      if score > best.score { best = (place, score) }
    }
    let faults = wanted.indices.compactMap { index -> DocumentationFault? in
      let place = best.place + index
      if best.score > 0, place < found.count, wanted[index] == found[place] { return nil }
      return fault(
        block.line + 1 + quoted[index].offset, expected: quoted[index].element,
        found: best.score > 0 && place < printed.count ? printed[place] : "not printed")
    }
    if best.score == 0 { return Array(faults.prefix(1)) }
    guard faults.isEmpty, block.isMeasured else { return faults }
    return lostSpeed(
      of: quoted.map { (block.line + 1 + $0.offset, $0.element) },
      in: Array(printed[best.place..<best.place + wanted.count])
    ).map { [$0] } ?? []
  }

  /// A speed that is below a third of what the page says, as a multiple of another in the same run.
  ///
  /// Such multiples stand in columns whose heading begins with ×. They depend on the vector unit; on
  /// another than the page names, there is nothing to compare. Nor are all processors with it alike: hence
  /// the margin. What several threads reach is not compared, because other programs may need a core meanwhile.
  private func lostSpeed(
    of quoted: [(line: Int, text: String)], in printed: [String]
  ) -> DocumentationFault? {
    guard names(.ofKernels), let heading = quoted.first else { return nil }
    let headings = cells(heading.text)
    for (index, heading) in headings.enumerated() where heading.hasPrefix("×") {
      // Counted from the last column, because the first has no heading.
      let distance = headings.count - index
      for (row, text) in zip(quoted, printed).dropFirst() {
        let (claims, speeds) = (cells(row.text), cells(text))
        guard claims.count >= distance, speeds.count >= distance,
          let claimed = Double(claims[claims.count - distance]),
          let measured = Double(speeds[speeds.count - distance]), !row.text.contains("threads")
        else { continue }
        if measured < claimed / 3 {
          return fault(
            row.line, expected: "at least a third of \(claimed) in the column \(heading)",
            found: "\(measured)")
        }
      }
    }
    return nil
  }

  /// The cells of a row; between columns are at least two blanks.
  private func cells(_ row: String) -> [String] {
    row.split(separator: /\s{2,}/).map(String.init)
  }
}

/// A line with # for each number, and single blanks.
func withoutFigures(_ line: String) -> String {
  line.replacing(/\d+(\.\d+)?/, with: "#").split(separator: " ").joined(separator: " ")
}
