import Curriculum
import Gradus
import MatmulLadder

extension SpeedLesson {
  static let productMistakes: [Mistake<SpeedAnswers.ProductCheck>] = [
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
      "relative to c",
      "The result may be small and its error not, where large numbers cancel: Σ |a|·|b|, not Σ a·b.",
      accepting { abs($0) <= Double($1.k) * ε * abs($1.exact + $0) }),
    Mistake(
      "asks for the exact sum, rounded to Float",
      "In another order of additions the last digits differ: ask for a bound, not for equality.",
      accepting { Double(Float($1.exact)) == $1.exact + $0 }),
    Mistake(
      "the largest summand for the sum of the magnitudes",
      "The rounding errors of all k additions add up: Σ |a|·|b|, not its largest summand.",
      accepting { abs($0) <= Double($1.k) * ε * $1.largest }),
    Mistake(
      "the magnitude of one factor only",
      "Both factors need their magnitude, |a|·|b|: if one may be negative, the summands cancel.",
      { c, a, b, m, k, n in
        (0..<m * n).allSatisfy { place in
          let (error, _) = element(place, c, a, b, k, n)
          let size = (0..<k).reduce(0) {
            $0 + Double(a[place / n * k + $1]) * abs(Double(b[$1 * n + place % n]))
          }
          return abs(error) <= Double(k) * ε * size
        }
      }),
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
      "an ε of 1e-7", "ε is Float.ulpOfOne, 1.19 · 10⁻⁷: 1e-7 is too little.",
      accepting { abs($0) <= Double($1.k) * 1e-7 * $1.size }),
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
      "lets 0 / 0 fail",
      "Where a row or a column is all zeros, error and bound are both 0, and 0 / 0 is NaN: compare the error "
        + "with the bound without dividing.",
      accepting { abs($0) / (Double($1.k) * ε * $1.size) <= 1 }),
    Mistake(
      "the difference in Float",
      "Subtract in Double, Double(c[…]) − sum: rounded to Float first, the error loses its digits.",
      accepting {
        Double(abs(Float($1.exact + $0) - Float($1.exact))) <= Double($1.k) * ε * $1.size
      }),
    Mistake(
      "c transposed", "c[j * m + i] is another element: row i and column j of c are c[i * n + j].",
      { c, a, b, m, k, n in
        (0..<m * n).allSatisfy { place in
          let (error, sums) = element(place, c, a, b, k, n)
          let other = Double(c[place % n * m + place / n]) - Double(c[place])
          return abs(error + other) <= Double(k) * ε * sums.size
        }
      }),
    Mistake(
      "b transposed", "b[j * k + p] is another number: row p and column j of b are b[p * n + j].",
      { c, a, b, m, k, n in
        (0..<m * n).allSatisfy { place in
          let products = (0..<k).map {
            Double(a[place / n * k + $0]) * Double(b[place % n * k + $0])
          }
          let (exact, size) = products.reduce((0, 0)) { ($0.0 + $1, $0.1 + abs($1)) }
          return abs(Double(c[place]) - exact) <= Double(k) * ε * size
        }
      }),
    Mistake(
      "sums that go on from element to element",
      "Both sums belong to one element: they begin at 0 for each.",
      running { (exact: $0.exact + $1.exact, size: $0.size + $1.size) }),
    Mistake(
      "a bound that goes on from element to element",
      "The sum of the magnitudes belongs to one element: it begins at 0 for each, as the sum does.",
      running { (exact: $1.exact, size: $0.size + $1.size) }),
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

  static let ε = Double(Float.ulpOfOne)

  /// What a bound may be made of.
  typealias Sums = (exact: Double, size: Double, largest: Double, k: Int, n: Int)

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

  /// A check whose sums are made of those of the element before and of the element's own.
  private static func running(
    _ next:
      @escaping @Sendable (
        _ before: (exact: Double, size: Double), _ own: (exact: Double, size: Double)
      ) -> (exact: Double, size: Double)
  ) -> SpeedAnswers.ProductCheck {
    { c, a, b, m, k, n in
      var sums = (exact: 0.0, size: 0.0)
      return (0..<m * n).allSatisfy { place in
        let own = element(place, c, a, b, k, n).sums
        sums = next(sums, (own.exact, own.size))
        return abs(Double(c[place]) - sums.exact) <= Double(k) * ε * sums.size
      }
    }
  }

  /// An element's error, and how large it may be.
  typealias Element = (row: Int, error: Double, bound: Double)

  /// A check that decides on all elements together.
  static func judging(
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

  static func element(
    _ place: Int, _ c: UnsafePointer<Float>, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    _ k: Int, _ n: Int
  ) -> (error: Double, sums: Sums) {
    let products = (0..<k).map { Double(a[place / n * k + $0]) * Double(b[$0 * n + place % n]) }
    let (exact, size) = products.reduce((0, 0)) { ($0.0 + $1, $0.1 + abs($1)) }
    let largest = products.map(abs).max() ?? 0
    return (Double(c[place]) - exact, (exact, size, largest, k, n))
  }
}
