import TensorCore

/// A rate that rises to a peak, and then falls to almost nothing (Smith and Topin, 2019,
/// *Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates*).
///
/// Of T steps, the rate of step 0 is the peak divided by `startDivisor`; the peak stands at step r·T − 1,
/// where r is `risingShare`; and step T − 1 has the first rate divided by `endDivisor`, which stays.
/// Defaults are PyTorch's. The momentum is left alone.
public struct OneCycle: Schedule {
  /// How the rate goes from one number to the next.
  public enum Curve: Sendable {
    /// Along half a wave of the cosine.
    case cosine
    /// Along a straight line.
    case linear
  }

  /// The largest rate.
  public let peak: Double
  /// T, the number of steps.
  public let steps: Int
  /// r, the share of the steps that rise; 0.3 by default.
  public let risingShare: Double
  /// How many times smaller than the peak the first rate is; 25 by default.
  public let startDivisor: Double
  /// How many times smaller than the first rate the last one is; 10,000 by default.
  public let endDivisor: Double
  /// How the rate rises and falls; along the cosine by default.
  public let curve: Curve

  /// Makes the schedule.
  ///
  /// Traps when the peak is negative, a divisor or the number of steps is not positive, or the rising
  /// share is not in 0 … 1.
  public init(
    peak: Double, steps: Int, risingShare: Double = 0.3, startDivisor: Double = 25,
    endDivisor: Double = 1e4, curve: Curve = .cosine,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(
      peak, "learning rate", .atLeastZero, of: "OneCycle", file: file, line: line)
    requireSteps(steps, of: "OneCycle", file: file, line: line)
    requireNumber(startDivisor, "start divisor", .positive, of: "OneCycle", file: file, line: line)
    requireNumber(endDivisor, "end divisor", .positive, of: "OneCycle", file: file, line: line)
    requireNumber(
      risingShare, "rising share", .fromZeroToOne, of: "OneCycle", file: file, line: line)
    self.peak = peak
    self.steps = steps
    self.risingShare = risingShare
    self.startDivisor = startDivisor
    self.endDivisor = endDivisor
    self.curve = curve
  }

  /// The rate on its way to the peak or down from it.
  public func rate(at step: Int) -> Double {
    let (top, last) = (risingShare * Double(steps) - 1, Double(steps) - 1)
    let step = min(Double(step), last)
    let firstRate = peak / startDivisor
    return step <= top
      ? between(firstRate, peak, share: top > 0 ? step / top : 1)
      : between(peak, firstRate / endDivisor, share: (step - top) / (last - top))
  }

  private func between(_ start: Double, _ end: Double, share: Double) -> Double {
    switch curve {
    case .cosine: cosine(from: start, to: end, share: share)
    case .linear: start + (end - start) * share
    }
  }
}
