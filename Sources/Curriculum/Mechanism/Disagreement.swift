import Foundation
import TensorCore

/// How a check says that an answer is wrong: what was computed, what was expected, and why that
/// usually happens.
public struct Disagreement: Error {
  /// What was called, what was expected and what was found.
  public let difference: String
  /// The mistake that gives this very result, if one is known.
  public let why: String?

  /// Makes one from its sentences.
  public init(_ difference: String, why: String? = nil) {
    self.difference = difference
    self.why = why
  }
}

/// A result that a known mistake leads to, and the mistake in words.
public struct Suspect<Result> {
  package let result: Result
  package let mistake: String

  /// Names a mistake and what it gives.
  public init(_ result: Result, _ mistake: String) {
    self.result = result
    self.mistake = mistake
  }
}

/// Throws a ``Disagreement`` when a condition does not hold.
///
/// - Parameters:
///   - condition: What must be true.
///   - difference: What was called, what was expected and what was found.
///   - why: What usually leads to this.
public func expect(
  _ condition: Bool, _ difference: @autoclosure () -> String,
  why: @autoclosure () -> String? = nil
) throws {
  if !condition { throw Disagreement(difference(), why: why()) }
}

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
  suspects: [Suspect<Double>] = []
) throws {
  guard !isClose(found, expected, tolerance) else { return }
  let suspect = suspects.first { isClose(found, $0.result, tolerance) }
  let (right, wrong) = readable(expected, found)
  throw Disagreement("\(what): expected \(right), found \(wrong).", why: suspect?.mistake)
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
  tolerance: Double = 1e-9, suspects: [Suspect<Tensor<Double>>] = []
) throws {
  func agree(_ other: Tensor<Double>) -> Bool {
    found.shape == other.shape
      && zip(found.elements, other.elements).allSatisfy { isClose($0, $1, tolerance) }
  }
  guard !agree(expected) else { return }
  let suspect = suspects.first { agree($0.result) }
  guard found.shape == expected.shape else {
    throw Disagreement(
      "\(what): expected shape \(expected.shape), found shape \(found.shape).",
      why: suspect?.mistake)
  }
  let pairs = zip(found.elements, expected.elements)
  let index = pairs.enumerated().first { !isClose($1.0, $1.1, tolerance) }!.offset
  let (right, wrong) = readable(expected.elements[index], found.elements[index])
  throw Disagreement(
    "\(what): expected \(right) as element \(expected.shape.position(ofElement: index)), "
      + "found \(wrong).",
    why: suspect?.mistake)
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
  suspects: [Suspect<[Element]>] = [], why: String? = nil
) throws {
  guard found != expected else { return }
  let suspect = suspects.first { $0.result == found }
  throw Disagreement(
    "\(what): expected \(expected), found \(found).", why: suspect?.mistake ?? why)
}

private func isClose(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
  // Written so that NaN is not close to anything, and infinity only to itself.
  a == b || (a - b).magnitude <= tolerance * max(1, b.magnitude)
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
