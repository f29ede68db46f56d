import Curriculum
import Gradus

extension RememberingLesson {
  static let gruMistakes: [Mistake<GRUStep>] = [
    Mistake(
      "reset before the product",
      "reset is multiplied after the product, reset * (h·U + stateBias): before it, U mixes the units.",
      { x, state, weights, stateBias in
        var parts = GRUParts(x, state, weights, stateBias)
        let ofState =
          matmul(parts.reset * state, weights.u).split(into: 3, along: 1)[2]
          + stateBias.split(into: 3)[2]
        parts.new = (parts.ofInput[2] + ofState).tanh()
        return parts.next
      }),
    changed("reset of the whole sum", "reset is for the state's part alone, not for the input's.") {
      $0.new = ($0.reset * ($0.ofInput[2] + $0.ofState[2])).tanh()
    },
    changed("no reset", "reset is missing: it multiplies the state's part of the new state.") {
      $0.new = ($0.ofInput[2] + $0.ofState[2]).tanh()
    },
    changed("reset of the input's part", "reset multiplies the state's part, not the input's.") {
      $0.new = ($0.reset * $0.ofInput[2] + $0.ofState[2]).tanh()
    },
    changed("reset of the state itself", "reset multiplies h·U + stateBias, not the state itself.")
    {
      $0.new = ($0.ofInput[2] + $0.reset * $0.state).tanh()
    },
    changed("reset without sigmoid", "The sigmoid of reset is missing.") {
      $0.use(reset: $0.ofInput[0] + $0.ofState[0])
    },
    changed("reset a tanh", "reset is a sigmoid, not a tanh.") {
      $0.use(reset: ($0.ofInput[0] + $0.ofState[0]).tanh())
    },
    changed("keep without sigmoid", "The sigmoid of keep is missing.") {
      $0.keep = $0.ofInput[1] + $0.ofState[1]
    },
    changed("keep a tanh", "keep is a sigmoid, not a tanh.") {
      $0.keep = ($0.ofInput[1] + $0.ofState[1]).tanh()
    },
    changed("the new state without tanh", "tanh of the new state is missing.") {
      $0.new = $0.ofInput[2] + $0.reset * $0.ofState[2]
    },
    changed("gates of the input alone", "reset and keep look at the state as well: add its parts.")
    {
      $0.keep = $0.ofInput[1].sigmoid()
      $0.use(reset: $0.ofInput[0].sigmoid())
    },
    changed("gates of the state alone", "reset and keep look at the input as well: add its parts.")
    {
      $0.keep = $0.ofState[1].sigmoid()
      $0.use(reset: $0.ofState[0].sigmoid())
    },
    changed("reset of the input alone", "reset looks at the state as well: add its part.") {
      $0.use(reset: $0.ofInput[0].sigmoid())
    },
    changed("reset of the state alone", "reset looks at the input as well: add its part.") {
      $0.use(reset: $0.ofState[0].sigmoid())
    },
    changed("keep of the input alone", "keep looks at the state as well: add its part.") {
      $0.keep = $0.ofInput[1].sigmoid()
    },
    changed("keep of the state alone", "keep looks at the input as well: add its part.") {
      $0.keep = $0.ofState[1].sigmoid()
    },
    changed(
      "the state's parts in another order",
      "The parts of the state stand in the same order as those of the input: reset, keep, new."
    ) {
      $0.keep = ($0.ofInput[1] + $0.ofState[0]).sigmoid()
      $0.use(reset: ($0.ofInput[0] + $0.ofState[1]).sigmoid())
    },
    changed("tanh of the input's part", "tanh is taken of the sum, of the state's part, too.") {
      $0.new = $0.ofInput[2].tanh() + $0.reset * $0.ofState[2]
    },
    changed("reset added", "reset multiplies the state's part: it is not added to it.") {
      $0.new = ($0.ofInput[2] + $0.reset + $0.ofState[2]).tanh()
    },
    changed("gates of products", "reset and keep are sigmoids of sums, not of products.") {
      $0.keep = ($0.ofInput[1] * $0.ofState[1]).sigmoid()
      $0.use(reset: ($0.ofInput[0] * $0.ofState[0]).sigmoid())
    },
    changed("mixed by both gates", "Old and new are mixed by keep and 1 − keep, without reset.") {
      ($0.rest, $0.keep) = ($0.keep, $0.reset)
    },
    changed("reset after tanh", "reset multiplies the state's part within tanh, not the new state.")
    {
      $0.new = $0.reset * ($0.ofInput[2] + $0.ofState[2]).tanh()
    },
    changed("the old state times reset", "Old and new are mixed by keep alone, without reset.") {
      $0.state = $0.reset * $0.state
    },
    changed("the old state subtracted", "keep times the old state is added, not subtracted.") {
      $0.state = -$0.state
    },
    changed("the new state alone", "The new state is mixed with the old one, by keep.") {
      $0.keep = .zeros($0.keep.shape)
    },
    changed("1 − reset", "The state's part is multiplied by reset, not by 1 − reset.") {
      $0.new = ($0.ofInput[2] + (1 - $0.reset) * $0.ofState[2]).tanh()
    },
    changed("keep and 1 − keep exchanged", "keep multiplies the old state, 1 − keep the new one.") {
      $0.keep = 1 - $0.keep
    },
    changed("keep of both", "keep multiplies the old state, and 1 − keep the new one.") {
      $0.rest = $0.keep
    },
    changed("all of the old state", "The old state is multiplied by keep.") {
      $0.rest = 1 - $0.keep
      $0.keep = .ones($0.keep.shape)
    },
    changed("keep of the state's part", "keep multiplies the old state itself, not h·U.") {
      $0.state = $0.ofState[2]
    },
    changed("mixed by reset", "Old and new are mixed by keep, not by reset.") {
      $0.keep = $0.reset
    },
    changed("keep added to the new", "The new state is multiplied by 1 − keep.") {
      $0.rest = .ones($0.keep.shape)
    },
    changed("the old state left out", "keep times the old state is missing.") {
      $0.state = .zeros($0.state.shape)
    },
    changed("the new state a sigmoid", "The new state is a tanh.") {
      $0.new = ($0.ofInput[2] + $0.reset * $0.ofState[2]).sigmoid()
    },
    changed("gates without sigmoid", "reset and keep are sigmoids.") {
      let reset = $0.ofInput[0] + $0.ofState[0]
      $0.keep = $0.ofInput[1] + $0.ofState[1]
      $0.rest = 1 - $0.keep
      $0.new = ($0.ofInput[2] + reset * $0.ofState[2]).tanh()
    },
    changed("the new state from the old one times keep", "The new state takes reset, not keep.") {
      $0.new = ($0.ofInput[2] + $0.keep * $0.ofState[2]).tanh()
    },
    changed(
      "tanh of the result", "Old and new are mixed as they are: no tanh is taken of the mixture."
    ) {
      $0.isBent = true
    },
    ordered(
      "keep before reset", "The order is reset, keep, new; this is keep, reset, new.", [1, 0, 2]),
    ordered(
      "the new state second", "The order is reset, keep, new; this is reset, new, keep.", [0, 2, 1]),
    ordered(
      "the new state first", "The order is reset, keep, new; this is new, reset, keep.", [1, 2, 0]),
    ordered("in reverse", "The order is reset, keep, new; this is new, keep, reset.", [2, 1, 0]),
    ordered(
      "keep first, reset last", "The order is reset, keep, new; this is keep, new, reset.",
      [2, 0, 1]),
    Mistake(
      "no input", "x·W is missing.",
      { x, state, weights, stateBias in
        GRUParts(.zeros(x.shape), state, weights, stateBias).next
      }),
    Mistake(
      "no product of the state", "h·U is missing.",
      { x, state, weights, stateBias in
        var weights = weights
        weights.u *= 0
        return GRUParts(x, state, weights, stateBias).next
      }),
    biased(
      "stateBias in the new state alone", "stateBias has a part for reset and for keep as well."
    ) {
      let h = $1.shape[0] / 3
      return ($0, .concatenate([.zeros([2 * h]), $1[2 * h..<3 * h]], along: 0))
    },
    biased("both biases with the state", "weights.b belongs to the input's part, without reset.") {
      (.zeros($0.shape), $0 + $1)
    },
    biased("weights.b for both", "The bias of the state's part is stateBias, not weights.b.") {
      b, _ in
      (b, b)
    },
    biased("weights.b with both", "weights.b is added to the input's part alone.") {
      ($0, $0 + $1)
    },
    biased("no stateBias", "stateBias is missing.") { ($0, .zeros($1.shape)) },
    biased("no bias of the input", "The bias of the input's part is missing.") {
      (.zeros($0.shape), $1)
    },
    biased(
      "the biases exchanged", "weights.b belongs to the input's part, stateBias to the state's."
    ) {
      ($1, $0)
    },
    biased(
      "both biases with the input", "stateBias belongs to the state's part, which reset multiplies."
    ) {
      ($0 + $1, .zeros($1.shape))
    },
  ]

  struct GRUParts {
    let (ofInput, ofState): ([Matrix], [Matrix])
    var state: Matrix
    var reset, keep, new: Matrix
    /// What the new state is multiplied by.
    var rest: Matrix?
    var isBent = false

    init(
      _ x: Matrix, _ state: Matrix, _ weights: CellWeights, _ stateBias: Matrix,
      order: [Int] = [0, 1, 2]
    ) {
      let input = (matmul(x, weights.w) + weights.b).split(into: 3, along: 1)
      let before = (matmul(state, weights.u) + stateBias).split(into: 3, along: 1)
      (ofInput, ofState) = (order.map { input[$0] }, order.map { before[$0] })
      self.state = state
      reset = (ofInput[0] + ofState[0]).sigmoid()
      keep = (ofInput[1] + ofState[1]).sigmoid()
      new = (ofInput[2] + reset * ofState[2]).tanh()
    }

    /// Another reset, and the new state that comes of it.
    mutating func use(reset: Matrix) {
      self.reset = reset
      new = (ofInput[2] + reset * ofState[2]).tanh()
    }

    var next: Matrix {
      let mixture = (rest ?? 1 - keep) * new + keep * state
      return isBent ? mixture.tanh() : mixture
    }
  }

  private static func changed(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout GRUParts) -> Void
  ) -> Mistake<GRUStep> {
    Mistake(name, why) { x, state, weights, stateBias in
      var parts = GRUParts(x, state, weights, stateBias)
      change(&parts)
      return parts.next
    }
  }

  private static func ordered(_ name: String, _ why: String, _ order: [Int]) -> Mistake<GRUStep> {
    Mistake(name, why) { GRUParts($0, $1, $2, $3, order: order).next }
  }

  private static func biased(
    _ name: String, _ why: String,
    _ biases: @escaping @Sendable (_ b: Matrix, _ stateBias: Matrix) -> (Matrix, Matrix)
  ) -> Mistake<GRUStep> {
    Mistake(name, why) { x, state, weights, stateBias in
      let (b, ofState) = biases(weights.b, stateBias)
      return try Remembering.gruStep(
        x, state, CellWeights(w: weights.w, u: weights.u, b: b), stateBias: ofState)
    }
  }
}
