import Curriculum
import Gradus

extension ExtendingLesson {
  /// What the two gradients are made of, so that a mistake is one change to it.
  private struct ChangedGradients: Sendable {
    /// The root from x and b.
    var root: @Sendable (Matrix, Matrix) -> Matrix = { ($0 * $0 + $1).sqrt() }
    /// dy/dx and dy/db from x and the root.
    var slopeOfX: @Sendable (Matrix, Matrix) -> Matrix = { 0.5 * (1 + $0 / $1) }
    var slopeOfB: @Sendable (Matrix, Matrix) -> Matrix = { _, root in 0.25 / root }
    /// The local derivative with the upstream gradient.
    var product: @Sendable (Matrix, Matrix) -> Matrix = { $0 * $1 }
    /// What is done where x or b was repeated: from the product to the shape.
    var summedX: @Sendable (Matrix, Shape) -> Matrix = { $0.unbroadcast(to: $1) }
    var summedB: @Sendable (Matrix, Shape) -> Matrix = { $0.unbroadcast(to: $1) }

    func callAsFunction(_ x: Matrix, _ b: Matrix, _ upstream: Matrix) -> (x: Matrix, b: Matrix) {
      let root = root(x, b)
      return (
        summedX(product(upstream, slopeOfX(x, root)), x.shape),
        summedB(product(upstream, slopeOfB(x, root)), b.shape)
      )
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedGradients) -> Void
  ) -> Mistake<Answers.SquareplusGradients> {
    var changed = ChangedGradients()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0, $1, $2) }
  }

  static let squareplusGradientsMistakes: [Mistake<Answers.SquareplusGradients>] = [
    mistake(
      "no upstream gradient",
      "That is the local derivative alone: multiply it by the upstream gradient, element by element."
    ) { $0.product = { _, slope in slope } },
    mistake(
      "the local derivative added", "The upstream gradient is multiplied, not added."
    ) { $0.product = { $0 + $1 } },
    mistake(
      "divided by the local derivative",
      "That is the upstream gradient divided by the local derivative: multiply them."
    ) { $0.product = { $0 / $1 } },
    mistake(
      "the mean of the upstream gradient",
      "Each element has an upstream gradient of its own: do not take their mean."
    ) { $0.product = { $1 * $0.mean() } },
    mistake(
      "x within the root alone",
      "x stands in the formula twice, before the root and in it: the derivative is a sum of two parts."
    ) { $0.slopeOfX = { 0.5 * $0 / $1 } },
    mistake(
      "x before the root alone",
      "x stands in the root, too: the second part of the derivative, x/(2·√(x² + b)), is missing."
    ) { $0.slopeOfX = { x, root in Matrix(repeating: 0.5, shape: (x * root).shape) } },
    mistake("x without the half", "The ½ of the formula stands before x's derivative, too.") {
      $0.slopeOfX = { 1 + $0 / $1 }
    },
    mistake(
      "the inner derivative of x² forgotten",
      "The root's derivative is 1/(2·√…), times that of what is in it, 2·x: x is missing."
    ) { $0.slopeOfX = { _, root in 0.5 * (1 + 1 / root) } },
    mistake(
      "x² where x belongs", "The derivative of x² is 2·x, not x²."
    ) { $0.slopeOfX = { 0.5 * (1 + $0 * $0 / $1) } },
    mistake(
      "b with one half",
      "There are two halves in b's derivative, that of the formula and that of the root: ½·½ = ¼."
    ) { $0.slopeOfB = { _, root in 0.5 / root } },
    mistake("b without a half", "b's derivative is 1/(4·√…): both halves are missing.") {
      $0.slopeOfB = { _, root in 1 / root }
    },
    mistake("times the root", "The root's derivative is 1 divided by the root, not the root.") {
      $0.slopeOfB = { _, root in 0.25 * root }
    },
    mistake(
      "x in b's derivative",
      "What is in the root depends on b with derivative 1: there is no x in it."
    ) { $0.slopeOfB = { x, root in 0.5 * x / root } },
    mistake("b not in the root", "The root is that of x² + b: b is missing in it.") {
      $0.root = { x, b in (x * x + 0 * b).sqrt() }
    },
    mistake("x² − b", "In the root, b is added to x².") {
      $0.root = { ($0 * $0 - $1).abs().sqrt() }
    },
    mistake("b² in the root", "In the root stands b itself, not b².") {
      $0.root = { ($0 * $0 + $1 * $1).sqrt() }
    },
    mistake("x without its square in the root", "In the root stands x², and not x.") {
      $0.root = { ($0 + $1).sqrt() }
    },
    mistake("no root", "The root of x² + b is missing.") { $0.root = { $0 * $0 + $1 } },
    mistake(
      "b's gradient not summed",
      "b was repeated along x: what it did in each place is summed, by unbroadcast(to: b.shape)."
    ) { $0.summedB = { gradient, _ in gradient } },
    mistake(
      "x's gradient not summed",
      "x was repeated along b: what it did in each place is summed, by unbroadcast(to: x.shape)."
    ) { $0.summedX = { gradient, _ in gradient } },
    mistake(
      "the mean over what was repeated", "Over what was repeated goes a sum, and not a mean."
    ) {
      let mean: @Sendable (Matrix, Shape) -> Matrix = { gradient, shape in
        gradient.unbroadcast(to: shape)
          * (Double(shape.elementCount) / Double(gradient.elementCount))
      }
      ($0.summedX, $0.summedB) = (mean, mean)
    },
    mistake(
      "all of b's gradient summed",
      "Each element of b has a gradient of its own: sum only along the axes in which b was repeated."
    ) {
      $0.summedB = { gradient, shape in
        gradient.shape == shape ? gradient : Matrix(repeating: gradient.sum(), shape: shape)
      }
    },
    Mistake(
      "summed before the product",
      "Multiply first and sum then: the product of two sums is not the sum of the products."
    ) { x, b, upstream in
      let root = (x * x + b).sqrt()
      func gradient(_ slope: Matrix, _ shape: Shape) -> Matrix {
        slope.shape == shape
          ? upstream * slope
          : upstream.unbroadcast(to: shape) * slope.unbroadcast(to: shape)
      }
      return (gradient(0.5 * (1 + x / root), x.shape), gradient(0.25 / root, b.shape))
    },
    Mistake(
      "the first copy alone",
      "What was repeated has an effect in each of its places, not only in the first: sum over all."
    ) { x, b, upstream in
      let whole = upstream.shape
      let ones = Matrix.ones(whole)
      func first(_ gradient: Matrix, _ shape: Shape) -> Matrix {
        if shape == whole { return gradient }
        // The place of the first copy of each element.
        var seen = Set<Double>()
        let places =
          (Matrix(
            shape: shape, elements: (0..<shape.elementCount).map(Double.init)) * ones).elements
        let kept = zip(gradient.elements, places).map { seen.insert($1).inserted ? $0 : 0 }
        return Matrix(shape: whole, elements: kept).unbroadcast(to: shape)
      }
      let root = (x * x + b).sqrt()
      return (
        first(upstream * (0.5 * (1 + x / root)), x.shape),
        first(upstream * (0.25 / root), b.shape)
      )
    },
    Mistake(
      "each summed to the other's shape",
      "A gradient has the shape of its own input: x's is summed to x.shape, and b's to b.shape."
    ) { x, b, upstream in
      let root = (x * x + b).sqrt()
      return (
        (upstream * (0.5 * (1 + x / root))).unbroadcast(to: b.shape),
        (upstream * (0.25 / root)).unbroadcast(to: x.shape)
      )
    },
    Mistake("x and b exchanged", "The two gradients are exchanged: x's comes first.") {
      x, b, upstream in
      let right = ChangedGradients()(x, b, upstream)
      return (right.b, right.x)
    },
  ]
}
