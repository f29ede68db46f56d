import Curriculum
import Gradus

extension RememberingLesson {
  typealias Streams = @Sendable (Tensor<Int>, Int, Int) throws -> [TextBatch]

  static let streams = Exercise<Answers>(
    "streams", "A text for several readers",
    hints: [
      "The last character is nothing but a target: N − 1 characters are divided among the readers, "
        + "(N - 1) / count for each.",
      "tokens[0..<count * each].reshaped(to: [count, each]) has a stretch of the text in each row. The "
        + "targets are the same, one character later.",
      "Batch k has columns k * length ..< (k + 1) * length of both; there are each / length batches.",
    ],
    learned:
      "Row r of each batch goes on where row r of the last one ended; only so can the state be carried.",
    landmark: Landmark("Sources/DataLoading/Sequences/TextStreams.swift", "struct TextStreams"),
    solution: { $0.streams = Remembering.streams },
    check: { answers in
      func compare(
        _ tokens: Tensor<Int>, _ count: Int, _ length: Int, _ call: String,
        _ mistakes: [Mistake<Streams>] = []
      ) throws {
        try expect(
          answers.streams(tokens, count, length),
          equals: Remembering.streams(tokens, count: count, length: length), in: call,
          parts: [
            .value("number of batches", \.count), .value("shapes", TextBatch.shapes),
            .tensor("inputs, all batches side by side", { TextBatch.all($0, \.inputs) }),
            .tensor("targets, all batches side by side", { TextBatch.all($0, \.targets) }),
          ], suspects: mistakes.suspects { try $0(tokens, count, length) })
      }
      // 33 characters, 3 readers: 10 for each, of which 8 fill two batches.
      let tokens: Tensor<Int> = [
        7, 3, 9, 1, 4, 8, 2, 6, 5, 0, 11, 15, 13, 10, 12, 14, 17, 16, 19, 18, 21, 23, 20, 22, 25,
        31,
        24, 28, 30, 26, 32, 27, 29,
      ]
      try compare(
        tokens, 3, 4, "streams of \(tokens.elements), count 3, length 4", streamsMistakes)
      // 13 characters, 2 readers: 6 for each, which two batches fill.
      try compare(
        [5, 2, 9, 0, 7, 4, 1, 8, 6, 3, 12, 10, 11], 2, 3,
        "streams of [5, 2, 9, 0, 7, 4, 1, 8, 6, 3, 12, 10, 11], count 2, length 3", wholeMistakes)
      try compare([3, 1, 2], 2, 2, "streams of [3, 1, 2], count 2, length 2", shortMistakes)
      for (place, var input) in Input.all(seed: 915).enumerated() {
        let (count, length) = (input.rows, [1, 2, 4, 7][place % 4])
        let n = 1 + count * (place % 3 * length + place % 5) + place % 2 * (input.columns % count)
        let tokens = input.labels([n], below: 30)
        try compare(
          tokens, count, length, "streams of \(n) characters, count \(count), length \(length)")
      }
    },
    wrongAnswers: (streamsMistakes + wholeMistakes + shortMistakes).wrongAnswers(\.streams),
    rightAnswers: [
      RightAnswer("character by character") {
        $0.streams = { tokens, count, length in
          let each = (tokens.shape[0] - 1) / count
          return (0..<each / length).map { batch in
            func part(_ shift: Int) -> Tensor<Int> {
              Tensor(
                (0..<count).map { row in
                  (0..<length).map { tokens[row * each + batch * length + $0 + shift] }
                })
            }
            return TextBatch(inputs: part(0), targets: part(1))
          }
        }
      },
      RightAnswer("rows one character longer, cut twice") {
        $0.streams = { tokens, count, length in
          let each = (tokens.shape[0] - 1) / count
          let rows = (0..<count).map { tokens[$0 * each..<($0 + 1) * each + 1] }
          let text = Tensor<Int>.stack(rows)
          return stride(from: 0, through: each - length, by: length).map { first in
            TextBatch(
              inputs: text[0..., first..<first + length],
              targets: text[0..., first + 1..<first + 1 + length])
          }
        }
      },
      RightAnswer("gathered by places") {
        $0.streams = { tokens, count, length in
          let each = (tokens.shape[0] - 1) / count
          var (batches, first) = ([TextBatch](), 0)
          while first + length <= each {
            let places = (0..<count).flatMap { row in (0..<length).map { row * each + first + $0 } }
            batches.append(
              TextBatch(
                inputs: tokens.gather(places).reshaped(to: [count, length]),
                targets: tokens.gather(places.map { $0 + 1 }).reshaped(to: [count, length])))
            first += length
          }
          return batches
        }
      },
    ])

  /// What shows where the batches fill a stretch.
  private static let wholeMistakes: [Mistake<Streams>] = [
    Mistake(
      "one character of each stretch left out",
      "Each of the (N − 1) / count characters of a stretch has a next one, the last as well: it stands beyond "
        + "the stretch. So a batch may end with it.",
      { tokens, count, length in
        let each = (tokens.shape[0] - 1) / count
        return Array(
          try Remembering.streams(tokens, count: count, length: length).prefix(
            max(0, each - 1) / length))
      }),
    targeted(
      "the last target from the stretch's beginning",
      "The target of a stretch's last character is the next one of the text, not the stretch's first."
    ) { $0.row * $0.each + ($0.batch * $0.length + $0.time + 1) % $0.each },
  ]

  /// What shows where the text is too short for a batch.
  private static let shortMistakes: [Mistake<Streams>] = [
    Mistake(
      "a batch of what there is", "No stretch is long enough for a batch: then there is none.",
      { tokens, count, length in
        let each = (tokens.shape[0] - 1) / count
        return try Remembering.streams(tokens, count: count, length: max(1, min(length, each)))
      })
  ]

  private static let streamsMistakes: [Mistake<Streams>] = [
    placed(
      "the text goes on in the next row",
      "Row r of a batch goes on in row r of the next batch, and not in row r + 1 of the same: else the "
        + "state is carried to another place of the text."
    ) { $0.batch * $0.count * $0.length + $0.row * $0.length + $0.time },
    placed(
      "rows interleaved",
      "Each row is a stretch of the text: neighboring characters stand side by side."
    ) { ($0.batch * $0.length + $0.time) * $0.count + $0.row },
    placed("each row the same", "Every row reads the same part: row r begins at r * each.") {
      $0.batch * $0.length + $0.time
    },
    placed("every batch the same", "Every batch is the first one: they go on by length characters.")
    {
      $0.row * $0.each + $0.time
    },
    placed(
      "batches that overlap", "The batches go on by length characters; these go on by one."
    ) { $0.row * $0.each + $0.batch + $0.time },
    placed(
      "stretches of whole batches alone",
      "A stretch has (N − 1) / count characters, and not only as many as its batches fill."
    ) {
      $0.row * ($0.each / $0.length * $0.length) + $0.batch * $0.length + $0.time
    },
    placed(
      "batches that go on by count", "The batches go on by length characters; these go on by count."
    ) { $0.row * $0.each + $0.batch * $0.count + $0.time },
    placed(
      "a gap between the batches",
      "A character is left out between two batches: they go on by length characters."
    ) { $0.row * $0.each + $0.batch * ($0.length + 1) + $0.time },
    placed(
      "stretches one too short", "A stretch has (N − 1) / count characters: these are one shorter."
    ) { $0.row * ($0.each - 1) + $0.batch * $0.length + $0.time },
    placed(
      "multiplied before divided",
      "Each stretch has (N − 1) / count characters, rounded down: divide first, and multiply by the row then."
    ) { $0.row * ($0.characters - 1) / $0.count + $0.batch * $0.length + $0.time },
    placed(
      "the rest left out at the beginning",
      "What is left over is dropped at the end: the first stretch begins with the first character."
    ) {
      $0.characters - 1 - $0.count * $0.each + $0.row * $0.each + $0.batch * $0.length + $0.time
    },
    Mistake(
      "a batch at every character", "The batches go on by length characters; these go on by one.",
      { tokens, count, length in
        let each = (tokens.shape[0] - 1) / count
        let single = try Remembering.streams(tokens, count: count, length: 1)
        return (0..<max(0, each - length + 1)).map { joined(single[$0..<$0 + length]) }
      }),
    Mistake(
      "one batch of everything", "A batch has `length` columns: cut the stretches into batches.",
      { tokens, count, length in
        let single = try Remembering.streams(tokens, count: count, length: 1)
        return single.isEmpty ? [] : [joined(single[...])]
      }),
    Mistake(
      "count and length exchanged", "count is how many rows a batch has, length how many columns.",
      { tokens, count, length in
        try Remembering.streams(tokens, count: length, length: count)
      }),
    Mistake(
      "batches in reverse", "The batches stand in the order of the text; these are in reverse.",
      { tokens, count, length in
        try Remembering.streams(tokens, count: count, length: length).reversed()
      }),
    targeted("targets a batch later", "The targets are one character later, not a whole batch.") {
      $0.place($0.time) + $0.length
    },
    finished("targets are inputs", "The targets are one character later than the inputs.") {
      $0.targets = $0.inputs
    },
    targeted("targets two later", "The targets are one character later, not two.") {
      $0.place($0.time) + 2
    },
    targeted("targets one earlier", "The targets come after the inputs, not before them.") {
      max(0, $0.place($0.time) - 1)
    },
    targeted(
      "the last target from the row's beginning",
      "The target of a row's last character is the next one of the text, not the row's first."
    ) { $0.place(($0.time + 1) % $0.length) },
    targeted(
      "the last target repeated",
      "The target of a row's last character is the next one of the text: it stands beyond the row."
    ) { $0.place(min($0.time + 1, $0.length - 1)) },
    finished("inputs and targets exchanged", "Inputs and targets have changed places.") {
      swap(&$0.inputs, &$0.targets)
    },
    finished(
      "the last targets alone", "Each character has a target: shape [count, length], as the inputs."
    ) { $0.targets = $0.targets[0..., $0.targets.shape[1] - 1] },
    finished("one reader alone", "A batch has a row for each reader: shape [count, length].") {
      $0 = TextBatch(inputs: $0.inputs[0..<1], targets: $0.targets[0..<1])
    },
    finished("all in one line", "A batch has a row for each reader: shape [count, length].") {
      $0 = TextBatch(inputs: $0.inputs.flattened(), targets: $0.targets.flattened())
    },
    finished("shape [T, B]", "The readers are the rows: shape [count, length].") {
      $0 = TextBatch(inputs: $0.inputs.transposed(), targets: $0.targets.transposed())
    },
    Mistake(
      "N divided among the readers",
      "The last character has no target: N − 1 characters are divided, not N.",
      { tokens, count, length in
        try Remembering.streams(
          .concatenate([tokens, tokens[0..<1]], along: 0), count: count, length: length)
      }),
    Mistake(
      "the last batch left out", "There are each / length batches: the last one is missing.",
      { tokens, count, length in
        Array(try Remembering.streams(tokens, count: count, length: length).dropLast())
      }),
    Mistake(
      "a shorter batch at the end", "What does not fill a batch is left out.",
      { tokens, count, length in
        let each = (tokens.shape[0] - 1) / count
        let single = try Remembering.streams(tokens, count: count, length: 1)
        return stride(from: 0, to: each, by: length).map { first in
          joined(single[first..<min(first + length, each)])
        }
      }),
  ]

  /// Batches of single columns side by side, as one.
  private static func joined(_ columns: ArraySlice<TextBatch>) -> TextBatch {
    TextBatch(
      inputs: .concatenate(columns.map(\.inputs), along: 1),
      targets: .concatenate(columns.map(\.targets), along: 1))
  }
}

extension TextBatch {
  /// The shapes of all batches.
  static func shapes(_ batches: [TextBatch]) -> [[Int]] {
    batches.flatMap { [$0.inputs.shape.dimensions, $0.targets.shape.dimensions] }
  }

  /// The inputs or the targets of all batches side by side; one after the other where shapes differ.
  static func all(
    _ batches: [TextBatch], _ part: KeyPath<TextBatch, Tensor<Int>>
  ) -> Tensor<Double> {
    let parts = batches.map { Tensor<Double>($0[keyPath: part]) }
    guard let first = parts.first else { return .zeros([0]) }
    return parts.allSatisfy { $0.shape == first.shape && $0.rank == 2 }
      ? .concatenate(parts, along: 1) : .concatenate(parts.map { $0.flattened() }, along: 0)
  }
}
