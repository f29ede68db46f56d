import TensorCore

/// Proves a vector kernel, one that ``/Gradus/Tensor/vectorized(_:)`` runs, against the plain rule for one number.
///
/// It runs on 0 to 67 elements and on thousands, at odd places of memory, with random numbers: each element must
/// have the value that the rule gives, up to an error, and the very bits that it has when it stands alone,
/// on any number of threads. NaN, infinities, both zeros and the smallest numbers must become in each lane what
/// the rule makes of them. And the numbers before and after the result must stay as they are.
///
/// ```swift
/// let problems = checkKernel("squared ReLU", of: Float.self) { x, y in
///   for i in x.indices { y[i] = x[i] > 0 ? x[i] * x[i] : 0 }
/// } rule: { $0 > 0 ? $0 * $0 : 0 }
/// ```
///
/// - Parameters:
///   - name: What messages call it.
///   - scalar: `Float` or `Double`.
///   - ulps: How many units in the last place of the rule's value a result may be off by; 0, the same bits, by
///     default.
///   - range: Where the numbers are drawn from, uniformly; the standard normal distribution by default.
///   - seed: The seed of the numbers.
///   - file: The caller's file.
///   - line: The caller's line; traps with it when `ulps` is negative or not finite.
///   - kernel: Receives numbers, and as much room for results.
///   - rule: What becomes of one number.
/// - Returns: What is wrong; empty if all is well.
public func checkKernel<Scalar: TensorScalar & BinaryFloatingPoint>(
  _ name: String, of scalar: Scalar.Type, ulps: Double = 0, in range: ClosedRange<Double>? = nil,
  seed: UInt64 = 1, file: StaticString = #fileID, line: UInt = #line,
  kernel: @escaping @Sendable (_ x: Span<Scalar>, _ result: inout MutableSpan<Scalar>) -> Void,
  rule: @escaping (Scalar) -> Scalar
) -> [ProofProblem] {
  checkKernel(
    name, ofPairs: scalar, ulps: ulps, in: range, seed: seed, file: file, line: line,
    kernel: { x, _, result in kernel(x, &result) }, rule: { x, _ in rule(x) })
}

/// Proves a vector kernel for pairs of numbers, one that ``/Gradus/Tensor/vectorized(with:_:)`` runs; all else is
/// as for ``checkKernel(_:of:ulps:in:seed:file:line:kernel:rule:)``.
///
/// - Parameters:
///   - name: What messages call it.
///   - scalar: `Float` or `Double`.
///   - ulps: How many units in the last place of the rule's value a result may be off by; 0 by default.
///   - range: Where the numbers are drawn from, uniformly; the standard normal distribution by default.
///   - seed: The seed of the numbers.
///   - file: The caller's file.
///   - line: The caller's line; traps with it when `ulps` is negative or not finite.
///   - kernel: Receives numbers, as many others, and as much room for results.
///   - rule: What becomes of one pair.
/// - Returns: What is wrong; empty if all is well.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func checkKernel<Scalar: TensorScalar & BinaryFloatingPoint>(
  _ name: String, ofPairs scalar: Scalar.Type, ulps: Double = 0,
  in range: ClosedRange<Double>? = nil,
  seed: UInt64 = 1, file: StaticString = #fileID, line: UInt = #line,
  kernel:
    @escaping @Sendable (
      _ x: Span<Scalar>, _ y: Span<Scalar>, _ result: inout MutableSpan<Scalar>
    ) -> Void,
  rule: @escaping (_ x: Scalar, _ y: Scalar) -> Scalar
) -> [ProofProblem] {
  requireNumber(ulps, "error", .atLeastZero, of: "checkKernel", file: file, line: line)
  var report = ProofReport("\(name), \(Scalar.self)", seed: seed)
  var generator = RandomGenerator(seed: seed)
  let sampling = range.map(Sampling.uniform) ?? .normal
  // A last part of one element.
  let (x, y) = (draw(), draw())
  func draw() -> [Scalar] {
    Tensor<Scalar>(sampling.tensor([40_961], using: &generator)).elements
  }
  guard (x + y).allSatisfy(\.isFinite) else {
    report.add("samples", "a number at which it is to be proved is not finite.")
    return report.problems
  }
  let trial = KernelTrial(ulps: Scalar(ulps), kernel: kernel, rule: rule)
  for count in Array(0...67) + [8191, 8192, 8193] where report.problems.isEmpty {
    trial.check(
      Array(x.prefix(count)), Array(y.prefix(count)), offset: count % 5, "values", &report)
  }
  let tiny = Scalar.leastNonzeroMagnitude
  let large = Scalar.greatestFiniteMagnitude
  let special: [Scalar] = [.nan, .infinity, -.infinity, 0, -0.0, tiny, -tiny, large, -large, 1, -1]
  for shift in 0..<40 where report.problems.isEmpty {
    let lanes = (0..<40).map { special[($0 + shift) % special.count] }
    // Each beside each of the others, as the shift goes on.
    let others = (0..<40).map { special[($0 + shift + shift / special.count * 3) % special.count] }
    trial.check(lanes, others, offset: 0, "special values", &report)
  }
  if report.problems.isEmpty { checkThreads(Tensor(x), Tensor(y), kernel, &report) }
  return report.problems
}

/// The same bits on any number of threads.
private func checkThreads<Scalar: TensorScalar & BinaryFloatingPoint>(
  _ x: Tensor<Scalar>, _ y: Tensor<Scalar>,
  _ kernel: @Sendable (Span<Scalar>, Span<Scalar>, inout MutableSpan<Scalar>) -> Void,
  _ report: inout ProofReport
) {
  func result(threads: Int) -> [Double] {
    withBackend(.simd, threads: threads) {
      x.vectorized(with: y, kernel)?.elements.map(\.doubleValue) ?? []
    }
  }
  let one = result(threads: 1)
  for threads in [1, 2, 3, 8]
  where result(threads: threads).map(\.bitPattern) != one.map(\.bitPattern) {
    report.add(
      "threads", "on \(threads) threads it gives other numbers than on the first run.",
      "it writes to something that the calls share, or reads what another part writes.")
    return
  }
}

/// A kernel beside its rule.
private struct KernelTrial<Scalar: TensorScalar & BinaryFloatingPoint> {
  let ulps: Scalar
  let kernel: @Sendable (Span<Scalar>, Span<Scalar>, inout MutableSpan<Scalar>) -> Void
  let rule: (Scalar, Scalar) -> Scalar

  /// What stands on both sides of the result, and in it before the kernel runs: no kernel gives just this.
  private var sentinel: Scalar { -123_456.75 }
  private var fence: Int { 64 }

  /// The kernel's result between fences, and whether these are intact.
  private func run(
    _ x: [Scalar], _ y: [Scalar], offset: Int
  ) -> (result: [Scalar], isIntact: Bool) {
    let (input, other) = (Array(repeating: 0, count: offset) + x, [0] + y)
    var room = Array(repeating: sentinel, count: fence + offset + x.count + fence)
    let place = fence + offset..<fence + offset + x.count
    // A span of the middle of memory that is alive here: what the kernel writes beyond it is still in the room.
    room.withUnsafeMutableBufferPointer { room in
      var part = UnsafeMutableBufferPointer(rebasing: room[place]).mutableSpan
      kernel(input.span.extracting(offset...), other.span.extracting(1...), &part)
    }
    let isIntact = (room[..<place.lowerBound] + room[place.upperBound...]).allSatisfy {
      $0 == sentinel
    }
    return (Array(room[place]), isIntact)
  }

  /// Compares a run with the rule, and each element with itself alone.
  func check(
    _ x: [Scalar], _ y: [Scalar], offset: Int, _ check: String, _ report: inout ProofReport
  ) {
    let (result, isIntact) = run(x, y, offset: offset)
    guard isIntact else {
      report.add(
        "fences", "of \(x.count) elements, it writes before or after the result.",
        "a whole register is written where a part is left.")
      return
    }
    for (place, found) in result.enumerated() {
      let number = x[place]
      let expected = rule(number, y[place])
      let here = "of \(x.count) elements, element \(place), "
      guard isRight(found, expected) else {
        let isUnset = found == sentinel
        report.add(
          check,
          here
            + "\(numberText(number)), becomes \(isUnset ? "nothing" : numberText(found)), expected "
            + "\(numberText(expected))"
            + (found.isFinite && expected.isFinite && !isUnset
              ? ", which is \(text(((found - expected).magnitude / expected.ulp).doubleValue)) ulp off."
              : "."),
          isUnset
            ? "the elements that fill no whole register are left out."
            : expected.isNaN && !found.isNaN
              ? "a minimum or maximum drops the NaN." : nil)
        return
      }
      let alone = run([number], [y[place]], offset: 0).result[0]
      guard isSame(alone, found) else {
        report.add(
          "position",
          here
            + "\(numberText(number)), becomes \(numberText(found)), and \(numberText(alone)) alone.",
          "whole registers and the rest are computed by other formulas, or a lane takes part in another."
        )
        return
      }
    }
  }

  private func isSame(_ x: Scalar, _ y: Scalar) -> Bool {
    x.isNaN ? y.isNaN : x == y && x.sign == y.sign
  }

  private func isRight(_ found: Scalar, _ expected: Scalar) -> Bool {
    guard !isSame(found, expected) else { return true }
    return found.isFinite && expected.isFinite && found != sentinel
      && (found - expected).magnitude <= ulps * expected.ulp
  }
}
