import Curriculum
import Foundation
import MatmulLadder
import Plotting
import SIMDKernels
import TensorCore

/// Lesson 7's experiment on the terminal and in plots.
@Sendable
func reportSpeed(_ answers: SpeedAnswers, _ run: LessonRun) throws {
  if let obstacle = Backend.simd.obstacle {
    if run.listing == nil { show(indented(obstacle, by: 4, style: run.style)) }
    return
  }
  let report = SpeedReport(run: run)
  if run.isMine {
    try run.part("(a) The ladder, and your rungs beside it", needs: []) {
      try report.ladder(with: SpeedExperiment(answers).answeredRungs { run.notPassed[$0] == nil })
    }
    return run.leaveOut(
      "b", "c", "d",
      because: "they show the machine and the framework's kernels, and not your rungs.")
  }
  try run.part("(a) The ladder", needs: []) { try report.ladder(with: []) }
  try run.part("(b) From small to large", needs: [], report.sizes)
  try run.part("(c) A cache, counted", needs: [], report.cache)
  try run.part("(d) The last digits", needs: [], report.rounding)
}

private struct SpeedReport {
  let run: LessonRun
  let experiment = SpeedExperiment(.solution)

  // MARK: (a) Measured at one size

  func ladder(with learners: [SpeedExperiment.Rung]) throws {
    let n = 512
    let rungs = experiment.ladder() + learners
    let measured = try experiment.measure(rungs, n: n, rounds: run.isQuick ? 3 : 15)
    show(
      "    matrices of [\(n), \(n)] in Float, \(VectorUnit.ofKernels.rawValue); one core's peak: "
        + "\(measured.peak.fixed(0)) GFLOP/s\n")
    let slowest = measured.rates[0]
    run.showTable(
      [["", "GFLOP/s", "× i-j-k", "of the peak"]]
        + zip(rungs, measured.rates).map { rung, rate in
          [
            rung.name, rate.fixed(1), (rate / slowest).fixed(1),
            (100 * rate / measured.peak).fixed(0) + " %",
          ]
        })
    if run.isMine {
      let missing = ["rowByRow", "blocked", "tiled", "packed", "split"].filter {
        run.notPassed[$0] != nil
      }
      if !missing.isEmpty {
        show("\n    not solved, so not shown: \(missing.joined(separator: ", "))")
      }
    }
    var bars = BarChart(
      title: "Matrices of [\(n), \(n)]: each rung of the ladder", valueLabel: "GFLOP/s",
      scale: .logarithmic, categories: rungs.map(\.name))
    bars.add("", measured.rates)
    try run.saveMeasured(bars.svg(), as: "ladder")
    try run.saveMeasured(roofline(rungs, measured, n: n).svg(), as: "roofline")
  }

  /// The rungs of one core under what bounds them: the registers' arithmetic, and how fast numbers come.
  private func roofline(
    _ rungs: [SpeedExperiment.Rung], _ measured: SpeedExperiment.Measurement, n: Int
  ) -> Chart {
    var chart = Chart(
      title: "Roofline, one core, matrices of [\(n), \(n)]",
      xLabel: "operations for each byte between registers and memory", yLabel: "GFLOP/s",
      xScale: .logarithmic, yScale: .logarithmic)
    chart.xRange = 0.1...10
    chart.yRange = 0.5...(measured.peak * 2)
    func addRoof(_ name: String, _ bandwidth: Double, isDashed: Bool) {
      let ridge = min(max(measured.peak / bandwidth, 0.1), 10)
      let x = [0.1, ridge, 10]
      let y = x.map { min(measured.peak, bandwidth * $0) }
      chart.add(isDashed ? .dashedLine(name, x: x, y: y) : .line(name, x: x, y: y))
    }
    addRoof("numbers from the nearest cache", measured.cacheBandwidth, isDashed: false)
    addRoof("numbers from main memory", measured.memoryBandwidth, isDashed: true)
    for (rung, rate) in zip(rungs, measured.rates) where rung.threads == 1 {
      chart.add(.points(rung.name, x: [rung.intensity], y: [rate]))
    }
    return chart
  }

  // MARK: (b) Measured over the size

  func sizes() throws {
    let sizes = run.isQuick ? [64, 128, 256, 512] : [64, 96, 128, 192, 256, 384, 512, 768, 1024]
    let names = [
      "i-j-k, the textbook", "i-j-k, four sums at once", "i-k-j, row by row", "tiles of 4×8",
      "tiles over packed panels", "Gradus's kernel",
    ]
    let rungs = experiment.ladder().filter { names.contains($0.name) }
    let rates = try experiment.sweep(rungs, sizes: sizes, rounds: run.isQuick ? 3 : 9)
    let columns = [64, 128, 256, 512]
    run.showTable(
      [["GFLOP/s"] + columns.map { "n = \($0)" }]
        + zip(rungs, rates).map { rung, rates in
          [rung.name] + columns.map { rates[sizes.firstIndex(of: $0)!]?.fixed(1) ?? "" }
        })
    var chart = Chart(
      title: "Speed over the size of the matrices, one core", xLabel: "n", yLabel: "GFLOP/s",
      xScale: .logarithmic, yScale: .logarithmic)
    for (rung, rates) in zip(rungs, rates) {
      let shown = zip(sizes, rates).compactMap { size, rate in rate.map { (Double(size), $0) } }
      chart.add(.line(rung.name, x: shown.map(\.0), y: shown.map(\.1)))
    }
    try run.saveMeasured(chart.svg(), as: "sizes")
  }

  // MARK: (c) Counted

  func cache() throws {
    let sizes = Array(stride(from: 16, through: 256, by: 16))
    let orders = SpeedExperiment.AccessOrder.allCases
    let bytes = orders.map { order in sizes.map { SpeedExperiment.fetchedBytes(order, n: $0) } }
    let columns = [64, 96, 240, 256]
    run.showTable(
      [["bytes fetched per multiplication"] + columns.map { "n = \($0)" }]
        + zip(orders, bytes).map { order, bytes in
          [order.rawValue] + columns.map { bytes[sizes.firstIndex(of: $0)!].fixed(2) }
        })
    var chart = Chart(
      title: "What a cache of 32 KiB has to fetch", xLabel: "n",
      yLabel: "bytes a multiplication", yScale: .logarithmic)
    for (order, bytes) in zip(orders, bytes) {
      chart.add(.line(order.rawValue, x: sizes.map(Double.init), y: bytes))
    }
    try run.save(chart.svg(), as: "cache")
  }

  // MARK: (d) Computed

  func rounding() throws {
    let counts = (4...17).map { 1 << $0 }
    let results = counts.map { SpeedExperiment.rounding($0, seed: run.seed) }
    let orders = SpeedExperiment.SumOrder.allCases
    let example = results[counts.firstIndex(of: 65536)!]
    run.showTable(
      [["65536 products", "sum", "error, 16 trials"]]
        + orders.indices.map {
          [
            orders[$0].rawValue, Double(example.sums[$0]).fixed(3), example.errors[$0].scientific(),
          ]
        } + [["in Double", example.exact.fixed(3), ""], ["k·ε", "", example.bound.scientific()]])
    var chart = Chart(
      title: "The error of a sum of k products in Float", xLabel: "k", yLabel: "relative error",
      xScale: .logarithmic, yScale: .logarithmic)
    chart.add(.dashedLine("k·ε", x: counts.map(Double.init), y: results.map(\.bound)))
    for (index, order) in orders.enumerated() {
      chart.add(
        .line(order.rawValue, x: counts.map(Double.init), y: results.map { $0.errors[index] }))
    }
    try run.save(chart.svg(), as: "rounding")
  }
}
