import Foundation
import TensorCore

extension RandomGenerator {
  /// A number of the beta distribution with both parameters α: from 0 to 1, symmetric about ½; uniform
  /// for α = 1, near the ends for smaller α, near the middle for larger. Traps when α is not positive.
  ///
  /// For α other than 1 it takes powers, whose last digit may depend on the platform.
  public mutating func beta(
    _ alpha: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Double {
    requireNumber(alpha, "α", .positive, of: "beta", file: file, line: line)
    if alpha == 1 { return uniform() }
    let x = logarithmOfGamma(alpha)
    let y = logarithmOfGamma(alpha)
    // X/(X + Y), from the logarithms: for a small α both gammas may be too small for a number.
    let difference = y - x
    // For a tiny α even the logarithms may be −∞ both. The distribution then is all at its two ends.
    return difference.isNaN ? (uniform() < 0.5 ? 0 : 1) : 1 / (1 + exp(difference))
  }

  /// ln X for X of the gamma distribution with shape α and scale 1 (Marsaglia and Tsang, 2000, *A
  /// Simple Method for Generating Gamma Variables*).
  private mutating func logarithmOfGamma(_ alpha: Double) -> Double {
    // X of shape α + 1, times U^(1/α), is of shape α.
    if alpha < 1 {
      let u = 1 - uniform()
      return logarithmOfGamma(alpha + 1) + reproducibleLog(u) / alpha
    }
    let d = alpha - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      let v = root * root * root
      guard root > 0 else { continue }
      let u = 1 - uniform()
      if reproducibleLog(u) < x * x / 2 + d - d * v + d * reproducibleLog(v) {
        return reproducibleLog(d) + reproducibleLog(v)
      }
    }
  }
}
