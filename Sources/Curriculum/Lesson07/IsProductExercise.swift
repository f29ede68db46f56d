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
    learned:
      "Another order of additions rounds differently: compare with a bound that comes from ε and "
      + "the summands.",
    landmark: Landmark("Tests/TestSupport/MatmulOracle.swift", "struct MatmulOracle"),
    solution: { $0.isProduct = SpeedAnswers.solution.isProduct },
    check: { answers in
      try expectVectorUnit()
      let claims = ProductClaim.all
      let found = try decisions(answers.isProduct)
      let right = claims.map(\.isRight)
      func firstDifference() -> Int { right.indices.first { found[$0] != right[$0] }! }
      try compare(
        found, right, in: "isProduct", suspects: { productMistakes.suspects(decisions) },
        agree: { $0 == $1 },
        difference: {
          let place = firstDifference()
          return
            "isProduct, \(claims[place].name): expected \(right[place]), found \(found[place])."
        }, otherwise: claims[firstDifference()].why)
    },
    wrongAnswers: productMistakes.wrongAnswers(\.isProduct),
    rightAnswers: [
      RightAnswer("the largest error relative to its bound") {
        $0.isProduct = judging { elements in
          elements.allSatisfy { $0.error == 0 || abs($0.error) / $0.bound <= 1 }
        }
      },
      RightAnswer("counts what is wrong, column by column") {
        $0.isProduct = { c, a, b, m, k, n in
          var wrong = m * n
          for j in 0..<n {
            for i in 0..<m {
              let (error, sums) = element(i * n + j, c, a, b, k, n)
              if error.magnitude <= Double(k) * sums.size * ε { wrong -= 1 }
            }
          }
          return wrong == 0
        }
      },
      RightAnswer("by tensors") {
        $0.isProduct = { c, a, b, m, k, n in
          func tensor(_ pointer: UnsafePointer<Float>, _ rows: Int, _ columns: Int) -> Tensor<
            Double
          > {
            Tensor(
              shape: [rows, columns], elements: (0..<rows * columns).map { Double(pointer[$0]) })
          }
          let (left, right) = (tensor(a, m, k), tensor(b, k, n))
          let errors = (tensor(c, m, n) - matmul(left, right)).abs()
          let bounds = Double(k) * Double(Float.ulpOfOne) * matmul(left.abs(), right.abs())
          return zip(errors.elements, bounds.elements).allSatisfy { $0 <= $1 }
        }
      },
    ])

  /// What a function says of all claims, with fences around the matrices.
  private static func decisions(_ isProduct: SpeedAnswers.ProductCheck) throws -> [Bool] {
    try ProductClaim.all.enumerated().map { place, claim in
      let side: Fenced.Side = place % 2 == 0 ? .back : .front
      func fenced(_ numbers: [Float]) -> Fenced { Fenced(numbers, gap: .nan, nextTo: side) }
      let (c, a, b) = (fenced(claim.c), fenced(claim.a), fenced(claim.b))
      let decision = try isProduct(c.pointer, a.pointer, b.pointer, claim.m, claim.k, claim.n)
      for (name, matrix) in [("c", c), ("a", a), ("b", b)] {
        if let breach = matrix.breach {
          throw Disagreement(
            "isProduct, \(claim.name): the place \(Curriculum07.place(breach, of: name)), was read or "
              + "overwritten.",
            why:
              "c has m·n numbers, a has m·k and b has k·n: what is beyond belongs to somebody else."
          )
        }
      }
      return decision
    }
  }

  private static let productMistakes: [Mistake<SpeedAnswers.ProductCheck>] = [
    Mistake(
      "asks for equality",
      "In another order of additions the last digits differ: ask for a bound, not for equality.",
      accepting { error, _ in error == 0 }),
    Mistake(
      "an absolute tolerance",
      "A tolerance of its own fails with the size of the numbers: the bound is k · ε · Σ |a|·|b|.",
      accepting { abs($0) <= 1e-4 && $1.k > 0 }),
    Mistake(
      "relative to the result",
      "A tolerance relative to the result fails where the terms cancel: the bound is k · ε · Σ |a|·|b|.",
      accepting { abs($0) <= 1e-4 * abs($1.exact) }),
    Mistake(
      "ε without k", "Each of the k additions rounds: the bound has the factor k.",
      accepting { abs($0) <= ε * $1.size }),
    Mistake(
      "k twice",
      "The bound has the factor k once, and a sum of products: k², a k in each summand, or Σ |a| · Σ |b| is too "
        + "much.",
      accepting { abs($0) <= Double($1.k * $1.k) * ε * $1.size }),
    Mistake(
      "n for k", "The sums have k summands each: the factor is k, not n.",
      accepting { abs($0) <= Double($1.n) * ε * $1.size }),
    Mistake(
      "k + 1", "The bound has the factor k, not k + 1, which is twice as much where k is 1.",
      accepting { abs($0) <= Double($1.k + 1) * ε * $1.size }),
    Mistake(
      "k without ε", "The bound is far too wide: ε is Float.ulpOfOne, about 0.0000001.",
      accepting { abs($0) <= 1e-3 * Double($1.k) * $1.size }),
    Mistake(
      "the ε of Double",
      "The product was rounded to Float: ε is Float.ulpOfOne, not Double.ulpOfOne.",
      accepting { abs($0) <= Double($1.k) * Double.ulpOfOne * $1.size }),
    Mistake(
      "ten times too wide", "The bound has no factor 2 or 10: it is k · ε · Σ |a|·|b|.",
      accepting { abs($0) <= 10 * Double($1.k) * ε * $1.size }),
    Mistake(
      "half of it", "The bound has no ½: both the products and the sums are rounded.",
      accepting { abs($0) <= 0.5 * Double($1.k) * ε * $1.size }),
    Mistake(
      "the magnitude of the sum for the sum of the magnitudes",
      "The result may be small and its error not, where large numbers cancel: Σ |a|·|b|, not Σ a·b.",
      accepting { abs($0) <= Double($1.k) * ε * abs($1.exact) }),
    Mistake(
      "the sum, with its sign, for the sum of the magnitudes",
      "The result may be small and its error not, where large numbers cancel: Σ |a|·|b|, not Σ a·b.",
      accepting { abs($0) <= Double($1.k) * ε * $1.exact }),
    Mistake(
      "< for ≤", "An error of 0 is within a bound of 0: ≤, not <.",
      accepting { abs($0) < Double($1.k) * ε * $1.size }),
    Mistake(
      "a sum of 0 passes over the element",
      "Where the exact sum is 0, the bound is not: no element may be left out.",
      accepting { $1.exact == 0 || abs($0) <= Double($1.k) * ε * $1.size }),
    Mistake(
      "a bound of 0 passes over the element",
      "A bound of 0 lets nothing but 0 pass: no element may be left out.",
      accepting { $1.size == 0 || abs($0) <= Double($1.k) * ε * $1.size }),
    Mistake(
      "one-sided", "An element may be too small as well: take the magnitude of the difference.",
      accepting { $0 <= Double($1.k) * ε * $1.size }),
    Mistake(
      "lets NaN pass",
      "With NaN every comparison is false: ask whether the error is within the bound, not whether it is "
        + "beyond.",
      accepting { !(abs($0) > Double($1.k) * ε * $1.size) }),
    Mistake(
      "sums in Float",
      "Both sums have to be added in Double: in Float, the error of the judge is as large as that which "
        + "it looks for.",
      { c, a, b, m, k, n in
        (0..<m * n).allSatisfy { place in
          let products = (0..<k).map { a[place / n * k + $0] * b[$0 * n + place % n] }
          let (exact, size) = products.reduce((Float(0), Float(0))) { ($0.0 + $1, $0.1 + abs($1)) }
          return abs(c[place] - exact) <= Float(k) * .ulpOfOne * size
        }
      }),
    Mistake(
      "products in Float",
      "Convert before multiplying, Double(a[…]) * Double(b[…]): a product in Float is rounded already.",
      { c, a, b, m, k, n in
        (0..<m * n).allSatisfy { place in
          let products = (0..<k).map { Double(a[place / n * k + $0] * b[$0 * n + place % n]) }
          let (exact, size) = products.reduce((0, 0)) { ($0.0 + $1, $0.1 + abs($1)) }
          return abs(Double(c[place]) - exact) <= Double(k) * ε * size
        }
      }),
    Mistake(
      "the largest bound for all elements",
      "Each element has a bound of its own: where the numbers are small, so is the bound.",
      judging { elements in
        let largest = elements.map(\.bound).max() ?? 0
        return elements.allSatisfy { abs($0.error) <= largest }
      }),
    Mistake(
      "errors and bounds added up",
      "Each element has to be within its bound: in a sum, one that is wrong hides among the others.",
      judging {
        $0.reduce(0) { $0 + abs($1.error) } <= $0.reduce(0) { $0 + $1.bound }
      }),
    Mistake(
      "looks at the first element only",
      "Every element has to be within its bound, not only the first.",
      judging { $0.prefix(1).allSatisfy { abs($0.error) <= $0.bound } }),
    Mistake(
      "looks at the first row only", "Every row has to be looked at, not only the first.",
      judging { elements in
        elements.filter { $0.row == 0 }.allSatisfy { abs($0.error) <= $0.bound }
      }),
    Mistake(
      "looks at the last element only",
      "One element beyond its bound is enough: return false at once.",
      judging { $0.suffix(1).allSatisfy { abs($0.error) <= $0.bound } }),
  ]

  private static let ε = Double(Float.ulpOfOne)

  /// What a bound may be made of.
  private typealias Sums = (exact: Double, size: Double, k: Int, n: Int)

  /// A check that accepts an element by some rule.
  private static func accepting(
    _ rule: @escaping @Sendable (_ error: Double, _ sums: Sums) -> Bool
  ) -> SpeedAnswers.ProductCheck {
    { c, a, b, m, k, n in
      (0..<m * n).allSatisfy { place in
        let (error, sums) = element(place, c, a, b, k, n)
        return rule(error, sums)
      }
    }
  }

  /// An element's error, and how large it may be.
  private typealias Element = (row: Int, error: Double, bound: Double)

  /// A check that decides on all elements together.
  private static func judging(
    _ rule: @escaping @Sendable ([Element]) -> Bool
  ) -> SpeedAnswers.ProductCheck {
    { c, a, b, m, k, n in
      rule(
        (0..<m * n).map { place in
          let (error, sums) = element(place, c, a, b, k, n)
          return (place / n, error, Double(k) * ε * sums.size)
        })
    }
  }

  private static func element(
    _ place: Int, _ c: UnsafePointer<Float>, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    _ k: Int, _ n: Int
  ) -> (error: Double, sums: Sums) {
    let products = (0..<k).map { Double(a[place / n * k + $0]) * Double(b[$0 * n + place % n]) }
    let (exact, size) = products.reduce((0, 0)) { ($0.0 + $1, $0.1 + abs($1)) }
    return (Double(c[place]) - exact, (exact, size, k, n))
  }
}
