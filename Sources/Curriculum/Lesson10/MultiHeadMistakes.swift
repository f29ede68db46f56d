import Curriculum
import Gradus

extension AttendingLesson {
  static let multiHeadMistakes: [Mistake<MultiHead>] = [
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
    heads(
      "numbers before tokens", "attend gets [B, H, T, d]: those have the numbers before the tokens."
    ) {
      $0.cut = { x, heads in
        x.reshaped(to: [x.shape[0], x.shape[1], heads, x.shape[2] / heads])
          .permuted(to: [0, 2, 3, 1])
      }
    },
    heads("two heads", "`heads` says how many heads there are; that is two.") {
      let cut = $0.cut
      $0.cut = { x, _ in cut(x, 2) }
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
    heads(
      "queries as keys and values",
      "Keys and values do not count: attend gets the queries three times."
    ) { $0.arguments = { q, _, _ in (q, q, q) } },
    heads(
      "scaled already", "attend divides by √d by itself: it gets the queries as they are."
    ) { $0.arguments = { q, k, v in (q / Double(q.shape[3]).squareRoot(), k, v) } },
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
      "attend twice", onceForAll,
      { queries, keys, values, heads, attend in
        _ = try Attending.multiHead(queries, keys, values, heads: heads, attend: attend)
        return try Attending.multiHead(queries, keys, values, heads: heads, attend: attend)
      }),
  ]

  /// Those that a single head shows.
  static let oneHeadMistakes: [Mistake<MultiHead>] = [
    Mistake(
      "one head without an axis",
      "attend gets four axes, [B, H, T, d], also of one head: it is no special case.",
      { queries, keys, values, heads, attend in
        heads == 1
          ? try attend(queries, keys, values)
          : try Attending.multiHead(queries, keys, values, heads: heads, attend: attend)
      })
  ]

  static let onceForAll = "Let attend look once, for all samples and all heads together."

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

  static let swallowed = Mistake<MultiHead>(
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
