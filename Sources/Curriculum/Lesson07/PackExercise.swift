import Curriculum
import Gradus
import MatmulLadder

extension SpeedLesson {
  static let pack = Exercise<Answers>(
    "pack", "The columns of a tile side by side",
    hints: [
      "Three loops: over the panels, the rows p, and the eight columns j of a panel.",
      "There are (n + 7) / 8 panels: the last one counts, even if it is not full.",
      "panels[(q * k + p) * 8 + j] = 8 * q + j < n ? b[p * n + 8 * q + j] : 0",
    ],
    learned:
      "Copying once into the order of reading is cheap beside reading out of order again and "
      + "again.",
    landmark: Landmark("Sources/SIMDKernels/Matmul/Packing.swift", "func packPanel"),
    solution: { $0.pack = SpeedAnswers.solution.pack },
    check: { answers in
      try expectVectorUnit()
      let sorts = ExactNumbers.allCases
      var generator = RandomGenerator(seed: 5)
      let ragged = (0..<53).map { _ in
        (1 + generator.uniformInteger(below: 20), 1 + generator.uniformInteger(below: 45))
      }
      for (k, n) in [(3, 8), (8, 8), (5, 16), (2, 24), (1, 1), (4, 5), (3, 11)] + ragged {
        try expectPanels(answers.pack, k, n, (2...k * n + 1).map(Float.init), .back)
        let sort = sorts[(k + n) % sorts.count]
        try expectPanels(answers.pack, k, n, sort.draw(k * n, using: &generator), .front)
      }
      try expectPanels(answers.pack, 3, 11, (2...34).map(Float.init), .back, over: .nan)
    },
    wrongAnswers: [
      WrongAnswer("each panel transposed") {
        $0.pack = panels { q, p, j, k in (q * 8 + j) * k + p }
      },
      WrongAnswer("padding not written") {
        $0.pack = { b, panels, k, n in
          for j in 0..<n { for p in 0..<k { panels[(j / 8 * k + p) * 8 + j % 8] = b[p * n + j] } }
        }
      },
      WrongAnswer("eight columns, also where fewer are left") {
        $0.pack = { b, panels, k, n in
          for q in 0..<(n + 7) / 8 {
            for p in 0..<k {
              for j in 0..<8 { panels[(q * k + p) * 8 + j] = b[p * n + 8 * q + j] }
            }
          }
        }
      },
      WrongAnswer("the last panel left out") {
        $0.pack = { b, panels, k, n in
          for q in 0..<n / 8 {
            for p in 0..<k {
              for j in 0..<8 { panels[(q * k + p) * 8 + j] = b[p * n + 8 * q + j] }
            }
          }
        }
      },
      WrongAnswer("b copied as it is") {
        $0.pack = { b, panels, k, n in
          for place in 0..<(n + 7) / 8 * 8 * k { panels[place] = place < k * n ? b[place] : 0 }
        }
      },
      WrongAnswer("padding multiplied by 0") {
        $0.pack = padding { panels, _, _ in panels.pointee *= 0 }
      },
      WrongAnswer("the last column again as padding", why: "not the last column again") {
        $0.pack = padding { panels, b, n in panels.pointee = b[n - 1] }
      },
      WrongAnswer("padding of 1", why: "b has no such column: it has to be 0.") {
        $0.pack = padding { panels, _, _ in panels.pointee = 1 }
      },
      WrongAnswer("seven columns", why: "The last column of each panel was not written") {
        $0.pack = { b, panels, k, n in
          for q in 0..<(n + 7) / 8 {
            for p in 0..<k {
              for j in 0..<7 {
                panels[(q * k + p) * 8 + j] = 8 * q + j < n ? b[p * n + 8 * q + j] : 0
              }
            }
          }
        }
      },
      WrongAnswer("all panels at the first one's place", why: "Here stands the last panel") {
        $0.pack = panels { q, p, j, k in p * 8 + j }
      },
      WrongAnswer("panels of four columns", why: "Panels of four columns") {
        $0.pack = { b, panels, k, n in
          for q in 0..<(n + 3) / 4 {
            for p in 0..<k {
              for j in 0..<4 {
                panels[(q * k + p) * 4 + j] = 4 * q + j < n ? b[p * n + 4 * q + j] : 0
              }
            }
          }
        }
      },
      WrongAnswer("n % 8 columns in the last panel", why: "The last panel is empty") {
        $0.pack = { b, panels, k, n in
          let last = (n + 7) / 8 - 1
          for q in 0...last {
            for p in 0..<k {
              for j in 0..<8 {
                panels[(q * k + p) * 8 + j] = j < (q < last ? 8 : n % 8) ? b[p * n + 8 * q + j] : 0
              }
            }
          }
        }
      },
      WrongAnswer("panels one after the other in each row") {
        $0.pack = { b, panels, k, n in
          let width = (n + 7) / 8 * 8
          for p in 0..<k {
            for j in 0..<width { panels[p * width + j] = j < n ? b[p * n + j] : 0 }
          }
        }
      },
    ],
    rightAnswers: [
      RightAnswer("column by column") { $0.pack = RightAlternatives.packColumns },
      RightAnswer("row by row, over zeros") { $0.pack = RightAlternatives.packRows },
      RightAnswer("in the order of the panels") { $0.pack = RightAlternatives.packInOrder },
    ])

  /// A wrong answer that fills the columns that b does not have in some other way.
  private static func padding(
    _ fill:
      @escaping @Sendable (
        _ place: UnsafeMutablePointer<Float>, _ rowOfB: UnsafePointer<Float>, _ n: Int
      ) -> Void
  ) -> SpeedAnswers.Pack {
    { b, panels, k, n in
      for column in 0..<(n + 7) / 8 * 8 {
        for p in 0..<k {
          let place = panels + (column / 8 * k + p) * 8 + column % 8
          if column < n { place.pointee = b[p * n + column] } else { fill(place, b + p * n, n) }
        }
      }
    }
  }

  /// A wrong answer that puts the right numbers into wrong places.
  private static func panels(
    _ place: @escaping @Sendable (_ q: Int, _ p: Int, _ j: Int, _ k: Int) -> Int
  ) -> SpeedAnswers.Pack {
    { b, panels, k, n in
      for q in 0..<(n + 7) / 8 {
        for p in 0..<k {
          for j in 0..<8 { panels[place(q, p, j, k)] = 8 * q + j < n ? b[p * n + 8 * q + j] : 0 }
        }
      }
    }
  }

  private static func expectPanels(
    _ pack: SpeedAnswers.Pack, _ k: Int, _ n: Int, _ numbers: [Float], _ side: Fenced.Side,
    over filler: Float = 0.3
  ) throws {
    let count = (n + 7) / 8 * 8 * k
    func column(_ place: Int) -> Int { place / (8 * k) * 8 + place % 8 }
    func row(_ place: Int) -> Int { place % (8 * k) / 8 }
    let expected = (0..<count).map { column($0) < n ? numbers[row($0) * n + column($0)] : 0 }
    let b = Fenced(numbers, gap: .nan, nextTo: side)
    let panels = Fenced(Array(repeating: filler, count: count), gap: -0.25, nextTo: side)
    try pack(b.pointer, panels.pointer, k, n)

    let call = "pack of [\(k), \(n)]"
    if let breach = panels.breach {
      throw Disagreement(
        "\(call): the panels have \(count) numbers, and the place \(place(breach, of: "panels")), was "
          + "overwritten or read.",
        why: "There are ⌈n/8⌉ panels of k rows of eight numbers: panel q begins at q * k * 8.")
    }
    let found = panels.numbers
    guard let wrong = found.indices.first(where: { found[$0] != expected[$0] }) else {
      if let breach = b.breach {
        throw Disagreement(
          "\(call): the panels are right, but the place \(place(breach, of: "b")), was read.",
          why:
            "What lies there belongs to somebody else, also when it is thrown away: the last row "
            + "ends at b + k * n.")
      }
      try expect(
        b.numbers == numbers, "\(call): the panels are right, but b is another matrix afterward.",
        why: "Only the panels may be written to.")
      return
    }
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
    let why: String
    if let mistake = known.first(where: { $0.panels == found }) {
      why = mistake.why
    } else if filler.isNaN {
      why = "What the panels held before was NaN, and NaN times 0 is NaN: write 0 there with =."
    } else if column(wrong) >= n {
      let next = row(wrong) * n + column(wrong)
      why =
        found[wrong] == filler
        ? "b has no such column, and nothing was written there: it has to be 0."
        : next < k * n && found[wrong] == numbers[next]
          ? "b has no such column: this is what follows in memory. It has to be 0."
          : "b has no such column: it has to be 0."
    } else if n > 8, found[wrong...].prefix(8 * k).elementsEqual(expected.suffix(8 * k)) {
      why = "Here stands the last panel: panel q begins at q * k * 8, after those before it."
    } else if isUnwritten == (0..<count).map({ $0 % 8 == 7 }) {
      why = "The last column of each panel was not written: j goes from 0 to 7, 0..<8."
    } else if k > 1, isUnwritten == (0..<count).map({ row($0) == k - 1 }) {
      why = "The last row of each panel was not written: p goes through all of the k rows."
    } else if found[wrong] == filler {
      why =
        "Nothing was written there: there are ⌈n/8⌉ panels, of which the last one counts even if it is not "
        + "full, and each has k rows of eight."
    } else {
      why =
        "In row p of panel q stands b[p * n + 8 * q + j], for j from 0 to 7, and it begins at "
        + "(q * k + p) * 8."
    }
    throw Disagreement(
      "\(call): expected \(expected[wrong]) in panel \(wrong / (8 * k)), row \(row(wrong)), column "
        + "\(wrong % 8), found \(found[wrong].isNaN ? "NaN" : "\(found[wrong])").",
      why: why)
  }
}
