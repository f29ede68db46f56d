import Curriculum
import MatmulLadder

extension SpeedLesson {
  static let split = Exercise<Answers>(
    "split", "Threads that cannot collide",
    hints: [
      "Range number t may begin where range number t − 1 ends.",
      "When rows is not a multiple of threads, some threads get one row more than others.",
      "(0..<threads).map { rows * $0 / threads..<rows * ($0 + 1) / threads }",
    ],
    learned:
      "Threads that write to different rows need no locks; parts of equal size finish together.",
    landmark: Landmark("Sources/SIMDKernels/Matmul/EvenParts.swift", "struct EvenParts"),
    solution: { $0.split = SpeedAnswers.solution.split },
    check: { answers in
      try expectVectorUnit()
      for (rows, threads) in [(8, 2), (12, 4), (10, 3), (7, 4), (1000, 7), (3, 64), (1, 49)] {
        try expectSplit(answers, rows, threads)
      }
      for rows in Array(0...40) + [63, 64, 65, 100, 1000, 1_000_003] {
        for threads in Array(1...9) + [16, 33, 64, 1000] { try expectSplit(answers, rows, threads) }
      }
    },
    wrongAnswers: [
      WrongAnswer("the last rows lost") {
        $0.split = { rows, threads in
          (0..<threads).map { $0 * (rows / threads)..<($0 + 1) * (rows / threads) }
        }
      },
      WrongAnswer("the last thread does all that is left") {
        $0.split = { rows, threads in
          (0..<threads).map {
            $0 * (rows / threads)..<($0 == threads - 1 ? rows : ($0 + 1) * (rows / threads))
          }
        }
      },
      WrongAnswer("the border row in both ranges") {
        $0.split = { rows, threads in
          (0..<threads).map {
            rows * $0 / threads..<min(rows, rows * ($0 + 1) / threads + 1)
          }
        }
      },
      WrongAnswer("rounded up, past the last row") {
        $0.split = { rows, threads in
          let share = (rows + threads - 1) / threads
          return (0..<threads).map { $0 * share..<($0 + 1) * share }
        }
      },
      WrongAnswer("one range more for what is left") {
        $0.split = { rows, threads in
          let share = max(1, rows / threads)
          return stride(from: 0, to: rows, by: share).map { $0..<min($0 + share, rows) }
        }
      },
      WrongAnswer("all rows for each thread") {
        $0.split = { rows, threads in Array(repeating: 0..<rows, count: threads) }
      },
      WrongAnswer("all rows for one thread") { $0.split = { rows, _ in [0..<rows] } },
      WrongAnswer("no range for the last thread", why: "fewer ranges than threads") {
        $0.split = { rows, threads in
          (0..<threads - 1).map { rows * $0 / threads..<rows * ($0 + 1) / threads }
        }
      },
      WrongAnswer("borders added up in Double", why: "a sum of fractions") {
        $0.split = { rows, threads in
          var border = 0.0
          return (0..<threads).map { _ in
            let start = Int(border)
            border += Double(rows) / Double(threads)
            return start..<Int(border)
          }
        }
      },
      WrongAnswer("counted from 1") {
        $0.split = { rows, threads in
          (0..<threads).map { rows * $0 / threads + 1..<rows * ($0 + 1) / threads + 1 }
        }
      },
    ],
    rightAnswers: [
      RightAnswer("one row more for the first threads") {
        $0.split = { rows, threads in
          let (share, rest) = rows.quotientAndRemainder(dividingBy: threads)
          var ranges: [Range<Int>] = []
          for thread in 0..<threads {
            let start = ranges.last?.upperBound ?? 0
            ranges.append(start..<start + share + (thread < rest ? 1 : 0))
          }
          return ranges
        }
      },
      RightAnswer("shares rounded up, empty ones at the end") {
        $0.split = { rows, threads in
          let share = (rows + threads - 1) / threads
          return (0..<threads).map { min($0 * share, rows)..<min(($0 + 1) * share, rows) }
        }
      },
      RightAnswer("no empty ranges") {
        $0.split = { rows, threads in
          let threads = min(rows, threads)
          return (0..<threads).map { rows * $0 / threads..<rows * ($0 + 1) / threads }
        }
      },
    ])

  private static func expectSplit(_ answers: Answers, _ rows: Int, _ threads: Int) throws {
    let ranges = try answers.split(rows, threads)
    let call = "split(\(rows), into: \(threads))"
    let list =
      ranges.prefix(10).map { "\($0.lowerBound)..<\($0.upperBound)" }.joined(separator: ", ")
      + (ranges.count > 10 ? ", …" : "")
    let found = "found [\(list)]."
    try expect(
      ranges.count <= threads, "\(call): expected at most \(threads) ranges, \(found)",
      why: "There is no thread for the others: some have to take one row more instead.")
    for range in ranges {
      try expect(
        range.isEmpty || (range.lowerBound >= 0 && range.upperBound <= rows),
        "\(call): there are only the rows 0..<\(rows), \(found)",
        why: "The last range ends at `rows`, and the first begins at 0.")
    }
    let parts = ranges.filter { !$0.isEmpty }
    let sorted = parts.sorted { $0.lowerBound < $1.lowerBound }
    // Where each begins, and where the one before it has ended.
    for (range, end) in zip(sorted, [0] + sorted.map(\.upperBound)) {
      try expect(
        range.lowerBound >= end,
        "\(call): row \(range.lowerBound) belongs to several ranges, \(found)",
        why:
          "Two threads would write to it at the same time. In lower..<upper the upper bound is not "
          + "in the range.")
    }
    for (begin, end) in zip(sorted.map(\.lowerBound) + [rows], [0] + sorted.map(\.upperBound)) {
      try expect(
        begin == end, "\(call): nobody computes row \(end), \(found)",
        why: ranges.count < threads && end == ranges.last?.upperBound
          ? "There are fewer ranges than threads, and rows are left over: has each thread its range, "
            + "from number 0 up to number threads - 1?"
          : rows % threads == 0
            ? "In lower..<upper the upper bound is not in the range: the next one begins there, and the last "
              + "one ends at `rows`."
            : "rows / threads is rounded down; what is left over has to go to some of the threads. (And a "
              + "sum of fractions may end just below a whole number, which Int rounds down: count in whole "
              + "numbers, rows * t / threads.)")
    }
    let share = (rows + threads - 1) / threads
    let longest = ranges.map(\.count).max() ?? 0
    try expect(
      longest <= share,
      "\(call): expected no more than \(share) rows per thread, found \(longest): [\(list)].",
      why: "All wait for the slowest thread: the rows that are left over go one each to several.")
    try expect(
      parts == sorted, "\(call): expected ascending ranges, \(found)",
      why: "Range number t begins where the one before it ends.")
  }
}
