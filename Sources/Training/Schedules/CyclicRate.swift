import TensorCore

/// A rate that rises along a straight line, falls along another, and begins again (Smith, 2017, *Cyclical
/// Learning Rates for Training Neural Networks*).
///
/// In cycle c, the first being 0, it goes from η₀ to η₀ + (η₁ − η₀)·hᶜ in `risingSteps` steps, and back in
/// `fallingSteps`. With h = ½ this is the paper's `triangular2`.
public struct CyclicRate: Schedule {
  /// η₀, where each cycle begins and ends.
  public let learningRate: Double
  /// η₁, the peak of the first cycle.
  public let peak: Double
  /// The number of steps up.
  public let risingSteps: Int
  /// The number of steps down; as many as up by default.
  public let fallingSteps: Int
  /// h, how high each cycle is, as a share of the one before; 1 by default.
  public let heightFactor: Double

  /// Makes the schedule; traps when a rate is negative or not finite, a number of steps not positive, or h
  /// not from 0 to 1.
  public init(
    from learningRate: Double, to peak: Double, risingSteps: Int, fallingSteps: Int? = nil,
    heightFactor: Double = 1, file: StaticString = #fileID, line: UInt = #line
  ) {
    for rate in [learningRate, peak] {
      requireNumber(rate, "learning rate", .atLeastZero, of: "CyclicRate", file: file, line: line)
    }
    requireSteps(risingSteps, of: "CyclicRate", file: file, line: line)
    requireSteps(fallingSteps ?? risingSteps, of: "CyclicRate", file: file, line: line)
    requireNumber(
      heightFactor, "height factor", .fromZeroToOne, of: "CyclicRate", file: file, line: line)
    self.learningRate = learningRate
    self.peak = peak
    self.risingSteps = risingSteps
    self.fallingSteps = fallingSteps ?? risingSteps
    self.heightFactor = heightFactor
  }

  /// η₀ + (η₁ − η₀)·hᶜ·s, where the share s of the height rises from 0 to 1 and falls again.
  public func rate(at step: Int) -> Double {
    let (up, down) = (Double(risingSteps), Double(fallingSteps))
    let cycle = (Double(step) / (up + down)).rounded(.down)
    let position = Double(step) - cycle * (up + down)
    let share = position <= up ? position / up : (up + down - position) / down
    return learningRate + (peak - learningRate) * Double.pow(heightFactor, cycle) * share
  }
}
