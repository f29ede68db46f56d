import Curriculum

extension SpeedLesson {
  /// The row and the column of b whose number belongs to a place in the panels.
  static func placeInB(_ place: Int, _ k: Int) -> (row: Int, column: Int) {
    (place % (8 * k) / 8, place / (8 * k) * 8 + place % 8)
  }

  /// What makes panels hold other numbers than they should.
  ///
  /// - Parameters:
  ///   - found: The panels as they are.
  ///   - expected: The panels as they should be.
  ///   - numbers: b, of shape [k, n].
  ///   - filler: What the panels held before.
  ///   - wrong: The place of the first wrong number.
  static func mistakeOfPanels(
    _ found: [Float], insteadOf expected: [Float], _ numbers: [Float], _ k: Int, _ n: Int,
    _ filler: Float, at wrong: Int
  ) -> String {
    let count = expected.count
    func column(_ place: Int) -> Int { placeInB(place, k).column }
    func row(_ place: Int) -> Int { placeInB(place, k).row }
    func filled(_ number: (_ q: Int, _ p: Int, _ j: Int) -> Int?) -> [Float] {
      (0..<count).map { place in
        let (q, p, j) = (place / (8 * k), row(place), place % 8)
        return number(q, p, j).map { numbers.indices.contains($0) ? numbers[$0] : .nan } ?? 0
      }
    }
    let known: [(why: String, panels: [Float])] = [
      (
        "In your panels the columns lie one after the other: it is the rows that should.",
        filled { q, p, j in
          let (column, row) = (q * 8 + (8 * p + j) / k, (8 * p + j) % k)
          return column < n ? row * n + column : nil
        }
      ),
      (
        "The rows of b are taken to have k numbers: row p begins at b + p * n.",
        filled { q, p, j in 8 * q + j < n ? p * k + 8 * q + j : nil }
      ),
      (
        "Panel q begins one column after the one before it: it holds the columns from 8 * q on.",
        filled { q, p, j in q + j < n ? p * n + q + j : nil }
      ),
      (
        "What the panels held before is still in them: assign (=), do not add (+=).",
        expected.map { $0 + filler }
      ),
      (
        "The panels lie side by side, row after row: each panel has its k rows by itself.",
        (0..<count).map { place in
          let (p, column) = (place / (count / k), place % (count / k))
          return column < n ? numbers[p * n + column] : 0
        }
      ),
      (
        "In the last panel the zeros stand first: they belong to the right of the columns that b has.",
        (0..<count).map { place in
          let first = column(place) - place % 8
          let j = place % 8 - max(0, first + 8 - n)
          return j >= 0 ? numbers[row(place) * n + first + j] : 0
        }
      ),
      (
        "b has no such column: it has to be 0, not the last column again.",
        (0..<count).map { numbers[row($0) * n + min(column($0), n - 1)] }
      ),
      (
        "The last panel is empty: where n is a multiple of 8, n % 8 is 0, but eight columns are left.",
        (0..<count).map { n % 8 == 0 && column($0) >= n - 8 ? 0 : expected[$0] }
      ),
      (
        "The last column of b is missing: it is the one with number n - 1.",
        (0..<count).map { column($0) < n - 1 ? expected[$0] : 0 }
      ),
      (
        "The numbers of b stand in the order in which they lie in b: in a panel only eight of each row stand.",
        (0..<count).map { $0 < k * n ? numbers[$0] : 0 }
      ),
      (
        "The rows stand in reverse order: row 0 is the first of each panel.",
        (0..<count).map { column($0) < n ? numbers[(k - 1 - row($0)) * n + column($0)] : 0 }
      ),
      (
        "Panels of four columns: they have eight, as a vector has.",
        (0..<count).map { place in
          let (column, row) = (place / (4 * k) * 4 + place % 4, place % (4 * k) / 4)
          return column < n ? numbers[row * n + column] : place < (n + 3) / 4 * 4 * k ? 0 : filler
        }
      ),
    ]
    let isUnwritten = (0..<count).map { found[$0] == filler }
    if let mistake = known.first(where: { $0.panels == found }) {
      return mistake.why
    } else if filler.isNaN {
      return "What the panels held before was NaN, and NaN times 0 is NaN: write 0 there with =."
    } else if column(wrong) >= n {
      let next = row(wrong) * n + column(wrong)
      return found[wrong] == filler
        ? "b has no such column, and nothing was written there: it has to be 0."
        : next < k * n && found[wrong] == numbers[next]
          ? "b has no such column: this is what follows in memory. It has to be 0."
          : "b has no such column: it has to be 0."
    } else if n > 8, found[wrong...].prefix(8 * k).elementsEqual(expected.suffix(8 * k)) {
      return "Here stands the last panel: panel q begins at q * k * 8, after those before it."
    } else if isUnwritten == (0..<count).map({ $0 % 8 == 7 }) {
      return "The last column of each panel was not written: j goes from 0 to 7, 0..<8."
    } else if k > 1, isUnwritten == (0..<count).map({ row($0) == k - 1 }) {
      return "The last row of each panel was not written: p goes through all of the k rows."
    } else if found[wrong] == filler {
      return
        "Nothing was written there: there are ⌈n/8⌉ panels, of which the last one counts even if it is not "
        + "full, and each has k rows of eight."
    } else {
      return "In row p of panel q stands b[p * n + 8 * q + j], for j from 0 to 7, and it begins at "
        + "(q * k + p) * 8."
    }
  }
}
