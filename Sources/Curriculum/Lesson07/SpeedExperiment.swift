import Curriculum
import Foundation
import Gradus
import MatmulLadder
import SIMDKernels
import Synchronization

/// The computations of lesson 7: what each rung of the ladder achieves on this machine.
public struct SpeedExperiment: Sendable {
  /// A way to multiply matrices.
  public struct Rung: Sendable {
    /// What it does, in a few words.
    public let name: String
    /// The floating-point operations for each byte that moves between registers and memory or caches.
    public let intensity: Double
    /// On how many threads it runs.
    public let threads: Int
    /// Whether it is so slow that large matrices would take seconds.
    public let isSlow: Bool
    let product: SpeedAnswers.Product

    init(
      _ name: String, intensity: Double, threads: Int = 1, isSlow: Bool = false,
      _ product: @escaping SpeedAnswers.Product
    ) {
      self.name = name
      self.intensity = intensity
      self.threads = threads
      self.isSlow = isSlow
      self.product = product
    }
  }

  private let answers: SpeedAnswers

  /// Makes the experiment run with these functions.
  public init(_ answers: SpeedAnswers) { self.answers = answers }

  /// The threads that the last rungs use: one a core.
  public static var threads: Int { ProcessInfo.processInfo.activeProcessorCount }

  // MARK: The ladder

  /// The rungs, from the slowest that anybody writes to the framework's own kernel.
  public func ladder() -> [Rung] {
    let threads = SpeedExperiment.threads
    let tile = Roofs.kernelTile
    // For each p a tile of R rows and C columns reads R + C numbers for 2·R·C operations.
    let kernelIntensity =
      Double(2 * tile.rows * tile.columns) / Double(4 * (tile.rows + tile.columns))
    return [
      Rung("i-j-k, the textbook", intensity: 2.0 / 8, isSlow: true, GivenRungs.textbook),
      Rung("i-j-k, four sums at once", intensity: 8.0 / 20, isSlow: true, GivenRungs.unrolled),
      // Reads a number of b and one of c, and writes the one of c.
      Rung("i-k-j, row by row", intensity: 2.0 / 12, answers.rowByRow),
      Rung("i-k-j in blocks", intensity: 2.0 / 12, answers.blocked),
      Rung("32 columns in vectors", intensity: 64.0 / 132, GivenRungs.vectorRow),
      Rung("tiles of 4×8", intensity: 64.0 / 48, answers.tiled),
      Rung("tiles over packed panels", intensity: 64.0 / 48, answers.packed),
      Rung(
        "packed, \(threads) threads", intensity: 64.0 / 48, threads: threads,
        SpeedExperiment.threaded(answers.packed, answers.split, threads: threads)),
      Rung("Gradus's kernel", intensity: kernelIntensity, SpeedExperiment.kernel(threads: 1)),
      Rung(
        "Gradus's kernel, \(threads) threads", intensity: kernelIntensity, threads: threads,
        SpeedExperiment.kernel(threads: threads)),
    ]
  }

  /// The rungs that consist of the answers alone: the learner's, beside those of ``ladder()``.
  ///
  /// - Parameter isSolved: Whether an exercise is solved.
  public func answeredRungs(where isSolved: (_ exercise: String) -> Bool) -> [Rung] {
    let threads = SpeedExperiment.threads
    let rungs: [(needs: [String], rung: Rung)] = [
      (["rowByRow"], Rung("yours: rowByRow", intensity: 2.0 / 12, answers.rowByRow)),
      (["blocked"], Rung("yours: blocked", intensity: 2.0 / 12, answers.blocked)),
      (["tiled"], Rung("yours: tiled", intensity: 64.0 / 48, answers.tiled)),
      (["packed"], Rung("yours: packed", intensity: 64.0 / 48, answers.packed)),
      (
        ["packed", "split"],
        Rung(
          "yours: packed, \(threads) threads", intensity: 64.0 / 48, threads: threads,
          SpeedExperiment.threaded(answers.packed, answers.split, threads: threads))
      ),
    ]
    return rungs.filter { $0.needs.allSatisfy(isSolved) }.map(\.rung)
  }

  /// A product whose rows are shared by several threads.
  static func threaded(
    _ product: @escaping SpeedAnswers.Product,
    _ split: @escaping @Sendable (Int, Int) throws -> [Range<Int>], threads: Int
  ) -> SpeedAnswers.Product {
    { a, b, c, m, k, n in
      let ranges = try split(m, threads)
      let failure = Mutex<(any Error)?>(nil)
      let execution = Execution.current
      // Each range of rows writes to its own rows of c, and nobody writes to a and b.
      nonisolated(unsafe) let (a, b, c) = (a, b, c)
      DispatchQueue.concurrentPerform(iterations: ranges.count) { index in
        let rows = ranges[index]
        do {
          try withExecution(execution) {
            try product(a + rows.lowerBound * k, b, c + rows.lowerBound * n, rows.count, k, n)
          }
        } catch {
          failure.withLock { $0 = error }
        }
      }
      try failure.withLock { if let error = $0 { throw error } }
    }
  }

  private static func kernel(threads: Int) -> SpeedAnswers.Product {
    { a, b, c, m, k, n in
      VectorKernels<Float>.float.matmul(
        a, b, c, MatmulProblem(rows: m, columns: n, inner: k), threads)
    }
  }

  // MARK: Measuring

  /// What rungs achieve, and what the machine could do, measured in the same minute.
  public struct Measurement: Sendable {
    /// The billions of floating-point operations per second of each rung.
    public let rates: [Double]
    /// The same for multiplying and adding in registers alone, on one core.
    public let peak: Double
    /// The billions of bytes per second that one core reads from its nearest cache.
    public let cacheBandwidth: Double
    /// The same from main memory.
    public let memoryBandwidth: Double
  }

  /// Measures rungs on matrices of size n, in turns, so that what disturbs the machine for a while
  /// disturbs all of them; each rate is the median of all rounds.
  ///
  /// - Parameters:
  ///   - rungs: What to measure.
  ///   - n: All matrices have shape [n, n].
  ///   - rounds: How often each is measured.
  public func measure(_ rungs: [Rung], n: Int, rounds: Int) throws -> Measurement {
    let operations = 2 * Double(n * n * n)
    let (a, b) = SpeedExperiment.factors(n)
    var c = [Float](repeating: 0, count: n * n)
    // 8 KiB, and more than any cache holds; each begins at a line, so that no vector lies in two.
    let near = SpeedExperiment.ones(2048)
    let far = SpeedExperiment.ones(1 << 24)
    defer {
      near.deallocate()
      far.deallocate()
    }
    let peakRounds = 200_000
    var sum: Float = 0

    var rates = [[Double]](repeating: [], count: rungs.count + 3)
    for _ in 0..<rounds {
      for (index, rung) in rungs.enumerated() {
        rates[index].append(
          try rate(of: operations) { try rung.product(a, b, &c, n, n, n) })
      }
      rates[rungs.count].append(
        rate(of: Double(peakRounds * PeakRate.operationsPerRound(of: Float.self))) {
          sum += PeakRate.runFloat(rounds: peakRounds, threads: 1)
        })
      rates[rungs.count + 1].append(
        rate(of: Double(4 * near.count * 2000)) {
          sum += Roofs.read(near.baseAddress!, count: near.count, rounds: 2000)
        })
      rates[rungs.count + 2].append(
        rate(of: Double(4 * far.count)) {
          sum += Roofs.read(far.baseAddress!, count: far.count, rounds: 1)
        })
    }
    require(sum.isFinite, "the loops that measure the machine have computed \(sum)")
    let medians = rates.map { $0.sorted()[$0.count / 2] }
    return Measurement(
      rates: Array(medians.prefix(rungs.count)), peak: medians[rungs.count],
      cacheBandwidth: medians[rungs.count + 1], memoryBandwidth: medians[rungs.count + 2])
  }

  /// The rates of rungs over the size of the matrices; nil where a slow rung would take too long.
  public func sweep(_ rungs: [Rung], sizes: [Int], rounds: Int) throws -> [[Double?]] {
    var result = [[Double?]](repeating: [], count: rungs.count)
    for n in sizes {
      let shown = rungs.indices.filter { n <= 512 || !rungs[$0].isSlow }
      let (a, b) = SpeedExperiment.factors(n)
      var c = [Float](repeating: 0, count: n * n)
      var rates = [[Double]](repeating: [], count: rungs.count)
      for _ in 0..<rounds {
        for index in shown {
          rates[index].append(
            try rate(of: 2 * Double(n * n * n)) { try rungs[index].product(a, b, &c, n, n, n) })
        }
      }
      for index in rungs.indices {
        let sorted = rates[index].sorted()
        result[index].append(sorted.isEmpty ? nil : sorted[sorted.count / 2])
      }
    }
    return result
  }

  /// Two random matrices of shape [n, n].
  static func factors(_ n: Int) -> ([Float], [Float]) {
    var generator = RandomGenerator(seed: 1)
    func matrix() -> [Float] { Tensor<Float>.normal([n, n], using: &generator).elements }
    return (matrix(), matrix())
  }

  private static func ones(_ count: Int) -> UnsafeMutableBufferPointer<Float> {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4 * count, alignment: 64)
    let numbers = memory.bindMemory(to: Float.self)
    numbers.initialize(repeating: 1)
    return numbers
  }

  /// Billions per second, of work that is repeated until it takes a few milliseconds.
  private func rate(of amount: Double, _ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    var times = 0.0
    var seconds = 0.0
    repeat {
      try work()
      times += 1
      seconds = (clock.now - start) / .seconds(1)
    } while seconds < 0.004
    return amount * times / seconds / 1e9
  }
}
