import Curriculum
import Gradus
import Plotting

extension RememberingReport {
  func alice() throws {
    let book = try Book(.alice, first: run.isQuick ? 12_000 : .max)
    let grams = book.nGrams(orders: run.isQuick ? 5 : 8)
    show(
      "    \(book.size) characters, \(book.vocabulary.count) different ones; the last tenth is measured on\n"
    )
    run.showTable(
      [["order", "+ 0.1", "interpolated", "to choose with"]]
        + grams.map {
          ["\($0.order)", $0.adding.fixed(3), $0.test.fixed(3), $0.validation.fixed(3)]
        })
    let best = grams.min { $0.validation < $1.validation }!
    show("")
    // Networks that have read all of the book do not compare with counts of its beginning.
    let readers = run.isQuick ? [] : try run.showTable(of: RememberingExperiment.readers)
    var ladder = [("any character alike", Double.log(Double(book.vocabulary.count)))]
    ladder += [("bigrams", grams[1].test), ("n-grams of order \(best.order)", best.test)]
    for kind in ReaderKind.allCases {
      let losses = readers.filter { $0[0].hasPrefix(kind.rawValue) }.compactMap { Double($0[1]) }
      if losses.isEmpty { continue }
      let seeds = losses.count == 1 ? "1 seed" : "mean of \(losses.count) seeds"
      ladder.append(("\(kind.rawValue), \(seeds)", losses.reduce(0, +) / Double(losses.count)))
    }
    if !run.isQuick { show("") }
    run.showTable(
      [["the ladder", "nats per character", "bits per character"]]
        + ladder.map { [$0.0, $0.1.fixed(3), ($0.1 / .log(2)).fixed(3)] })
    show("    The best: \(ladder.min { $0.1 < $1.1 }!.0).")

    var chart = Chart(
      title: "Alice: nats per character of the last tenth", xLabel: "order of the n-grams",
      yLabel: "nats per character")
    chart.add(.line("n-grams, + 0.1", y: grams.map(\.adding)))
    chart.add(.line("n-grams, interpolated", y: grams.map(\.test)))
    for (name, loss) in ladder.dropFirst(3) { chart.addHorizontalLine(at: loss, label: name) }
    try run.save(chart.svg(), as: "alice")
    try write(book)
  }

  /// A few epochs, and what comes after "Alice ".
  private func write(_ book: Book) throws {
    let epochs = run.isQuick ? 1 : 4
    let model = RecurrentReader<LSTMCell<Float>>.trained(
      on: book.tokens[0..<book.test], characters: book.vocabulary.count,
      ReaderSize(width: run.isQuick ? 32 : 128, epochs: epochs), seed: run.seed)
    var generator = RandomGenerator(seed: run.seed)
    let start = try book.vocabulary.encode("Alice ").elements
    let trained = epochs == 1 ? "1 epoch" : "\(epochs) epochs"
    for temperature in [0, 0.5, 1.0] {
      let text = model.continuing(
        start, atMost: 180, temperature: temperature, using: &generator)
      let words = book.vocabulary.decode(Tensor(start + text)).split(whereSeparator: \.isWhitespace)
      show("\n    an LSTM of \(trained) at temperature \(temperature.fixed(1)):")
      show(indented(words.joined(separator: " "), by: 4, style: run.style))
    }
  }

  func forecasts() throws {
    let seeds = (0..<UInt64(run.isQuick ? 1 : 3)).map { run.seed &+ $0 }
    for (place, series) in [try Series.sunspots(), try Series.co2()].enumerated() {
      if place > 0 { show("") }
      let forecasts = try experiment.forecasts(
        series, seeds: seeds, epochs: run.isQuick ? 3 : 60)
      let (simple, networks) = (forecasts.dropLast(seeds.count), forecasts.suffix(seeds.count))
      var contenders = simple.map { (name: $0.name, before: $0.errorBefore, error: $0.error) }
      let count = Double(seeds.count)
      contenders.append(
        (
          "LSTM, mean of seeds", networks.reduce(0) { $0 + $1.errorBefore } / count,
          networks.reduce(0) { $0 + $1.error } / count
        ))
      show(
        "    \(series.numbers.shape[0]) numbers, the last \(series.heldOut) to forecast; errors in \(series.unit)"
      )
      run.showTable(
        [[series.name, "a period before", "error"]]
          + (contenders.dropLast() + networks.map { ($0.name, $0.errorBefore, $0.error) }
          + contenders.suffix(1)).map { [$0.0, $0.1.fixed(2), $0.2.fixed(2)] })
      let winner = contenders.min { $0.error < $1.error }!
      show("    The best: \(winner.name), \(winner.error.fixed(2)) \(series.unit).")
      // What is drawn was chosen by what was known at the time.
      let drawn = contenders.indices.min { contenders[$0].before < contenders[$1].before }!
      try draw(forecasts[drawn], of: series)
    }
  }

  /// The numbers held out, and what a method has forecast, with a band of twice its earlier error.
  private func draw(_ forecast: RememberingExperiment.Forecast, of series: Series) throws {
    let start = series.numbers.shape[0] - series.heldOut
    let measured = series.numbers[start...]
    let width = 2 * forecast.errorBefore
    let isWithin = (forecast.numbers - measured).abs() .< width
    show(
      "    \(forecast.name): \(percent(Tensor<Double>(isWithin).mean())) of the numbers lie in its band"
    )
    var chart = Chart(
      title: "\(series.name): one step ahead, again and again", xLabel: "year", yLabel: series.unit)
    let times = Array(series.times[start...])
    chart.add(
      .line(forecast.name, x: times, y: forecast.numbers.elements).with(
        bandFrom: (forecast.numbers - width).elements, to: (forecast.numbers + width).elements))
    chart.add(.points("measured", x: times, y: measured.elements))
    try run.save(chart.svg(), as: series.file)
  }
}
