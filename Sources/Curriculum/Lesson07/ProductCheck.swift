import Curriculum
import MatmulLadder

/// Throws a ``Disagreement`` when a function does not compute products of 60 shapes.
///
/// - Parameters:
///   - product: The answer.
///   - name: The function's name.
func expectProducts(_ product: SpeedAnswers.Product, _ name: String) throws {
  for problem in ProductProblem.judged {
    for side in [Fenced.Side.back, .front] {
      let (found, breach) = try problem.solve(product, fencesAt: side, over: problem.filler)
      let call = "\(name) \(problem.description)"
      if case .outside("c", let breach)? = breach {
        throw Disagreement(
          "\(call): c has \(problem.m)·\(problem.n) numbers, and the place "
            + "\(place(breach, of: "c")), was overwritten or read.", why: reasonForBreach(by: name))
      }
      if let wrong = found.indices.first(where: { found[$0] != problem.expected[$0] }) {
        throw Disagreement(
          "\(call): expected \(problem.expected[wrong]) as c[\(wrong / problem.n), "
            + "\(wrong % problem.n)], found \(text(found[wrong])).",
          why: WrongProduct(problem, found, at: wrong).mistake)
      }
      switch breach {
      case .outside(let matrix, let breach):
        throw Disagreement(
          "\(call): the product is right, but the place \(place(breach, of: matrix)), was read.",
          why:
            "What lies there belongs to somebody else, also when it is thrown away: do the loops over p "
            + "and j end at k and n, and are eight numbers loaded only where there are eight?")
      case .changed(let matrix):
        throw Disagreement(
          "\(call): the product is right, but \(matrix) is another matrix afterward.",
          why: "Only c may be written to: whoever called needs a and b again.")
      case nil: break
      }
    }
    let found = try problem.solve(product, fencesAt: .back, over: .nan).c
    if let wrong = found.indices.first(where: { found[$0] != problem.expected[$0] }) {
      throw Disagreement(
        "\(name) \(problem.description), and c full of NaN before: expected \(problem.expected[wrong]) as "
          + "c[\(wrong / problem.n), \(wrong % problem.n)], found \(text(found[wrong])).",
        why: "Whatever c held is overwritten: set it to 0 with =. NaN times 0 is NaN.")
    }
  }
}

/// A number as it stands in a message. Swift's own text shows how a NaN came about.
private func text(_ number: Float) -> String { number.isNaN ? "NaN" : "\(number)" }

/// Why a function usually writes outside of c.
private func reasonForBreach(by name: String) -> String {
  switch name {
  case "rowByRow": "Row i of c has the places i * n up to i * n + n - 1, for i in 0..<m."
  case "blocked":
    "The last block of p ends at k and the last one of j at n, however few are left: take "
      + "min(first + size, k), and the same with n."
  default: "Where fewer than 4 rows or 8 columns are left, only those may be stored."
  }
}
