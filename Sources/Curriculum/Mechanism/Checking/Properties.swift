import TensorCore

// What a check can say of an answer besides that it computes the right numbers.

/// Throws a ``Disagreement`` when a generator is not where it should be.
///
/// - Parameters:
///   - found: The generator after the answer has drawn from it.
///   - expected: One that has been advanced as it should be.
///   - what: The call that was made.
///   - why: What usually leads to this.
package func expectSameStream(
  _ found: RandomGenerator, _ expected: RandomGenerator, in what: String,
  why: String =
    "Draw from the generator that was handed in, with &: a copy stays where it was, and "
    + "the next draws are the same again."
) throws {
  try expect(
    found == expected,
    "\(what): the result is right, but the generator is not where it should be afterwards.",
    why: why)
}

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

/// Throws a ``Disagreement`` when draws of an order do not come in every order there is.
///
/// A rotation, a swap of two, or an order that only its first draw decides leaves most of them out. With
/// four things and 600 draws, a right answer misses one of the 24 orders once in five thousand million
/// times.
///
/// - Parameters:
///   - what: What was done, as in `the batches of 600 epochs`.
///   - draw: Draws an order of 0, 1, 2 and 3.
package func expectEveryOrder(
  in what: String, why: String, _ draw: () throws -> [Int]
) throws {
  var orders: Set<[Int]> = []
  for _ in 0..<600 {
    let order = try draw()
    try expect(
      order.sorted() == [0, 1, 2, 3],
      "\(what): each of four samples should come once, found the order \(order).",
      why: "Each sample comes exactly once: shuffle the places, do not draw them one by one.")
    orders.insert(order)
  }
  try expect(
    orders.count == 24,
    "\(what): of the 24 orders of four samples, only \(orders.count) ever came.", why: why)
}
