import Curriculum
import MatmulLadder
import Synchronization

extension SpeedLesson {
  static let packed = Exercise<Answers>(
    "packed", "Tiles over packed panels",
    hints: [
      "Room for the panels: (n + 7) / 8 * 8 * k numbers. Pack once, before all tiles.",
      "Panel q begins at panels + q * k * 8, and there row p at p * 8; q in the outer loop keeps the "
        + "panel in the cache while all rows of a pass by.",
      "Where fewer than four rows are left, let the missing rows point to the last one, min(i + 1, m - 1) "
        + "and so on, and store only those that exist. Where fewer than eight columns are left, store "
        + "lane by lane: for l in 0..<width { c[i * n + j + l] = sum0[l] }.",
    ],
    learned:
      "Tiles over packed panels are the shape of fast products everywhere; the edges are what "
      + "makes them right.",
    landmark: Landmark("Sources/SIMDKernels/Matmul/PanelsOfB.swift", "struct PanelsOfB"),
    solution: { $0.packed = SpeedAnswers.solution.packed },
    check: { answers in
      try expectVectorUnit()
      try expectPackedAgain(answers.packed)
      try expectProducts(answers.packed, "packed")
      // b is gone through once, in whatever order it is packed; without panels, for each row of a or tile.
      try PageSteps(m: 2 * PageSteps.n, k: 16, openAtOnce: 2).expect(
        answers.packed, "packed", atMost: 16 * PageSteps.n * 5 / 4,
        tooMany:
          "Is b packed once and for all tiles, and do the tiles read the panels instead of b?")
    },
    wrongAnswers: [
      WrongAnswer("tiles over b itself") { $0.packed = SpeedAnswers.solution.tiled },
      WrongAnswer("row by row") { $0.packed = SpeedAnswers.solution.rowByRow },
      WrongAnswer("packed for nothing, and then row by row") { answers in
        let pack = answers.pack
        answers.packed = { a, b, c, m, k, n in
          let panels = UnsafeMutablePointer<Float>.allocate(capacity: (n + 7) / 8 * 8 * k)
          defer { panels.deallocate() }
          try pack(b, panels, k, n)
          try SpeedAnswers.solution.rowByRow(a, b, c, m, k, n)
        }
      },
      WrongAnswer("packed again for each four rows") { answers in
        let pack = answers.pack
        answers.packed = { a, b, c, m, k, n in
          let panels = UnsafeMutablePointer<Float>.allocate(capacity: (n + 7) / 8 * 8 * k)
          defer { panels.deallocate() }
          for i in stride(from: 0, to: m, by: 4) {
            try pack(b, panels, k, n)
            try SpeedAnswers.solution.tiled(a + i * k, b, c + i * n, min(4, m - i), k, n)
          }
        }
      },
      WrongAnswer("panels kept from call to call", why: "Are panels kept") {
        let kept = Mutex<[[Int]: [Float]]>([:])
        $0.packed = { a, b, c, m, k, n in
          let b = kept.withLock { kept in
            let call = [Int(bitPattern: b), k, n]
            let copy = kept[call] ?? Array(UnsafeBufferPointer(start: b, count: k * n))
            kept[call] = copy
            return copy
          }
          try SpeedAnswers.solution.packed(a, b, c, m, k, n)
        }
      },
      WrongAnswer("panels of one row", why: "it has k rows, not one") {
        $0.packed = { a, b, c, m, k, n in
          let panels = (n + 7) / 8
          let room = UnsafeMutablePointer<Float>.allocate(capacity: (panels + 8) * 8 * k)
          defer { room.deallocate() }
          room.update(repeating: 0, count: (panels + 8) * 8 * k)
          try SpeedAnswers.solution.pack(b, room, k, n)
          for i in 0..<m {
            for j in 0..<n {
              c[i * n + j] = (0..<k).reduce(0) {
                $0 + a[i * k + $1] * room[j / 8 * 8 + $1 * 8 + j % 8]
              }
            }
          }
        }
      },
      WrongAnswer("the first panel for all columns") {
        $0.packed = TileLoops(placeInB: { p, _, j, _, n in p * n + j }).product
      },
      WrongAnswer("whole rows of tiles where less is left") {
        $0.packed = { a, b, c, m, k, n in
          for i in 0..<m {
            for first in stride(from: 0, to: n, by: 8) {
              for j in first..<first + 8 {
                c[i * n + j] = 0
                for p in 0..<k where j < n { c[i * n + j] += a[i * k + p] * b[p * n + j] }
              }
            }
          }
        }
      },
      WrongAnswer("the last rows left out") {
        $0.packed = TileLoops(coversLastRows: false).product
      },
      WrongAnswer("the last panel left out") {
        $0.packed = TileLoops(coversLastColumns: false).product
      },
      WrongAnswer("the sums of the tile before not reset") {
        $0.packed = TileLoops(resetsSums: false).product
      },
    ],
    rightAnswers: [
      RightAnswer("rows of tiles outside") { $0.packed = RightAlternatives.packedRowsOutside },
      RightAnswer("panels in an array") { $0.packed = RightAlternatives.packedInArray },
      RightAnswer("one panel at a time") { $0.packed = RightAlternatives.packedOneByOne },
    ])

  /// Throws a ``Disagreement`` when a second call gets its b from the first one.
  private static func expectPackedAgain(_ packed: SpeedAnswers.Product) throws {
    let (m, k, n) = (5, 3, 11)
    let a = (0..<m * k).map { Float($0 % 7) - 3 }
    let b = UnsafeMutablePointer<Float>.allocate(capacity: k * n)
    defer { b.deallocate() }
    func isRight(_ first: Float) throws -> Bool {
      for place in 0..<k * n { b[place] = first + Float(place) }
      var found = [Float](repeating: 0, count: m * n)
      var expected = found
      try packed(a, b, &found, m, k, n)
      try SpeedAnswers.solution.rowByRow(a, b, &expected, m, k, n)
      return found == expected
    }
    // What is wrong the first time is explained better by what follows.
    guard try isRight(1) else { return }
    try expect(
      try isRight(100),
      "packed of [\(m), \(k)] and [\(k), \(n)]: right the first time, wrong when other numbers stand in the "
        + "same b.",
      why: "Are panels kept from call to call? Each call packs b again.")
  }
}
