/// Known mistakes in the places that the loops of a product read and write, each with what comes of it.
extension ProductProblem {
  private typealias Places = (_ i: Int, _ p: Int, _ j: Int) -> (a: Int, b: Int)

  /// The sentence of the mistake that gives these very numbers.
  func misplacement(in found: [Float]) -> String? { rows(in: found) ?? blocks(in: found) }

  /// Rows and columns taken for each other.
  private func rows(in found: [Float]) -> String? {
    let (k, n, m) = (k, n, m)
    let known: [(why: String, places: Places)] = [
      (
        "The rows of b are taken to have k numbers: row p begins at p * n.",
        { ($0 * k + $1, $1 * k + $2) }
      ),
      (
        "The rows of a are taken to have n numbers: row i begins at i * k.",
        { ($0 * n + $1, $1 * n + $2) }
      ),
      ("a is read as if it were transposed: it is a[i * k + p].", { ($1 * m + $0, $1 * n + $2) }),
      ("b is read as if it were transposed: it is b[p * n + j].", { ($0 * k + $1, $2 * k + $1) }),
      (
        "Only the first number of each row of a is used: it is a[i * k + p].",
        { ($0 * k, $1 * n + $2) }
      ),
    ]
    if let mistake = known.first(where: { sums($0.places) == found }) { return mistake.why }
    var c = Array(repeating: filler, count: found.count)
    for place in expected.indices where place / n * k + place % n < c.count {
      c[place / n * k + place % n] = expected[place]
    }
    if k != n, found == c {
      return "The rows of c are taken to have k numbers: row i begins at i * n."
    }
    if m > 1, n > 1, found == expected.indices.map({ expected[$0 % m * n + $0 / m] }) {
      return "c is the transpose of what it should be: it is c[i * n + j]."
    }
    return nil
  }

  /// Blocks that begin or end at the wrong place.
  private func blocks(in found: [Float]) -> String? {
    for size in [4, 8, 16, 32, 64, 128] where size < k {
      if found == sums({ [k, n] i, p, j in (i * k + p % size, p % size * n + j) }) {
        return
          "Each block of p reads what the first one reads: the places in a and b go on where the "
          + "block before has ended."
      }
      for (rest, why) in [
        (
          0,
          "The product at which two blocks of p meet is added twice: a block ends before the next one."
        ),
        (
          size - 1,
          "The last product of each block of p is missing: the next block begins where it ends."
        ),
      ] {
        let some = sums(over: (0..<k).filter { ($0 > 0 || rest > 0) && $0 % size == rest })
        let sign: Float = rest == 0 ? 1 : -1
        if found == zip(expected, some).map({ $0 + sign * $1 }) { return why }
      }
    }
    for size in [4, 8, 16, 32, 64, 128, 256, 512] where size < n {
      let isFirst = found.indices.map { $0 % n < size }
      let folded = expected.indices.map { place in
        isFirst[place]
          ? stride(from: place, to: (place / n + 1) * n, by: size).reduce(0) { $0 + expected[$1] }
          : 0
      }
      if found == folded {
        return
          "Every block of columns is added to the first one: its place in c goes on where the block "
          + "before has ended."
      }
    }
    return nil
  }

  /// The sums over all p, of numbers that are read at these places; nil if one is outside.
  private func sums(_ places: Places) -> [Float]? {
    var c = [Float](repeating: 0, count: m * n)
    for i in 0..<m {
      for p in 0..<k {
        for j in 0..<n {
          let place = places(i, p, j)
          guard place.a < a.count, place.b < b.count else { return nil }
          c[i * n + j] += a[place.a] * b[place.b]
        }
      }
    }
    return c
  }

  /// The product with only some of the p.
  func sums(over chosen: some Sequence<Int>) -> [Float] {
    var c = [Float](repeating: 0, count: m * n)
    for i in 0..<m {
      for p in chosen { for j in 0..<n { c[i * n + j] += a[i * k + p] * b[p * n + j] } }
    }
    return c
  }
}
