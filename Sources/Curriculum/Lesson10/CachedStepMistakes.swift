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
    step("queries from t + 1, keys from t", samePosition) { $0.queriesAhead = 1 },
    step("queries from 0, keys from t", samePosition) { $0.queriesAhead = -$0.start },
    step("the last position first", "The first new token has the position t, the next one t + 1.") {
      $0.isBackward = true
    },
    step(
      "t is the number of heads", "t is cache.keys.shape[2]: axis 1 counts the heads."
    ) { $0.start = $0.heads },
    step("scaled twice", "attention divides by √d already: the queries are not divided before it.")
    {
      $0.isScaledTwice = true
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
    step(
      "neither turned", "The new queries and keys are turned by their positions before all else."
    ) {
      ($0.turnsQueries, $0.turnsKeys) = (false, false)
    },
    step(
      "keys and values exchanged", "attention takes the queries, then the keys, then the values."
    ) { $0.exchanges = true },
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

  /// Those that an empty cache shows.
  static let emptyMistakes: [Mistake<CachedStep>] = [
    Mistake(
      "the values where the cache is empty",
      "An empty cache is no special case: the new tokens look at each other.",
      { queries, keys, values, old in
        let right = try Attending.cachedStep(queries, keys, values, old)
        return (old.keys.shape[2] == 0 ? values : right.result, right.cache)
      }),
    step("positions from 1 where the cache is empty", "The position of the very first token is 0.")
    {
      $0.start = max($0.start, 1)
    },
  ]

  private static let samePosition =
    "A token's query and its key have the same position, t for the first new one."

  static let looksAtAll = "A new token looks at all that the cache holds, however much it is."

  /// Those that a long cache shows.
  static let windowMistakes = [16, 32, 64].map { length in
    step(
      "the last \(length) positions alone", looksAtAll
    ) {
      $0.mask = { q, k in
        Tensor(
          shape: [q, k],
          elements: (0..<q * k).map {
            let place = k - q + $0 / k
            return $0 % k <= place && $0 % k > place - length
          })
      }
    }
  }

  /// A step of which each part may be changed.
  private struct Step {
    var start: Int
    let heads: Int
    /// How much further the queries are turned than the keys.
    var queriesAhead = 0
    var isScaledTwice = false
    var exchanges = false
    var isBackward = false
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
      func positions(from start: Int) -> Matrix {
        Matrix((0..<count).map { Double(start + stride * (isBackward ? count - 1 - $0 : $0)) })
      }
      let places = positions(from: start)
      func turned(_ x: Matrix, _ isTurned: Bool, at positions: Matrix) throws -> Matrix {
        isTurned ? try Attending.rotated(x, at: positions) : x
      }
      let old = Matrix((0..<cache.keys.shape[2]).map(Double.init))
      func joined(_ old: Matrix, _ new: Matrix) -> Matrix {
        .concatenate(isInFront ? [new, old] : [old, new], along: 2)
      }
      let all = KeyValues(
        keys: joined(
          try turned(cache.keys, turnsCache, at: old), try turned(keys, turnsKeys, at: places)),
        values: joined(cache.values, try turned(values, turnsValues, at: places)))
      let asking = try turned(queries, turnsQueries, at: positions(from: start + queriesAhead))
      let result = try Attending.attention(
        isScaledTwice ? asking / Double(asking.shape[-1]).squareRoot() : asking,
        exchanges ? all.values : all.keys, exchanges ? all.keys : all.values,
        mask: mask(count, all.keys.shape[2]))
      return (result, all)
    }
  }

  private static func step(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout Step) -> Void
  ) -> Mistake<CachedStep> {
    Mistake(name, why) { queries, keys, values, cache in
      var step = Step(start: cache.keys.shape[2], heads: cache.keys.shape[1])
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
