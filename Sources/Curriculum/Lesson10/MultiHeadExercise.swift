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
            ? "Let attend look once, for all heads together."
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

  private static let multiHeadMistakes: [Mistake<MultiHead>] = [
    heads(
      "cut by a reshape alone",
      "Cut by a reshape alone, heads get pieces of the text: the axes of T and of heads have to be exchanged."
    ) { $0.cut = { $0.reshaped(to: [$0.shape[0], $1, $0.shape[1], $0.shape[2] / $1]) } },
    heads(
      "merged by a reshape alone",
      "Put together by a reshape alone, tokens get pieces of other tokens: exchange the axes back first."
    ) { $0.merge = { $0.reshaped(to: [$0.shape[0], $0.shape[2], $0.shape[1] * $0.shape[3]]) } },
    heads(
      "both by a reshape alone",
      "A reshape alone neither cuts into heads nor puts them together: the axes of T and of heads have to be "
        + "exchanged, both times."
    ) {
      $0.cut = { $0.reshaped(to: [$0.shape[0], $1, $0.shape[1], $0.shape[2] / $1]) }
      $0.merge = { $0.reshaped(to: [$0.shape[0], $0.shape[2], $0.shape[1] * $0.shape[3]]) }
    },
    heads(
      "numbers dealt out in turn",
      "Each head gets neighboring numbers, the first D/H, the next D/H: reshape to [B, T, H, D/H]."
    ) {
      $0.cut = {
        $0.reshaped(to: [$0.shape[0], $0.shape[1], $0.shape[2] / $1, $1])
          .permuted(to: [0, 3, 1, 2])
      }
    },
    heads(
      "numbers dealt out in turn, both ways",
      "Each head gets neighboring numbers, the first D/H, the next D/H: reshape to [B, T, H, D/H]."
    ) {
      $0.cut = {
        $0.reshaped(to: [$0.shape[0], $0.shape[1], $0.shape[2] / $1, $1])
          .permuted(to: [0, 3, 1, 2])
      }
      $0.merge = {
        $0.permuted(to: [0, 2, 3, 1]).reshaped(
          to: [$0.shape[0], $0.shape[2], $0.shape[1] * $0.shape[3]])
      }
    },
    heads(
      "D/H heads", "There are `heads` heads of D/H numbers; those are D/H heads of `heads` numbers."
    ) {
      $0.cut = {
        $0.reshaped(to: [$0.shape[0], $0.shape[1], $0.shape[2] / $1, $1])
          .permuted(to: [0, 2, 1, 3])
      }
    },
    attending(
      "heads before the batch", "attend gets [B, H, T, d]: the batch comes first, then the heads."
    ) { attend, queries, keys, values in
      func exchanged(_ x: Node) -> Node { x.permuted(to: [1, 0, 2, 3]) }
      return exchanged(try attend(exchanged(queries), exchanged(keys), exchanged(values)))
    },
    attending(
      "heads in the batch",
      "attend gets four axes, [B, H, T, d]: the batch and the heads stay apart."
    ) { attend, queries, keys, values in
      func joined(_ x: Node) -> Node {
        x.reshaped(to: [x.shape[0] * x.shape[1], x.shape[2], x.shape[3]])
      }
      return try attend(joined(queries), joined(keys), joined(values)).reshaped(
        to: [queries.shape[0], queries.shape[1], queries.shape[2], values.shape[3]])
    },
    heads("queries cut by a reshape alone", reshapeAlone("queries")) { $0.plain = [0] },
    heads("keys cut by a reshape alone", reshapeAlone("keys")) { $0.plain = [1] },
    heads("values cut by a reshape alone", reshapeAlone("values")) { $0.plain = [2] },
    heads(
      "merged number by number",
      "What a head brings stays together: its numbers are neighbors in the result."
    ) {
      $0.merge = {
        $0.permuted(to: [0, 2, 3, 1]).reshaped(
          to: [$0.shape[0], $0.shape[2], $0.shape[1] * $0.shape[3]])
      }
    },
    heads("one head", "That is one head with all numbers: cut them into `heads` parts.") {
      $0.cut = { x, _ in x.reshaped(to: [x.shape[0], 1, x.shape[1], x.shape[2]]) }
    },
    heads("heads in reverse", "The heads are side by side in reverse order.") {
      let merge = $0.merge
      $0.merge = { x in
        merge(.concatenate(x.split(into: x.shape[1], along: 1).reversed(), along: 1))
      }
    },
    heads("the mean of the heads", "That is the heads' mean: put them side by side.") {
      $0.merge = { $0.mean(along: 1) }
    },
    heads("the sum of the heads", "That is the heads' sum: put them side by side.") {
      $0.merge = { $0.sum(along: 1) }
    },
    heads("the first head alone", "That is the first head alone: put all side by side.") {
      $0.merge = { $0[0..., 0] }
    },
    heads("not put together", "The heads are still apart: reshape to [B, Q, E].") {
      $0.merge = { $0.permuted(to: [0, 2, 1, 3]) }
    },
    heads("the axes not exchanged back", "The result has the heads' axis first, and not put away.")
    {
      $0.merge = { $0 }
    },
    heads("queries as keys", "The keys do not count: attend gets the queries twice.") {
      $0.arguments = { q, _, v in (q, q, v) }
    },
    heads("keys as queries", "The queries do not count: attend gets the keys twice.") {
      $0.arguments = { _, k, v in (k, k, v) }
    },
    heads("queries and keys exchanged", "attend takes the queries first, then the keys.") {
      $0.arguments = { q, k, v in (k, q, v) }
    },
    heads("keys and values exchanged", "attend takes the keys first, then the values.") {
      $0.arguments = { q, k, v in (q, v, k) }
    },
    heads("keys as values", "The values do not count: attend gets the keys twice.") {
      $0.arguments = { q, k, _ in (q, k, k) }
    },
    Mistake(
      "the gradient cut off",
      "The result has no gradient: compute with the variables, and not with their `.value`.",
      { queries, keys, values, heads, attend in
        Node(
          try Attending.multiHead(
            queries.detached(), keys.detached(), values.detached(), heads: heads, attend: attend
          ).value)
      }),
    heads("the queries' gradient cut off", cutOff("queries")) {
      $0.arguments = { q, k, v in (q.detached(), k, v) }
    },
    heads("the keys' gradient cut off", cutOff("keys")) {
      $0.arguments = { q, k, v in (q, k.detached(), v) }
    },
    heads("the values' gradient cut off", cutOff("values")) {
      $0.arguments = { q, k, v in (q, k, v.detached()) }
    },
    Mistake(
      "attend twice", "attend is called twice: once is enough for all heads.",
      { queries, keys, values, heads, attend in
        _ = try Attending.multiHead(queries, keys, values, heads: heads, attend: attend)
        return try Attending.multiHead(queries, keys, values, heads: heads, attend: attend)
      }),
  ]

  /// Those that a single head shows.
  private static let oneHeadMistakes: [Mistake<MultiHead>] = [
    Mistake(
      "one head without an axis",
      "attend gets four axes, [B, H, T, d], also of one head: it is no special case.",
      { queries, keys, values, heads, attend in
        heads == 1
          ? try attend(queries, keys, values)
          : try Attending.multiHead(queries, keys, values, heads: heads, attend: attend)
      })
  ]

  private static func reshapeAlone(_ name: String) -> String {
    "The \(name) are cut by a reshape alone: exchange the axes of T and of heads, as for the others."
  }

  /// Right but for the way in which attend is called.
  private static func attending(
    _ name: String, _ why: String,
    _ look: @escaping @Sendable (_ attend: Attend, Node, Node, Node) throws -> Node
  ) -> Mistake<MultiHead> {
    Mistake(name, why) { queries, keys, values, heads, attend in
      try Attending.multiHead(queries, keys, values, heads: heads) {
        try look(attend, $0, $1, $2)
      }
    }
  }

  private static func cutOff(_ name: String) -> String {
    "The \(name) have lost their gradient: compute with the variables, and not with their `.value`."
  }

  private static let swallowed = Mistake<MultiHead>(
    "an error of attend swallowed",
    { queries, keys, values, heads, attend in
      try Attending.multiHead(queries, keys, values, heads: heads) {
        (try? attend($0, $1, $2)) ?? $0
      }
    })

  private struct Steps {
    var cut: (Node, Int) -> Node = { x, heads in
      x.reshaped(to: [x.shape[0], x.shape[1], heads, x.shape[2] / heads])
        .permuted(to: [0, 2, 1, 3])
    }
    var merge: (Node) -> Node = { x in
      x.permuted(to: [0, 2, 1, 3])
        .reshaped(to: [x.shape[0], x.shape[2], x.shape[1] * x.shape[3]])
    }
    var arguments: (Node, Node, Node) -> (Node, Node, Node) = { ($0, $1, $2) }
    /// Which of the three are cut by a reshape alone.
    var plain: Set<Int> = []
  }

  private static func heads(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout Steps) -> Void
  ) -> Mistake<MultiHead> {
    Mistake(name, why) { queries, keys, values, heads, attend in
      var steps = Steps()
      change(&steps)
      let cut = [queries, keys, values].enumerated().map { place, x in
        steps.plain.contains(place)
          ? x.reshaped(to: [x.shape[0], heads, x.shape[1], x.shape[2] / heads])
          : steps.cut(x, heads)
      }
      let (q, k, v) = steps.arguments(cut[0], cut[1], cut[2])
      return steps.merge(try attend(q, k, v))
    }
  }
}
