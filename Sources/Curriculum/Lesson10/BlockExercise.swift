import Curriculum
import Gradus

extension AttendingLesson {
  typealias Block = @Sendable (Node, BlockParts, Attend) throws -> Node

  static let block = Exercise<Answers>(
    "block", "A look around, and a thought",
    hints: [
      "let asking = parts.norm1(x): queries, keys and values are all made of that, and x itself stays as it is.",
      "multiHead(parts.query(asking), parts.key(asking), parts.value(asking), heads: parts.heads, attend: attend) "
        + "goes through parts.output, and is added to x.",
      "The second half is made of that sum: parts.norm2, parts.up, gelu(), parts.down, and added to the sum.",
    ],
    learned:
      "Both halves add to x and never replace it, so that the gradient goes back through all blocks as it is.",
    landmark: Landmark(
      "Sources/Layers/Attention/TransformerBlock.swift", "struct TransformerBlock"),
    solution: { $0.block = Attending.block },
    check: { answers in
      let all = BlockCase.all(seed: 1050)
      for (place, input) in all.enumerated() {
        let mistakes = place == 0 ? blockMistakes : []
        let found = try input.outcome(of: answers.block)
        let right = try input.outcome { try Attending.block($0, $1, attend: $2) }
        try expect(
          found, equals: right,
          in: "block of \(input)",
          parts: [.tensor("result", \.result), .value("calls of attend", \.calls)]
            + input.gradientParts,
          suspects: mistakes.suspects { try input.outcome(of: $0) },
          otherwise: found.calls != 1
            ? "Let attend look once." : lostGradient(where: found.result, is: right.result))
      }
      try expectHandsOnErrors("block", of: "attend", calls: 1) { failing in
        _ = try answers.block(Node(all[0].x), all[0].parts) {
          try failing()
          return HeadsCase.mixed($0, $1, $2)
        }
      }
    },
    wrongAnswers: (blockMistakes + [blockSwallowing]).wrongAnswers(\.block),
    rightAnswers: [
      RightAnswer("two halves as functions") {
        $0.block = { x, parts, attend in
          func looked(_ x: Node) throws -> Node {
            parts.output(
              try Attending.multiHead(
                parts.query(x), parts.key(x), parts.value(x), heads: parts.heads, attend: attend))
          }
          func thought(_ x: Node) -> Node { parts.down(parts.up(x).gelu()) }
          let y = try looked(parts.norm1(x)) + x
          return thought(parts.norm2(y)) + y
        }
      },
      RightAnswer("queries, keys and values by one product") {
        $0.block = { x, parts, attend in
          let known = parts.norm1(x)
          let weight = Node.concatenate(
            [parts.query.weight, parts.key.weight, parts.value.weight], along: 1)
          let bias = Node.concatenate(
            [parts.query.bias, parts.key.bias, parts.value.bias], along: 0)
          let all = (matmul(known, weight) + bias).split(into: 3, along: 2)
          let seen = try Attending.multiHead(
            all[0], all[1], all[2], heads: parts.heads, attend: attend)
          let y = x + parts.output(seen)
          return y + parts.down(parts.up(parts.norm2(y)).gelu())
        }
      },
      RightAnswer("the changes added up at the end") {
        $0.block = { x, parts, attend in
          let known = parts.norm1(x)
          let seen = parts.output(
            try Attending.multiHead(
              parts.query(known), parts.key(known), parts.value(known), heads: parts.heads,
              attend: attend))
          let change = parts.down(parts.up(parts.norm2(x + seen)).gelu())
          return x + (seen + change)
        }
      },
    ])
}

extension BlockCase {
  /// The gradients of x and of each part.
  var gradientParts: [Part<Outcome>] {
    let names = ["x"] + parts.parameters.map { "parts.\($0.name)" }
    return names.enumerated().map { place, name in
      .tensor("gradient of \(name)") { $0.gradients[place] }
    }
  }
}
