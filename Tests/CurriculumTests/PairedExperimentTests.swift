import Curriculum
import Synchronization
import TensorCore
import Testing

@Suite("Paired experiments") struct PairedExperimentTests {
  /// An experiment with so many wins, losses and ties.
  private func experiment(_ wins: Int, _ losses: Int, _ ties: Int = 0) -> PairedExperiment {
    let outcomes =
      Array(repeating: -1.0, count: wins) + Array(repeating: 1, count: losses)
      + Array(repeating: 0, count: ties)
    return PairedExperiment(
      "x",
      pairs: outcomes.enumerated().map {
        .init(seed: UInt64($0.offset), baseline: 2, remedy: 2 + $0.element)
      })
  }

  /// From the table of binomial coefficients.
  @Test func signTest() {
    // (4845 + 1140 + 190 + 20 + 1) / 2²⁰
    #expect(abs(experiment(16, 4).pValue - 6196 / 1_048_576) < 1e-15)
    #expect(experiment(20, 0).pValue == 0x1p-20)
    #expect(experiment(0, 20).pValue == 1)
    // 386 / 1024: seven or more of ten are 176, and six are 210.
    #expect(abs(experiment(6, 4).pValue - 386.0 / 1024) < 1e-15)
    #expect(abs(experiment(7, 3).pValue - 176.0 / 1024) < 1e-15)
    // Ties are left out.
    #expect(experiment(3, 1, 5).pValue == experiment(3, 1).pValue)
    #expect(experiment(3, 1).pValue == 5.0 / 16)
    #expect(experiment(0, 0, 4).pValue == 1)
  }

  /// The smallest number of wins with p at most 0.01, from the table of binomial coefficients.
  @Test func onePercentIsTheLine() {
    for (count, wins) in [(7, 7), (8, 8), (10, 10), (11, 10), (12, 11), (20, 16), (30, 22)] {
      #expect(experiment(wins, count - wins).isProved, "\(wins) of \(count)")
      #expect(!experiment(wins - 1, count - wins + 1).isProved, "\(wins - 1) of \(count)")
    }
    // Of so few, all may win by chance: 1 of 64 times.
    for count in 1...6 { #expect(!experiment(count, 0).isProved) }
    // Four of five, p = 0.19, is no proof, and neither are 8 of 10, p = 0.055.
    #expect(!experiment(4, 1).isProved && !experiment(8, 2).isProved)
    // A tie is neither a win nor a loss.
    #expect(experiment(10, 0, 10).isProved && !experiment(0, 0, 20).isProved)
  }

  @Test func meansAndMedians() {
    let values: [(Double, Double)] = [(1, 2), (5, 3), (3, 1), (7, 0.5)]
    let experiment = PairedExperiment(
      "halves",
      pairs: values.enumerated().map {
        .init(seed: UInt64($0.offset), baseline: $0.element.0, remedy: $0.element.1)
      })
    #expect(experiment.baselineMean == 4 && experiment.remedyMean == 1.625)
    #expect(experiment.baselineMedian == 4 && experiment.remedyMedian == 1.5)
    #expect(experiment.wins == 3 && experiment.losses == 1 && experiment.ties == 0)
    #expect(
      experiment.row
        == ["halves", "3 of 4", "4.0000", "1.6250", "4.0000", "1.5000", "0.3125"])
    #expect(PairedExperiment.header.count == experiment.row.count)
  }

  /// A run that diverged has lost, on whichever side it is.
  @Test func nan() {
    let experiment = PairedExperiment(
      "x",
      pairs: [
        .init(seed: 0, baseline: 1, remedy: .nan), .init(seed: 1, baseline: .nan, remedy: 1),
      ])
    #expect(experiment.wins == 1 && experiment.losses == 1)
  }

  /// In parallel as one after the other, in the order of the seeds, under the caller's backend.
  @Test func runs() throws {
    let backends = Mutex<Set<Backend>>([])
    let experiment = try withBackend(.simd) {
      try PairedExperiment.run("x") { seed in
        _ = backends.withLock { $0.insert(Backend.current) }
        return (baseline: Double(seed), remedy: Double(seed) - (seed < 4 ? -1 : 1))
      }
    }
    #expect(backends.withLock { $0 } == [.simd])
    #expect(experiment.pairs.map(\.seed) == Array(0..<20))
    #expect(experiment.pairs.map(\.baseline) == (0..<20).map { Double($0) })
    #expect(experiment.wins == 16 && experiment.isProved)
  }

  @Test func choosesTheSmallestMean() throws {
    let (best, means) = try PairedExperiment.choose(among: [0.0, 0.1, 0.2, 0.3]) { strength, seed in
      (strength - 0.19) * (strength - 0.19) + Double(seed)
    }
    #expect(best == 0.2)
    #expect(abs(means[2] - (0.0001 + 104.5)) < 1e-12)
    // What diverged is never chosen.
    let other = try PairedExperiment.choose(among: [1, 2], seeds: [0]) { strength, _ in
      strength == 1 ? .nan : 5
    }
    #expect(other.best == 2)
    #expect(PairedExperiment.seedsForChoosing == Array(100...109))
  }

  @Test func errorsArePassedOn() {
    struct Failure: Error, Equatable { let seed: UInt64 }
    #expect(throws: Failure(seed: 3)) {
      _ = try PairedExperiment.run("x") { seed in
        if seed >= 3 { throw Failure(seed: seed) }
        return (1, 1)
      }
    }
  }
}
