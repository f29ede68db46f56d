import Curriculum
import Gradus

extension RememberingLesson {
  static let throughTimeMistakes: [Mistake<ThroughTime>] = [
    walked(
      "the gradient of the later steps forgotten",
      "What comes back from the next step is missing: add it to upstream[0..., t]."
    ) { $0.ofState = $1.upstream[0..., $1.t] },
    walked(
      "upstream at the last step alone",
      "Upstream counts at every step, and not at the last one alone."
    ) { if $1.t < $1.last { $0.ofState -= $1.upstream[0..., $1.t] } },
    walked("the later steps counted twice", "What comes back from the next step is added once.") {
      parts, _ in parts.ofState += parts.carried
    },
    walked(
      "what all later steps hand on",
      "Only the next step hands something on: what it hands on has the later ones in it, so do not add them again."
    ) { parts, _ in parts.ofState += parts.carriedBefore },
    walked("upstream of the first step", "At step t, upstream[0..., t] counts: t seems to be 0.") {
      $0.ofState += $1.upstream[0..., 0] - $1.upstream[0..., $1.t]
    },
    walked("upstream of the last step", "At step t, upstream[0..., t] counts, not the last one's.")
    {
      $0.ofState += $1.upstream[0..., $1.last] - $1.upstream[0..., $1.t]
    },
    walked(
      "upstream turned around", "Upstream's step t belongs to state t: both count from the front."
    ) { $0.ofState += $1.upstream[0..., $1.last - $1.t] - $1.upstream[0..., $1.t] },
    walked(
      "the state after the step for the one before",
      "The state before step t is states[0..., t − 1]; U was multiplied by that."
    ) { $0.before = $1.states[0..., $1.t] },
    walked("zeros before the first step", "The state before the first step is `start`.") {
      if $1.t == 0 { $0.before = .zeros($0.before.shape) }
    },
    walked("start before every step", "Before step t stands states[0..., t − 1], and not `start`.")
    {
      $0.before = $1.start
    },
    walked(
      "the last state after every step", "tanh's derivative at step t is 1 − states[0..., t]²."
    ) {
      $0.next = $1.states[0..., $1.last]
    },
    walked("the state before, in tanh's derivative", "The state after step t is states[0..., t].") {
      parts, _ in parts.next = parts.before
    },
    walked(
      "the state after the step for the one before, from step 1 on",
      "The state before step t is states[0..., t − 1]; U was multiplied by that."
    ) { if $1.t > 0 { $0.before = $1.states[0..., $1.t] } },
    walked(
      "the first state before step 0", "Before step 0 stands `start`, and not states[0..., 0]."
    ) { if $1.t == 0 { $0.before = $1.states[0..., 0] } },
    walked(
      "upstream after the last step",
      "After the last step nothing comes back: begin with zeros. upstream[0..., T − 1] counts once."
    ) { if $1.t == $1.last { $0.ofState += $1.upstream[0..., $1.t] } },
    walked("the later steps subtracted", "What comes back from the next step is added.") {
      parts, _ in parts.ofState -= 2 * parts.carried
    },
    handed(
      "upstream handed on",
      "A step hands on the gradient of the state before it alone: its own upstream is in that already."
    ) { $0 += $1.upstream[0..., $1.t] },
    handed("upstream for start", "`start` is no result of the network: no upstream belongs to it.")
    {
      if $1.t == 0 { $0 += $1.upstream[0..., 0] }
    },
    Mistake(
      "forward in time", "The way back runs from the last step to the first: (0..<T).reversed().",
      { x, start, states, weights, upstream in
        try walk(x, start, states, weights, upstream, times: Array(0..<x.shape[1])).result
      }),
    Mistake(
      "the inputs turned around", "Step t had the input x[0..., t]: both count from the front.",
      { x, start, states, weights, upstream in
        try walk(reversed(x), start, states, weights, upstream).result
      }),
    Mistake(
      "the sum begins at the weights",
      "The sum of gradients begins at weights.zeros, not at the weights themselves.",
      { x, start, states, weights, upstream in
        var gradients = try walk(x, start, states, weights, upstream).result
        gradients.weights += weights
        return gradients
      }),
    finished("step 0 left out", "Step 0 is missing: the loop ends at t = 0.") { gradients, steps in
      gradients.weights.w -= steps[0].weights.w
      gradients.weights.u -= steps[0].weights.u
      gradients.weights.b -= steps[0].weights.b
      gradients.x[0..., 0] *= 0
      gradients.state = steps[min(1, steps.count - 1)].state
    },
    finished(
      "weights averaged over the batch",
      "The weights' gradients are sums over the batch, not means."
    ) { gradients, steps in
      let count = Double(steps[0].x.shape[0])
      gradients.weights.w /= count
      gradients.weights.u /= count
      gradients.weights.b /= count
    },
    finished(
      "weights overwritten", "The weights' gradients are assigned: add up what each step gives."
    ) { $0.weights = $1[0].weights },
    finished(
      "the last step's weights",
      "Those are the weights' gradients of the last step alone: add up all."
    ) { $0.weights = $1[$1.count - 1].weights },
    finished("W overwritten", "The gradient of W is assigned: add up what each step gives.") {
      $0.weights.w = $1[0].weights.w
    },
    finished("U overwritten", "The gradient of U is assigned: add up what each step gives.") {
      $0.weights.u = $1[0].weights.u
    },
    finished("b overwritten", "The gradient of b is assigned: add up what each step gives.") {
      $0.weights.b = $1[0].weights.b
    },
    finished("weights averaged over time", "The weights' gradients are sums over time, not means.")
    {
      let steps = Double($1.count)
      $0.weights.w /= steps
      $0.weights.u /= steps
      $0.weights.b /= steps
    },
    finished("start has none", "`start` has a gradient: what the first step hands on.") {
      gradients, _ in gradients.state = .zeros(gradients.state.shape)
    },
    finished(
      "what step 1 hands on",
      "The gradient of `start` is what step 0 hands on; this is what step 1 does."
    ) { $0.state = $1[min(1, $1.count - 1)].state },
    finished(
      "what the last step hands on",
      "The gradient of `start` is what the first step hands on; this is what the last one does."
    ) { $0.state = $1[$1.count - 1].state },
    finished(
      "start's summed over time",
      "Only the first step has used `start`: nothing is summed over time."
    ) { gradients, steps in
      gradients.state = steps.dropFirst().reduce(steps[0].state) { $0 + $1.state }
    },
    finished("x's of the first step everywhere", "x's gradient at step t comes from step t.") {
      gradients, steps in
      for t in steps.indices { gradients.x[0..., t] = steps[0].x }
    },
    finished(
      "x's in reverse", "x's gradient is in reverse order: that of step t belongs to place t."
    ) {
      gradients, _ in gradients.x = reversed(gradients.x)
    },
    finished(
      "x's stacked along time", "Shape [T, B, D]: stack x's gradients along axis 1."
    ) { $0.x = .stack($1.map(\.x)) },
    finished(
      "x's added up", "x[0..., t] was used in step t alone: its gradient is not summed over time."
    ) { gradients, steps in
      var sum = Matrix.zeros(steps[0].x.shape)
      for t in steps.indices.reversed() {
        sum += steps[t].x
        gradients.x[0..., t] = sum
      }
    },
  ]

  /// The place of a step, and all that there is.
  struct TimeStep {
    let t: Int
    let (start, states, upstream): (Matrix, Matrix, Matrix)
    var last: Int { states.shape[1] - 1 }
  }

  /// What a step back is made with.
  struct StepParts {
    /// The state before the step, and the one after it.
    var (before, next): (Matrix, Matrix)
    /// What came back from the step after this one.
    let carried: Matrix
    /// The sum of what came back from the steps after that one.
    let carriedBefore: Matrix
    /// The gradient of the state after the step.
    var ofState: Matrix
  }

  /// The walk back, in which each step is made with other things.
  private static func walked(
    _ name: String, _ why: String,
    _ change: @escaping @Sendable (inout StepParts, TimeStep) -> Void
  ) -> Mistake<ThroughTime> {
    Mistake(name, why) { x, start, states, weights, upstream in
      try walk(x, start, states, weights, upstream, change).result
    }
  }

  /// The walk back, in which each step hands something else on to the step before it.
  private static func handed(
    _ name: String, _ why: String,
    _ change: @escaping @Sendable (inout Matrix, TimeStep) -> Void
  ) -> Mistake<ThroughTime> {
    Mistake(name, why) { x, start, states, weights, upstream in
      try walk(x, start, states, weights, upstream, handingOn: change).result
    }
  }

  /// The right walk, whose result is put together in another way, from the gradients of each step.
  private static func finished(
    _ name: String, _ why: String,
    _ change: @escaping @Sendable (inout CellGradients, [CellGradients]) -> Void
  ) -> Mistake<ThroughTime> {
    Mistake(name, why) { x, start, states, weights, upstream in
      var (result, steps) = try walk(x, start, states, weights, upstream)
      change(&result, steps)
      return result
    }
  }

  private static func walk(
    _ x: Matrix, _ start: Matrix, _ states: Matrix, _ weights: CellWeights, _ upstream: Matrix,
    times: [Int]? = nil, _ change: (inout StepParts, TimeStep) -> Void = { _, _ in },
    handingOn: (inout Matrix, TimeStep) -> Void = { _, _ in }
  ) throws -> (result: CellGradients, steps: [CellGradients]) {
    var result = CellGradients(
      x: .zeros(x.shape), state: .zeros(start.shape), weights: weights.zeros)
    var steps: [CellGradients] = []
    for t in times ?? (0..<x.shape[1]).reversed() {
      var parts = StepParts(
        before: t > 0 ? states[0..., t - 1] : start, next: states[0..., t], carried: result.state,
        carriedBefore: steps.dropFirst().reduce(Matrix.zeros(start.shape)) { $0 + $1.state },
        ofState: upstream[0..., t] + result.state)
      let place = TimeStep(t: t, start: start, states: states, upstream: upstream)
      change(&parts, place)
      let step = try Remembering.stepBackward(
        x[0..., t], parts.before, next: parts.next, weights, upstream: parts.ofState)
      result.x[0..., t] = step.x
      result.state = step.state
      handingOn(&result.state, place)
      result.weights += step.weights
      steps.insert(step, at: 0)
    }
    return (result, steps)
  }
}
