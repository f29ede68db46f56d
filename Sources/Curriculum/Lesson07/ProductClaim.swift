import Gradus

/// A matrix of which somebody says that it is the product of two others.
struct ProductClaim {
  let name: String
  let m: Int
  let k: Int
  let n: Int
  let a: [Float]
  let b: [Float]
  let c: [Float]
  /// Whether that is as exact as can be expected.
  let isRight: Bool
  /// What is wrong with an answer that decides otherwise.
  let why: String

  /// Claims as they come, and then those that lie just inside and just outside of the bound.
  static let all = products + extremes + roundedProducts + atTheBound

  /// Products in single precision, which are right in whatever order they are added, and coarse mistakes.
  private static let products: [ProductClaim] = {
    let (a, b) = (numbers(9 * 33, seed: 11), numbers(33 * 10, seed: 12))
    let c = product(a, b, 9, 33, 10)
    let digits =
      "Only the last digits differ, as they do in any order of additions. If yours is further away: are the "
      + "products those of a[i * k + p] and b[p * n + j], and are the magnitudes added up for the bound?"
    func claim(_ name: String, _ c: [Float], _ isRight: Bool, _ why: String) -> ProductClaim {
      ProductClaim(
        name: name, m: 9, k: 33, n: 10, a: a, b: b, c: c, isRight: isRight, why: why)
    }
    func changed(_ place: Int, _ value: (Float) -> Float) -> [Float] {
      var changed = c
      changed[place] = value(c[place])
      return changed
    }
    return [
      claim("a product in single precision", c, true, digits),
      claim(
        "the same, added from the back", product(a, b, 9, 33, 10, backwards: true), true, digits),
      claim(
        "a product without the last of 33 terms",
        product((0..<9 * 33).map { $0 % 33 == 32 ? 0 : a[$0] }, b, 9, 33, 10), false,
        "The bound is far too wide: ε is Float.ulpOfOne, about 0.0000001."),
    ]
      + [(0, "first"), (c.count - 1, "last"), (44, "45th")].map { place, text in
        claim(
          "a product whose \(text) element is 0.01 too large", changed(place) { $0 + 0.01 }, false,
          "Every element has to be within its bound.")
      }
      + [(Float.nan, "NaN"), (.infinity, "infinity"), (-.infinity, "−infinity")].map {
        value, text in
        claim(
          "a product with \(text) in it", changed(57) { _ in value }, false,
          "With NaN every comparison is false: ask whether the error is within the bound, not whether "
            + "it is beyond.")
      }
  }()

  /// Large numbers, small ones, zeros, long sums and sums that nearly cancel.
  private static let extremes: [ProductClaim] = {
    let (large, small) = (numbers(8 * 20, 1e4, seed: 13), numbers(8 * 20, 1e-4, seed: 14))
    let (b20, b20Small) = (numbers(20 * 5, 1e4, seed: 15), numbers(20 * 5, 1e-4, seed: 16))
    let cancelling: [Float] = [10000.7, 0.3, -10000.7, 5000.1, 0.7, -5000.1]
    let ones = [Float](repeating: 1, count: 10000)
    let tenths = [Float](repeating: 0.1, count: 10000)
    return [
      ProductClaim(
        name: "a product of numbers of about 10000", m: 8, k: 20, n: 5, a: large, b: b20,
        c: product(large, b20, 8, 20, 5), isRight: true,
        why:
          "The error grows with the numbers on the way, Σ |a|·|b|, and so must the bound. (Their sum "
          + "may be far smaller, where they cancel.)"),
      ProductClaim(
        name: "a product of numbers of about 0.0001, one percent too large", m: 8, k: 20, n: 5,
        a: small, b: b20Small, c: product(small, b20Small, 8, 20, 5).map { $0 * 1.01 },
        isRight: false,
        why: "The error shrinks with the numbers: the bound has to follow their size."),
      ProductClaim(
        name: "sums that nearly cancel, 10000 + 0.3 − 10000", m: 2, k: 3, n: 2, a: cancelling,
        b: [1, 1, 1, 1, 1, 1], c: product(cancelling, [1, 1, 1, 1, 1, 1], 2, 3, 2), isRight: true,
        why:
          "The result is small, but its error comes from the large numbers on the way: Σ |a|·|b|, not "
          + "|Σ a·b|."),
      ProductClaim(
        name: "10000 times 0.1, added one after the other", m: 1, k: 10000, n: 1, a: tenths,
        b: ones,
        c: product(tenths, ones, 1, 10000, 1), isRight: true,
        why: "Each of the k additions rounds: the bound has the factor k."),
      ProductClaim(
        name: "1·1 + 1·2⁻⁵², in Float", m: 1, k: 2, n: 1, a: [1, 1], b: [1, 0x1p-52], c: [1],
        isRight: true, why: "Only the last digits differ, as they do in any order of additions."),
      ProductClaim(
        name: "1.1·1.1, rounded to Float", m: 1, k: 1, n: 1, a: [1.1], b: [1.1], c: [1.1 * 1.1],
        isRight: true, why: "A product is rounded when it is stored: that is within the bound."),
      ProductClaim(
        name: "1 + ε for 1·1, off by just its bound", m: 1, k: 1, n: 1, a: [1], b: [1],
        c: [1 + .ulpOfOne], isRight: true, why: "≤, not <."),
      ProductClaim(
        name: "1·1 and nine products that are smaller by far, off by 0.9 times its bound", m: 1,
        k: 10,
        n: 1, a: [1] + Array(repeating: 0x1p-20, count: 9), b: Array(repeating: 1, count: 10),
        c: [Float(1 + 9 * 0x1p-20 + 9 * Double(Float.ulpOfOne))], isRight: true,
        why: "The bound has the factor k, however small the summands are."),
      ProductClaim(
        name: "a product of one row", m: 1, k: 3, n: 4, a: [1.1, 2.2, 3.3],
        b: numbers(12, seed: 19), c: product([1.1, 2.2, 3.3], numbers(12, seed: 19), 1, 3, 4),
        isRight: true, why: "Only the last digits differ, as they do in any order of additions."),
      ProductClaim(
        name: "a product of zeros", m: 2, k: 3, n: 2, a: numbers(6, seed: 17),
        b: Array(repeating: 0, count: 6), c: Array(repeating: 0, count: 4), isRight: true,
        why: "An error of 0 is within a bound of 0: ≤, not <."),
      ProductClaim(
        name: "5 for 1·1 − 1·1", m: 1, k: 2, n: 1, a: [1, -1], b: [1, 1], c: [5], isRight: false,
        why: "Where the exact sum is 0, the bound is not: no element may be left out."),
      ProductClaim(
        name: "5 for 0·1", m: 1, k: 1, n: 1, a: [0], b: [1], c: [5], isRight: false,
        why: "A bound of 0 lets nothing but 0 pass: no element may be left out."),
    ]
      + [(0.7, true), (0.97, true), (1.03, false), (-0.97, true), (-1.03, false)].map {
        share, isRight in
        let exact = 10000 * Double(Float(0.1))
        let bound = 10000 * Double(Float.ulpOfOne) * exact
        return ProductClaim(
          name: "10000 times 0.1, off by \(share) times its bound", m: 1, k: 10000, n: 1, a: tenths,
          b: ones, c: [Float(exact + share * bound)], isRight: isRight,
          why:
            "Both sums have to be added in Double: in Float, the error of the judge is as large as "
            + "that which it looks for.")
      }
  }()

  /// Single products. One that is rounded before it is compared is off by up to half a bound.
  private static let roundedProducts: [ProductClaim] = {
    var generator = RandomGenerator(seed: 18)
    var claims: [ProductClaim] = []
    while claims.count < 4 {
      let (a, b) = (Float(1 + generator.uniform()), Float(1 + generator.uniform()))
      let exact = Double(a) * Double(b)
      let bound = Double(Float.ulpOfOne) * exact
      for c in [(a * b).nextUp, (a * b).nextDown, (a * b).nextUp.nextUp, (a * b).nextDown.nextDown]
      {
        let (share, seen) = (abs(Double(c) - exact) / bound, abs(Double(c) - Double(a * b)) / bound)
        // On one side of the bound as it is, on the other as it seems.
        if (share < 0.97) != (seen <= 1) && abs(share - 1) > 0.03 && claims.count < 4 {
          claims.append(
            ProductClaim(
              name: "a single product, off by \(share < 1 ? "less" : "more") than its bound", m: 1,
              k: 1, n: 1, a: [a], b: [b], c: [c], isRight: share < 1,
              why: "Convert before multiplying, Double(a[…]) * Double(b[…]): a product in Float is "
                + "rounded already."))
        }
      }
    }
    return claims
  }()

  /// Exact products, but for one element that is off by almost its bound, or by a little more.
  private static let atTheBound: [ProductClaim] = {
    let shapes = [
      (1, 2, 1), (3, 5, 4), (9, 33, 10), (4, 3, 20), (20, 3, 4), (2, 200, 3), (6, 8, 6),
    ]
    var seed: UInt64 = 100
    return shapes.flatMap { m, k, n in
      [1, 1e4, 1e-4].flatMap { scale in
        [0.97, 1.03, -0.97, -1.03].map { share in
          seed += 1
          return offByOneElement(m, k, n, scale, share, seed)
        }
      }
    }
  }()

  private static func offByOneElement(
    _ m: Int, _ k: Int, _ n: Int, _ scale: Double, _ share: Double, _ seed: UInt64
  ) -> ProductClaim {
    // A row of small numbers has a small bound, whatever stands in the other rows.
    let factors: [Float] = [1, 100, 0.01]
    var a = numbers(m * k, scale, seed: seed)
    for place in a.indices { a[place] *= factors[place / k % 3] }
    var b = numbers(k * n, seed: seed + 1000)
    let place = Int(seed) * 7 % (m * n)
    let (i, j) = (place / n, place % n)
    /// The exact element, and the sum of the magnitudes.
    func sums(_ i: Int, _ j: Int) -> (exact: Double, size: Double) {
      (0..<k).reduce((0.0, 0.0)) { sums, p in
        let product = Double(a[i * k + p]) * Double(b[p * n + j])
        return (sums.0 + product, sums.1 + abs(product))
      }
    }
    // Nearly nothing is left of this sum, so that a Float can be as near to the bound as we like.
    b[(k - 1) * n + j] = 1
    a[i * k + k - 1] = 0
    a[i * k + k - 1] = Float(-sums(i, j).exact)
    var c = (0..<m * n).map { Float(sums($0 / n, $0 % n).exact) }
    let (exact, size) = sums(i, j)
    c[place] = Float(exact + share * Double(k) * Double(Float.ulpOfOne) * size)
    let isRight = abs(share) < 1
    return ProductClaim(
      name:
        "a product of [\(m), \(k)] and [\(k), \(n)] whose c[\(i), \(j)] is off by \(share) times "
        + "its bound, and all else exact", m: m, k: k, n: n, a: a, b: b, c: c, isRight: isRight,
      why: isRight
        ? "That is within the bound k · ε · Σ |a|·|b|, which has no other factor."
        : "That is beyond the bound k · ε · Σ |a|·|b| of this one element, in whichever direction.")
  }

  private static func numbers(_ count: Int, _ scale: Double = 1, seed: UInt64) -> [Float] {
    var generator = RandomGenerator(seed: seed)
    return (0..<count).map { _ in Float(scale * generator.normal()) }
  }

  /// The sums in single precision, from the front, or from the back.
  private static func product(
    _ a: [Float], _ b: [Float], _ m: Int, _ k: Int, _ n: Int, backwards: Bool = false
  ) -> [Float] {
    (0..<m * n).map { place in
      let order = backwards ? Array((0..<k).reversed()) : Array(0..<k)
      return order.reduce(Float(0)) { $0 + a[place / n * k + $1] * b[$1 * n + place % n] }
    }
  }
}
