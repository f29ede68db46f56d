/// Mistakes in the places that the loops of a product read and write.
extension WrongProduct {
  /// Rows and columns taken for each other.
  var ofPlaces: String? {
    let (m, k, n) = (problem.m, problem.k, problem.n)
    let known: [(why: String, places: ProductProblem.Places)] = [
      (
        "The rows of b are taken to have k numbers: row p begins at p * n.",
        { ($0 * k + $1, $1 * k + $2) }
      ),
      (
        "The rows of a are taken to have n numbers: row i begins at i * k.",
        { ($0 * n + $1, $1 * n + $2) }
      ),
      (
        "The rows of a are taken to have m numbers: row i begins at i * k.",
        { ($0 * m + $1, $1 * n + $2) }
      ),
      ("a is read as if it were transposed: it is a[i * k + p].", { ($1 * m + $0, $1 * n + $2) }),
      (
        "a[p * k + i] is the number in row p and column i: it is a[i * k + p].",
        { ($1 * k + $0, $1 * n + $2) }
      ),
      ("b is read as if it were transposed: it is b[p * n + j].", { ($0 * k + $1, $2 * k + $1) }),
      (
        "Only the first number of each row of a is used: it is a[i * k + p].",
        { ($0 * k, $1 * n + $2) }
      ),
      (
        "Row i % 4 of a tile takes numbers of the tile's first row of a, further right: row r of it takes "
          + "a[(i + r) * k + p].",
        { (($0 - $0 % 4) * k + $1 + $0 % 4, $1 * n + $2) }
      ),
      (
        "Panel q begins at q * k * 8: it has k rows, not one.",
        { ($0 * k + $1, panelPlace($2 / 8 * 8 + $1 * 8 + $2 % 8)) }
      ),
      (
        "Panel q begins at q * k * 8: its rows have eight numbers, not one.",
        { ($0 * k + $1, panelPlace($2 / 8 * k + $1 * 8 + $2 % 8)) }
      ),
      (
        "The rows of a panel have eight numbers, not n: row p begins at p * 8.",
        { ($0 * k + $1, panelPlace($2 / 8 * k * 8 + $1 * n + $2 % 8)) }
      ),
    ]
    if let mistake = known.first(where: { known in
      are { j in problem.sum(i, j, places: known.places) }
    }) {
      return mistake.why
    }
    for size in [4, 8, 16, 32, 64] where size != k {
      if are({ j in problem.sum(i, j, places: { ($0 * size + $1, $1 * n + $2) }) }) {
        return "The rows of a are taken to have \(size) numbers: row i begins at i * k."
      }
    }
    var c = Array(repeating: problem.filler, count: found.count)
    for place in c.indices where place / n * k + place % n < c.count {
      c[place / n * k + place % n] = problem.expected[place]
    }
    if k != n, found == c {
      return "The rows of c are taken to have k numbers: row i begins at i * n."
    }
    if m > 1, n > 1, found == found.indices.map({ problem.expected[$0 % m * n + $0 / m] }) {
      return "c is the transpose of what it should be: it is c[i * n + j]."
    }
    return nil
  }

  /// Blocks that begin at the wrong place.
  var ofBlocks: String? {
    let (k, n) = (problem.k, problem.n)
    for size in [4, 8, 16, 32, 64, 128] where size < k {
      let known: [ProductProblem.Places] = [
        { ($0 * k + $1 % size, $1 % size * n + $2) }, { ($0 * k + $1 % size, $1 * n + $2) },
        { ($0 * k + $1, $1 % size * n + $2) },
      ]
      if known.contains(where: { places in are { j in problem.sum(i, j, places: places) } }) {
        return
          "Each block of p reads what the first one reads: the places in a and b go on where the "
          + "block before has ended."
      }
    }
    for size in [4, 8, 16, 32, 64, 128, 256, 512] where size < n {
      let isFolded = are { j in
        j < size ? stride(from: j, to: n, by: size).compactMap { expected(i, $0) }.reduce(0, +) : 0
      }
      if isFolded {
        return
          "Every block of columns is added to the first one: its place in c goes on where the block "
          + "before has ended."
      }
    }
    return nil
  }

  /// The place in b of the number at a place in the panels; where there is none, one outside of b.
  private func panelPlace(_ place: Int) -> Int {
    let (k, n) = (problem.k, problem.n)
    let (panel, row) = (place / (8 * k), place % (8 * k) / 8)
    let column = 8 * panel + place % 8
    return column < n ? row * n + column : k * n
  }
}
