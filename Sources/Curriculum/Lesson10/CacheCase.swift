import Curriculum
import Gradus

/// New queries, keys and values, and a cache that they go on from.
struct CacheCase: CustomStringConvertible {
  let queries, keys, values: Tensor<Double>
  let cache: KeyValues
  private let numbers: String

  var description: String {
    "queries \(queries.shape), values \(values.shape), a cache of \(old), \(numbers)"
  }

  /// How many positions the cache holds.
  var old: Int { cache.keys.shape[2] }

  /// All sizes with all sorts of numbers; the first one is without any coincidence.
  static func all(seed: UInt64) -> [CacheCase] {
    // B sequences, H heads, T new tokens after t old ones, d and e numbers.
    let sizes: [(b: Int, h: Int, new: Int, old: Int, d: Int, e: Int)] = [
      (2, 3, 2, 7, 6, 6), (1, 1, 1, 1, 2, 1), (2, 3, 1, 5, 4, 3), (1, 2, 5, 0, 2, 3),
      (3, 1, 3, 3, 4, 2), (1, 2, 1, 0, 4, 5), (9, 1, 2, 10, 2, 1), (1, 9, 11, 1, 2, 2),
      (1, 2, 3, 70, 4, 3),
    ]
    return Input.all(seed: seed).enumerated().map { place, sort in
      var input = sort
      let size = sizes[place % sizes.count]
      func tensor(_ count: Int, _ width: Int) -> Tensor<Double> {
        input.tensor([size.b, size.h, count, width])
      }
      return CacheCase(
        queries: tensor(size.new, size.d), keys: tensor(size.new, size.d),
        values: tensor(size.new, size.e),
        cache: KeyValues(keys: tensor(size.old, size.d), values: tensor(size.old, size.e)),
        numbers: input.numbers.rawValue)
    }
  }
}
