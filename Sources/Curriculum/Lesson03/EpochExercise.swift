import Curriculum
import Gradus

extension OptimizationLesson {
  private typealias Epoch =
    @Sendable (
      Matrix, Matrix, Int, inout RandomGenerator, Answers.BatchStep
    ) throws -> Double

  static let epoch = Exercise<Answers>(
    "epoch", "An epoch of mini-batches",
    hints: [
      "Draw the order once, then cut it into pieces of batchSize; the last piece may be shorter.",
      "for start in stride(from: 0, to: count, by: batchSize) goes through the pieces, and "
        + "order[start..<min(start + batchSize, count)] is one of them.",
      "Array(…) makes indices of the piece, for x.gather(indices) and y.gather(indices).",
      "The mean loss of all samples: add up Double(indices.count) * loss, and divide by N at the end.",
    ],
    learnt:
      "Each sample counts once an epoch, in a new order; a mean over batches is weighted by "
      + "their sizes.",
    landmark: Landmark("Sources/DataLoading/Batches.swift", "struct Batches"),
    solution: { $0.epoch = Optimization.epoch },
    check: { answers in
      for (count, batchSize) in [(7, 3), (20, 4), (5, 8), (6, 1)] {
        var generator = RandomGenerator(seed: 36)
        let first = try observe(answers.epoch, count, batchSize, &generator)
        try first.expectRight()
        guard count == 20 else { continue }
        let again = try observe(answers.epoch, count, batchSize, &generator)
        try again.expectRight()
        try expect(
          again.order != first.order,
          "\(first.call), a second time: expected another order, found the same.",
          why: "Draw from the generator itself: a copy, or one with a seed, repeats its numbers.")
      }
    },
    wrongAnswers: wrongEpochs.wrongAnswers(\.epoch))

  /// What an epoch did with samples that know their own number.
  private struct Observation {
    let call: String
    let count: Int
    let batchSize: Int
    /// The numbers of the samples in each batch: those in x, and those in y.
    let batches: [(x: [Int], y: [Int])]
    let loss: Double

    var order: [Int] { batches.flatMap(\.x) }

    func expectRight() throws {
      try expectSizes()
      for (place, batch) in batches.enumerated() {
        try expect(
          batch.x == batch.y,
          "\(call), batch \(place): expected the same samples in x and y, found \(batch.x) in x and "
            + "\(batch.y) in y.",
          why: "Gather both with the same indices: row i of y belongs to row i of x.")
      }
      let missing = (0..<count).filter { !order.contains($0) }
      try expect(
        missing.isEmpty && order.count == count,
        "\(call): expected each sample once, but \(missing) did not come.",
        why: "Cut one generator.permutation(N) into batches: each sample is in it exactly once.")
      let inBatches = batches.allSatisfy { batch in
        zip(batch.x, batch.x.dropFirst()).allSatisfy { $0 + 1 == $1 }
      }
      try expect(
        count < 20 || order != Array(0..<count),
        "\(call): expected a random order, found \(order).",
        why: "The samples come in the order of the data: shuffle them with the generator.")
      try expect(
        count < 20 || !inBatches, "\(call): expected a random order, found \(order).",
        why: "Only the batches are shuffled: neighbours always come together. Shuffle the samples.")
      let sums = batches.map { Observation.loss(of: $0.x) * Double($0.x.count) }
      let means = batches.map { Observation.loss(of: $0.x) }
      let mean = sums.reduce(0, +) / Double(count)
      try expect(
        loss, equals: mean, in: "\(call), returned loss",
        suspects: [
          Suspect(
            means.reduce(0, +) / Double(means.count),
            "That is the mean of the batches. The short one has fewer samples, so it counts less."),
          Suspect(sums.reduce(0, +), "That is the sum: divide it by the number of samples."),
          Suspect(
            means.reduce(0, +), "That is the sum of the batches' losses; it has to be a mean."),
          Suspect(means[means.count - 1], "That is the loss of the last batch alone."),
          Suspect(0, "The losses that `step` returns are not added up."),
        ])
    }

    private func expectSizes() throws {
      let expected = stride(from: 0, to: count, by: batchSize).map { min(batchSize, count - $0) }
      let sizes = batches.map(\.x.count)
      let why: String? =
        switch sizes {
        case []: "`step` has to be called for each batch, the only one too."
        case Array(expected.dropLast()): "The last, short batch is dropped; its samples count too."
        case [count]: "All samples are in one batch: cut them into pieces of batchSize."
        case Array(repeating: batchSize, count: expected.count):
          "The last batch is filled up: some samples come twice."
        case Array(repeating: 1, count: count): "Each sample is a batch of its own."
        default: nil
        }
      try expect(
        sizes == expected, "\(call): expected batches of \(expected) samples, found \(sizes).",
        why: why)
    }

    /// The loss of a batch of such samples, which differs from batch to batch.
    static func loss(of samples: [Int]) -> Double {
      Double(samples.reduce(0) { $0 + $1 * $1 }) / Double(samples.count) + 1
    }
  }

  private static func observe(
    _ epoch: Epoch, _ count: Int, _ batchSize: Int, _ generator: inout RandomGenerator
  ) throws -> Observation {
    let x = Matrix((0..<count).map { [Double($0), 0.5] })
    let y = Matrix((0..<count).map { [Double(10 * $0)] })
    var batches: [(x: [Int], y: [Int])] = []
    let loss = try epoch(x, y, batchSize, &generator) { x, y in
      let call = "epoch of \(count) samples in batches of \(batchSize)"
      try expect(
        x.rank == 2 && y.rank == 2 && x.shape[1] == 2 && y.shape[1] == 1,
        "\(call): expected batches of shapes [B, 2] and [B, 1], found \(x.shape) and \(y.shape).",
        why: "x.gather(indices) keeps a row for each index.")
      let samples = (0..<x.shape[0]).map { Int(x[$0, 0]) }
      batches.append((samples, (0..<y.shape[0]).map { Int(y[$0, 0]) / 10 }))
      return Observation.loss(of: samples)
    }
    return Observation(
      call: "epoch of \(count) samples in batches of \(batchSize)", count: count,
      batchSize: batchSize, batches: batches, loss: loss)
  }

  /// An epoch in which pieces of an order are wrong.
  private static func epochs(
    order: @escaping @Sendable (Int, Int, inout RandomGenerator) -> [Int] = {
      $2.permutation($0)
    },
    cut: @escaping @Sendable (_ order: [Int], _ batchSize: Int) -> [[Int]] = pieces,
    targets: @escaping @Sendable (_ samples: [Int]) -> [Int] = { $0 },
    mean: @escaping @Sendable (_ losses: [(loss: Double, count: Int)], _ count: Int) -> Double = {
      $0.reduce(0) { $0 + $1.loss * Double($1.count) } / Double($1)
    }
  ) -> Epoch {
    { x, y, batchSize, generator, step in
      let order = order(x.shape[0], batchSize, &generator)
      let losses = try cut(order, batchSize).map { samples in
        (
          loss: try step(x.gather(samples), y.gather(targets(samples))), count: samples.count
        )
      }
      return mean(losses, x.shape[0])
    }
  }

  @Sendable private static func pieces(_ order: [Int], _ batchSize: Int) -> [[Int]] {
    stride(from: 0, to: order.count, by: batchSize).map {
      Array(order[$0..<min($0 + batchSize, order.count)])
    }
  }

  private static let wrongEpochs: [Mistake<Epoch>] = [
    Mistake(
      "last short batch dropped", "",
      epochs(cut: { order, size in pieces(order, size).filter { $0.count == size } })),
    Mistake(
      "last batch filled up", "",
      epochs(cut: { order, size in
        pieces(order, size).map { $0 + order.prefix(size - $0.count) }
      })),
    Mistake("all samples at once", "", epochs(cut: { order, _ in [order] })),
    Mistake("not shuffled", "", epochs(order: { count, _, _ in Array(0..<count) })),
    Mistake(
      "only the batches shuffled", "",
      epochs(order: { count, size, generator in
        let batches = pieces(Array(0..<count), size)
        let short = batches.filter { $0.count < size }
        let full = batches.filter { $0.count == size }
        return generator.permutation(full.count).flatMap { full[$0] } + short.flatMap { $0 }
      })),
    Mistake(
      "the same order every time", "",
      epochs(order: { count, _, generator in
        var copy = RandomGenerator(seed: 5)
        return copy.permutation(count)
      })),
    Mistake(
      "drawn with replacement", "",
      epochs(order: { count, _, generator in
        (0..<count).map { _ in generator.permutation(count)[0] }
      })),
    Mistake("x shuffled, y not", "", epochs(targets: { $0.sorted() })),
    Mistake(
      "mean of the batches", "",
      epochs(mean: { losses, _ in
        losses.reduce(0) { $0 + $1.loss } / Double(losses.count)
      })),
    Mistake(
      "sum of the losses", "",
      epochs(mean: { losses, _ in losses.reduce(0) { $0 + $1.loss * Double($1.count) } })),
    Mistake("last loss", "", epochs(mean: { losses, _ in losses.last?.loss ?? 0 })),
  ]
}
