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
    learned:
      "Each sample counts once per epoch, in a new order; a mean over batches is weighted by "
      + "their sizes.",
    landmark: Landmark("Sources/DataLoading/Batches.swift", "struct Batches"),
    solution: { $0.epoch = Optimization.epoch },
    check: { answers in
      // The number of samples is not a multiple of the batch size; it is; there is one batch, a short one.
      for (count, batchSize) in [(7, 3), (20, 4), (5, 8), (6, 1), (6, 6), (1, 1)] {
        let samples = EpochSamples(count, Input.all(seed: 36)[0])
        var generator = RandomGenerator(seed: 36)
        try samples.observe(answers.epoch, batchSize, &generator).expectRight()
      }
      try expectRandomOrders(answers.epoch)
      for var input in Input.all(seed: 37) {
        let samples = EpochSamples(input.labels([1], below: 12)[0] + 1, input)
        var generator = RandomGenerator(seed: 38)
        try samples.observe(answers.epoch, input.columns, &generator).expectRight()
      }
      try expectHandsOnErrors("epoch", of: "step", calls: 3) { probe in
        var generator = RandomGenerator(seed: 39)
        _ = try answers.epoch(.zeros([5, 2]), .zeros([5, 1]), 2, &generator) { _, _ in
          try probe()
          return 1
        }
      }
    },
    wrongAnswers: wrongEpochs,
    rightAnswers: [
      RightAnswer("shuffled by the standard library") {
        $0.epoch = { x, y, batchSize, generator, step in
          var (rest, sum) = ((0..<x.shape[0]).shuffled(using: &generator)[...], 0.0)
          while !rest.isEmpty {
            let samples = Array(rest.prefix(batchSize))
            rest = rest.dropFirst(batchSize)
            sum += try step(x.gather(samples), y.gather(samples)) * Double(samples.count)
          }
          return sum / Double(x.shape[0])
        }
      },
      RightAnswer("shuffled first, then cut") {
        $0.epoch = { x, y, batchSize, generator, step in
          let order = generator.permutation(x.shape[0])
          let (x, y) = (x.gather(order), y.gather(order))
          var (sum, start) = (0.0, 0)
          while start < order.count {
            let end = min(start + batchSize, order.count)
            sum += Double(end - start) * (try step(x[start..<end], y[start..<end]))
            start = end
          }
          return sum / Double(order.count)
        }
      },
      RightAnswer("a mean that is kept up to date") {
        $0.epoch = { x, y, batchSize, generator, step in
          let order = generator.permutation(x.shape[0])
          var (mean, seen) = (0.0, 0.0)
          for batch in 0..<(order.count + batchSize - 1) / batchSize {
            let samples = Array(order.dropFirst(batch * batchSize).prefix(batchSize))
            let loss = try step(x.gather(samples), y.gather(samples))
            seen += Double(samples.count)
            mean += (loss - mean) * Double(samples.count) / seen
          }
          return mean
        }
      },
    ])
}
