import Curriculum
import Gradus
import Plotting

/// Lesson 14's experiment on the terminal and in plots.
@Sendable
func reportLeaving(_ answers: LeavingAnswers, _ run: LessonRun) throws {
  let report = LeavingReport(experiment: LeavingExperiment(answers), run: run)
  try run.part("(a) There and back", needs: ["translated", "varint"], report.thereAndBack)
  try run.part(
    "(b) In bytes", needs: ["quantizedRow", "integerProduct", "errorBound", "comparison"],
    report.bytes)
  try run.part("(c) Batches, measured", needs: ["roofline"], report.batches)
  try run.part("(d) A training step, measured", needs: [], report.profile)
  try run.part("(e) The course in numbers", needs: ["roofline"], report.courseInNumbers)
  try run.part("(f) What matters most", needs: []) { try TuningReport(run: run).show() }
  try run.part("(g) A search by halves", needs: ["halvingRound"], report.halving)
  try run.part("(h) A ring", needs: ["allReduce"], report.ring)
}

struct LeavingReport {
  let experiment: LeavingExperiment
  let run: LessonRun

  // MARK: (a) There and back

  func thereAndBack() throws {
    let result = try experiment.thereAndBack(seed: run.seed)
    run.showTable(
      [["elsewhere", "shape", "here", "shape"]]
        + zip(result.elsewhere, result.here).map {
          [$0.name, "\($0.shape)", $1.name, "\($1.shape)"]
        })
    show("    largest difference of 297 digits' logits: \(numberText(result.difference))\n")
    run.showTable(
      [["a number", "in a file"]]
        + (try [UInt64(10), 64, 297, 40_000, UInt64.max].map { number in
          [
            "\(number)",
            try experiment.answers.varint(number).map { "\($0)" }.joined(separator: " "),
          ]
        }))
  }

  // MARK: (b) In bytes

  func bytes() throws {
    let epochs = run.isQuick ? 2 : 15
    let digits = try PictureRows.digits()
    var quantizations = [
      try experiment.quantization(of: digits, epochs: epochs, seed: run.seed)
    ]
    if !run.isQuick {
      quantizations += [
        try experiment.quantization(of: .fashion(), epochs: epochs, seed: run.seed),
        try experiment.quantizationOfText(characters: 60_000, epochs: 2, seed: run.seed),
      ]
    }
    var rows = [
      ["", "parameters", "KB", "in bytes", "right", "in bytes", "agree", "loss", "in bytes"]
    ]
    for q in quantizations {
      let (before, after) = (q.before.map(Double.init), q.after.map(Double.init))
      let labels = q.labels.elements
      let result = try experiment.answers.comparison(before, after, labels)
      func right(_ logits: Tensor<Double>) -> String {
        percent(Double(countRight(logits.argmax(along: 1), q.labels)) / Double(labels.count))
      }
      rows.append([
        q.name, "\(q.parameterCount)", (Double(q.floatBytes) / 1000).fixed(1),
        (Double(q.byteBytes) / 1000).fixed(1), right(before), right(after),
        percent(result.agreement), result.lossBefore.fixed(4), result.lossAfter.fixed(4),
      ])
    }
    run.showTable(rows)
    let network = try Recipe().trained(on: digits.train, epochs: epochs, seed: run.seed)
    let errors = try experiment.errors(
      of: network, on: digits.test.inputs[0..<(run.isQuick ? 20 : 100)])
    show("")
    run.showTable([
      ["the first layer for digits, \(errors.products) products", ""],
      ["farthest from exact", errors.largest.fixed(4)],
      ["bound of that product", errors.bound.fixed(4)],
      ["most that any takes of its bound", percent(errors.share)],
      ["within a millionth of the framework's", errors.fromFramework < 1e-6 ? "yes" : "no"],
    ])
  }

  private func percent(_ share: Double) -> String { "\((100 * share).fixed(1)) %" }

  /// What is measured runs on vector code, where this machine has any.
  private var fastest: Backend { Backend.simd.obstacle == nil ? .simd : .naive }

  // MARK: (c) Batches

  func batches() throws {
    let sizes = run.isQuick ? [1, 32] : [1, 4, 16, 64, 256]
    let speeds = try withBackend(fastest) {
      try experiment.batches(sizes, rounds: run.isQuick ? 3 : 40, seed: run.seed)
    }
    show("    kernels: \(fastest.rawValue)")
    run.showTable(
      [["196-256-256-10, rows", "operations per byte", "ms", "rows per s", "ms in bytes"]]
        + speeds.map {
          [
            "\($0.batch)", $0.intensity.fixed(2), (1000 * $0.seconds).fixed(3),
            (Double($0.batch) / $0.seconds).fixed(0), (1000 * $0.quantizedSeconds).fixed(3),
          ]
        })
    var chart = Chart(
      title: "A batch: how long one waits, and how many rows a second brings",
      xLabel: "ms per batch", yLabel: "rows per second", xScale: .logarithmic,
      yScale: .logarithmic)
    for (name, seconds) in [("Float", \BatchSpeed.seconds), ("bytes", \.quantizedSeconds)] {
      chart.add(
        .line(
          name, x: speeds.map { 1000 * $0[keyPath: seconds] },
          y: speeds.map { Double($0.batch) / $0[keyPath: seconds] }))
    }
    try run.saveMeasured(chart.svg(), as: "batches")
  }

  // MARK: (d) A profile

  func profile() throws {
    let steps = run.isQuick ? 20 : 1000
    let profile = try withBackend(fastest) { try experiment.profile(steps: steps, seed: run.seed) }
    show("    kernels: \(fastest.rawValue)")
    func row(_ name: String, _ forward: Double, _ backward: Double) -> [String] {
      func microseconds(_ seconds: Double) -> String { (1e6 * seconds / Double(steps)).fixed(1) }
      return [
        name, microseconds(forward), microseconds(backward),
        "\((100 * (forward + backward) / profile.seconds).fixed(0)) %",
      ]
    }
    // In the order of the forward pass, which is the same in each run.
    let names = ["matmul", "standardize", "relu", "softmaxCrossEntropy"]
    let entries = profile.byOperation.entries
    let others = entries.filter { !names.contains($0.operation) }
    run.showTable(
      [["one step", "us forward", "us backward", "share"]]
        + names.compactMap { name in entries.first { $0.operation == name } }.map {
          row($0.operation, $0.forwardSeconds, $0.backwardSeconds)
        }
        + [
          row(
            "other operations", others.reduce(0) { $0 + $1.forwardSeconds },
            others.reduce(0) { $0 + $1.backwardSeconds }),
          row("outside, the optimizer", profile.secondsOutside, 0),
        ])
  }

  // MARK: (e) The course in numbers

  func courseInNumbers() throws {
    run.showTable(
      [["lesson", "model", "parameters", "operations", "bytes", "operations per byte"]]
        + (try experiment.courseInNumbers()).map {
          [
            "\($0.lesson)", $0.name, "\($0.parameterCount)", "\($0.operations)", "\($0.bytes)",
            (Double($0.operations) / Double($0.bytes)).fixed(2),
          ]
        })
  }

  // MARK: (g) A search by halves

  func halving() throws {
    let data = try PictureRows.fewDigits(seed: run.seed)
    let rounds = try experiment.halving(on: data, seed: run.seed)
    run.showTable(
      [["epochs", "rates tried", "kept", "the best", "its loss"]]
        + rounds.map {
          [
            "\($0.epochs)", "\($0.tried)", "\($0.kept.count)", $0.kept[0].significant(2),
            $0.bestLoss.fixed(3),
          ]
        })
    let spent = rounds.reduce(0) { $0 + $1.epochs * $1.tried }
    show("    \(spent) epochs; all rates to the end would be \(rounds.last!.epochs * 16)\n")
  }

  // MARK: (h) A ring

  func ring() throws {
    run.showTable(
      [["workers", "messages", "longest", "numbers that each sends", "of its 1000"]]
        + (try [2, 4, 8, 100].map { workers in
          let traffic = try experiment.ring(of: workers, numbers: 1000)
          return [
            "\(workers)", "\(traffic.messages)", "\(traffic.longest)", "\(traffic.sent.max()!)",
            (Double(traffic.sent.max()!) / 1000).fixed(2),
          ]
        }))
  }
}
