// The standard library's own `random(in:using:)` and `shuffled(using:)` may change from one version
// of Swift to the next. These are ours, so that a seed means the same forever.

extension RandomGenerator {
  /// A number uniform in 0 ..< 1: a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// An integer uniform in 0 ..< `limit`, without bias (Lemire, 2019, *Fast Random Integer
  /// Generation in an Interval*). Traps when `limit` is not positive.
  public mutating func uniformInteger(
    below limit: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> Int {
    require(limit > 0, "uniformInteger: nothing lies below \(limit)", file: file, line: line)
    let range = UInt64(limit)
    var product = range.multipliedFullWidth(by: next())
    if product.low < range {
      // The lowest (2⁶⁴ mod range) values of `low` would favor some integers; draw those again.
      let rejected = (0 &- range) % range
      while product.low < rejected { product = range.multipliedFullWidth(by: next()) }
    }
    return Int(product.high)
  }

  /// A number of the standard normal distribution, mean 0 and variance 1, by the polar method
  /// (Marsaglia and Bray, 1964).
  ///
  /// It uses only arithmetic, a square root and a logarithm written in arithmetic: those round the
  /// same everywhere, where a platform's `log` and `cos` may differ in the last digit.
  public mutating func normal() -> Double {
    while true {
      let u = 2 * uniform() - 1
      let v = 2 * uniform() - 1
      let square = u * u + v * v
      // The point (u, v) is uniform in the square; keep it when it lies in the unit circle.
      if square < 1 && square > 0 {
        return u * (-2 * reproducibleLog(square) / square).squareRoot()
      }
    }
  }

  /// True with a probability, else false; traps when that is not in 0 ... 1.
  public mutating func bernoulli(
    _ probability: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Bool {
    require(
      probability >= 0 && probability <= 1,
      "bernoulli: expected a probability in 0...1, found \(numberText(probability))",
      file: file, line: line)
    return uniform() < probability
  }

  /// An index, each with a probability in proportion to its weight.
  ///
  /// Traps when a weight is negative or not finite, when all are 0, and when their sum is infinite.
  public mutating func categorical(
    _ weights: [Double], file: StaticString = #fileID, line: UInt = #line
  ) -> Int {
    var sum = 0.0
    let sums = weights.enumerated().map { index, weight in
      require(
        weight >= 0 && weight.isFinite,
        "categorical: expected weights that are finite and at least 0, found \(numberText(weight)) at index "
          + "\(index)",
        file: file, line: line)
      sum += weight
      return sum
    }
    require(
      sum > 0 && sum.isFinite,
      "categorical: expected weights whose sum is positive and finite, found \(numberText(sum))",
      file: file, line: line)
    // Rounding may take u·sum up to the sum itself, beyond which no index lies.
    let limit = Swift.min(uniform() * sum, sum.nextDown)
    return sums.firstIndex { $0 > limit }!
  }

  /// The elements in random order, each order equally likely (Fisher and Yates).
  public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var result = elements
    var last = result.count - 1
    while last > 0 {
      result.swapAt(last, uniformInteger(below: last + 1))
      last -= 1
    }
    return result
  }

  /// The integers 0 ..< `count` in random order; traps when `count` is negative, or no memory holds them.
  public mutating func permutation(
    _ count: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> [Int] {
    require(
      count >= 0, "permutation: expected a count of at least 0, found \(count)",
      file: file, line: line)
    requireMemory(for: count, of: Int.self, as: "permutation", file: file, line: line)
    return shuffled(Array(0..<count))
  }
}

/// ln x for a positive normal number, in nothing but IEEE arithmetic, within 2 ulps.
package func reproducibleLog(_ x: Double) -> Double {
  // x = 2ᵉ · m with m between √½ and √2, and ln m = 2·artanh(z) with z = (m − 1)/(m + 1).
  var exponent = Double(x.exponent)
  var m = x.significand
  if m > 0.5.squareRoot() * 2 {
    m /= 2
    exponent += 1
  }
  let f = m - 1
  let z = f / (m + 1)
  let square = z * z
  // artanh(z) = z + z³/3 + z⁵/5 + …; |z| < 0.172, so 11 terms leave less than 2⁻⁵⁶.
  var series = 0.0
  for term in stride(from: 21, through: 3, by: -2) { series = (series + 1 / Double(term)) * square }
  let ln2 = 0x1.62e42fefa39efp-1
  // ln m = 2z·(1 + series), where 2z = f − z·f: f is exact, and what is taken from it is small.
  return exponent * ln2 + (f - z * (f - 2 * series))
}
