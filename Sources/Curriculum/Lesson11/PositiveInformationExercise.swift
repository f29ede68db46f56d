import Curriculum
import Foundation
import Gradus

extension MeaningLesson {
  typealias Information = @Sendable (Matrix) throws -> Matrix

  static let positiveInformation = Exercise<Answers>(
    "positiveInformation", "More often than by chance",
    hints: [
      "counts.sum(along: 1, keepingDimensions: true) are the rows' sums, shape [V, 1]; along 0 they are those of the "
        + "columns. Their product, divided by the total, is the count to be expected by chance.",
      "Where a count is 0 the answer is 0, without a logarithm; elsewhere it is max(0, log(count / expected)).",
    ],
    learned:
      "Frequent words are near everything; what tells about meaning is being near more often than by chance.",
    landmark: Landmark("Sources/Curriculum/Lesson11/ClassCorpus.swift", "func exactProducts"),
    solution: { $0.positiveInformation = Meaning.positiveInformation },
    check: { answers in
      func compare(
        _ counts: Matrix, _ what: String? = nil, _ mistakes: [Mistake<Information>] = []
      ) throws {
        try expect(
          answers.positiveInformation(counts), equals: Meaning.positiveInformation(counts),
          in: "positiveInformation of \(what ?? "\(counts)")",
          suspects: mistakes.suspects { try $0(counts) })
      }
      try compare(
        [[9, 1, 0, 0], [2, 3, 7, 0], [1, 0, 5, 0], [0, 0, 0, 1]], nil, informationMistakes)
      try compare([[4, 0], [0, 4]])
      try compare([[2, 4], [1, 2]])
      // Of a pair that occurs once, 401 times as often as by chance.
      try compare([[1, 0], [0, 400]])
      try compare([[0, 0, 0], [0, 3, 1], [0, 1, 6]])
      try compare([[5, 0, 1], [0, 0, 0], [2, 0, 8]])
      try compare([[0, 0], [0, 0]])
      try compare([[3]])
      for (place, var input) in Input.all(seed: 1103).enumerated() {
        let scale = input.numbers == .small ? 1e6 : 1
        let counts = input.matrix().map { (abs($0) * scale).rounded() + Double(place % 2) }
        try compare(counts, "counts, \(input)")
      }
    },
    wrongAnswers: informationMistakes.wrongAnswers(\.positiveInformation),
    rightAnswers: [
      RightAnswer("a difference of logarithms") {
        $0.positiveInformation = { counts in
          let (rows, columns) = (counts.sum(along: 1).elements, counts.sum(along: 0).elements)
          let total = rows.reduce(0, +)
          var result = counts
          for row in rows.indices {
            for column in columns.indices where counts[row, column] > 0 {
              let information =
                log(counts[row, column]) + log(total) - log(rows[row]) - log(columns[column])
              result[row, column] = max(0, information)
            }
          }
          return result
        }
      },
      RightAnswer("probabilities, and a maximum before the logarithm") {
        $0.positiveInformation = { counts in
          let total = counts.sum()
          guard total > 0 else { return counts }
          let joint = counts / total
          let byChance =
            joint.sum(along: 1, keepingDimensions: true)
            * joint.sum(along: 0, keepingDimensions: true)
          return Matrix(
            shape: counts.shape,
            elements: zip(joint.elements, byChance.elements).map {
              $0 > $1 ? log($0 / $1) : 0
            })
        }
      },
      RightAnswer("the framework's logarithm, and its relu") {
        $0.positiveInformation = { counts in
          let rows = counts.sum(along: 1, keepingDimensions: true)
          let columns = counts.sum(along: 0, keepingDimensions: true)
          // 1 where no word is: the count itself is 0 there.
          let expected = rows.map { max($0, 1) } * columns.map { max($0, 1) }
          return (counts * max(counts.sum(), 1) / expected).map { max($0, 1) }.log()
        }
      },
    ])

  private static let informationMistakes: [Mistake<Information>] = [
    counted(
      "without the maximum", "Below 0 the answer is 0, and where nothing was counted as well."
    ) {
      $0.information
    },
    counted("negative numbers kept", "What is rarer than by chance becomes 0: take max(0, …).") {
      $0.count == 0 ? 0 : $0.information
    },
    counted(
      "absolute value", "What is rarer than by chance becomes 0; it does not change its sign."
    ) {
      $0.count == 0 ? 0 : abs($0.information)
    },
    counted(
      "only the negative numbers", "What is more frequent than by chance counts, not the rarer."
    ) {
      $0.count == 0 ? 0 : max(0, -$0.information)
    },
    counted("no logarithm", "That is the ratio to what chance expects: take its logarithm.") {
      $0.ratio
    },
    counted("logarithm to base 2", "Take the natural logarithm, not that to base 2.") {
      $0.count == 0 ? 0 : max(0, log2($0.ratio))
    },
    counted("logarithm to base 10", "Take the natural logarithm, not that to base 10.") {
      $0.count == 0 ? 0 : max(0, log10($0.ratio))
    },
    counted("log1p", "log(1 + x) is above 0 for each x: take the logarithm of the ratio itself.") {
      log1p($0.ratio)
    },
    counted("without the total", nothingAbove) {
      $0.count == 0 ? 0 : max(0, log($0.count / ($0.row * $0.column)))
    },
    counted("divided by the row's sum", nothingAbove) {
      $0.count == 0 ? 0 : max(0, log($0.count / $0.row))
    },
    counted("divided by the column's sum", nothingAbove) {
      $0.count == 0 ? 0 : max(0, log($0.count / $0.column))
    },
    counted(
      "sums without their dimension",
      "Two sums without their dimension are multiplied number by number: keep it, so that those of the rows have "
        + "shape [V, 1]."
    ) {
      $0.count == 0 ? 0 : max(0, log($0.count * $0.total / ($0.rowOfColumn * $0.column)))
    },
    counted(
      "the sums exchanged",
      "The sums are exchanged: sum(along: 1) gives those of the rows, and sum(along: 0) those of the columns."
    ) {
      $0.count == 0 ? 0 : max(0, log($0.count * $0.total / ($0.rowOfColumn * $0.columnOfRow)))
    },
    counted("the rows' sums for both", notSymmetric) {
      $0.count == 0 ? 0 : max(0, log($0.count * $0.total / ($0.row * $0.rowOfColumn)))
    },
    counted("the columns' sums for both", notSymmetric) {
      $0.count == 0 ? 0 : max(0, log($0.count * $0.total / ($0.columnOfRow * $0.column)))
    },
    Mistake(
      "made symmetric", notSymmetric,
      {
        guard $0.shape[0] == $0.shape[1] else { return try Meaning.positiveInformation($0) }
        return try Meaning.positiveInformation(($0 + $0.transposed()) / 2)
      }),
    counted(
      "a count of 1 left out",
      "A pair that occurs once has its information, too: only a count of 0 has none."
    ) {
      $0.count < 2 ? 0 : max(0, $0.information)
    },
    counted(
      "the number of cells for the total",
      "N is the sum of all counts, and not how many numbers the table has."
    ) {
      let cells = Double($0.rows * $0.columns)
      return $0.count == 0 ? 0 : max(0, log($0.count * cells / ($0.row * $0.column)))
    },
    counted(
      "a quotient of logarithms",
      "The logarithm of a quotient is no quotient of logarithms: divide first, and take the logarithm then."
    ) {
      $0.count == 0 ? 0 : max(0, log($0.count) / log($0.row * $0.column / $0.total))
    },
    counted("minus 1 for the logarithm", "Take the logarithm of the ratio, and not the ratio − 1.")
    {
      max(0, $0.ratio - 1)
    },
    counted(
      "normalized", "That is divided by −log P(w, c): the information itself is asked for."
    ) {
      $0.count == 0 ? 0 : max(0, $0.information / -log($0.count / $0.total))
    },
    counted("the total twice", "The product of the sums is divided by the total once, not twice.") {
      $0.count == 0 ? 0 : max(0, $0.information + log($0.total))
    },
    counted(
      "counts, not shares", "Counts are no probabilities: divide them by what chance expects."
    ) {
      $0.count == 0 ? 0 : max(0, log($0.count))
    },
    counted("only the rows", "The count is compared with the sums of its row and of its column.") {
      $0.count == 0 ? 0 : max(0, log($0.count / $0.row * Double($0.columns)))
    },
    counted("only the columns", "How frequent the row's word is has to be divided out as well.") {
      $0.count == 0 ? 0 : max(0, log($0.count / $0.column * Double($0.rows)))
    },
    counted(
      "weighted by the share", "Each pair's information is not multiplied by how often it occurs."
    ) {
      $0.count == 0 ? 0 : max(0, $0.count / $0.total * $0.information)
    },
    counted("one added to each count", "Counts are taken as they are: nothing is added to them.") {
      max(0, log(($0.count + 1) * $0.total / ($0.row * $0.column)))
    },
    Mistake(
      "one added to all counts", "Counts are taken as they are: nothing is added to them.",
      { try Meaning.positiveInformation($0 + 1) }),
    counted(
      "the largest instead of the total", "The total is the sum of all counts, not the largest one."
    ) { $0.count == 0 ? 0 : max(0, log($0.count * $0.largest / ($0.row * $0.column))) },
    Mistake(
      "transposed", "Rows and columns have changed places.",
      { try Meaning.positiveInformation($0).transposed() }),
  ]

  private static let nothingAbove =
    "Divide by row · column / N: by the product alone, or by one sum, no quotient is above 1."
  private static let notSymmetric =
    "The table need not be symmetric: a column's sum is not that of the row with its number."

  /// A count with what it is compared with.
  private struct Counted {
    let count, row, column, total, largest: Double
    /// The sum of the row that has the column's number, and the other way round.
    let rowOfColumn, columnOfRow: Double
    let rows, columns: Int

    var ratio: Double { count * total / (row * column) }
    var information: Double { log(ratio) }
  }

  /// Another formula for each count.
  private static func counted(
    _ name: String, _ why: String, _ formula: @escaping @Sendable (Counted) -> Double
  ) -> Mistake<Information> {
    Mistake(name, why) { counts in
      let (rows, columns) = (counts.sum(along: 1).elements, counts.sum(along: 0).elements)
      return Matrix(
        shape: counts.shape,
        elements: counts.elements.enumerated().map { place, count in
          formula(
            Counted(
              count: count, row: rows[place / columns.count],
              column: columns[place % columns.count],
              total: counts.sum(), largest: counts.max(),
              rowOfColumn: rows[place % columns.count % rows.count],
              columnOfRow: columns[place / columns.count % columns.count],
              rows: rows.count, columns: columns.count))
        })
    }
  }
}
