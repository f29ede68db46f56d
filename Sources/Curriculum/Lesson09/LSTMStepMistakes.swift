import Curriculum
import Gradus

extension RememberingLesson {
  static let lstmMistakes: [Mistake<LSTMStep>] = [
    ordered(
      "input and forget exchanged", "The input gate comes first, the forget gate second.",
      [1, 0, 2, 3]),
    ordered(
      "output before the candidate",
      "The candidate is the third and the output gate the fourth: i, f, g, o.", [0, 1, 3, 2]),
    ordered(
      "the candidate second",
      "The order is i, f, g, o; this is i, g, f, o, which other frameworks have.", [0, 2, 1, 3]),
    ordered(
      "forget first, output second", "The order is i, f, g, o; this is f, i, o, g.", [1, 0, 3, 2]),
    ordered(
      "input and output exchanged", "The order is i, f, g, o; this is o, f, g, i.", [3, 1, 2, 0]),
    ordered("in reverse", "The order is i, f, g, o; this is o, g, f, i.", [3, 2, 1, 0]),
    Mistake(
      "every fourth column",
      "Each of i, f, g, o has H neighboring columns; these take every fourth one.",
      { x, h, c, p in
        let units = h.shape[1]
        let columns = (0..<4).flatMap { part in (0..<units).map { 4 * $0 + part } }
        return Gates(sum(x, h, p).gather(columns, along: 1), hidden: h, cell: c).next
      }),
    changed("the candidate without tanh", "tanh of the candidate g is missing.") {
      $0.candidate = $0.sums[2]
    },
    changed("the input gate without sigmoid", "The input gate's sigmoid is missing: σ(i).") {
      $0.input = $0.sums[0]
    },
    changed("the forget gate without sigmoid", "The forget gate's sigmoid is missing: σ(f).") {
      $0.forget = $0.sums[1]
    },
    changed("the output gate without sigmoid", "The output gate's sigmoid is missing: σ(o).") {
      $0.output = $0.sums[3]
    },
    changed("the input gate a tanh", "The input gate is σ(i), not tanh(i).") {
      $0.input = $0.sums[0].tanh()
    },
    changed("the forget gate a tanh", "The forget gate is σ(f), not tanh(f).") {
      $0.forget = $0.sums[1].tanh()
    },
    changed("the output gate a tanh", "The output gate is σ(o), not tanh(o).") {
      $0.output = $0.sums[3].tanh()
    },
    changed("the candidate a sigmoid", "The candidate is a tanh, so that it can be negative.") {
      $0.candidate = $0.sums[2].sigmoid()
    },
    changed("the candidate a relu", "The candidate is a tanh, not relu.") {
      $0.candidate = $0.sums[2].relu()
    },
    changed("tanh after the input gate", "tanh is taken of the candidate, before the input gate.") {
      $0.candidate = ($0.input * $0.sums[2]).tanh()
      $0.input = .ones($0.input.shape)
    },
    changed("gates without sigmoid", "The gates are sigmoids: between 0, closed, and 1, open.") {
      ($0.input, $0.forget, $0.output) = ($0.sums[0], $0.sums[1], $0.sums[3])
    },
    changed("gates of tanh", "The gates are sigmoids, not tanh: a gate is never negative.") {
      ($0.input, $0.forget, $0.output) = ($0.sums[0].tanh(), $0.sums[1].tanh(), $0.sums[3].tanh())
    },
    changed(
      "1 added for the forget gate", "Nothing is added to the forget gate: a 1 is in its bias."
    ) {
      $0.forget = ($0.sums[1] + 1).sigmoid()
    },
    changed("nothing forgotten", "The old cell is multiplied by the forget gate.") {
      $0.forget = .ones($0.forget.shape)
    },
    changed("no input gate", "The candidate is multiplied by the input gate.") {
      $0.input = .ones($0.input.shape)
    },
    changed(
      "the input gate as what is not kept", "The input gate is one of its own, not 1 − forget."
    ) {
      $0.input = 1 - $0.forget
    },
    changed("1 − input", "The candidate is multiplied by the input gate, not by 1 − it.") {
      $0.input = 1 - $0.input
    },
    changed("the candidate subtracted", "input ⊙ candidate is added to the cell, not subtracted.") {
      $0.candidate = -$0.candidate
    },
    changed("the old cell once more", "The old cell counts only times the forget gate.") {
      $0.forget = 1 + $0.forget
    },
    changed("tanh of the old cell", "The old cell is kept as it is: no tanh is taken of it.") {
      $0.old = $0.old.tanh()
    },
    changed("the output gate looks at the cell", lookAtHidden) {
      $0.output = ($0.sums[3] + $0.next.cell).sigmoid()
    },
    changed("the forget gate looks at the cell", lookAtHidden) {
      $0.forget = ($0.sums[1] + $0.old).sigmoid()
    },
    changed("forget for keep", "The cell is multiplied by the forget gate: open, it keeps.") {
      $0.forget = 1 - $0.forget
    },
    changed("the hidden state in place of the cell", "What the forget gate keeps is the cell.") {
      $0.old = $0.hidden
    },
    finished("forget for both", "The forget gate multiplies the old cell alone.") { next, gates in
      next.cell = gates.forget * (gates.old + gates.input * gates.candidate)
      next.hidden = gates.output * next.cell.tanh()
    },
    finished("the old cell returned", "The new cell is returned, not the old one.") {
      $0.cell = $1.old
    },
    finished("sigmoid of the cell", "hidden takes tanh of the new cell, not its sigmoid.") {
      next, gates in next.hidden = gates.output * next.cell.sigmoid()
    },
    finished("no tanh of the cell", "hidden is the output gate times tanh of the new cell.") {
      next, gates in next.hidden = gates.output * next.cell
    },
    finished("the old cell's output", "hidden is made of the new cell.") { next, gates in
      next.hidden = gates.output * gates.old.tanh()
    },
    finished("no output gate", "The output gate is missing in hidden.") { next, _ in
      next.hidden = next.cell.tanh()
    },
    finished("tanh in the cell itself", "The cell is kept as it is; tanh is for hidden alone.") {
      next, _ in next.cell = next.cell.tanh()
    },
    finished("tanh of the product", "tanh is taken of the new cell, before the output gate.") {
      next, gates in next.hidden = (gates.output * next.cell).tanh()
    },
    finished("the old hidden state added", "hidden is new: the old one is not added to it.") {
      $0.hidden += $1.hidden
    },
    finished("the old hidden state returned", "The new hidden is returned, not the old one.") {
      $0.hidden = $1.hidden
    },
    finished("hidden twice", "Both are the new hidden state: the second one is the new cell.") {
      next, _ in next.cell = next.hidden
    },
    finished("the cell twice", "Both are the new cell: the first one is the new hidden state.") {
      next, _ in next.hidden = next.cell
    },
    finished("the two exchanged", "hidden and cell have changed places.") { next, _ in
      swap(&next.hidden, &next.cell)
    },
    summed("no bias", "The bias is missing.") { x, h, _, p in matmul(x, p.w) + matmul(h, p.u) },
    summed("no hidden state", "The gates look at the hidden state as well: h·U is missing.") {
      x, _, _, p in matmul(x, p.w) + p.b
    },
    summed("no input", "The gates look at the input as well: x·W is missing.") {
      _, h, _, p in matmul(h, p.u) + p.b
    },
    summed("bias twice", "The bias is added once, not with each product.") { x, h, _, p in
      sum(x, h, p) + p.b
    },
    summed("the cell by U", lookAtHidden) {
      x, _, c, p in matmul(x, p.w) + matmul(c, p.u) + p.b
    },
  ]

  private static let lookAtHidden = "The gates look at the hidden state, not at the cell."

  private struct Gates {
    let sums: [Matrix]
    var input, forget, candidate, output: Matrix
    /// The states before the step.
    var old: Matrix
    let hidden: Matrix

    init(_ sums: Matrix, hidden: Matrix, cell: Matrix, order: [Int] = [0, 1, 2, 3]) {
      let parts = sums.split(into: 4, along: 1)
      self.sums = order.map { parts[$0] }
      input = self.sums[0].sigmoid()
      forget = self.sums[1].sigmoid()
      candidate = self.sums[2].tanh()
      output = self.sums[3].sigmoid()
      (old, self.hidden) = (cell, hidden)
    }

    var next: (hidden: Matrix, cell: Matrix) {
      let cell = forget * old + input * candidate
      return (output * cell.tanh(), cell)
    }
  }

  private static func sum(_ x: Matrix, _ h: Matrix, _ p: CellWeights) -> Matrix {
    matmul(x, p.w) + matmul(h, p.u) + p.b
  }

  private static func ordered(_ name: String, _ why: String, _ order: [Int]) -> Mistake<LSTMStep> {
    Mistake(name, why) { x, h, c, p in
      Gates(sum(x, h, p), hidden: h, cell: c, order: order).next
    }
  }

  private static func changed(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout Gates) -> Void
  ) -> Mistake<LSTMStep> {
    Mistake(name, why) { x, h, c, p in
      var gates = Gates(sum(x, h, p), hidden: h, cell: c)
      change(&gates)
      return gates.next
    }
  }

  private static func finished(
    _ name: String, _ why: String,
    _ change: @escaping @Sendable (inout (hidden: Matrix, cell: Matrix), Gates) -> Void
  ) -> Mistake<LSTMStep> {
    Mistake(name, why) { x, h, c, p in
      let gates = Gates(sum(x, h, p), hidden: h, cell: c)
      var next = gates.next
      change(&next, gates)
      return next
    }
  }

  private static func summed(
    _ name: String, _ why: String,
    _ sum: @escaping @Sendable (Matrix, Matrix, Matrix, CellWeights) -> Matrix
  ) -> Mistake<LSTMStep> {
    Mistake(name, why) { x, h, c, p in Gates(sum(x, h, c, p), hidden: h, cell: c).next }
  }
}
