import TensorCore

/// The error of a solver whose values still change after all the sweeps that it may take.
public struct NotConverged: Error, CustomStringConvertible {
  /// The number of sweeps.
  public let sweeps: Int
  /// The largest change of a value in the last sweep.
  public let change: Double

  /// A sentence for a reader.
  public var description: String {
    "the values do not settle: sweep \(sweeps) still changed one by \(numberText(change))"
  }
}

extension MarkovDecisionProcess {
  /// Applies a sweep to values, from 0, until they are as good as asked for.
  ///
  /// A sweep brings any two vectors of values closer, by the factor γ or more. So where it has changed
  /// values by at most c, they are within γ·c/(1 − γ) of those that it leaves as they are (Puterman, 1994,
  /// theorem 6.3.1).
  func fixedPoint(
    of operation: String, _ discount: Double, _ tolerance: Double, _ maximumSweeps: Int,
    file: StaticString, line: UInt, sweep: (Tensor<Double>) -> Tensor<Double>
  ) throws -> Tensor<Double> {
    requireNumber(discount, "discount", .fromZeroToOne, of: operation, file: file, line: line)
    requireNumber(tolerance, "tolerance", .positive, of: operation, file: file, line: line)
    require(
      maximumSweeps > 0, "\(operation): expected at least 1 sweep, found \(maximumSweeps)",
      file: file, line: line)
    let largestChange = discount < 1 ? tolerance * (1 - discount) / discount : tolerance
    var values = Tensor<Double>.zeros([stateCount])
    var change = Double.infinity
    for _ in 0..<maximumSweeps {
      let next = sweep(values)
      change = (next - values).abs().max()
      values = next
      if change <= largestChange { return values }
    }
    throw NotConverged(sweeps: maximumSweeps, change: change)
  }
}
