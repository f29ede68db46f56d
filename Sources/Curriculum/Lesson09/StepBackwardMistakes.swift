import Curriculum
import Gradus

extension RememberingLesson {
  static let stepBackwardMistakes: [Mistake<StepBackward>] = [
    throughTanh("upstream forgotten", "Upstream is missing: it is a factor of everything here.") {
      1 - $0.next * $0.next
    },
    throughTanh("tanh's derivative forgotten", "The derivative of tanh is missing: 1 − next².") {
      $0.upstream
    },
    throughTanh(
      "the state before in tanh's derivative",
      "The derivative of tanh is taken of the state after the step, next, not of the one before."
    ) {
      $0.upstream * (1 - $0.state * $0.state)
    },
    throughTanh("1 − next", "The derivative of tanh is 1 − next², with a square.") {
      $0.upstream * (1 - $0.next)
    },
    throughTanh(
      "sigmoid's derivative", "That is the derivative of the sigmoid; that of tanh is 1 − next²."
    ) {
      $0.upstream * $0.next * (1 - $0.next)
    },
    throughTanh(
      "tanh once more", "next is a tanh already: its derivative is 1 − next², without another tanh."
    ) {
      $0.upstream * (1 - $0.next.tanh().squared())
    },
    throughTanh("1 + next²", "The derivative of tanh is 1 − next², with a minus.") {
      $0.upstream * (1 + $0.next * $0.next)
    },
    throughTanh("(1 − next)²", "Square next alone: the derivative of tanh is 1 − next².") {
      $0.upstream * (1 - $0.next).squared()
    },
    throughTanh("1 − 2 · next", "The derivative of tanh is 1 − next², the square of next.") {
      $0.upstream * (1 - 2 * $0.next)
    },
    throughTanh("tanh's derivative twice", "1 − next² is a factor once, not twice.") {
      $0.ofSum * (1 - $0.next * $0.next)
    },
    throughTanh("next² − 1", "The sign is turned: the derivative of tanh is 1 − next².") {
      $0.upstream * ($0.next * $0.next - 1)
    },
    changed("W not transposed", "In the gradient of x, W is transposed.") {
      $0.x = matmul($1.ofSum, $1.weights.w)
    },
    changed("U not transposed", "In the gradient of the state, U is transposed.") {
      $0.state = matmul($1.ofSum, $1.weights.u)
    },
    changed("neither transposed", "W and U are transposed on the way back.") {
      $0.x = matmul($1.ofSum, $1.weights.w)
      $0.state = matmul($1.ofSum, $1.weights.u)
    },
    changed("x's by U", "The gradient of x goes through W.") {
      $0.x = matmul($1.ofSum, $1.weights.u, transposeB: true)
    },
    changed("the state's by W", "The gradient of the state goes through U.") {
      $0.state = matmul($1.ofSum, $1.weights.w, transposeB: true)
    },
    changed("the two exchanged", "The gradients of x and of the state have changed places.") {
      gradients, _ in swap(&gradients.x, &gradients.state)
    },
    changed("those of W and U exchanged", "The gradients of W and of U have changed places.") {
      gradients, _ in swap(&gradients.weights.w, &gradients.weights.u)
    },
    changed("U's by the state after the step", "U was multiplied by the state before the step.") {
      $0.weights.u = matmul($1.next, $1.ofSum, transposeA: true)
    },
    changed("U's by the input", "U was multiplied by the state before the step, not by x.") {
      $0.weights.u = matmul($1.x, $1.ofSum, transposeA: true)
    },
    changed("W's by the state", "W was multiplied by x, not by the state.") {
      $0.weights.w = matmul($1.state, $1.ofSum, transposeA: true)
    },
    changed(
      "the state's through one more tanh",
      "The gradient of h is ofSum·Uᵀ. The tanh that made h belongs to the step before."
    ) {
      $0.state *= 1 - $1.state * $1.state
    },
    changed("the state's without U", "The gradient of the state goes through U as well.") {
      $0.state = $1.ofSum
    },
    changed(
      "upstream added to the state's",
      "Upstream reaches the old state only through the step: there is no sum with h here."
    ) {
      $0.state += $1.upstream
    },
    changed("upstream is the state's", "Upstream belongs to the state after the step.") {
      $0.state = $1.upstream
    },
    changed("the state's is zero", "The state before the step has a gradient as well.") {
      $0.state = .zeros($1.state.shape)
    },
    changed("b's averaged", "The gradient of b is a sum over the batch, not a mean.") {
      $0.weights.b = $1.ofSum.mean(along: 0)
    },
    changed("weights' averaged", "Gradients of the weights are sums over the batch, not means.") {
      let b = Double($1.x.shape[0])
      $0.weights.w /= b
      $0.weights.u /= b
      $0.weights.b /= b
    },
    changed(
      "weights' before tanh", "The gradients of W, U and b go through tanh as well: take ofSum."
    ) {
      $0.weights = CellWeights(
        w: matmul($1.x, $1.upstream, transposeA: true),
        u: matmul($1.state, $1.upstream, transposeA: true), b: $1.upstream.sum(along: 0))
    },
    changed("b's as a row", "b has shape [H], and so has its gradient: without keepingDimensions.")
    {
      $0.weights.b = $1.ofSum.sum(along: 0, keepingDimensions: true)
    },
    changed("W's before tanh", "The gradient of W goes through tanh as well: take ofSum.") {
      $0.weights.w = matmul($1.x, $1.upstream, transposeA: true)
    },
    changed("U's before tanh", "The gradient of U goes through tanh as well: take ofSum.") {
      $0.weights.u = matmul($1.state, $1.upstream, transposeA: true)
    },
    changed("b's before tanh", "The gradient of b goes through tanh as well.") {
      $0.weights.b = $1.upstream.sum(along: 0)
    },
    changed("b's of the first row", "That is b's gradient of the first row: sum over the batch.") {
      $0.weights.b = $1.ofSum[0]
    },
    changed("b's summed over the units", "b has H numbers: sum over the batch, along axis 0.") {
      $0.weights.b = $1.ofSum.sum(along: 1)
    },
    changed("b's not summed", "b was added to each row of the batch: its gradient sums over them.")
    {
      $0.weights.b = $1.ofSum
    },
  ]

  /// What a step back has to do with.
  struct StepBack {
    let (x, state, next): (Matrix, Matrix, Matrix)
    let weights: CellWeights
    let upstream: Matrix
    /// The right gradient of x·W + h·U + b.
    var ofSum: Matrix { upstream * (1 - next * next) }
  }

  /// Another gradient of the sum within tanh, with which everything else is right.
  private static func throughTanh(
    _ name: String, _ why: String, _ ofSum: @escaping @Sendable (StepBack) -> Matrix
  ) -> Mistake<StepBackward> {
    Mistake(name, why) { x, state, next, weights, upstream in
      let ofSum = ofSum(
        StepBack(x: x, state: state, next: next, weights: weights, upstream: upstream))
      return CellGradients(
        x: matmul(ofSum, weights.w, transposeB: true),
        state: matmul(ofSum, weights.u, transposeB: true),
        weights: CellWeights(
          w: matmul(x, ofSum, transposeA: true), u: matmul(state, ofSum, transposeA: true),
          b: ofSum.sum(along: 0)))
    }
  }

  /// The right gradients, of which some are changed.
  private static func changed(
    _ name: String, _ why: String,
    _ change: @escaping @Sendable (inout CellGradients, StepBack) -> Void
  ) -> Mistake<StepBackward> {
    Mistake(name, why) { x, state, next, weights, upstream in
      var gradients = try Remembering.stepBackward(
        x, state, next: next, weights, upstream: upstream)
      change(
        &gradients, StepBack(x: x, state: state, next: next, weights: weights, upstream: upstream))
      return gradients
    }
  }
}
