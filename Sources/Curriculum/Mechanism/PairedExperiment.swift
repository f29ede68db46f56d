import Foundation
import Synchronization
import TensorCore

/// Whether a change helps: measured for many seeds, each time without it and with it, everything else
/// being equal.
///
/// One run proves nothing, because another seed may turn the result around. Of 20 pairs a change that
/// does nothing wins 16 or more with a probability of 0.006.
///
/// ```swift
/// let experiment = try PairedExperiment.run("dropout 0.3") { seed in
///   (baseline: try testLoss(dropout: 0, seed: seed), remedy: try testLoss(dropout: 0.3, seed: seed))
/// }
/// experiment.isProved        // p at most 0.01: at least 16 of 20
/// ```
public struct PairedExperiment: Sendable {
  /// What was measured with one seed; smaller is better.
  public struct Pair: Sendable, Equatable {
    /// The seed of both runs.
    public let seed: UInt64
    /// Without the change.
    public let baseline: Double
    /// With it.
    public let remedy: Double

    /// Makes a pair of what was measured.
    public init(seed: UInt64, baseline: Double, remedy: Double) {
      self.seed = seed
      self.baseline = baseline
      self.remedy = remedy
    }
  }

  /// The seeds with which strengths are chosen, on validation data.
  public static let seedsForChoosing: [UInt64] = Array(100...109)
  /// The seeds with which what was chosen is tested.
  public static let seedsForTesting: [UInt64] = Array(0..<20)

  /// What the change is called.
  public let name: String
  /// The measurements, in the order of the seeds.
  public let pairs: [Pair]

  /// Makes an experiment of measurements; traps when there are none.
  public init(
    _ name: String, pairs: [Pair], file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      !pairs.isEmpty, "PairedExperiment: \(name) has no measurements", file: file, line: line)
    self.name = name
    self.pairs = pairs
  }

  /// Measures with each seed, on all cores at the same time, under the caller's backend.
  ///
  /// - Parameters:
  ///   - name: What the change is called.
  ///   - seeds: 0 to 19 unless given.
  ///   - measure: Both runs with one seed; smaller is better. It depends on nothing but the seed.
  /// - Throws: What a measurement throws; of several, that of the first seed.
  public static func run(
    _ name: String, seeds: [UInt64] = seedsForTesting,
    _ measure: @Sendable (_ seed: UInt64) throws -> (baseline: Double, remedy: Double)
  ) throws -> PairedExperiment {
    let pairs = try onAllCores(seeds) { seed in
      let (baseline, remedy) = try measure(seed)
      return Pair(seed: seed, baseline: baseline, remedy: remedy)
    }
    return PairedExperiment(name, pairs: pairs)
  }

  /// Chooses the strength with the smallest mean over the seeds; of equal ones the first.
  ///
  /// - Parameters:
  ///   - strengths: What to choose among, at least one.
  ///   - seeds: 100 to 109 unless given.
  ///   - measure: The validation loss with a strength and a seed.
  /// - Returns: The strength, and the mean of each.
  /// - Throws: What a measurement throws.
  public static func choose<Strength: Sendable>(
    among strengths: [Strength], seeds: [UInt64] = seedsForChoosing,
    file: StaticString = #fileID, line: UInt = #line,
    _ measure: @Sendable (_ strength: Strength, _ seed: UInt64) throws -> Double
  ) throws -> (best: Strength, means: [Double]) {
    require(
      !strengths.isEmpty && !seeds.isEmpty,
      "PairedExperiment: there is no strength to choose, or no seed to try it with",
      file: file, line: line)
    let runs = strengths.indices.flatMap { index in seeds.map { (index, $0) } }
    let values = try onAllCores(runs) { index, seed in try measure(strengths[index], seed) }
    let means = strengths.indices.map { index in
      mean(Array(values[index * seeds.count..<(index + 1) * seeds.count]))
    }
    // NaN is no candidate: it is what a run that diverged gives.
    let candidates = means.map { $0.isNaN ? .infinity : $0 }
    let best = means.indices.min { candidates[$0] < candidates[$1] } ?? 0
    return (strengths[best], means)
  }

  /// How often the change was better. NaN, which a run that diverged gives, is worse than any number.
  public var wins: Int {
    pairs.count { $0.remedy < $0.baseline || ($0.baseline.isNaN && !$0.remedy.isNaN) }
  }
  /// How often it was worse.
  public var losses: Int { pairs.count - wins - ties }
  /// How often both were equal, or both NaN.
  public var ties: Int {
    pairs.count { $0.remedy == $0.baseline || ($0.baseline.isNaN && $0.remedy.isNaN) }
  }

  /// The mean without the change.
  public var baselineMean: Double { mean(pairs.map(\.baseline)) }
  /// The mean with it.
  public var remedyMean: Double { mean(pairs.map(\.remedy)) }
  /// The median without the change.
  public var baselineMedian: Double { median(pairs.map(\.baseline)) }
  /// The median with it.
  public var remedyMedian: Double { median(pairs.map(\.remedy)) }

  /// The probability that a change without effect wins as often or more, by the one-sided sign test: Σ
  /// (n choose k) / 2ⁿ from k = wins to n. Ties are left out, as is usual; 1 when there are only ties.
  public var pValue: Double {
    let count = pairs.count - ties
    // The terms (n choose k) / 2ⁿ, each from the one before.
    var term = Double.pow(0.5, Double(count))
    var sum = wins == 0 ? term : 0
    for k in stride(from: 1, through: count, by: 1) {
      // First times, then divided: whole multiples of 2⁻ⁿ, without rounding.
      term = term * Double(count - k + 1) / Double(k)
      if k >= wins { sum += term }
    }
    return min(1, sum)
  }

  /// Whether a change without effect would win as often or more in at most one of a hundred experiments:
  /// ``pValue`` is at most 0.01. Of 20 pairs without ties, that takes 16; of 10, all; of 5, no number is
  /// enough.
  public var isProved: Bool { pValue <= 0.01 }

  /// The headings of a table of experiments.
  public static let header = [
    "change", "wins", "mean without", "mean with", "median without", "median with", "p",
  ]

  /// This experiment as a row of such a table.
  public var row: [String] {
    [name, "\(wins) of \(pairs.count)"]
      + [baselineMean, remedyMean, baselineMedian, remedyMedian].map {
        numberText($0, "%.4f")
      }
      + [numberText(pValue, "%.4f")]
  }
}

/// What a function gives for each element, computed on all cores at the same time; the results are in the
/// elements' order.
///
/// Each has its own place and, where it needs one, a generator of its own: so the results are the same
/// bit for bit as one after the other. The caller's kernels and number of threads are handed on.
package func onAllCores<Element: Sendable, Result: Sendable>(
  _ elements: [Element], _ compute: @Sendable (Element) throws -> Result
) throws -> [Result] {
  let execution = Execution.current
  let results = Mutex([Swift.Result<Result, any Error>?](repeating: nil, count: elements.count))
  DispatchQueue.concurrentPerform(iterations: elements.count) { index in
    let result = Swift.Result { try withExecution(execution) { try compute(elements[index]) } }
    results.withLock { $0[index] = result }
  }
  return try results.withLock { results in try results.compactMap { try $0?.get() } }
}

/// The sum of the values by their number.
package func mean(_ values: [Double]) -> Double {
  values.reduce(0, +) / Double(values.count)
}

/// The middle value, or the mean of the two in the middle.
package func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
