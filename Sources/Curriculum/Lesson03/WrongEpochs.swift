import Curriculum
import Gradus

extension OptimizationLesson {
  /// An epoch in which pieces of an order are wrong.
  private static func epoch(
    _ mistake: String, why: String,
    order: @escaping @Sendable (Int, Int, inout RandomGenerator) -> [Int] = {
      $2.permutation($0)
    },
    cut: @escaping @Sendable (_ order: [Int], _ batchSize: Int) -> [[Int]] = pieces,
    targets: @escaping @Sendable (_ samples: [Int]) -> [Int] = { $0 },
    mean: @escaping @Sendable (_ losses: [(loss: Double, count: Int)], _ count: Int) -> Double = {
      $0.reduce(0) { $0 + $1.loss * Double($1.count) } / Double($1)
    }
  ) -> WrongAnswer<Answers> {
    WrongAnswer(mistake, why: why) {
      $0.epoch = { x, y, batchSize, generator, step in
        let order = order(x.shape[0], batchSize, &generator)
        let losses = try cut(order, batchSize).map { samples in
          (
            loss: try step(x.gather(samples), y.gather(targets(samples))), count: samples.count
          )
        }
        return mean(losses, x.shape[0])
      }
    }
  }

  @Sendable private static func pieces(_ order: [Int], _ batchSize: Int) -> [[Int]] {
    stride(from: 0, to: order.count, by: batchSize).map {
      Array(order[$0..<min($0 + batchSize, order.count)])
    }
  }

  static let wrongEpochs = wrongBatches + wrongOrders + wrongMeans

  private static let wrongBatches: [WrongAnswer<Answers>] = [
    epoch(
      "last short batch dropped", why: "short batch is dropped",
      cut: { order, size in pieces(order, size).filter { $0.count == size } }),
    epoch(
      "last batch filled up", why: "The last batch is filled up",
      cut: { order, size in pieces(order, size).map { $0 + order.prefix(size - $0.count) } }),
    epoch("all samples at once", why: "All samples are in one batch", cut: { order, _ in [order] }),
    epoch(
      "each sample by itself", why: "Each sample is a batch of its own",
      cut: { order, _ in order.map { [$0] } }),
    epoch(
      "two steps per batch", why: "Each batch comes twice",
      cut: { pieces($0, $1) + pieces($0, $1) }),
    epoch(
      "two steps in a row per batch", why: "Each batch comes twice",
      cut: { pieces($0, $1).flatMap { [$0, $0] } }),
    epoch("an empty batch at the end", why: "ends before N", cut: { pieces($0, $1) + [[]] }),
    epoch(
      "the rest in the last full batch", why: "a batch of their own",
      cut: { order, size in
        let all = pieces(order, size)
        guard all.count > 1, all[all.count - 1].count < size else { return all }
        return all.dropLast(2) + [all[all.count - 2] + all[all.count - 1]]
      }),
    epoch(
      "batches that overlap", why: "batchSize samples later",
      cut: { order, size in
        order.count < size
          ? [order] : (0...order.count - size).map { Array(order[$0..<$0 + size]) }
      }),
    epoch(
      "the last sample left out", why: "the last end is N",
      cut: { order, size in
        stride(from: 0, to: order.count, by: size).map {
          Array(order[$0..<min($0 + size, order.count - 1)])
        }
      }),
    epoch(
      "so many batches", why: "not the number of batches",
      cut: { order, size in pieces(order, max(1, order.count / size)) }),
    epoch("x shuffled, y not", why: "row i of y belongs to row i of x", targets: { $0.sorted() }),
    WrongAnswer("an error of step is swallowed", why: "Let errors through") {
      let right = $0.epoch
      $0.epoch = { x, y, batchSize, generator, step in
        try right(x, y, batchSize, &generator) { (try? step($0, $1)) ?? 0 }
      }
    },
  ]

  private static let wrongOrders: [WrongAnswer<Answers>] = [
    epoch(
      "not shuffled", why: "in the order of the data", order: { count, _, _ in Array(0..<count) }),
    epoch(
      "only the batches shuffled", why: "Only the batches are shuffled",
      order: { count, size, generator in
        let batches = pieces(Array(0..<count), size)
        let (short, full) = (
          batches.filter { $0.count < size }, batches.filter { $0.count == size }
        )
        return generator.permutation(full.count).flatMap { full[$0] } + short.flatMap { $0 }
      }),
    epoch(
      "the same order every time", why: "repeats its numbers",
      order: { count, _, _ in
        var copy = RandomGenerator(seed: 5)
        return copy.permutation(count)
      }),
    epoch(
      "a copy of the generator", why: "repeats its numbers",
      order: { count, _, generator in
        var copy = generator
        return copy.permutation(count)
      }),
    epoch(
      "the system's random numbers", why: "its seed decides all",
      order: { count, _, _ in (0..<count).shuffled() }),
    epoch(
      "drawn with replacement", why: "each sample is in it exactly once",
      order: { count, _, generator in
        (0..<count).map { _ in generator.uniformInteger(below: count) }
      }),
    epoch(
      "turned around by a random number", why: "starts at a random place",
      order: { count, _, generator in
        let start = generator.uniformInteger(below: count)
        return (0..<count).map { ($0 + start) % count }
      }),
    epoch(
      "the first sample always first", why: "The first sample is always the same",
      order: { count, _, generator in [0] + generator.permutation(count - 1).map { $0 + 1 } }),
    epoch(
      "the last sample always last", why: "The last sample is always the same",
      order: { count, _, generator in generator.permutation(count - 1) + [count - 1] }),
    epoch(
      "shuffled within each batch", why: "always in a batch together",
      order: { count, size, generator in
        pieces(Array(0..<count), size).flatMap { batch in
          generator.permutation(batch.count).map { batch[$0] }
        }
      }),
    epoch(
      "forwards or backwards", why: "forwards or backwards",
      order: { count, _, generator in
        // A fixed order that is not that of the data.
        let order = (0..<count).map { $0 ^ 1 }.filter { $0 < count }
        let all = order + (0..<count).filter { !order.contains($0) }
        return generator.uniform() < 0.5 ? all : all.reversed()
      }),
  ]

  private static let wrongMeans: [WrongAnswer<Answers>] = [
    epoch(
      "mean of the batches", why: "That is the mean of the batches",
      mean: { losses, _ in losses.reduce(0) { $0 + $1.loss } / Double(losses.count) }),
    epoch(
      "sum of the losses", why: "That is the sum: divide",
      mean: { losses, _ in losses.reduce(0) { $0 + $1.loss * Double($1.count) } }),
    epoch(
      "sum of the batches' losses", why: "That is the sum of the batches' losses",
      mean: { losses, _ in losses.reduce(0) { $0 + $1.loss } }),
    epoch(
      "batches' losses divided by N", why: "multiply its loss by their number",
      mean: { losses, count in losses.reduce(0) { $0 + $1.loss } / Double(count) }),
    epoch(
      "divided by the number of batches", why: "divided by the number of batches",
      mean: { losses, _ in
        losses.reduce(0) { $0 + $1.loss * Double($1.count) } / Double(losses.count)
      }),
    epoch(
      "every batch counts batchSize times", why: "not batchSize times",
      mean: { losses, count in
        losses.reduce(0) { $0 + $1.loss } * Double(losses[0].count) / Double(count)
      }),
    epoch(
      "the short batch counted as a full one", why: "counted as a full one",
      mean: { losses, _ in
        losses.reduce(0) { $0 + $1.loss * Double($1.count) }
          / Double(losses.count * losses[0].count)
      }),
    epoch(
      "half of what was, half of what is new", why: "count most",
      mean: { losses, _ in
        losses.dropFirst().reduce(losses[0].loss) { ($0 + $1.loss) / 2 }
      }),
    epoch(
      "last loss", why: "the loss of the last batch alone",
      mean: { losses, _ in losses.last?.loss ?? 0 }),
    epoch("losses ignored", why: "are not added up", mean: { _, _ in 0 }),
  ]
}
