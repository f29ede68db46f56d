import Curriculum
import Gradus

extension AttendingExperiment {
  /// What one more character costs after a text of some length.
  struct WritingTime: Sendable {
    /// How many characters there are with the new one.
    let length: Int
    /// Seconds where the cache has all but the last one, and where all are read again.
    let withCache, without: Double
  }

  /// Times of writing at each length, with whatever backend there is: the best of some, so that what else a
  /// machine does counts little.
  func writingTimes(of model: GPT<Float>, lengths: [Int], attempts: Int) -> [WritingTime] {
    var (model, context) = (model, Context.inference)
    let clock = ContinuousClock()
    return lengths.map { length in
      let text = Tensor<Int>(repeating: 1, shape: [1, length])
      var cache: GPTCache<Float>? = GPTCache()
      if length > 1 { _ = model.forward(text[0..., 1...], after: &cache, in: &context) }
      let last = text[0..., (length - 1)...]
      func best(_ body: () -> Void) -> Double {
        (0..<attempts).map { _ in clock.measure(body) / .seconds(1) }.min()!
      }
      return WritingTime(
        length: length,
        withCache: best {
          var copy = cache
          _ = model.forward(last, after: &copy, in: &context)
        }, without: best { _ = model.forward(text, in: &context) })
    }
  }

  /// From which length on the cache is faster at each length that was measured; nil when it is not at the last.
  static func cacheWins(_ times: [WritingTime]) -> Int? {
    let wins = times.reversed().prefix { time in time.withCache < time.without }
    return wins.last?.length
  }

  /// Characters per second of a text that is longer than the context.
  ///
  /// Each stretch of half a context has one reading of a window; of so many stretches, the fastest counts.
  func charactersPerSecond(of model: GPT<Float>, stretches: Int, seed: UInt64) -> Double {
    var generator = RandomGenerator(seed: seed)
    let (sampler, count) = (TokenSampler(), model.contextLength / 2)
    var writer = TextWriter(model, after: Array(repeating: 0, count: model.contextLength))
    let times = (0..<stretches).map { _ in
      ContinuousClock().measure {
        for _ in 0..<count { writer.append(sampler.next(from: writer.logits, using: &generator)) }
      }
    }
    return Double(count) / (times.min()! / .seconds(1))
  }

  /// Whether each character of a text gets the same logits from the cache as from reading all again, to the last
  /// bit, on plain loops.
  static func cacheIsExact<Scalar: TensorScalar>(_ model: GPT<Scalar>, on text: [Int]) -> Bool {
    withBackend(.naive) {
      var (model, context) = (model, Context.inference)
      var cache: GPTCache<Scalar>? = GPTCache()
      return text.indices.allSatisfy { place in
        let next = model.forward(Tensor([[text[place]]]), after: &cache, in: &context)
        let all = model.forward(Tensor([Array(text[...place])]), in: &context)
        return next.value[0, 0, 0...] == all.value[0, place, 0...]
      }
    }
  }
}
