import Curriculum
import Gradus

extension AttendingLesson {
  typealias Node = Variable<Double>
  typealias MultiHead = @Sendable (Node, Node, Node, Int, Attend) throws -> Node

  static let multiHead = Exercise<Answers>(
    "multiHead", "Several heads, each with its own look",
    hints: [
      "A function inside of yours cuts one of the three: x.reshaped(to: [B, T, heads, D / heads]), and then the "
        + "axes T and heads exchanged. The sizes are x.shape[0], x.shape[1] and x.shape[2].",
      "What attend brings has shape [B, H, Q, E/H]: exchange the same two axes, then reshape to [B, Q, E].",
    ],
    learned:
      "A reshape keeps the order of the numbers: to put heads before tokens, axes have to be exchanged as well.",
    landmark: Landmark(
      "Sources/Layers/Attention/MultiHeadAttention.swift", "struct MultiHeadAttention"),
    solution: { $0.multiHead = Attending.multiHead },
    check: { answers in
      func compare(
        _ input: HeadsCase, _ call: String, _ mistakes: [Mistake<MultiHead>] = []
      ) throws {
        let found = try input.outcome { try answers.multiHead($0, $1, $2, input.heads, $3) }
        let right = try input.outcome {
          try Attending.multiHead($0, $1, $2, heads: input.heads, attend: $3)
        }
        try expect(
          found, equals: right, in: call,
          parts: [
            .tensor("result", \.result), .value("calls of attend", \.shapes.count),
            .value("shapes that attend gets", \.shapes),
            .tensor("gradient of the queries", { $0.gradients[0] }),
            .tensor("gradient of the keys", { $0.gradients[1] }),
            .tensor("gradient of the values", { $0.gradients[2] }),
          ],
          suspects: mistakes.suspects { mistake in
            try input.outcome { try mistake($0, $1, $2, input.heads, $3) }
          },
          otherwise: found.shapes.count != 1
            ? onceForAll
            : found.shapes != right.shapes
              ? "attend gets queries, keys and values of shape [B, H, T, d], also of one head."
              : lostGradient(where: found.result, is: right.result))
      }
      let all = HeadsCase.all(seed: 1030)
      for (place, input) in all.enumerated() {
        let mistakes = place == 0 ? multiHeadMistakes : input.heads == 1 ? oneHeadMistakes : []
        try compare(input, "multiHead of \(input)", mistakes)
      }
      try expectHandsOnErrors("multiHead", of: "attend", calls: 1) { failing in
        let input = all[0]
        _ = try answers.multiHead(
          Node(input.queries), Node(input.keys), Node(input.values), input.heads
        ) {
          try failing()
          return HeadsCase.mixed($0, $1, $2)
        }
      }
    },
    wrongAnswers: (multiHeadMistakes + oneHeadMistakes + [swallowed]).wrongAnswers(\.multiHead),
    rightAnswers: [
      RightAnswer("head by head, stacked") {
        $0.multiHead = { queries, keys, values, heads, attend in
          func stacked(_ x: Node) -> Node { .stack(x.split(into: heads, along: 2), along: 1) }
          let brought = try attend(stacked(queries), stacked(keys), stacked(values))
          let parts = brought.split(into: heads, along: 1).map {
            $0.reshaped(to: [$0.shape[0], $0.shape[2], $0.shape[3]])
          }
          return .concatenate(parts, along: 2)
        }
      },
      RightAnswer("heads first, then after the batch") {
        $0.multiHead = { queries, keys, values, heads, attend in
          func cut(_ x: Node) -> Node {
            x.reshaped(to: [x.shape[0], x.shape[1], heads, x.shape[2] / heads])
              .permuted(to: [2, 0, 1, 3]).permuted(to: [1, 0, 2, 3])
          }
          let brought = try attend(cut(queries), cut(keys), cut(values)).permuted(to: [2, 0, 1, 3])
          let (q, b) = (queries.shape[1], queries.shape[0])
          return brought.reshaped(to: [q, b, values.shape[2]]).permuted(to: [1, 0, 2])
        }
      },
      RightAnswer("numbers gathered by their places") {
        $0.multiHead = { queries, keys, values, heads, attend in
          func cut(_ x: Node) -> Node {
            let (t, d) = (x.shape[1], x.shape[2] / heads)
            let places = (0..<heads * t * d).map { place in
              let (head, token, number) = (place / (t * d), place / d % t, place % d)
              return token * heads * d + head * d + number
            }
            return x.reshaped(to: [x.shape[0], t * heads * d]).gather(places, along: 1)
              .reshaped(to: [x.shape[0], heads, t, d])
          }
          let brought = try attend(cut(queries), cut(keys), cut(values))
          return .concatenate(
            (0..<heads).map { brought[0..., $0] }, along: 2)
        }
      },
    ])
}
