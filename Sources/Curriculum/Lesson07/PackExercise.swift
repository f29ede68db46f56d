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
    func column(_ place: Int) -> Int { placeInB(place, k).column }
    func row(_ place: Int) -> Int { placeInB(place, k).row }
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
    throw Disagreement(
      "\(call): expected \(expected[wrong]) in panel \(wrong / (8 * k)), row \(row(wrong)), column "
        + "\(wrong % 8), found \(found[wrong].isNaN ? "NaN" : "\(found[wrong])").",
      why: mistakeOfPanels(found, insteadOf: expected, numbers, k, n, filler, at: wrong))
  }
}
