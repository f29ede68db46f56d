import Curriculum
import Gradus

extension AttendingLesson {
  typealias ShiftedTargets =
    @Sendable (Tensor<Int>) throws -> (inputs: Tensor<Int>, targets: Tensor<Int>)

  static let shiftedTargets = Exercise<Answers>(
    "shiftedTargets", "Each token's target is the next one",
    hints: [
      "The inputs are all tokens of a row but the last; the targets are all but the first.",
      "tokens[0..., 1...] are all rows without their first token.",
    ],
    learned: "A language model needs no labels: T + 1 tokens are T questions with their answers.",
    landmark: Landmark("Sources/DataLoading/Sequences/TextStreams.swift", "struct TextStreams"),
    solution: { $0.shiftedTargets = Attending.shiftedTargets },
    check: { answers in
      func compare(
        _ tokens: Tensor<Int>, _ call: String, _ mistakes: [Mistake<ShiftedTargets>] = []
      ) throws {
        try expect(
          answers.shiftedTargets(tokens), equals: Attending.shiftedTargets(tokens), in: call,
          parts: [
            .tensor("inputs") { Tensor<Double>($0.inputs) },
            .tensor("targets") { Tensor<Double>($0.targets) },
          ], suspects: mistakes.suspects { try $0(tokens) })
      }
      try compare(
        [[3, 1, 4, 1, 5], [9, 2, 6, 5, 3], [5, 8, 9, 7, 9]],
        "shiftedTargets([[3, 1, 4, 1, 5], [9, 2, 6, 5, 3], [5, 8, 9, 7, 9]])", shiftMistakes)
      for (place, var input) in Input.all(seed: 1001).enumerated() {
        let bound = [30, 2, 50_000, 1][place % 4]
        let tokens = input.labels([input.rows, input.columns + 1], below: bound)
        try compare(tokens, "shiftedTargets of tokens of shape \(tokens.shape), below \(bound)")
      }
      for direction in [1, -1] {
        let tokens = Tensor<Int>(0..<6).reshaped(to: [1, 6]) * direction + 7
        try compare(tokens, "shiftedTargets(\([tokens.elements]))")
      }
    },
    wrongAnswers: shiftMistakes.wrongAnswers(\.shiftedTargets),
    rightAnswers: [
      RightAnswer("row by row") {
        $0.shiftedTargets = { tokens in
          let rows = (0..<tokens.shape[0]).map { Array(tokens[$0].elements) }
          return (
            Tensor(rows.map { Array($0.dropLast()) }), Tensor(rows.map { Array($0.dropFirst()) })
          )
        }
      },
      RightAnswer("place by place") {
        $0.shiftedTargets = { tokens in
          let places = 0..<tokens.shape[1] - 1
          return (
            .stack(places.map { tokens[0..., $0] }, along: 1),
            .stack(places.map { tokens[0..., $0 + 1] }, along: 1)
          )
        }
      },
      RightAnswer("two splits") {
        $0.shiftedTargets = { tokens in
          let count = tokens.shape[1] - 1
          return (
            tokens.split(sizes: [count, 1], along: 1)[0],
            tokens.split(sizes: [1, count], along: 1)[1]
          )
        }
      },
    ])

  private static let shiftMistakes: [Mistake<ShiftedTargets>] = [
    shift("not shifted", "The targets are the inputs themselves: begin them one token later.") {
      ($0[0..., 0..<$1], $0[0..., 0..<$1])
    },
    shift("both shifted", inputsLater) { ($0[0..., 1...], $0[0..., 1...$1]) },
    shift("both a token later", inputsLater) { ($0[0..., 1..<$1], $0[0..., 2...]) },
    shift("the token before", "Those targets are the tokens before: inputs and targets exchanged.")
    { ($0[0..., 1...], $0[0..., 0..<$1]) },
    shift(
      "one too few",
      "Inputs and targets have shape[1] − 1 tokens in each row, for any length: here are fewer."
    ) { tokens, count in (tokens[0..., 0..<count - 1], tokens[0..., 1..<count]) },
    shift("shifted twice", "The targets are two tokens later, not one.") {
      ($0[0..., 0..<$1 - 1], $0[0..., 2...])
    },
    shift("all tokens as inputs", lastInput) { tokens, _ in (tokens, tokens[0..., 1...]) },
    shift("rolled around", lastInput) { tokens, _ in
      (tokens, .concatenate([tokens[0..., 1...], tokens[0..., 0..<1]], along: 1))
    },
    shift("all tokens as targets", "The first token is no target: nothing comes before it.") {
      tokens, count in (tokens[0..., 0..<count], tokens)
    },
    shift("the next row", "That is shifted along the batch: the next token is in the same row.") {
      tokens, count in
      let rows = Array(1..<tokens.shape[0]) + [0]
      return (tokens[0..., 0..<count], tokens.gather(rows)[0..., 0..<count])
    },
    shift(
      "rows for columns",
      "Each row is a text: leave out the last token of each, and not the last row."
    ) { tokens, _ in (tokens[0..<tokens.shape[0] - 1], tokens[1..<tokens.shape[0]]) },
    shift(
      "as many as there are rows",
      "T + 1 is tokens.shape[1], the length of a row; tokens.shape[0] is how many rows there are."
    ) { tokens, _ in
      let rows = tokens.shape[0]
      return (tokens[0..., 0..<min(rows, tokens.shape[1]) - 1], tokens[0..., 1...])
    },
    shift("the first row alone", "All rows are texts: that is the first one alone.") {
      tokens, count in (tokens[0..<1, 0..<count], tokens[0..<1, 1...])
    },
    shift(
      "the last token as the only target",
      "Each place has a target: those are the last tokens alone."
    ) { tokens, count in (tokens[0..., 0..<count], tokens[0..., count...]) },
    shift(
      "the next number", "A target is the token that comes next in the row, not the next number."
    ) { tokens, count in (tokens[0..., 0..<count], tokens[0..., 0..<count] + 1) },
    shift(
      "one long text", "The rows have run into each other: each is a text of its own."
    ) { tokens, count in
      let (all, size) = (tokens.flattened(), tokens.shape[0] * count)
      let shape: Shape = [tokens.shape[0], count]
      return (all[0..<size].reshaped(to: shape), all[1...size].reshaped(to: shape))
    },
    shift(
      "the last token everywhere",
      "That is the last token as the target of every place: each place has its own next one."
    ) { tokens, count in
      (tokens[0..., 0..<count], tokens.gather(Array(repeating: count, count: count), along: 1))
    },
    shift("targets in reverse", "The targets are in reverse order.") { tokens, count in
      (tokens[0..., 0..<count], tokens.gather((1...count).reversed(), along: 1))
    },
  ]

  private static let inputsLater = "The inputs begin with the first token: those begin one later."

  private static let lastInput = "The last token has no target: it is not among the inputs."

  /// T is handed over, too.
  private static func shift(
    _ name: String, _ why: String,
    _ wrong:
      @escaping @Sendable (_ tokens: Tensor<Int>, _ count: Int) -> (
        Tensor<Int>, Tensor<Int>
      )
  ) -> Mistake<ShiftedTargets> {
    Mistake(name, why) { tokens in wrong(tokens, tokens.shape[1] - 1) }
  }
}
