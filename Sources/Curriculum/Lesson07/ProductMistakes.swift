import Curriculum
import Gradus

/// A product with a wrong number in it, of which one wants to know how it came about.
///
/// What is asked of is the first wrong number and those wrong ones beside it that a tile of eight columns
/// would hold: of a product in tiles, only some may be wrong.
struct WrongProduct {
  let problem: ProductProblem
  let found: [Float]
  /// The row of the first wrong number.
  let i: Int
  /// The columns of the wrong numbers, up to seven columns to the right of the first.
  let columns: [Int]

  /// - Parameter index: The place of the first wrong number.
  init(_ problem: ProductProblem, _ found: [Float], at index: Int) {
    (self.problem, self.found, i) = (problem, found, index / problem.n)
    let (row, n) = (index / problem.n * problem.n, problem.n)
    columns = (index % n..<min(index % n + 8, n)).filter {
      found[row + $0] != problem.expected[row + $0]
    }
  }

  /// The sentence of the mistake that gives these very numbers, or of the usual ones.
  var mistake: String {
    ofMemory ?? ofProducts ?? ofPlaces ?? ofBlocks ?? ofTiles ?? ofAllNumbers
      ?? "The places: row i of a begins at i * k, row p of b at p * n, row i of c at i * n; and row p of "
      + "panel q at (q * k + p) * 8. Is each product taken once?"
  }

  /// Whether the wrong numbers are these.
  func are(_ number: (_ j: Int) -> Float?) -> Bool {
    columns.allSatisfy { found[i * problem.n + $0] == number($0) }
  }

  /// The number that belongs into a place.
  func expected(_ i: Int, _ j: Int) -> Float? {
    (0..<problem.m).contains(i) && (0..<problem.n).contains(j)
      ? problem.expected[i * problem.n + j] : nil
  }

  /// Numbers of which no product knows.
  private var ofMemory: String? {
    let filler = problem.filler
    let number = found[i * problem.n + columns[0]]
    if number.isNaN {
      return "Beside a and b there is NaN: a number outside of them was read."
    }
    if number == filler {
      return "That is what c held before: nothing was written there. Are the last rows, columns or "
        + "blocks left out where they are not a whole number of tiles or blocks?"
        + (problem.n % 8 == 0
          ? " (And here, n % 8 is 0, though the last tile is a whole one.)" : "")
    }
    if are({ expected(i, $0).map { $0 + filler } }) {
      let isElsewhere = zip(found, problem.expected).contains { $0 == $1 }
      return isElsewhere
        ? "c held \(filler) before, which is still in this sum and not in others: are all of its m rows "
          + "of n numbers set to zero?"
        : "c held \(filler) before, and that is still in the sum: set c to zero first."
    }
    let units = number / problem.unit
    if units.rounded() != units || abs(units) > 1e8 {
      return
        "No sum of such products is that number: was memory read into which nothing was written, or "
        + "that had been given back?"
    }
    return nil
  }

  /// Products that are missing, or taken too often.
  private var ofProducts: String? {
    let (k, n) = (problem.k, problem.n)
    func areSums(_ weight: (_ p: Int) -> Int) -> Bool {
      are { j in problem.sum(i, j, times: weight) }
    }
    if k > 1, areSums({ $0 == k - 1 ? 1 : 0 }) {
      return
        "That is the last product alone: is it added (+=) or assigned (=), and c set to zero only "
        + "once, before all of them?"
    }
    if columns[0] == 0, let end = (1..<n).first(where: { found[i * n + $0] != 0 }), end % 4 == 0,
      found[i * n..<i * n + end].allSatisfy({ $0 == 0 }),
      (end..<n).allSatisfy({ found[i * n + $0] == expected(i, $0) })
    {
      return isOverrun(by: end)
        ? overrun
        : "The columns before \(end) are 0, and the others right: is c set to zero again when the next "
          + "block of columns begins?"
    }
    if are({ _ in 0 }) {
      return
        "That is 0: nothing was added. Are products, rows, columns or blocks left out where fewer are left "
        + "than a whole one has?"
    }
    for p in 1..<max(k, 2) {
      if areSums({ $0 >= p ? 1 : 0 }) {
        return p == 1
          ? "The first product of each sum is missing: p begins at 0."
          : "Only the products from p = \(p) on are in the sums: each block of p has to add to "
            + "what those before it left in c (+=), not to replace it (=)."
      }
      if areSums({ $0 < p ? 1 : 0 }) {
        return
          "The products from p = \(p) on are missing: p goes to k, also where the last block of p is "
          + "shorter."
      }
    }
    for size in [4, 8, 16, 32, 64, 128] where size < k {
      if areSums({ $0 > 0 && $0 % size == 0 ? 2 : 1 }) {
        return
          "The product at which two blocks of p meet is added twice: a block ends before the next one."
      }
      if areSums({ $0 % size == size - 1 ? 0 : 1 }) {
        return
          "The last product of each block of p is missing: the next block begins where it ends."
      }
      if areSums({ (k + size - 1) / size - $0 / size }) {
        return
          "The first products are added again by each block of p: a block begins where the one before "
          + "has ended, not at 0."
      }
    }
    return nil
  }

  /// Sums that belong to other places of c, or have those of other places in them.
  private var ofTiles: String? {
    let n = problem.n
    func isStillIn(_ place: (_ j: Int) -> (i: Int, j: Int)) -> Bool {
      are { j in
        let (i, column) = place(j)
        guard i >= 0, column >= 0 else { return nil }
        return expected(self.i, j).map { $0 + found[i * n + column] }
      }
    }
    if [8, 16, 32].contains(where: { step in isStillIn { (i, $0 - step) } }) {
      return "The sums of the tile before it are still in it: each tile starts at zero."
    }
    if isStillIn({ (i - 4, $0) }) {
      return "The sums of the tile above are still in it: each tile starts at zero."
    }
    if isStillIn({ (i - 1, $0) }) {
      return "The sums of the row above are still in it: each row's sums start at zero."
    }
    if isOverrun(by: (columns.last ?? 0) + 1) { return overrun }
    for step in stride(from: 8, to: n, by: 8) {
      if are({ expected(i, $0 - step) }) {
        return
          "Here is again what belongs \(step) columns further left: does each tile read its own columns "
          + "of b, from b + p * n + j on, or its own panel?"
      }
      if columns.count > 1,
        columns.allSatisfy({ $0 + step >= n || found[i * n + $0] == expected(i, $0 + step) }),
        columns[0] + step < n
      {
        return
          "Here is what belongs \(step) columns further right: is each tile stored at its own place, "
          + "c + i * n + j?"
      }
    }
    if n > 1, let row = (0..<problem.m).first(where: { row in are { expected(row, $0) } }) {
      return
        "Row \(i) of c is what row \(row) should be: does each row of a tile take its own row of a, and "
        + "is it stored at its own place?"
    }
    return nil
  }

  private var overrun: String {
    "The end of row \(i - 1) was written into row \(i): where fewer than 8 columns are left, only those may be "
      + "stored."
  }

  /// Whether the first numbers of the row are the end of a tile that began in the row above.
  private func isOverrun(by count: Int) -> Bool {
    let (k, n) = (problem.k, problem.n)
    guard i > 0, n % 8 != 0, columns[0] == 0, count <= 8 - n % 8 else { return false }
    // A tile that reads b goes on in b's next row; in a panel there is 0.
    return are { _ in 0 }
      || are { j in problem.sum(i - 1, j, places: { ($0 * k + $1, ($1 + 1) * n + $2) }) }
  }

  /// What the numbers of all of c have in common.
  private var ofAllNumbers: String? {
    func matrix(_ numbers: [Float]) -> Tensor<Double> {
      Tensor(shape: [problem.m, problem.n], elements: numbers.map(Double.init))
    }
    return Symptom.of(matrix(found), insteadOf: matrix(problem.expected), 0)
  }
}
