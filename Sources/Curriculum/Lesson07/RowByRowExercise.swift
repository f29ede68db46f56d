import Curriculum
import MatmulLadder

extension SpeedLesson {
  static let rowByRow = Exercise<Answers>(
    "rowByRow", "The order of the loops",
    hints: [
      "The innermost loop should walk along rows, of b and of c, and not down a column.",
      "for i: set row i of c to zero. Then for p: let factor = a[i * k + p]. Then for j.",
      "Innermost: row[j] += factor * source[j], where row = c + i * n and source = b + p * n were made "
        + "outside of that loop. (c[i * n + j] is right, too, but each index that is computed there is "
        + "checked, and the compiler then makes no vectors.)",
    ],
    learned:
      "The same products in another order: the innermost loop walks along rows, where memory and "
      + "vectors are fast.",
    landmark: Landmark("Sources/TensorCore/NaiveMatmul.swift", "func naiveMatmul"),
    solution: { $0.rowByRow = SpeedAnswers.solution.rowByRow },
    check: { answers in
      try expectVectorUnit()
      try expectProducts(answers.rowByRow, "rowByRow")
      // Along the rows, b's are gone through once for each row of a; down the columns, n times as often.
      try PageSteps(m: 8, k: 64, openAtOnce: 2).expect(
        answers.rowByRow, "rowByRow", atMost: 4 * 8 * 64, watchesC: true,
        tooMany:
          "Is the loop over j the innermost? In any other order one of the matrices is read down "
          + "its columns.")
    },
    wrongAnswers: [
      WrongAnswer("i-j-k again") { $0.rowByRow = GivenRungs.textbook },
      WrongAnswer("k-i-j with a column of c innermost") {
        $0.rowByRow = { a, b, c, m, k, n in
          for element in 0..<m * n { c[element] = 0 }
          for p in 0..<k {
            for j in 0..<n { for i in 0..<m { c[i * n + j] += a[i * k + p] * b[p * n + j] } }
          }
        }
      },
      WrongAnswer("c not set to zero") {
        $0.rowByRow = { a, b, c, m, k, n in
          for i in 0..<m {
            for p in 0..<k { for j in 0..<n { c[i * n + j] += a[i * k + p] * b[p * n + j] } }
          }
        }
      },
      WrongAnswer("= instead of +=") {
        $0.rowByRow = { a, b, c, m, k, n in
          for i in 0..<m {
            for p in 0..<k { for j in 0..<n { c[i * n + j] = a[i * k + p] * b[p * n + j] } }
          }
        }
      },
      WrongAnswer("set to zero for each p") {
        $0.rowByRow = { a, b, c, m, k, n in
          for i in 0..<m {
            for p in 0..<k {
              for j in 0..<n { c[i * n + j] = 0 }
              for j in 0..<n { c[i * n + j] += a[i * k + p] * b[p * n + j] }
            }
          }
        }
      },
      WrongAnswer("rows of b taken to have k numbers") {
        $0.rowByRow = { a, b, c, m, k, n in
          for i in 0..<m {
            for j in 0..<n { c[i * n + j] = 0 }
            for p in 0..<k { for j in 0..<n { c[i * n + j] += a[i * k + p] * b[p * k + j] } }
          }
        }
      },
      WrongAnswer("c multiplied by 0", why: "NaN times 0 is NaN.") {
        $0.rowByRow = { a, b, c, m, k, n in
          for element in 0..<m * n { c[element] *= 0 }
          for i in 0..<m {
            for p in 0..<k { for j in 0..<n { c[i * n + j] += a[i * k + p] * b[p * n + j] } }
          }
        }
      },
      WrongAnswer("only k numbers of each row set to zero", why: "in this sum and not in others") {
        $0.rowByRow = { a, b, c, m, k, n in
          for i in 0..<m {
            for j in 0..<min(k, n) { c[i * n + j] = 0 }
            for p in 0..<k { for j in 0..<n { c[i * n + j] += a[i * k + p] * b[p * n + j] } }
          }
        }
      },
      WrongAnswer("rows and columns of a exchanged", why: "a[p * k + i] is the number in row p") {
        $0.rowByRow = { a, b, c, m, k, n in
          for i in 0..<m {
            for j in 0..<n { c[i * n + j] = 0 }
            for p in 0..<k {
              let factor = p * k + i < m * k ? a[p * k + i] : 0
              for j in 0..<n { c[i * n + j] += factor * b[p * n + j] }
            }
          }
        }
      },
      WrongAnswer(
        "rows of a taken to have m numbers", why: "The rows of a are taken to have m numbers"
      ) {
        $0.rowByRow = { a, b, c, m, k, n in
          for i in 0..<m {
            for j in 0..<n { c[i * n + j] = 0 }
            for p in 0..<k {
              let factor = i * m + p < m * k ? a[i * m + p] : 0
              for j in 0..<n { c[i * n + j] += factor * b[p * n + j] }
            }
          }
        }
      },
      WrongAnswer("one column too many") {
        $0.rowByRow = { a, b, c, m, k, n in
          for i in 0..<m {
            for j in 0...n { c[i * n + j] = 0 }
            for p in 0..<k { for j in 0..<n { c[i * n + j] += a[i * k + p] * b[p * n + j] } }
          }
        }
      },
    ],
    rightAnswers: [
      RightAnswer("all indices in the innermost loop") {
        $0.rowByRow = RightAlternatives.rowByRowByIndices
      },
      RightAnswer("rows of b outside") { $0.rowByRow = RightAlternatives.rowByRowOfB },
      RightAnswer("vectors by hand") { $0.rowByRow = RightAlternatives.rowByRowByVectors },
      RightAnswer("in blocks") { $0.rowByRow = SpeedAnswers.solution.blocked },
    ])
}
