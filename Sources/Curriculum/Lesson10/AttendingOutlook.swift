import Curriculum
import Gradus
import Plotting

extension AttendingReport {
  /// n-grams computed here, networks from the study, for each book on its own last tenth.
  func ladder() throws {
    let rows = try run.showTable(of: AttendingExperiment.ladderStudy)
    var chart = Chart(
      title: "Nats per character of each book's last tenth", xLabel: "order of the n-grams",
      yLabel: "nats per character")
    for name in Library.allCases.prefix(run.isQuick ? 1 : 3) {
      let book = try Book(name.dataset, first: run.isQuick ? 12_000 : .max)
      let grams = book.nGrams(orders: 6)
      let best = grams.min { $0.validation < $1.validation }!
      let counted = [
        ("any character alike", Double.log(Double(book.vocabulary.count))),
        ("bigrams", grams[1].test), ("n-grams of order \(best.order)", best.test),
      ]
      func losses(_ network: String, column: Int = 1) -> [Double] {
        rows.filter { $0[0].hasPrefix("\(name.rawValue), \(network),") }
          .compactMap { Double($0[column]) }
      }
      // The networks have learned whole books.
      let networks = AttendingExperiment.networks.filter { !run.isQuick && !losses($0).isEmpty }
      show("")
      run.showTable(
        [["\(name.rawValue), \(book.size) characters", "nats per character", "bits"]]
          + counted.map { [$0.0, $0.1.fixed(3), ($0.1 / .log(2)).fixed(3)] }
          + networks.map { network in
            let (nats, bits) = (
              Statistics(losses(network)), Statistics(losses(network, column: 2))
            )
            return [nats.label(network), nats.mean.fixed(3), bits.mean.fixed(3)]
          })
      if networks.contains("GPT") {
        let loss = Statistics(losses("GPT")).mean
        let gap = best.test - loss
        chart.addHorizontalLine(at: loss, label: "GPT, \(name.rawValue)")
        show(
          "    The GPT is \(abs(gap).fixed(3)) nats \(gap > 0 ? "below" : "above") the best n-grams."
        )
      }
      chart.add(.line("\(name.rawValue), n-grams", y: grams.map(\.test)))
    }
    try run.save(chart.svg(), as: "ladder")
  }

  /// A GPT of a few epochs: what it writes, and where it looks.
  func samples() throws {
    let book = try Book(.alice, first: run.isQuick ? 12_000 : .max)
    let size = AttendingExperiment.sizeOfPage(isQuick: run.isQuick)
    let model = book.trainedGPT(size, seed: run.seed)
    show(
      "    \(model.parameterCount) weights, \(size.steps(for: book.test)) steps; "
        + "held out: \(book.loss(of: model).fixed(2)) nats per character\n")
    let start = try book.vocabulary.encode("Alice ").elements
    var generator = RandomGenerator(seed: run.seed)
    for temperature in [0.3, 0.7, 1.0] {
      let text = model.continuing(
        start, by: 180, TokenSampler(temperature: temperature), using: &generator)
      let words = book.vocabulary.decode(Tensor(text)).split(whereSeparator: \.isWhitespace)
      show("    temperature \(temperature.fixed(1)):")
      show(indented(words.joined(separator: " "), by: 4, style: run.style) + "\n")
    }
    try heads(of: model, book)
  }

  /// Where each head of each block looks, on average over pieces of the held-out text.
  private func heads(of model: GPT<Float>, _ book: Book) throws {
    let maps = experiment.maps(of: model, book)
    run.showTable(
      [["block", "head", "at itself", "one back", "two back", "further"]]
        + maps.map { map in
          ["\(map.layer + 1)", "\(map.head + 1)"]
            + (map.shares + [1 - map.shares.reduce(0, +)]).map { percent($0) }
        })
    var grid = ImageGrid(
      title: "Where heads look, in a piece of 32 characters: rows ask, columns are looked at",
      columns: 4, range: 0...0.6,
      images: maps.map { map in
        ImageGrid.Image(
          pixels: map.example.elements.map(Double.init), width: map.example.shape[1],
          height: map.example.shape[0], caption: "block \(map.layer + 1), head \(map.head + 1)")
      })
    grid.imageSize = 130
    try run.save(grid.svg(), as: "heads")
  }

  /// What the cache is good for.
  func writing() throws {
    let book = try Book(.alice, first: 12_000)
    var generator = RandomGenerator(seed: run.seed)
    let size = GPTSize(epochs: 1)
    func model<Scalar: TensorScalar>() -> GPT<Scalar> {
      GPT(
        vocabulary: book.vocabulary.count, context: size.context, width: size.width,
        heads: size.heads, layers: size.layers, positions: size.positions, using: &generator)
    }
    let (single, double): (GPT<Float>, GPT<Double>) = (model(), model())
    let text = Array(book.tokens.elements.prefix(run.isQuick ? 8 : size.context))
    let isExact =
      AttendingExperiment.cacheIsExact(single, on: text)
      && AttendingExperiment.cacheIsExact(double, on: text)
    show(
      indented(
        "\(text.count) characters, one by one, with the cache and without: the logits in Float and "
          + "in Double are \(isExact ? "equal to the last bit" : "not equal").", by: 4,
        style: run.style) + "\n")
    show("    4 blocks, 64 wide, one thread")
    withBackend(.simd, threads: 1) {
      let times = experiment.writingTimes(
        of: single, lengths: [1, 2, 4, 8, 16, 32, 64], attempts: run.isQuick ? 5 : 50)
      run.showTable(
        [["characters", "µs with the cache", "without", "× as fast"]]
          + times.map {
            [
              "\($0.length)", (1e6 * $0.withCache).fixed(0), (1e6 * $0.without).fixed(0),
              ($0.without / $0.withCache).fixed(1),
            ]
          })
      show(
        AttendingExperiment.cacheWins(times).map { "    The cache wins from length \($0) on." }
          ?? "    The cache does not win.")
      let speed = experiment.charactersPerSecond(
        of: single, stretches: run.isQuick ? 5 : 50, seed: run.seed)
      show("    It writes \(((speed / 100).rounded() * 100).fixed(0)) characters per second.")
    }
  }

  private func milliseconds(_ seconds: Double) -> String {
    let value = 1000 * seconds
    return value.fixed(value < 1 ? 2 : value < 10 ? 1 : 0)
  }

  func ablations() throws { try run.showTable(of: AttendingExperiment.ablationStudy) }

  func tokens() throws {
    let text = try Dataset.alice.text()
    let tokenizer = BytePairTokenizer(trainedOn: text, merges: 256)
    let tokens = tokenizer.encode("Alice was beginning to get very tired").elements
    func visible(_ tokens: some Sequence<Int>) -> String {
      self.visible(tokens.map { tokenizer.decode(Tensor([$0])) })
    }
    show("    blanks are written _, ends of lines \\n")
    show(indented("the first merges: \(visible(256..<272))", by: 4, style: run.style))
    show(indented("after 256 merges: \(visible(tokens))", by: 4, style: run.style) + "\n")
    try run.showTable(of: AttendingExperiment.tokensStudy)
  }

  func threeTimes() throws {
    let result = try experiment.threeTimes(steps: run.isQuick ? 3 : 20, seed: run.seed)
    show("    \(result.parameters) weights; one name per step\n")
    let last = result.losses[0].count
    run.showTable(
      [["step", "on single numbers", "on tensors", "on SIMD"]]
        + [1, (last + 1) / 2, last].map { step in
          ["\(step)"] + result.losses.map { $0[step - 1].fixed(12) }
        })
    let isEqual = result.difference < 1e-12
    show("    The losses are \(isEqual ? "equal to 1e-12" : "not equal").\n")
    let (naive, simd) = experiment.fourBlocks(
      try Book(.alice), steps: run.isQuick ? 1 : 10, seed: run.seed)
    let names = ["on single numbers", "on tensors", "on SIMD"]
    run.showTable(
      [["a step of the small GPT", "ms", "× as fast"]]
        + zip(names, result.seconds).map { name, seconds in
          [name, milliseconds(seconds), (result.seconds[0] / seconds).fixed(0)]
        })
    show("")
    run.showTable([
      ["a step of 4 blocks, 64 wide", "ms", "× as fast"],
      ["on tensors", milliseconds(naive), "1.0"],
      ["on SIMD", milliseconds(simd), (naive / simd).fixed(1)],
    ])
  }
}
