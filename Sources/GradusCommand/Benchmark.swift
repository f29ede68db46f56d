import Benchmarks
import DataLoading
import Foundation
import Plotting

/// What `gradus benchmark` is asked to do.
struct BenchmarkOptions {
  var workloads: [Workload] = []
  var isJSON = false

  init(_ arguments: inout Arguments) throws {
    while let word = arguments.next() {
      if word == "--json" {
        isJSON = true
      } else if let workload = Workload.all.first(where: { $0.name == word }) {
        workloads.append(workload)
      } else {
        let isOption = word.hasPrefix("-")
        throw UsageError.unknown(
          isOption ? "option" : "workload", word,
          known: isOption ? ["--json"] : Workload.all.map(\.name))
      }
    }
    if workloads.isEmpty { workloads = Workload.all }
  }
}

/// Measures workloads and prints the time of each, as a table or as a JSON object a line.
func benchmark(_ options: BenchmarkOptions) {
  let repeats = 30
  var bar = ProgressBar("measuring", total: repeats * options.workloads.count)
  let timings = measure(options.workloads, repeats: repeats, progress: { bar.advance() })
  bar.finish()
  if options.isJSON {
    for timing in timings { print(json(timing)) }
    return
  }
  show(
    table(
      [["us/step, one thread, naive kernels", "best", "median"]]
        + timings.map { [$0.workload, $0.best.fixed(1), $0.median.fixed(1)] },
      style: .standardOutput, indent: 0))
}

private func json(_ timing: Timing) -> String {
  // Written by hand, because the keys' order is part of what a reader sees.
  """
  {"workload":"\(timing.workload)","backend":"naive","threads":1,\
  "value":\(timing.median.fixed(2)),"unit":"us/step"}
  """
}
