import Curriculum
import Gradus

extension AttendingLesson {
  static let blockMistakes = blockHalves + madeOfX

  private static let blockHalves: [Mistake<Block>] = [
    half("norms after the sums", normsFirst) {
      $0.result = { b in
        let y = b.parts.norm1(b.x + (try b.look(b.x)))
        return b.parts.norm2(y + b.think(y))
      }
    },
    half("norm2 after the sum", normsFirst) {
      $0.result = { b in
        let y = b.x + (try b.look(b.asking(b)))
        return b.parts.norm2(y + b.think(y))
      }
    },
    half("norm2 of what is added", normsOfRead) {
      $0.result = { b in
        let y = b.x + (try b.look(b.asking(b)))
        return y + b.parts.norm2(b.think(y))
      }
    },
    half("norms of what is added", normsOfRead) {
      $0.result = { b in
        let y = b.x + b.parts.norm1(try b.look(b.x))
        return y + b.parts.norm2(b.think(y))
      }
    },
    half("no norm1", "norm1 is missing: queries, keys and values are made of norm1(x).") {
      $0.asking = { $0.x }
    },
    half("no norm2", "norm2 is missing: the hidden layer reads norm2 of the sum.") {
      $0.thinking = { $1 }
    },
    half("norm1 twice", "The second half has a norm of its own, norm2.") {
      $0.thinking = { $0.parts.norm1($1) }
    },
    half("norm2 twice", "The first half has a norm of its own, norm1.") {
      $0.asking = { $0.parts.norm2($0.x) }
    },
    half("norms exchanged", "norm1 belongs to the look, norm2 to the thought.") {
      $0.asking = { $0.parts.norm2($0.x) }
      $0.thinking = { $0.parts.norm1($1) }
    },
    half("added to norm1(x)", "What was seen is added to x, not to norm1(x).") {
      $0.result = { b in
        let y = b.parts.norm1(b.x) + (try b.look(b.asking(b)))
        return y + b.think(b.thinking(b, y))
      }
    },
    half("added to norm2", "The thought is added to the sum, not to norm2 of it.") {
      $0.result = { b in
        let y = b.x + (try b.look(b.asking(b)))
        return b.parts.norm2(y) + b.think(b.thinking(b, y))
      }
    },
    Mistake(
      "x cut off everywhere", lostX,
      { x, parts, attend in try Attending.block(x.detached(), parts, attend: attend) }),
    half("x cut off", lostX) {
      $0.result = { b in
        let y = b.x.detached() + (try b.look(b.asking(b)))
        return y + b.think(b.thinking(b, y))
      }
    },
    half(
      "the sum cut off", "The sum has lost its gradient: add the sum itself, and not its `.value`."
    ) {
      $0.result = { b in
        let y = b.x + (try b.look(b.asking(b)))
        return y.detached() + b.think(b.thinking(b, y))
      }
    },
    half("what was seen is not added", "What was seen replaces x: it is added to x.") {
      $0.result = { b in
        let y = try b.look(b.asking(b))
        return y + b.think(b.thinking(b, y))
      }
    },
    half("no look", "The first half is missing: what was seen is added to x.") {
      $0.output = { b, _ in b.x * 0 }
    },
    half("no thought", "The second half is missing: the thought about the sum.") {
      $0.result = { b in b.x + (try b.look(b.asking(b))) }
    },
    half(
      "the sum through output", "parts.output is for what the heads bring; x is added after it."
    ) {
      $0.result = { b in
        let y = b.parts.output(b.x + (try b.bring(b.asking(b))))
        return y + b.think(b.thinking(b, y))
      }
    },
    half("the thought is not added", "The thought replaces the sum: it is added to it.") {
      $0.result = { b in
        b.think(b.thinking(b, b.x + (try b.look(b.asking(b)))))
      }
    },
    half(
      "both halves read x", "The second half reads the sum of x and what was seen, not x alone."
    ) { $0.thinking = { b, _ in b.parts.norm2(b.x) } },
    half(
      "a thought about what was seen alone",
      "The second half reads the sum of x and what was seen, not that alone."
    ) { $0.thinking = { b, y in b.parts.norm2(y - b.x) } },
    half("the thought added to x", "The thought is added to the sum: what was seen is lost.") {
      $0.result = { b in
        b.x + b.think(b.thinking(b, b.x + (try b.look(b.asking(b)))))
      }
    },
    half("x added twice in the first half", xTwice) {
      $0.result = { b in
        let y = b.x + b.x + (try b.look(b.asking(b)))
        return y + b.think(b.thinking(b, y))
      }
    },
    half("x added twice", xTwice) {
      $0.result = { b in
        let y = b.x + (try b.look(b.asking(b)))
        return b.x + y + b.think(b.thinking(b, y))
      }
    },
    activated("relu") { $0.relu() },
    activated("tanh") { $0.tanh() },
    activated("the sigmoid") { $0.sigmoid() },
    activated("silu, x·σ(x)") { $0 * $0.sigmoid() },
    activated("an approximation, x·σ(1.702·x)") { $0 * ($0 * 1.702).sigmoid() },
    half("gelu before up", "gelu comes between up and down, not before both.") {
      $0.thought = { [parts = $0.parts] in parts.down(parts.up($0.gelu())) }
    },
    half("gelu with tanh", "That is gelu's approximation with tanh: x.gelu() is the exact one.") {
      $0.activation = { $0.gelu(.tanh) }
    },
    half("gelu after output", "gelu stands between up and down only, not after parts.output.") {
      $0.output = { $0.parts.output($1).gelu() }
    },
    half("no gelu", "gelu is missing: without it, up and down are one product.") {
      $0.activation = { $0 }
    },
    half("gelu at the end", "gelu comes between up and down, not after both.") {
      $0.thought = { [parts = $0.parts] in parts.down(parts.up($0)).gelu() }
    },
    half("no output", "What the heads bring goes through parts.output before it is added.") {
      $0.output = { $1 }
    },
    half("output twice", "parts.output is applied twice: once is enough.") {
      $0.output = { $0.parts.output($0.parts.output($1)) }
    },
    half("one head", "parts.heads says how many heads there are; that is one.") { $0.heads = 1 },
    half("two heads", "parts.heads says how many heads there are; that is two.") { $0.heads = 2 },
    half("keys and values exchanged", "multiHead takes the queries, the keys, and then the values.")
    {
      ($0.keys, $0.values) = ($0.values, $0.keys)
    },
    half("keys as values", "The values are made by parts.value, not by parts.key.") {
      $0.values = { $0.parts.key($1) }
    },
    half("keys and queries exchanged", "parts.query makes the queries, and parts.key the keys.") {
      ($0.queries, $0.keys) = ($0.keys, $0.queries)
    },
    half("one head for each number", "parts.heads says how many heads there are; those are D.") {
      $0.heads = $0.x.shape[2]
    },
    half("queries as keys and values", "parts.key makes the keys, and parts.value the values.") {
      $0.keys = $0.queries
      $0.values = $0.queries
    },
    half("the thought first", "The look comes first, then the thought.") {
      $0.result = { b in
        let y = b.x + b.think(b.parts.norm2(b.x))
        return y + (try b.look(b.parts.norm1(y)))
      }
    },
    Mistake(
      "the gradient of what was seen cut off",
      "What was seen has lost its gradient: compute with the variables, and not with their `.value`.",
      { x, parts, attend in
        try Attending.block(x, parts) {
          try attend($0, $1, $2).detached()
        }
      }),
  ]

  private static let normsFirst =
    "The norms come first here: of what a half reads, and not of the sum after it."

  private static let normsOfRead = "A norm is taken of what a half reads, not of what it adds."

  private static let lostX =
    "x has lost its gradient: compute with x itself, and not with its `.value`."

  private static let xTwice = "x is added twice: once is enough."

  /// Some of queries, keys and values, but not all, are made of x.
  private static let madeOfX = [[0], [1], [2], [0, 1], [0, 2], [1, 2]].map { (made: [Int]) in
    half(
      "of x: \(made.map { ["queries", "keys", "values"][$0] }.joined(separator: ", "))",
      "Queries, keys and values are all made of norm1(x): some of them are made of x."
    ) {
      if made.contains(0) { $0.queries = { b, _ in b.parts.query(b.x) } }
      if made.contains(1) { $0.keys = { b, _ in b.parts.key(b.x) } }
      if made.contains(2) { $0.values = { b, _ in b.parts.value(b.x) } }
    }
  }

  private static func activated(
    _ name: String, _ activation: @escaping @Sendable (Node) -> Node
  ) -> Mistake<Block> {
    half(name, "That is \(name): the hidden layer has gelu, x.gelu().") {
      $0.activation = activation
    }
  }

  static let blockSwallowing = Mistake<Block>(
    "an error of attend swallowed",
    { x, parts, attend in
      try Attending.block(x, parts) { (try? attend($0, $1, $2)) ?? $0 }
    })

  /// A block of which each step may be changed.
  private struct Half {
    let x: Node
    let parts: BlockParts
    let attend: Attend
    var heads: Int
    var asking: (Half) -> Node = { $0.parts.norm1($0.x) }
    var queries: (Half, Node) -> Node = { $0.parts.query($1) }
    var keys: (Half, Node) -> Node = { $0.parts.key($1) }
    var values: (Half, Node) -> Node = { $0.parts.value($1) }
    var output: (Half, Node) -> Node = { $0.parts.output($1) }
    var thinking: (Half, Node) -> Node = { $0.parts.norm2($1) }
    var activation: (Node) -> Node = { $0.gelu() }
    var thought: ((Node) -> Node)?
    var result: (Half) throws -> Node = { half in
      let y = half.x + (try half.look(half.asking(half)))
      return y + half.think(half.thinking(half, y))
    }

    func bring(_ known: Node) throws -> Node {
      try Attending.multiHead(
        queries(self, known), keys(self, known), values(self, known), heads: heads,
        attend: attend)
    }

    func look(_ known: Node) throws -> Node { output(self, try bring(known)) }

    func think(_ known: Node) -> Node {
      thought?(known) ?? parts.down(activation(parts.up(known)))
    }
  }

  private static func half(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout Half) -> Void
  ) -> Mistake<Block> {
    Mistake(name, why) { x, parts, attend in
      try withoutActuallyEscaping(attend) { attend in
        var half = Half(x: x, parts: parts, attend: attend, heads: parts.heads)
        change(&half)
        return try half.result(half)
      }
    }
  }
}
