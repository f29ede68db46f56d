import Curriculum
import Gradus
import Plotting

extension RememberingReport {
  func alice() throws {
    let book = try Book(.alice, first: run.isQuick ? 12_000 : .max)
    let grams = experiment.nGrams(book, orders: run.isQuick ? 5 : 8)
    show(
      "    \(book.size) characters, \(book.vocabulary.count) different ones; the last tenth is measured on\n"
    )
    run.showTable(
      [["order", "+ 0.1", "interpolated", "validation"]]
        + grams.map {
          ["\($0.order)", $0.adding.fixed(3), $0.test.fixed(3), $0.validation.fixed(3)]
        })
    let best = grams.min { $0.validation < $1.validation }!
    var rows = [["", "nats per character", "bits per character"]]
    func add(_ name: String, _ loss: Double) {
      rows.append([name, loss.fixed(3), (loss / Double.log(2)).fixed(3)])
    }
    add("any character alike", .log(Double(book.vocabulary.count)))
    add("bigrams", grams[1].test)
    add("n-grams, order \(best.order)", best.test)
    for kind in RememberingExperiment.Kind.allCases {
      var size = kind.size
      if run.isQuick { (size.width, size.epochs) = (32, 1) }
      add(
        kind.rawValue,
        try experiment.readerLoss(kind, book, upTo: book.test, size, seed: run.seed))
    }
    show("")
    run.showTable(rows)
  }

  func forecasts() throws {
    let seeds = (0..<UInt64(run.isQuick ? 1 : 3)).map { run.seed &+ $0 }
    for series in [try Series.sunspots(), try Series.co2()] {
      let forecasts = try experiment.forecasts(
        series, seeds: seeds, epochs: run.isQuick ? 3 : 60)
      show(
        "    \(series.numbers.shape[0]) \(series.unit) numbers, the last \(series.heldOut) to forecast")
      run.showTable(
        [[series.name, "error a period before", "error"]]
          + forecasts.map { [$0.name, $0.errorBefore.fixed(2), $0.error.fixed(2)] })
      let winner = forecasts.min { $0.error < $1.error }!
      let chosen = forecasts.min { $0.errorBefore < $1.errorBefore }!
      let start = series.numbers.shape[0] - series.heldOut
      let true_ = series.numbers[start...]
      let within = Tensor<Double>((chosen.numbers - true_).abs() .< 2 * chosen.errorBefore).mean()
      show(
        "    The best: \(winner.name). \(percent(within)) of the numbers lie within twice the earlier error "
          + "of \(chosen.name).\n")
      var chart = Chart(
        title: "\(series.name), each forecast from what came before", xLabel: "year",
        yLabel: series.unit)
      let times = Array(series.times[start...])
      let forecast = chosen.numbers
      chart.add(
        .line(chosen.name, x: times, y: forecast.elements).with(
          bandFrom: (forecast - 2 * chosen.errorBefore).elements,
          to: (forecast + 2 * chosen.errorBefore).elements))
      chart.add(.points("measured", x: times, y: true_.elements))
      try run.save(chart.svg(), as: series.name == "CO₂" ? "co2" : "sunspots")
    }
  }
}

extension RememberingExperiment.Kind {
  /// As large as a study has found best, see the lesson's page.
  var size: ReaderSize {
    switch self {
    case .rnn: ReaderSize(width: 192, dropout: 0.3, epochs: 20)
    case .lstm: ReaderSize(width: 256, dropout: 0.4, epochs: 20)
    case .gru: ReaderSize(width: 256, dropout: 0.4, epochs: 20)
    }
  }
}
