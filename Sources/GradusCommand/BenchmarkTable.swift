import Benchmarks
import Curriculum
import Plotting

/// Prints the results as tables, one for each unit.
func showTables(_ results: [Comparison], threads: Int) {
  let style = TerminalStyle.standardOutput
  print(processorDescription() + "\n")
  for (heading, isIn) in benchmarkSections {
    let rows = results.filter { isIn($0.unit) }
    guard !rows.isEmpty else { continue }
    // A column for whatever was measured at least once, and for what follows from it.
    let columns = benchmarkColumns.filter { column in rows.contains { column.text($0) != nil } }
    print(style.paint(heading, .bold))
    print(
      table(
        [[""] + columns.map(\.heading)]
          + rows.map { row in [row.workload] + columns.map { $0.text(row) ?? "" } },
        style: style, indent: 0) + "\n")
  }
  print(indented(benchmarkNotes(results, threads: threads), by: 0, style: style) + "\n")
}

private let benchmarkSections: [(heading: String, isIn: @Sendable (Workload.Unit) -> Bool)] = [
  ("GFLOP/s, more is better", { $0.symbol == "GFLOP/s" }),
  ("us/step, less is better", { $0 == .microsecondsPerStep }),
  ("pictures/s, more is better", { $0.symbol == "pictures/s" }),
  ("tokens/s, more is better", { $0.symbol == "tokens/s" }),
  ("ms, less is better", { $0 == .milliseconds }),
  ("ns, less is better", { $0 == .nanoseconds }),
  ("MiB, less is better", { $0 == .mebibytes }),
]

private struct BenchmarkColumn: Sendable {
  let heading: String
  let text: @Sendable (Comparison) -> String?

  /// The medians of a backend or a yardstick.
  static func median(_ heading: String, of name: String) -> BenchmarkColumn {
    BenchmarkColumn(heading: heading) { $0[name].map { readable($0.median) } }
  }

  /// How many times as fast SIMD is.
  static func speedUp(over name: String) -> BenchmarkColumn {
    BenchmarkColumn(heading: "SIMD/\(name)") {
      $0.speedUp(of: "simd", over: name).map { readable($0) + "×" }
    }
  }
}

private let benchmarkColumns: [BenchmarkColumn] = [
  .median("textbook", of: "textbook"), .median("copy", of: "copy"), .median("naive", of: "naive"),
  .median("SIMD", of: "simd"), .speedUp(over: "naive"), .speedUp(over: "textbook"),
  BenchmarkColumn(heading: "of peak") {
    $0.speedUp(of: "simd", over: "peak").map { "\(($0 * 100).fixed(0)) %" }
  },
]

/// What the tables do not say by themselves.
private func benchmarkNotes(_ results: [Comparison], threads: Int) -> String {
  var notes = [
    "Medians of interleaved measurements. SIMD on \(threads == 1 ? "1 thread" : "\(threads) threads")"
      + (threads == 1 ? "" : ", everything else on one") + "."
  ]
  if results.contains(where: { $0["textbook"] != nil }) {
    notes.append(
      "Textbook: the loops i-j-k, up to size \(Workload.largestTextbookSize), because larger ones "
        + "take seconds.")
  }
  let peaks = results.compactMap { $0["peak"]?.best }
  if let best = peaks.max() {
    notes.append(
      "Peak: multiply-adds in registers and nothing else, measured beside each product; the best was "
        + "\(readable(best)) GFLOP/s.")
  }
  if results.contains(where: { $0["copy"] != nil }) {
    notes.append("Copy: the four arrays of Adam, copied.")
  }
  return notes.joined(separator: "\n")
}

/// About three digits.
private func readable(_ value: Double) -> String {
  value.fixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : value >= 0.9995 ? 2 : 3)
}
