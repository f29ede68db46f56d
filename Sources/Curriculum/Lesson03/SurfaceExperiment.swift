import Curriculum
import Gradus

extension OptimizationExperiment {
  // MARK: (c) Steps to a tolerance

  /// How fast a contestant comes down a surface, at the best of the rates that it may try.
  public struct Descent: Sendable {
    /// As in "Rosenbrock".
    public let surface: String
    /// As in "Adam".
    public let contestant: String
    /// The rate with the fewest steps; when none came down within the limit, the one that came lowest.
    public let rate: Double
    /// How many steps it took from the worst of the starts; nil when no rate came down within the limit.
    public let steps: Int?
  }

  /// The rates that each contestant may try on a surface: from 10⁻⁴ to 1, four a decade.
  public static let surfaceRates = (0...16).map { Double.pow(10, -4 + Double($0) / 4) }

  /// How many steps each contestant needs on each surface, at the best of ``surfaceRates``.
  ///
  /// A walk may hit the lowest place by luck. So each begins at five places, the surface's start and four
  /// around it, and the slowest of the five counts.
  ///
  /// - Parameters:
  ///   - surfaces: What to walk on.
  ///   - contestants: Who walks.
  ///   - tolerance: The height at which a walk is over.
  ///   - limit: The most steps that count.
  public func descents(
    on surfaces: [Surface], by contestants: [Contestant] = Contestant.all, tolerance: Double = 1e-3,
    limit: Int = 1000
  ) throws -> [Descent] {
    let jobs = surfaces.flatMap { surface in contestants.map { (surface, $0) } }
    return try onAllCores(jobs) { surface, contestant in
      let starts = [(0.0, 0.0), (0.1, 0.1), (0.1, -0.1), (-0.1, 0.1), (-0.1, -0.1)].map {
        surface.starting(at: (surface.start.x + $0.0, surface.start.y + $0.1))
      }
      /// The steps from the worst start; nil when these are more than `most`.
      func steps(at rate: Double, atMost most: Int) -> Int? {
        var slowest = 0
        for start in starts {
          let walk = Walk(
            on: start, contestant, rate: rate, steps: most + Walk.stay, tolerance: tolerance)
          guard walk.arrived, walk.steps <= most else { return nil }
          slowest = max(slowest, walk.steps)
        }
        return slowest
      }
      var best: (rate: Double, steps: Int)?
      // From the largest rate downward, which are the fast ones; what is slower than the best so far
      // need not be walked to its end.
      for rate in Self.surfaceRates.reversed() {
        if let count = steps(at: rate, atMost: best.map { $0.steps - 1 } ?? limit) {
          best = (rate, count)
        }
      }
      /// The height after all steps that are allowed; infinite after a divergence.
      func lastHeight(_ rate: Double) -> Double {
        let walk = Walk(on: surface, contestant, rate: rate, steps: limit)
        return walk.diverged ? .infinity : walk.heights[limit]
      }
      let lowest = { Self.surfaceRates.min { lastHeight($0) < lastHeight($1) }! }
      return Descent(
        surface: surface.name, contestant: contestant.name, rate: best?.rate ?? lowest(),
        steps: best?.steps)
    }
  }

  // MARK: (b) Momentum and the shape of the ravine

  /// Plain descent and momentum in a ravine, each with the constants that theory calls the best.
  public struct RavineSteps: Sendable {
    /// κ, how many times as steep the ravine is across as along.
    public let conditionNumber: Double
    /// The steps of plain descent, at the rate 2 / (1 + κ).
    public let plain: Int
    /// The steps of momentum, at the rate 4 / (1 + √κ)² with μ = ((√κ − 1) / (√κ + 1))².
    public let momentum: Int
  }

  /// Steps until the height is a millionth of that at the start, in ravines of several shapes.
  public func ravineSteps(_ conditionNumbers: [Double] = [10, 100, 1000]) -> [RavineSteps] {
    conditionNumbers.map { κ in
      let surface = Surface.ravine(κ)
      let tolerance = 1e-6 * surface.values(at: [surface.start])[0]
      let root = κ.squareRoot()
      let share = (root - 1) / (root + 1)
      let ball = Contestant("momentum") { SGD(learningRate: $0, momentum: share * share) }
      func steps(_ contestant: Contestant, _ rate: Double) -> Int {
        Walk(on: surface, contestant, rate: rate, steps: 100_000, tolerance: tolerance).steps
      }
      return RavineSteps(
        conditionNumber: κ, plain: steps(.sgd, 2 / (1 + κ)),
        momentum: steps(ball, 4 / ((1 + root) * (1 + root))))
    }
  }
}
