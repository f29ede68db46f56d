import Curriculum
import Gradus

extension OptimizationLesson {
  /// Throws unless the order of the samples is drawn again for each epoch, as a whole, and from the
  /// generator alone.
  static func expectRandomOrders(_ epoch: EpochSamples.Epoch) throws {
    let four = EpochSamples(4, Input.all(seed: 40)[0])
    func orders(_ count: Int, seed: UInt64) throws -> [[Int]] {
      var generator = RandomGenerator(seed: seed)
      return try (0..<count).map { _ in
        let observation = try four.observe(epoch, 2, &generator)
        try observation.expectRight()
        return observation.order
      }
    }
    let all = try orders(600, seed: 41)
    try expect(
      Set(all).count > 1,
      "600 epochs of 4 samples with one generator: all have the order \(all[0]).",
      why: "Draw from the generator itself: a copy, or one with a seed, repeats its numbers.")
    try expect(
      orders(30, seed: 41) == Array(all.prefix(30)),
      "30 epochs of 4 samples, and 30 more with an equal generator: expected the same orders, found "
        + "others.",
      why: "Draw from the generator that was handed in, and from no other: its seed decides all.")
    // With four samples and 600 draws, a right answer misses one of the 24 orders once in five thousand
    // million times.
    try expect(
      Set(all).count == 24,
      "600 epochs of 4 samples: of their 24 orders, only \(Set(all).count) ever came.",
      why: reason(for: all))
  }

  /// What is the same in each of many orders of four samples, in batches of two.
  private static func reason(for orders: [[Int]]) -> String {
    func isConstant(_ property: ([Int]) -> some Hashable) -> Bool {
      Set(orders.map(property)).count == 1
    }
    func rotatedToZero(_ order: [Int]) -> [Int] {
      let start = order.firstIndex(of: 0) ?? 0
      return Array(order[start...] + order[..<start])
    }
    if isConstant({ $0[0] < $0[3] ? $0 : $0.reversed() }) {
      return "It is one order, forwards or backwards: generator.permutation(N) draws a new one."
    }
    if isConstant({ $0[0] }) {
      return "The first sample is always the same: all of them take part in the shuffling."
    }
    if isConstant({ $0[3] }) {
      return "The last sample is always the same: all of them take part in the shuffling."
    }
    if isConstant({ Set([Set($0[..<2]), Set($0[2...])]) }) {
      return "The same samples are always in a batch together: shuffle all of them, and then cut."
    }
    if isConstant(rotatedToZero) {
      return "The order only starts at a random place: after a sample comes always the same one."
    }
    return "Every order is as likely as any other: generator.permutation(N) draws one as a whole."
  }
}
