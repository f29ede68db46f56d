import Curriculum
import Gradus
import MatmulLadder

/// Throws a ``Disagreement`` when a function does not compute products of 60 shapes.
///
/// - Parameters:
///   - product: The answer.
///   - name: The function's name.
func expectProducts(_ product: SpeedAnswers.Product, _ name: String) throws {
  for problem in ProductProblem.judged {
    for side in [Fenced.Side.back, .front] {
      let (found, breach) = try problem.solve(product, fencesAt: side)
      let call = "\(name) \(problem.description)"
      if case .outside("c", let breach)? = breach {
        throw Disagreement(
          "\(call): c has \(problem.m)·\(problem.n) numbers, and the place "
            + "\(place(breach, of: "c")), was overwritten or read.", why: reasonForBreach(by: name))
      }
      if let wrong = found.indices.first(where: { found[$0] != problem.expected[$0] }) {
        let text = found[wrong].isNaN ? "NaN" : "\(found[wrong])"
        throw Disagreement(
          "\(call): expected \(problem.expected[wrong]) as c[\(wrong / problem.n), "
            + "\(wrong % problem.n)], found \(text).",
          why: problem.mistake(in: found, at: wrong))
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
  }
}

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

extension ProductProblem {
  /// The mistake that gives these very numbers, if one is known.
  ///
  /// - Parameters:
  ///   - found: What was computed.
  ///   - index: The first wrong element.
  fileprivate func mistake(in found: [Float], at index: Int) -> String? {
    let (i, j) = (index / n, index % n)
    let number = found[index]
    if number.isNaN {
      return "Beside a and b there is NaN: a number outside of them was read."
    }
    if number == filler {
      return "That is what c held before: nothing was written there. Are the last rows, columns or "
        + "blocks left out where they are not a whole number of tiles or blocks?"
    }
    if number == expected[index] + filler {
      return "c held \(filler) before, and that is still in the sum: set c to zero "
        + "first."
    }
    if k > 1, found == sums(over: k - 1..<k) {
      return
        "That is the last product alone: is it added (+=) or assigned (=), and c set to zero only "
        + "once, before all of them?"
    }
    if found.allSatisfy({ $0 == 0 }) {
      return
        "All of c is 0: nothing is added to it. Are rows, columns or blocks left out where fewer are "
        + "left than a whole one has?"
    }
    for p in 1..<max(k, 2) {
      if found == sums(over: p..<k) {
        return p == 1
          ? "The first product of each sum is missing: p begins at 0."
          : "Only the products from p = \(p) on are in the sums: each block of p has to add to "
            + "what those before it left in c (+=), not to replace it (=)."
      }
      if found == sums(over: 0..<p) {
        return "The products from p = \(p) on are missing: the last block of p is shorter, but it "
          + "has to be computed."
      }
    }
    if let known = misplacement(in: found) { return known }
    let tile = j..<min(j + 8, n)
    for step in [8, 16, 32] where j >= step {
      if tile.allSatisfy({ found[i * n + $0] == expected[i * n + $0] + found[i * n + $0 - step] }) {
        return "The sums of the tile before it are still in it: each tile starts at zero."
      }
    }
    if i >= 4,
      tile.allSatisfy({ found[i * n + $0] == expected[i * n + $0] + found[(i - 4) * n + $0] })
    {
      return "The sums of the tile above are still in it: each tile starts at zero."
    }
    func matrix(_ numbers: [Float]) -> Tensor<Double> {
      Tensor(shape: [m, n], elements: numbers.map(Double.init))
    }
    return Symptom.of(matrix(found), insteadOf: matrix(expected), 0)
      ?? "The places: row i of a begins at i * k, row p of b at p * n, row i of c at i * n; and row p of "
      + "panel q at (q * k + p) * 8. Is each product taken once?"
  }
}
