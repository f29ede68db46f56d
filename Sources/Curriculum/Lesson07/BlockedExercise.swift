import Curriculum
import MatmulLadder

extension SpeedLesson {
  static let blocked = Exercise<Answers>(
    "blocked", "Blocks that a cache can hold",
    hints: [
      "Two loops over blocks outside: for firstP in stride(from: 0, to: k, by: 16), and one for j.",
      "The last block ends at min(firstP + 16, k).",
      "Inside, the loops of rowByRow: i over all rows, p and j over the block, but without setting c "
        + "to zero. That is done once, before all blocks.",
    ],
    learned: "A block that the cache holds is read from memory once and used many times.",
    landmark: Landmark("Sources/SIMDKernels/Matmul/TiledMatmul.swift", "func multiplyTiled"),
    solution: { $0.blocked = SpeedAnswers.solution.blocked },
    check: { answers in
      try expectVectorUnit()
      try expectProducts(answers.blocked, "blocked")
      // Without blocks, each row of a needs all rows of b again, which are twice as many as stay open.
      try PageSteps(m: 256, k: 256, openAtOnce: 128).expect(
        answers.blocked, "blocked", atMost: 256 * 256 / 2,
        tooMany:
          "Do the rows of i run inside both loops over blocks, and has a block few rows of b, such as 16? Only "
          + "then is a block used again while the cache still holds it.")
    },
    wrongAnswers: [
      WrongAnswer("one block, as large as the matrix, in the textbook's order") {
        $0.blocked = GivenRungs.textbook
      },
      WrongAnswer("only the rows in blocks, and inside them the textbook's order") {
        $0.blocked = { a, b, c, m, k, n in
          for first in stride(from: 0, to: m, by: 4) {
            GivenRungs.textbook(a + first * k, b, c + first * n, m: min(4, m - first), k: k, n: n)
          }
        }
      },
      WrongAnswer("row by row, without any blocks") { $0.blocked = SpeedAnswers.solution.rowByRow },
      WrongAnswer("the rows outside of the blocks") {
        $0.blocked = { a, b, c, m, k, n in
          for i in 0..<m { try SpeedAnswers.solution.blocked(a + i * k, b, c + i * n, 1, k, n) }
        }
      },
      WrongAnswer("= across blocks of p") {
        $0.blocked = inBlocks { a, b, c, sizes, block in
          block { p, j in
            for i in 0..<sizes.m {
              for j in j {
                var sum: Float = 0
                for p in p { sum += a[i * sizes.k + p] * b[p * sizes.n + j] }
                c[i * sizes.n + j] = sum
              }
            }
          }
        }
      },
      WrongAnswer("the last, shorter block of p left out") {
        $0.blocked = inBlocks { a, b, c, sizes, block in
          block { p, j in
            if p.count == 16 { addBlock(a, b, c, sizes, p, j) }
          }
        }
      },
      WrongAnswer("the last, shorter block of columns left out") {
        $0.blocked = { a, b, c, m, k, n in
          for i in 0..<m {
            for j in 0..<n - n % 16 { c[i * n + j] = 0 }
            for p in 0..<k {
              for j in 0..<n - n % 16 { c[i * n + j] += a[i * k + p] * b[p * n + j] }
            }
          }
        }
      },
      WrongAnswer("the last block of p runs past the end") {
        $0.blocked = inBlocks { a, b, c, sizes, block in
          block { p, j in
            addBlock(a, b, c, sizes, p.lowerBound..<p.lowerBound + 16, j)
          }
        }
      },
      WrongAnswer("p from 0 on in each block", why: "The first products are added again") {
        $0.blocked = inBlocks { a, b, c, sizes, block in
          block { p, j in addBlock(a, b, c, sizes, 0..<p.upperBound, j) }
        }
      },
      WrongAnswer(
        "a from its first columns on in each block", why: "Each block of p reads what the first"
      ) {
        $0.blocked = inBlocks { a, b, c, sizes, block in
          block { p, j in
            for i in 0..<sizes.m {
              for place in p {
                let factor = a[i * sizes.k + place - p.lowerBound]
                for j in j { c[i * sizes.n + j] += factor * b[place * sizes.n + j] }
              }
            }
          }
        }
      },
      WrongAnswer("a row set to zero for each block of columns", why: "is c set to zero again") {
        $0.blocked = inBlocks { a, b, c, sizes, block in
          block { p, j in
            if p.lowerBound == 0 { for place in 0..<sizes.m * sizes.n { c[place] = 0 } }
            addBlock(a, b, c, sizes, p, j)
          }
        }
      },
      WrongAnswer("only columns in blocks", why: "few rows of b") {
        $0.blocked = { a, b, c, m, k, n in
          for place in 0..<m * n { c[place] = 0 }
          for j in stride(from: 0, to: n, by: 64) {
            addBlock(a, b, c, (m, k, n), 0..<k, j..<min(j + 64, n))
          }
        }
      },
      WrongAnswer("c not set to zero") {
        $0.blocked = { a, b, c, m, k, n in
          for i in 0..<m {
            for p in 0..<k { for j in 0..<n { c[i * n + j] += a[i * k + p] * b[p * n + j] } }
          }
        }
      },
    ],
    rightAnswers: [
      RightAnswer("square blocks") { $0.blocked = RightAlternatives.squareBlocks },
      RightAnswer("blocks of whole rows") { $0.blocked = RightAlternatives.blocksOfRows },
      RightAnswer("narrow blocks") { $0.blocked = RightAlternatives.narrowBlocks },
    ])

  private typealias Sizes = (m: Int, k: Int, n: Int)
  /// Calls a function with the ranges of p and j of each block, of at most 16 · 64.
  private typealias Blocks = ((_ p: Range<Int>, _ j: Range<Int>) -> Void) -> Void

  /// The frame of a wrong answer: c set to zero, and a way to go through all blocks.
  private static func inBlocks(
    _ body:
      @escaping @Sendable (
        UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Sizes, Blocks
      ) -> Void
  ) -> SpeedAnswers.Product {
    { a, b, c, m, k, n in
      for element in 0..<m * n { c[element] = 0 }
      body(a, b, c, (m, k, n)) { block in
        for p in stride(from: 0, to: k, by: 16) {
          for j in stride(from: 0, to: n, by: 64) {
            block(p..<min(p + 16, k), j..<min(j + 64, n))
          }
        }
      }
    }
  }

  /// Adds what a block contributes to all rows.
  private static func addBlock(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    _ sizes: Sizes, _ p: Range<Int>, _ j: Range<Int>
  ) {
    for i in 0..<sizes.m {
      for p in p {
        for j in j { c[i * sizes.n + j] += a[i * sizes.k + p] * b[p * sizes.n + j] }
      }
    }
  }
}
