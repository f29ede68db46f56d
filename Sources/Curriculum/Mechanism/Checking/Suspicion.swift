import TensorCore

/// The mistakes that an answer can still have made, after what it has been compared with so far.
///
/// What an answer got right clears it of the mistakes that get it wrong. So a mistake that shows at the
/// first example is not blamed for what goes wrong at the second, where it may look like another one.
package struct Suspicion<Function: Sendable> {
  private var mistakes: [Mistake<Function>]

  /// All of them are possible at first.
  package init(_ mistakes: [Mistake<Function>]) { self.mistakes = mistakes }

  /// Throws a ``Disagreement`` when a number differs from the expected one.
  ///
  /// - Parameters:
  ///   - found: What the answer computed.
  ///   - expected: What is right.
  ///   - what: The call that was made.
  ///   - call: Makes the same call of the function of a mistake.
  package mutating func expect(
    _ found: Double, equals expected: Double, in what: String,
    _ call: (Function) throws -> Double
  ) throws {
    try Curriculum.expect(found, equals: expected, in: what, suspects: mistakes.suspects(call))
    keep { isClose(try call($0), expected, 1e-9) }
  }

  /// Throws a ``Disagreement`` when a tensor differs from the expected one.
  ///
  /// - Parameters:
  ///   - found: What the answer computed.
  ///   - expected: What is right.
  ///   - what: The call that was made.
  ///   - call: Makes the same call of the function of a mistake.
  package mutating func expect(
    _ found: Tensor<Double>, equals expected: Tensor<Double>, in what: String,
    _ call: (Function) throws -> Tensor<Double>
  ) throws {
    try Curriculum.expect(found, equals: expected, in: what, suspects: mistakes.suspects(call))
    keep { isClose(try call($0), expected, 1e-9) }
  }

  /// Throws a ``Disagreement`` when a result of several parts differs from the expected one.
  ///
  /// - Parameters:
  ///   - found: What the answer computed.
  ///   - expected: What is right.
  ///   - what: The call that was made.
  ///   - parts: In the order in which they are compared.
  ///   - explanation: What usually leads to another result, where no mistake explains it.
  ///   - call: Makes the same call of the function of a mistake.
  package mutating func expect<Result>(
    _ found: Result, equals expected: Result, in what: String, parts: [Part<Result>],
    otherwise explanation: @autoclosure () -> String? = nil, _ call: (Function) throws -> Result
  ) throws {
    try Curriculum.expect(
      found, equals: expected, in: what, parts: parts, suspects: mistakes.suspects(call),
      otherwise: explanation())
    keep { mistake in
      let result = try call(mistake)
      return parts.allSatisfy { $0.agree(result, expected, 1e-9) }
    }
  }

  private mutating func keep(those areRight: (Function) throws -> Bool) {
    mistakes = mistakes.filter { (try? areRight($0.function)) ?? false }
  }
}
