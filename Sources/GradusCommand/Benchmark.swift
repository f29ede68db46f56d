import Benchmarks
import Curriculum
import Foundation
import Gradus
import Plotting

/// Measures workloads and prints the results, as tables or as a JSON object a line.
func benchmark(_ options: BenchmarkOptions) throws {
  if options.isProfile { return try showProfiles(options) }
  var bar = ProgressBar("measuring", total: options.entries.count)
  var results: [Comparison] = []
  for entry in options.entries {
    let result =
      switch entry {
      case .workload(let workload):
        workload.measure(
          on: options.backends, threads: options.threads, seconds: options.seconds)
      case .process(let process):
        try process.measure(on: options.backends, threads: options.threads)
      }
    results.append(result)
    if options.isJSON {
      for timing in result.timings { print(json(result.workload, timing)) }
      // Whoever reads a pipe sees each result when it is there.
      flushOutput()
    }
    bar.advance()
  }
  bar.finish()
  if !options.isJSON { showTables(results, threads: options.threads) }
  if options.backends.count > 1, !options.isJSON || options.plot != nil {
    let chart = speedChart(results)
    if !options.isJSON && results.count > 1 { print(chart.terminal()) }
    if let plot = options.plot { try save(chart, as: plot, isJSON: options.isJSON) }
  }
}

/// An object in one line.
private func json(_ workload: String, _ timing: Timing) -> String {
  // Written by hand, because the keys' order is part of what a reader sees.
  """
  {"workload":"\(workload)","backend":"\(timing.name)","threads":\(timing.threads),\
  "value":\(digits(timing.median)),"unit":"\(timing.unit.symbol)","best":\(digits(timing.best))}
  """
}

/// Six digits: more than any measurement has.
private func digits(_ value: Double) -> String { value.significant(6) }

/// How many times as fast as the naive kernels everything else is.
private func speedChart(_ results: [Comparison]) -> BarChart {
  let results = results.filter { $0.unit != .mebibytes }
  var chart = BarChart(
    title: "How many times as fast as the naive kernels", valueLabel: "naive = 1, logarithmic",
    scale: .logarithmic, unit: "×", categories: results.map(\.workload))
  if results.contains(where: { $0["textbook"] != nil }) {
    chart.add("textbook", results.map { $0.speedUp(of: "textbook", over: "naive") })
  }
  chart.add("SIMD", results.map { $0.speedUp(of: "simd", over: "naive") })
  return chart
}

private func save(_ chart: BarChart, as file: String, isJSON: Bool) throws {
  try chart.write(to: URL(filePath: file))
  if !isJSON { print("plot: \(file)") }
}
