import Curriculum
import Gradus
import MatmulLadder

extension SpeedLesson {
  static let isProduct = Exercise<Answers>(
    "isProduct", "Is it right? A bound on the error",
    hints: [
      "Three loops as in the textbook, and two sums for each element, both in Double: of the products, "
        + "and of their magnitudes.",
      "Convert before multiplying: Double(a[i * k + p]) * Double(b[p * n + j]).",
      "guard abs(Double(c[i * n + j]) - exact) <= Double(k) * Double(Float.ulpOfOne) * size else "
        + "{ return false }. Written so, NaN does not pass.",
    ],
    learnt:
      "Another order of additions rounds differently: compare with a bound that comes from ε and "
      + "the summands.",
    landmark: Landmark("Tests/TestSupport/MatmulOracle.swift", "struct MatmulOracle"),
    solution: { $0.isProduct = SpeedAnswers.solution.isProduct },
    check: { answers in
      try expectVectorUnit()
      for claim in ProductClaim.all {
        let found = try answers.isProduct(claim.c, claim.a, claim.b, claim.m, claim.k, claim.n)
        try expect(
          found == claim.isRight,
          "isProduct, \(claim.name): expected \(claim.isRight), found \(found).", why: claim.why)
      }
    },
    wrongAnswers: [
      WrongAnswer("asks for equality") { $0.isProduct = accepting { error, _ in error == 0 } },
      WrongAnswer("an absolute tolerance") {
        $0.isProduct = accepting { error, _ in error <= 1e-4 }
      },
      WrongAnswer("relative to the result") {
        $0.isProduct = accepting { error, sums in error <= 1e-4 * abs(sums.exact) }
      },
      WrongAnswer("ε without k") {
        $0.isProduct = accepting { error, sums in
          error <= Double(Float.ulpOfOne) * sums.size
        }
      },
      WrongAnswer("k without ε") {
        $0.isProduct = accepting { error, sums in error <= 1e-3 * Double(sums.k) * sums.size }
      },
      WrongAnswer("the ε of Double") {
        $0.isProduct = accepting { error, sums in
          error <= Double(sums.k) * Double.ulpOfOne * sums.size
        }
      },
      WrongAnswer("the magnitude of the sum for the sum of the magnitudes") {
        $0.isProduct = accepting { error, sums in
          error <= Double(sums.k) * Double(Float.ulpOfOne) * abs(sums.exact)
        }
      },
      WrongAnswer("< for ≤") {
        $0.isProduct = accepting { error, sums in
          error < Double(sums.k) * Double(Float.ulpOfOne) * sums.size
        }
      },
      WrongAnswer("lets NaN pass") {
        $0.isProduct = accepting { error, sums in
          !(error > Double(sums.k) * Double(Float.ulpOfOne) * sums.size)
        }
      },
      WrongAnswer("looks at the first element only") { answers in
        let right = answers.isProduct
        answers.isProduct = { c, a, b, _, k, n in
          try right(c, a, Array(stride(from: 0, to: k * n, by: n)).map { b[$0] }, 1, k, 1)
        }
      },
    ])

  /// What a bound may be made of.
  private typealias Sums = (exact: Double, size: Double, k: Int)

  /// A check that accepts an element by some rule.
  private static func accepting(
    _ rule: @escaping @Sendable (_ error: Double, _ sums: Sums) -> Bool
  ) -> SpeedAnswers.ProductCheck {
    { c, a, b, m, k, n in
      for i in 0..<m {
        for j in 0..<n {
          let products = (0..<k).map { Double(a[i * k + $0]) * Double(b[$0 * n + j]) }
          let exact = products.reduce(0, +)
          let size = products.reduce(0) { $0 + abs($1) }
          guard rule(abs(Double(c[i * n + j]) - exact), (exact, size, k)) else { return false }
        }
      }
      return true
    }
  }
}

/// A matrix of which somebody says that it is the product of two others.
private struct ProductClaim {
  let name: String
  let m: Int
  let k: Int
  let n: Int
  let a: [Float]
  let b: [Float]
  let c: [Float]
  let isRight: Bool
  /// What is wrong with an answer that decides otherwise.
  let why: String

  static let all: [ProductClaim] = {
    var generator = RandomGenerator(seed: 11)
    func numbers(_ count: Int, _ scale: Double = 1) -> [Float] {
      (0..<count).map { _ in Float(scale * generator.normal()) }
    }
    var claims: [ProductClaim] = []
    /// The sums in single precision, from the front, or from the back.
    func product(
      _ a: [Float], _ b: [Float], _ m: Int, _ k: Int, _ n: Int, backwards: Bool = false
    ) -> [Float] {
      (0..<m * n).map { place in
        let order = backwards ? Array((0..<k).reversed()) : Array(0..<k)
        return order.reduce(Float(0)) { $0 + a[place / n * k + $1] * b[$1 * n + place % n] }
      }
    }
    func add(
      _ name: String, _ m: Int, _ k: Int, _ n: Int, _ a: [Float], _ b: [Float], _ c: [Float],
      _ isRight: Bool, _ why: String
    ) {
      claims.append(
        ProductClaim(
          name: name, m: m, k: k, n: n, a: a, b: b, c: c, isRight: isRight, why: why))
    }

    let (a, b) = (numbers(9 * 33), numbers(33 * 10))
    let c = product(a, b, 9, 33, 10)
    let digits = "Only the last digits differ, as they do in any order of additions."
    add("a product in single precision", 9, 33, 10, a, b, c, true, digits)
    add(
      "the same, added from the back", 9, 33, 10, a, b,
      product(a, b, 9, 33, 10, backwards: true), true, digits)
    for (place, text) in [(0, "first"), (c.count - 1, "last"), (44, "45th")] {
      var wrong = c
      wrong[place] += 0.01
      add(
        "a product whose \(text) element is 0.01 too large", 9, 33, 10, a, b, wrong, false,
        "Every element has to be within its bound.")
    }
    add(
      "a product without the last of 33 terms", 9, 33, 10, a, b,
      product((0..<9 * 33).map { $0 % 33 == 32 ? 0 : a[$0] }, b, 9, 33, 10), false,
      "The bound is far too wide: ε is Float.ulpOfOne, about 0.0000001.")

    let (large, small) = (numbers(8 * 20, 1e4), numbers(8 * 20, 1e-4))
    let (b20, b20Small) = (numbers(20 * 5, 1e4), numbers(20 * 5, 1e-4))
    add(
      "a product of numbers of about 10000", 8, 20, 5, large, b20,
      product(large, b20, 8, 20, 5), true,
      "The error grows with the numbers on the way, Σ |a|·|b|, and so must the bound. (Their sum may be "
        + "far smaller, where they cancel.)")
    add(
      "a product of numbers of about 0.0001, one percent too large", 8, 20, 5, small, b20Small,
      product(small, b20Small, 8, 20, 5).map { $0 * 1.01 }, false,
      "The error shrinks with the numbers: the bound has to follow their size.")

    add(
      "sums that nearly cancel, 10000 + 0.3 − 10000", 2, 3, 2,
      [10000.7, 0.3, -10000.7, 5000.1, 0.7, -5000.1], [1, 1, 1, 1, 1, 1],
      product(
        [10000.7, 0.3, -10000.7, 5000.1, 0.7, -5000.1], [1, 1, 1, 1, 1, 1], 2, 3, 2), true,
      "The result is small, but its error comes from the large numbers on the way: Σ |a|·|b|, not |Σ "
        + "a·b|.")
    let tenths = [Float](repeating: 0.1, count: 10000)
    let ones = [Float](repeating: 1, count: 10000)
    add(
      "10000 times 0.1, added one after the other", 1, 10000, 1, tenths, ones,
      product(tenths, ones, 1, 10000, 1), true,
      "Each of the k additions rounds: the bound has the factor k.")
    add(
      "a product of zeros", 2, 3, 2, numbers(6), Array(repeating: 0, count: 6),
      Array(repeating: 0, count: 4), true, "An error of 0 is within a bound of 0: ≤, not <.")
    for (value, text) in [(Float.nan, "NaN"), (Float.infinity, "infinity")] {
      var broken = c
      broken[57] = value
      add(
        "a product with \(text) in it", 9, 33, 10, a, b, broken, false,
        "With NaN every comparison is false: ask whether the error is within the bound, not whether "
          + "it is beyond.")
    }
    return claims
  }()
}
