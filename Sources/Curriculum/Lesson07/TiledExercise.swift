import Curriculum
import MatmulLadder

extension SpeedLesson {
  static let tiled = Exercise<Answers>(
    "tiled", "A tile of 4×8 sums in registers",
    hints: [
      "Two loops over the whole tiles: i in stride(from: 0, to: m - m % 4, by: 4), and j by 8.",
      "var sum0 = Vector.zero, and so on to sum3. For each p: let columns = load(b + p * n + j), and "
        + "sum0 = multiplyAdd(Vector(repeating: a[i * k + p]), columns, sum0); row 1 of the tile takes "
        + "a[(i + 1) * k + p].",
      "After the loop over p: store(sum0, to: c + i * n + j), store(sum1, to: c + (i + 1) * n + j), … "
        + "Then rowByRow's loops for the columns from n - n % 8 on, and for the rows from m - m % 4 on.",
    ],
    learned:
      "Sums that stay in registers make each number that is read take part in several "
      + "multiplications.",
    landmark: Landmark("Sources/SIMDKernels/Matmul/MicroKernel.swift", "func multiplyTile"),
    solution: { $0.tiled = SpeedAnswers.solution.tiled },
    check: { answers in
      try expectVectorUnit()
      try expectProducts(answers.tiled, "tiled")
      // A tile of 4×8 goes through the rows of b once for 32 numbers of c. Larger tiles are tiles, too.
      try PageSteps(m: 16, k: 16, openAtOnce: 2).expect(
        answers.tiled, "tiled", atLeast: 16 * 16 * PageSteps.n / 300,
        atMost: 16 * 16 * PageSteps.n / 32 * 5 / 4,
        tooFew:
          "Is the loop over p the innermost? The sums of a tile are kept until all products are "
          + "in them, and only then comes the next tile.",
        tooMany: "Is each vector of b loaded once for all four rows of the tile?")
      try expectFaster(
        answers.tiled, "tiled", times: 1.5, than: SpeedAnswers.solution.rowByRow, "rowByRow",
        on: (96, 256, 24),
        why:
          "Are the sums four variables of their own, outside of any array, and is each vector of b "
          + "loaded once for all four rows?")
    },
    wrongAnswers: [
      WrongAnswer("i-k-j again") { $0.tiled = SpeedAnswers.solution.rowByRow },
      WrongAnswer("i-j-k again") { $0.tiled = GivenRungs.textbook },
      WrongAnswer("a tile of one row") {
        $0.tiled = { a, b, c, m, k, n in
          for i in 0..<m {
            for first in stride(from: 0, to: n, by: 8) {
              let columns = first..<min(first + 8, n)
              for j in columns { c[i * n + j] = 0 }
              for p in 0..<k { for j in columns { c[i * n + j] += a[i * k + p] * b[p * n + j] } }
            }
          }
        }
      },
      WrongAnswer("the sums in c instead of in registers") {
        $0.tiled = { a, b, c, m, k, n in
          for firstI in stride(from: 0, to: m, by: 4) {
            for first in stride(from: 0, to: n, by: 8) {
              let (rows, columns) = (firstI..<min(firstI + 4, m), first..<min(first + 8, n))
              for i in rows { for j in columns { c[i * n + j] = 0 } }
              for p in 0..<k {
                for i in rows { for j in columns { c[i * n + j] += a[i * k + p] * b[p * n + j] } }
              }
            }
          }
        }
      },
      WrongAnswer("the last rows left out") { $0.tiled = TileLoops(coversLastRows: false).product },
      WrongAnswer("the last columns left out") {
        $0.tiled = TileLoops(coversLastColumns: false).product
      },
      WrongAnswer("the sums of the tile before not reset") {
        $0.tiled = TileLoops(resetsSums: false).product
      },
      WrongAnswer(
        "the first tile's columns of b for all", why: "does each tile read its own columns"
      ) {
        $0.tiled = TileLoops(placeInB: { p, _, j, _, n in p * n + j }).product
      },
      WrongAnswer("one row of a for the first two rows of a tile", why: "is what row 0 should be") {
        $0.tiled = TileLoops(placeInA: { i, r, p, k in (i + (r == 1 ? 0 : r)) * k + p }).product
      },
      WrongAnswer("only whole groups of eight products", why: "nothing was added") {
        $0.tiled = { a, b, c, m, k, n in
          var shorter: [Float] = []
          for i in 0..<m {
            for p in 0..<k - k % 8 { shorter.append(a[i * k + p]) }
          }
          GivenRungs.textbook(shorter, b, c, m: m, k: k - k % 8, n: n)
        }
      },
      WrongAnswer("whole tiles where less is left") {
        $0.tiled = TileLoops(storesWholeTiles: true).product
      },
      WrongAnswer("rows of c taken to have k numbers") {
        $0.tiled = TileLoops(rowOfC: { k, _ in k }).product
      },
      WrongAnswer("the next number of a in place of the next row's") {
        $0.tiled = TileLoops(placeInA: { i, r, p, k in i * k + p + r }).product
      },
    ],
    rightAnswers: [
      RightAnswer("all indices in the innermost loop, columns outside") {
        $0.tiled = RightAlternatives.tiledByIndices
      },
      RightAnswer("tiles of 4×16") { $0.tiled = RightAlternatives.wideTiles },
      RightAnswer("what is left as dot products") { $0.tiled = RightAlternatives.tiledWithDots },
    ])
}
