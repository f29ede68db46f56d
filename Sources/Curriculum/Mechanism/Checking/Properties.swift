// What a check can say of an answer besides that it computes the right numbers.

/// Throws a ``Disagreement`` when an answer does not throw the error of a function that it was handed.
///
/// - Parameters:
///   - name: The exercise's.
///   - function: The name of the function that throws.
///   - calls: How many calls of it there are when none throws: each of them throws once.
///   - run: Runs the answer with a function that calls the one given here first.
package func expectHandsOnErrors(
  _ name: String, of function: String, calls: Int, _ run: (() throws -> Void) throws -> Void
) throws {
  for failing in 1...calls {
    var count = 0
    do {
      try run {
        count += 1
        if count >= failing { throw Refusal() }
      }
    } catch is Refusal {
      try expect(
        count == failing,
        "\(name): `\(function)` threw an error at call \(failing), and was called again after it.",
        why: "Let the error end everything: write try, without do and catch around it.")
      continue
    } catch let error where !(error is Todo) {
      throw Disagreement(
        "\(name): `\(function)` threw an error at call \(failing), and another one came out: \(error).",
        why: "Let errors through as they are: write try, without do and catch around it.")
    }
    throw Disagreement(
      "\(name): `\(function)` threw an error at call \(failing), and \(name) returned as if it had not.",
      why: "Let errors through: write try, and not try? or do and catch.")
  }
}

/// What ``expectHandsOnErrors(_:of:calls:_:)`` throws.
private struct Refusal: Error {}
