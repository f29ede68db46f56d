import DataLoading
import Files
import TensorCore

extension Reader {
  /// `CSVTable`, with every column read in every way.
  static let csv = Reader(
    name: "csv",
    examples: {
      [
        "species,mass\nAdelie,3750\nGentoo,NA\n", "a\n1\n\n2",
        "\u{FEFF}x,y\r\n1,2\r\n\"a\"\"b\",\"c\nd\"",
        "n,m\r-1.5e3,42\r9223372036854775807,0x1p3",
      ].map { Array($0.utf8) }
    },
    words: [
      ",", "\"", "\"\"", "\n", "\r\n", "\r", "\u{FEFF}", "NA", "nan", "1e309", "-0", "\u{0}", "é",
      "\n\n", ",,", "\",\"", "inf", "-nan", "1e39",
    ],
    change: { input, generator in
      // Whole rows and fields: shorten, lengthen, exchange.
      var rows = input.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
      let row = Int.random(in: 0..<rows.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: rows.insert(rows.randomElement(using: &generator)!, at: row)
      case 1: rows.remove(at: row)
      case 2: rows[row] += [UInt8(ascii: ",")]
      default: rows[row] = [UInt8(ascii: "\"")] + rows[row] + [UInt8(ascii: "\"")]
      }
      input = Array(rows.joined(separator: [10]))
    },
    read: { input in
      // The default refuses more: a first row that looks like data.
      try ignoringDataErrors { _ = try CSVTable(bytes: input, name: "fuzz.csv") }
      let table = try CSVTable(bytes: input, name: "fuzz.csv", header: .firstRow)
      let bare = try CSVTable(bytes: input, name: "fuzz.csv", header: .none)
      require(
        bare.rowCount == table.rowCount + 1 && bare.columnNames.count == table.columnNames.count,
        "csv: \(bare.rowCount) rows without a header, \(table.rowCount) with one")
      // A field takes a byte at least, but for one row of a single column a byte as well.
      require(
        table.rowCount * table.columnNames.count <= input.count + 1,
        "csv: \(table.rowCount) rows of \(table.columnNames.count) out of \(input.count) bytes")
      for column in table.columnNames.prefix(3) {
        require(try table.strings(column).count == table.rowCount, "csv: a row is lost")
        for read in columnReaders { try ignoringDataErrors { try read(table, column) } }
      }
      try ignoringDataErrors {
        let matrix: Tensor<Float> = try table.matrix(columns: table.columnNames)
        require(matrix.shape == [table.rowCount, table.columnNames.count], "csv: \(matrix.shape)")
      }
    })

  private static let columnReaders: [@Sendable (CSVTable, String) throws -> Void] = [
    { _ = try $0.numbers($1) }, { _ = try $0.optionalNumbers($1) }, { _ = try $0.integers($1) },
    { _ = try $0.optionalIntegers($1) }, { _ = try $0.categories($1) },
    { _ = try $0.droppingMissing(in: [$1]).numbers($1) },
  ]

  /// `IDX`, as a tensor and as labels.
  static let idx = Reader(
    name: "idx",
    examples: {
      [
        [0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3], [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 9, 8],
        [0, 0, 0x0D, 1, 0, 0, 0, 1, 0x3F, 0x80, 0, 0],
        [0, 0, 0x0E, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0x3F, 0xF0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0x0B, 1, 0, 0, 0, 1, 0xFF, 0xFE], [0, 0, 0x0C, 1, 0, 0, 0, 1, 0, 1, 2, 3],
      ]
    },
    words: ["\u{0}\u{0}\u{8}\u{1}", "\u{0}\u{0}\u{0}\u{1}"],
    change: { input, generator in
      // A header whose sizes are right for as many bytes as follow.
      let types: [(UInt8, Int)] = [(8, 1), (9, 1), (11, 2), (12, 4), (13, 4), (14, 8)]
      let (type, size) = types.randomElement(using: &generator)!
      let rank = Int.random(in: 1...4, using: &generator)
      var extents = (0..<rank).map { _ in Int.random(in: 0...3, using: &generator) }
      if Int.random(in: 0..<4, using: &generator) == 0 {
        extents[0] = trickyNumber(input.count, &generator)
      }
      let count = extents.reduce(size) { $0.multipliedReportingOverflow(by: $1).partialValue }
      var file = [0, 0, type, UInt8(rank)]
      for extent in extents {
        file += (0..<4).map { UInt8(truncatingIfNeeded: extent >> (24 - 8 * $0)) }
      }
      let bodyCount = min(max(0, count), 1000)
      file += input.prefix(bodyCount)
      input = file + Array(repeating: 1, count: max(0, bodyCount - input.count))
    },
    read: { input in
      let idx = try IDX(bytes: input, name: "fuzz.idx")
      let tensor: Tensor<Float> = idx.tensor(dividedBy: 255)
      require(tensor.shape == idx.shape, "idx: \(tensor.shape) in place of \(idx.shape)")
      _ = idx.tensor(as: Double.self)
      try ignoringDataErrors { _ = try idx.labels() }
    })
}

/// Runs what may refuse an input, as long as it does so by a `DataError`.
func ignoringDataErrors(_ body: () throws -> Void) throws {
  do { try body() } catch is DataError {}
}
