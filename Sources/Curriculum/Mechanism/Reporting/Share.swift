/// Of so many cases, how many were right.
package struct Share: Sendable {
  package let hits: Int
  package let count: Int

  /// A share of cases.
  package init(hits: Int, count: Int) { (self.hits, self.count) = (hits, count) }

  /// From 0 to 1.
  package var value: Double { Double(hits) / Double(count) }

  /// Half of the interval that would hold the true share in 95 of 100 tests: 1.96·√(p·(1 − p)/n).
  package var margin: Double { 1.96 * (value * (1 - value) / Double(count)).squareRoot() }

  /// In percent, with the margin.
  package var text: String { "\((100 * value).fixed(1)) ± \((100 * margin).fixed(1)) %" }
}
