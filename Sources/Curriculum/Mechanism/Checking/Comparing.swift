import Foundation
import TensorCore

// Each of these functions compares a result with the right one, and with those of known mistakes where it
// differs. What the mistakes give is computed only then, or for an audit of the suspects.

/// Throws a ``Disagreement`` when a number differs from the expected one.
///
/// - Parameters:
///   - found: What the answer computed.
///   - expected: What is right.
///   - what: The call that was made, as in `meanSquaredError([1, 2], [3, 5])`.
///   - tolerance: The largest difference that is accepted, relative to the expected magnitude or to 1.
///   - suspects: Results of known mistakes. The first that was found explains the difference.
public func expect(
  _ found: Double, equals expected: Double, in what: String, tolerance: Double = 1e-9,
  suspects: @autoclosure () -> [Suspect<Double>] = []
) throws {
  try compare(
    found, expected, in: what, suspects: suspects,
    agree: { isClose($0, $1, tolerance) },
    difference: { difference(found, expected, tolerance, in: what) },
    otherwise: Symptom.of(found, insteadOf: expected, tolerance))
}

/// Throws a ``Disagreement`` when a tensor differs from the expected one, in shape or in an element.
///
/// - Parameters:
///   - found: What the answer computed.
///   - expected: What is right.
///   - what: The call that was made.
///   - tolerance: The largest difference that is accepted, relative to the expected magnitude or to 1.
///   - suspects: Results of known mistakes. The first that was found explains the difference.
public func expect(
  _ found: Tensor<Double>, equals expected: Tensor<Double>, in what: String,
  tolerance: Double = 1e-9, suspects: @autoclosure () -> [Suspect<Tensor<Double>>] = []
) throws {
  try compare(
    found, expected, in: what, suspects: suspects,
    agree: { isClose($0, $1, tolerance) },
    difference: { difference(found, expected, tolerance, in: what) },
    otherwise: Symptom.of(found, insteadOf: expected, tolerance))
}

/// Throws a ``Disagreement`` when a list differs from the expected one.
///
/// - Parameters:
///   - found: What the answer computed.
///   - expected: What is right.
///   - what: The call that was made.
///   - suspects: Results of known mistakes. The first that was found explains the difference.
///   - why: What usually leads to another result, where no suspect was found.
public func expect<Element: Equatable>(
  _ found: [Element], equals expected: [Element], in what: String,
  suspects: @autoclosure () -> [Suspect<[Element]>] = [], why: String? = nil
) throws {
  try compare(
    found, expected, in: what, suspects: suspects, agree: { $0 == $1 },
    difference: { "\(what): expected \(expected), found \(found)." },
    otherwise: Symptom.of(found as? [Int] ?? [], insteadOf: expected as? [Int] ?? []) ?? why)
}

/// Throws a ``Disagreement`` when a result differs from the expected one.
///
/// - Parameters:
///   - agree: Whether two results are the same.
///   - difference: Says how the two differ.
///   - why: What usually leads to another result, where no suspect was found.
package func compare<Result>(
  _ found: Result, _ expected: Result, in what: String, suspects: () -> [Suspect<Result>],
  agree: (Result, Result) -> Bool, difference: () -> String,
  otherwise why: @autoclosure () -> String? = nil
) throws {
  SuspectAudit.current?.examine(suspects(), in: what, whereRightIs: expected, agree: agree)
  guard !agree(found, expected) else { return }
  throw Disagreement(
    difference(), why: suspects().first { agree(found, $0.result) }?.mistake ?? why())
}

/// Whether a number is as good as the second one.
///
/// NaN is close to nothing, and infinity only to itself.
func isClose(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
  a == b || b.isFinite && (a - b).magnitude <= tolerance * max(1, b.magnitude)
}

/// Whether a tensor is as good as the second one.
func isClose(_ a: Tensor<Double>, _ b: Tensor<Double>, _ tolerance: Double) -> Bool {
  a.shape == b.shape && zip(a.elements, b.elements).allSatisfy { isClose($0, $1, tolerance) }
}

/// How two numbers differ, in a sentence.
func difference(
  _ found: Double, _ expected: Double, _ tolerance: Double, in what: String
) -> String {
  let (right, wrong) = readable(expected, found)
  return "\(what): expected \(right), found \(wrong)."
}

/// How two tensors differ, in a sentence: in their shape, or in the first element that does.
func difference(
  _ found: Tensor<Double>, _ expected: Tensor<Double>, _ tolerance: Double, in what: String
) -> String {
  guard found.shape == expected.shape else {
    return "\(what): expected shape \(expected.shape), found shape \(found.shape)."
  }
  let pairs = zip(found.elements, expected.elements)
  let index = pairs.enumerated().first { !isClose($1.0, $1.1, tolerance) }!.offset
  let (right, wrong) = readable(expected.elements[index], found.elements[index])
  return "\(what): expected \(right) as element "
    + "\(expected.shape.position(ofElement: index)), found \(wrong)."
}

/// Two numbers with as many digits as it takes to see that they differ, but at least six.
private func readable(_ first: Double, _ second: Double) -> (String, String) {
  func text(_ number: Double, _ digits: Int) -> String {
    // C's formatting shows the sign bit of a NaN, which means nothing.
    number.isNaN ? "NaN" : String(format: "%.\(digits)g", number)
  }
  func texts(_ digits: Int) -> (String, String) { (text(first, digits), text(second, digits)) }
  return (6...16).lazy.map(texts).first { $0.0 != $0.1 } ?? texts(17)
}
