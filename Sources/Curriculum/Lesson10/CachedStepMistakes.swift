import Curriculum
import Gradus

extension AttendingLesson {
  static let cacheMistakes: [Mistake<CachedStep>] = [
    step(
      "positions from 0",
      "The new tokens' positions begin at t, how many the cache holds, not at 0."
    ) { $0.start = 0 },
    step("positions from t + 1", "The first new token's position is t, not t + 1.") {
      $0.start += 1
    },
    step("positions from t − 1", "The first new token's position is t, not t − 1.") {
      $0.start -= 1
    },
    step("positions twice as far", "The first new token's position is t; each token counts once.") {
      $0.start *= 2
    },
    step(
      "the same position for all", "Each new token has a position of its own: t, t + 1, and so on."
    ) {
      $0.stride = 0
    },
    step("queries not turned", "The new queries are turned as well, by their positions.") {
      $0.turnsQueries = false
    },
    step("keys not turned", "The new keys are turned by their positions before they are kept.") {
      $0.turnsKeys = false
    },
    step("values turned", "Values are not turned: only queries and keys are.") {
      $0.turnsValues = true
    },
    step(
      "the cache turned again", "The cache's keys are turned already: they would be turned twice."
    ) {
      $0.turnsCache = true
    },
    step("in front of the cache", "The new ones come after those of the cache, not before them.") {
      $0.isInFront = true
    },
    step(
      "not looking at itself", "A token also looks at itself: add the new keys before you look."
    ) {
      $0.mask = { q, k in
        Tensor(shape: [q, k], elements: (0..<q * k).map { $0 % k < k - q + $0 / k })
      }
    },
    step("only at the cache", "The new tokens also look at themselves and each other.") {
      $0.mask = { q, k in Tensor(shape: [q, k], elements: (0..<q * k).map { $0 % k < k - q }) }
    },
    step("only at the new ones", "The new tokens look at what the cache holds, too.") {
      $0.mask = { q, k in
        Tensor(
          shape: [q, k],
          elements: (0..<q * k).map { (k - q...k - q + $0 / k).contains($0 % k) })
      }
    },
    step("no mask", "Of several new tokens none looks at a later one: the mask is missing.") {
      $0.mask = { q, k in Tensor(repeating: true, shape: [q, k]) }
    },
    step(
      "a mask from the first key",
      "The first new token sees the whole cache: causalMask(queries: T, keys: t + T)."
    ) {
      $0.mask = { q, k in Tensor(shape: [q, k], elements: (0..<q * k).map { $0 % k <= $0 / k }) }
    },
    kept("the old cache", "The cache that comes back has the new tokens in it.") { _, old, _ in old
    },
    kept("the new ones alone", "The cache that comes back holds the old tokens, too.") {
      all, old, _ in
      let start = old.keys.shape[2]
      return KeyValues(
        keys: all.keys[0..., 0..., start...], values: all.values[0..., 0..., start...])
    },
    kept("the oldest one dropped", "Nothing is dropped from the cache.") { all, _, _ in
      KeyValues(keys: all.keys[0..., 0..., 1...], values: all.values[0..., 0..., 1...])
    },
    kept("only the last new one", "All new tokens go into the cache, not the last one alone.") {
      all, old, _ in
      let (start, end) = (old.keys.shape[2], all.keys.shape[2])
      let places = Array(0..<start) + [end - 1]
      return KeyValues(
        keys: all.keys.gather(places, along: 2), values: all.values.gather(places, along: 2))
    },
    kept("keys kept as they came", "The cache holds keys that are turned: these are as they came.")
    {
      all, old, keys in
      KeyValues(keys: .concatenate([old.keys, keys], along: 2), values: all.values)
    },
  ]

  /// A step of which each part may be changed.
  private struct Step {
    var start: Int
    var stride = 1
    var turnsQueries = true
    var turnsKeys = true
    var turnsValues = false
    var turnsCache = false
    var isInFront = false
    var mask: (Int, Int) -> Tensor<Bool> = { queries, keys in
      Tensor(
        shape: [queries, keys],
        elements: (0..<queries * keys).map { $0 % keys <= keys - queries + $0 / keys })
    }

    func callAsFunction(
      _ queries: Matrix, _ keys: Matrix, _ values: Matrix, _ cache: KeyValues
    ) throws -> Cached {
      let count = queries.shape[2]
      let positions = Matrix((0..<count).map { Double(start + stride * $0) })
      func turned(_ x: Matrix, _ isTurned: Bool, at positions: Matrix) throws -> Matrix {
        isTurned ? try Attending.rotated(x, at: positions) : x
      }
      let old = Matrix((0..<cache.keys.shape[2]).map(Double.init))
      func joined(_ old: Matrix, _ new: Matrix) -> Matrix {
        .concatenate(isInFront ? [new, old] : [old, new], along: 2)
      }
      let all = KeyValues(
        keys: joined(
          try turned(cache.keys, turnsCache, at: old), try turned(keys, turnsKeys, at: positions)),
        values: joined(cache.values, try turned(values, turnsValues, at: positions)))
      let result = try Attending.attention(
        turned(queries, turnsQueries, at: positions), all.keys, all.values,
        mask: mask(count, all.keys.shape[2]))
      return (result, all)
    }
  }

  private static func step(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout Step) -> Void
  ) -> Mistake<CachedStep> {
    Mistake(name, why) { queries, keys, values, cache in
      var step = Step(start: cache.keys.shape[2])
      change(&step)
      return try step(queries, keys, values, cache)
    }
  }

  /// The right result, and another cache: made of the right one, of the one before, and of the new keys.
  private static func kept(
    _ name: String, _ why: String,
    _ cache: @escaping @Sendable (_ all: KeyValues, _ old: KeyValues, _ keys: Matrix) -> KeyValues
  ) -> Mistake<CachedStep> {
    Mistake(name, why) { queries, keys, values, old in
      let right = try Attending.cachedStep(queries, keys, values, old)
      return (right.result, cache(right.cache, old, keys))
    }
  }
}
