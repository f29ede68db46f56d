import Curriculum
import Foundation
import MatmulLadder
import TensorCore

/// How many times as fast as another a piece of work is.
///
/// The two take turns, so that what disturbs the machine disturbs both, and the median of all turns' ratios
/// counts: what disturbs one of the two in fewer than half of the turns does not. It is the time that the
/// processor has worked on this thread: what other programs take is not in it. Below the demanded ratio it
/// measures on, for about a second.
///
/// - Parameters:
///   - demanded: The ratio at which the answer is clear.
///   - clock: Gives seconds.
///   - candidate: What ought to be faster.
///   - reference: What it is compared with.
func speedRatio(
  atLeast demanded: Double, clock: () -> Double = processorSeconds,
  _ candidate: () throws -> Void, over reference: () throws -> Void
) rethrows -> Double {
  var ratios: [Double] = []
  let start = clock()
  while true {
    let secondsOfReference = try seconds(of: reference, clock)
    ratios.append(secondsOfReference / (try seconds(of: candidate, clock)))
    let middle = median(ratios)
    if ratios.count >= 7, middle >= demanded || clock() - start >= 1 { return middle }
  }
}

/// Throws a ``Disagreement`` when a right product is not so many times as fast as another.
///
/// - Parameters:
///   - product: The answer.
///   - name: Its name.
///   - demanded: How many times as fast it has to be; far less than it is when it is done well, because
///     machines differ.
///   - reference: The rung before.
///   - description: What that is, in the plural.
///   - shape: m, k and n.
///   - why: What usually makes it slow.
func expectFaster(
  _ product: SpeedAnswers.Product, _ name: String, times demanded: Double,
  than reference: SpeedAnswers.Product, _ description: String, on shape: (Int, Int, Int),
  why: String
) throws {
  let (m, k, n) = shape
  let a = (0..<m * k).map { Float($0 % 7) - 3 }
  let b = (0..<k * n).map { Float($0 % 5) - 2 }
  var c = [Float](repeating: 0, count: m * n)
  let ratio = try speedRatio(
    atLeast: demanded, { try product(a, b, &c, m, k, n) },
    over: { try reference(a, b, &c, m, k, n) })
  try expectRatio(
    ratio, atLeast: demanded,
    of: "\(name) of [\(m), \(k)] and [\(k), \(n)]", over: description, why: why)
}

/// Throws a ``Disagreement`` when a measured ratio is too small.
func expectRatio(
  _ ratio: Double, atLeast demanded: Double, of call: String, over description: String, why: String
) throws {
  try expect(
    ratio >= demanded,
    "\(call): right, but only \(numberText(ratio, "%.2f")) times as fast as \(description); "
      + "expected at least \(numberText(demanded, "%.1f")) times.",
    why: why)
}

/// How long something takes: repeated for a few milliseconds, because a shorter time says more about the
/// moment than about the work.
private func seconds(of work: () throws -> Void, _ clock: () -> Double) rethrows -> Double {
  let start = clock()
  var times = 0.0
  var elapsed = 0.0
  repeat {
    try work()
    times += 1
    elapsed = clock() - start
  } while elapsed < 0.003
  return elapsed / times
}

/// How long this thread's processor has worked.
func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
