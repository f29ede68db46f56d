import Curriculum

extension LeavingLesson {
  /// What a layer from D to K takes for a batch of B, so that a mistake is one change to it.
  private struct ChangedRoofline: Sendable {
    var operations: @Sendable (_ b: Int, _ d: Int, _ k: Int) -> Int = { b, d, k in
      2 * b * d * k + b * k
    }
    var numbers: @Sendable (_ b: Int, _ d: Int, _ k: Int) -> Int = { b, d, k in
      d * k + k + b * d + b * k
    }
    var bytes: @Sendable (_ numbers: Int, _ bytesPerNumber: Int) -> Int = { $0 * $1 }
    /// From the time of arithmetic and that of memory.
    var slower: @Sendable (Double, Double) -> Double = { max($0, $1) }
    /// The time so far, and that of a layer.
    var summed: @Sendable (Double, Double) -> Double = { $0 + $1 }
    /// Whether the two times are compared once, for all layers together.
    var isOfSums = false
    /// The pairs of sizes.
    var layers: @Sendable ([Int]) -> [(Int, Int)] = { Array(zip($0, $0.dropFirst())) }

    func callAsFunction(
      _ sizes: [Int], _ batch: Int, _ bytesPerNumber: Int, _ peak: Double, _ bandwidth: Double
    ) -> (operations: Int, bytes: Int, seconds: Double) {
      var total = (operations: 0, bytes: 0, seconds: 0.0)
      for (d, k) in layers(sizes) {
        let operations = operations(batch, d, k)
        let bytes = bytes(numbers(batch, d, k), bytesPerNumber)
        total.operations += operations
        total.bytes += bytes
        total.seconds = summed(
          total.seconds, slower(Double(operations) / peak, Double(bytes) / bandwidth))
      }
      if isOfSums {
        total.seconds = slower(Double(total.operations) / peak, Double(total.bytes) / bandwidth)
      }
      return total
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedRoofline) -> Void
  ) -> Mistake<Answers.Roofline> {
    var changed = ChangedRoofline()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0, $1, $2, $3, $4) }
  }

  private static let ownBound =
    "A layer takes the longer of its own two times: the first may wait for arithmetic and the next for memory."

  private static let oneAfterTheOther =
    "The layers run one after the other: their times add up."

  /// One that traps, and so cannot be asked what it gives.
  static let rooflineOfNothing = WrongAnswer<Answers>("a range below 0 where there are no sizes") {
    let right = ChangedRoofline()
    $0.roofline = { sizes, batch, bytes, peak, bandwidth in
      let layers = 0..<(sizes.count - 1)
      return right(Array(sizes[...layers.upperBound]), batch, bytes, peak, bandwidth)
    }
  }

  static let rooflineMistakes: [Mistake<Answers.Roofline>] = [
    mistake(
      "a multiplication and an addition as one",
      "A product is added: that is two operations, 2·B·D·K."
    ) { $0.operations = { b, d, k in b * d * k + b * k } },
    mistake("no bias added", "Adding the bias takes B·K operations.") {
      $0.operations = { b, d, k in 2 * b * d * k }
    },
    mistake("the bias added once for the batch", "The bias is added in each row: B·K operations.") {
      $0.operations = { b, d, k in 2 * b * d * k + k }
    },
    mistake("the operations of one row", "There are B rows: each takes the operations.") {
      $0.operations = { _, d, k in 2 * d * k + k }
    },
    mistake("the bias for each input", "The bias has K numbers, and not D·K or D.") {
      $0.operations = { b, d, k in 2 * b * d * k + b * d }
    },
    mistake("weights read for each row", "The weights are read once for the whole batch.") {
      $0.numbers = { b, d, k in b * (d * k + k + d + k) }
    },
    mistake(
      "weights without the bias read for each row", "The weights are read once for the whole batch."
    ) {
      $0.numbers = { b, d, k in b * d * k + k + b * d + b * k }
    },
    mistake("no bias read", "The bias is read, too: K numbers.") {
      $0.numbers = { b, d, k in d * k + b * d + b * k }
    },
    mistake("no inputs read", "The inputs are read: B·D numbers.") {
      $0.numbers = { b, d, k in d * k + k + b * k }
    },
    mistake("no outputs written", "The outputs are written: B·K numbers.") {
      $0.numbers = { b, d, k in d * k + k + b * d }
    },
    mistake("only weights", "Inputs and outputs are moved, too: B·D and B·K numbers.") {
      $0.numbers = { _, d, k in d * k + k }
    },
    mistake("inputs and outputs of one row", "There are B rows of inputs and of outputs.") {
      $0.numbers = { _, d, k in d * k + k + d + k }
    },
    mistake("numbers instead of bytes", "Each number takes bytesPerNumber bytes.") {
      $0.bytes = { numbers, _ in numbers }
    },
    mistake("bits", "That is in bits: bytesPerNumber counts bytes.") { $0.bytes = { $0 * $1 * 8 } },
    mistake(
      "both times added",
      "Memory and arithmetic work at the same time: the slower bounds the layer."
    ) { $0.slower = { $0 + $1 } },
    mistake("the shorter time", "The *longer* of the two times bounds a layer.") {
      $0.slower = { min($0, $1) }
    },
    mistake(
      "only the time of arithmetic", ownBound
    ) { $0.slower = { arithmetic, _ in arithmetic } },
    mistake("only the time of memory", ownBound) {
      $0.slower = { _, memory in memory }
    },
    mistake(
      "compared once for all layers",
      ownBound
    ) { $0.isOfSums = true },
    mistake("the time of the slowest layer", oneAfterTheOther) { $0.summed = { max($0, $1) } },
    mistake("the time of the last layer", oneAfterTheOther) { $0.summed = { $1 } },
    Mistake(
      "peak and bandwidth exchanged",
      "Operations are divided by the peak, and bytes by the bandwidth."
    ) { ChangedRoofline()($0, $1, $2, $4, $3) },
    mistake("four bytes for each number", "Each number takes bytesPerNumber bytes.") {
      $0.bytes = { numbers, _ in 4 * numbers }
    },
    mistake("the last layer left out", "There is a layer between each two sizes, the last too.") {
      $0.layers = { Array(zip($0, $0.dropFirst()).dropLast()) }
    },
    mistake("the first layer left out", "There is a layer between each two sizes, the first too.") {
      $0.layers = { Array(zip($0, $0.dropFirst()).dropFirst()) }
    },
  ]
}
