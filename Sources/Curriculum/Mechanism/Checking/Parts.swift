import TensorCore

/// A part of a result, such as the velocity of a step, and how it is compared.
package struct Part<Result> {
  let name: String
  let agree: (Result, Result, Double) -> Bool
  let difference: (Result, Result, Double, String) -> String
  let symptom: (Result, Result, Double) -> String?

  /// A part that is a tensor.
  package static func tensor(_ name: String, _ part: @escaping (Result) -> Tensor<Double>) -> Part {
    Part(name: name) {
      isClose(part($0), part($1), $2)
    } difference: {
      Curriculum.difference(part($0), part($1), $2, in: $3)
    } symptom: {
      Symptom.of(part($0), insteadOf: part($1), $2)
    }
  }

  /// A part that is a number.
  package static func number(_ name: String, _ part: @escaping (Result) -> Double) -> Part {
    Part(name: name) {
      isClose(part($0), part($1), $2)
    } difference: {
      Curriculum.difference(part($0), part($1), $2, in: $3)
    } symptom: {
      Symptom.of(part($0), insteadOf: part($1), $2)
    }
  }

  /// A part of another kind: a count, a list, a decision.
  package static func value<Value: Equatable>(
    _ name: String, _ part: @escaping (Result) -> Value
  ) -> Part {
    Part(name: name) { first, second, _ in
      part(first) == part(second)
    } difference: { found, expected, _, what in
      "\(what): expected \(part(expected)), found \(part(found))."
    } symptom: { found, expected, _ in
      (part(found) as? [Int]).flatMap { Symptom.of($0, insteadOf: part(expected) as? [Int] ?? []) }
    }
  }
}

/// Throws a ``Disagreement`` when a result of several parts differs from the expected one.
///
/// Two mistakes may well have one part in common. So the suspect that explains it is one that agrees in
/// all parts; or, where there is none, the only one that agrees in the part that differs.
///
/// - Parameters:
///   - found: What the answer computed.
///   - expected: What is right.
///   - what: The call that was made; the name of the part that differs follows it.
///   - parts: In the order in which they are compared.
///   - tolerance: The largest difference that is accepted, relative to the expected magnitude or to 1.
///   - suspects: Results of known mistakes.
///   - explanation: What usually leads to another result, where no suspect explains it.
package func expect<Result>(
  _ found: Result, equals expected: Result, in what: String, parts: [Part<Result>],
  tolerance: Double = 1e-9, suspects: @autoclosure () -> [Suspect<Result>] = [],
  otherwise explanation: @autoclosure () -> String? = nil
) throws {
  func differs(_ part: Part<Result>) -> Bool { !part.agree(found, expected, tolerance) }
  try compare(
    found, expected, in: what, suspects: suspects,
    agree: { first, second in parts.allSatisfy { $0.agree(first, second, tolerance) } },
    difference: {
      let part = parts.first(where: differs)!
      return part.difference(found, expected, tolerance, "\(what), \(part.name)")
    },
    otherwise: { () -> String? in
      let part = parts.first(where: differs)!
      let mistakes = Set(
        suspects().filter { part.agree(found, $0.result, tolerance) }.map(\.mistake))
      return mistakes.count == 1
        ? mistakes.first : part.symptom(found, expected, tolerance) ?? explanation()
    }())
}
