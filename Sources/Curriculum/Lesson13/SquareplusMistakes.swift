import Curriculum
import Gradus

extension ExtendingLesson {
  /// The right gradients.
  private static func gradients(
    _ x: Matrix, _ b: Matrix, upstream: Matrix
  ) -> (x: Matrix, b: Matrix) {
    let root = (x * x + b).sqrt()
    return (
      (upstream * (0.5 * (1 + x / root))).unbroadcast(to: x.shape),
      (upstream * (0.25 / root)).unbroadcast(to: b.shape)
    )
  }

  /// An operation whose pullbacks, or whose value, differ from the right ones.
  private static func mistake(
    _ name: String, _ why: String,
    value: @escaping @Sendable (Matrix, Matrix) -> Matrix = { 0.5 * ($0 + ($0 * $0 + $1).sqrt()) },
    pullbacks: @escaping @Sendable (Matrix, Matrix, Matrix) -> (x: Matrix, b: Matrix) = {
      gradients($0, $1, upstream: $2)
    }
  ) -> Mistake<Answers.Operation<Double>> {
    Mistake(name, why) { x, b in
      let (xs, bs) = (x.value, b.value)
      return Variable(
        "squareplus", value(xs, bs), (x, { pullbacks(xs, bs, $0).x }),
        (b, { pullbacks(xs, bs, $0).b }))
    }
  }

  static let squareplusMistakes: [Mistake<Answers.Operation<Double>>] = [
    mistake("the half forgotten", "The value is half of x + √(x² + b).") {
      2 * (0.5 * ($0 + ($0 * $0 + $1).sqrt()))
    },
    mistake("b² in the root", "In the root of the value stands b itself, not b².") {
      0.5 * ($0 + ($0 * $0 + $1 * $1).sqrt())
    },
    mistake(
      "the half of one summand", "The ½ stands before the whole sum, x + √…: it needs brackets."
    ) {
      $0 + 0.5 * ($0 * $0 + $1).sqrt()
    },
    mistake("x − √…", "The root is added to x: that is the other solution of y² − x·y = b/4.") {
      0.5 * ($0 - ($0 * $0 + $1).sqrt())
    },
    mistake("only the root", "x is missing before the root.") { 0.5 * ($0 * $0 + $1).sqrt() },
    mistake(
      "the upstream gradient ignored",
      "The pullbacks ignore the upstream gradient: multiply by it.",
      pullbacks: { gradients($0, $1, upstream: .ones($2.shape)) }),
    mistake(
      "the upstream gradient handed on",
      "The pullbacks hand on the upstream gradient as it is: multiply it by the local derivative.",
      pullbacks: { ($2.unbroadcast(to: $0.shape), $2.unbroadcast(to: $1.shape)) }),
    mistake(
      "the upstream gradient squared", "The upstream gradient is a factor once, not twice.",
      pullbacks: { gradients($0, $1, upstream: $2 * $2) }),
    mistake(
      "pullbacks with the wrong sign", "The pullbacks have the wrong sign.",
      pullbacks: { gradients($0, $1, upstream: -$2) }),
    mistake(
      "b's pullback with one half", "b's derivative is 1/(4·√…), with two halves.",
      pullbacks: {
        let right = gradients($0, $1, upstream: $2)
        return (right.x, 2 * right.b)
      }),
    mistake(
      "x's pullback within the root alone",
      "x stands in the formula twice: the derivative is ½·(1 + x/√(x² + b)).",
      pullbacks: { x, b, upstream in
        let root = (x * x + b).sqrt()
        return (
          (upstream * 0.5 * x / root).unbroadcast(to: x.shape),
          (upstream * 0.25 / root).unbroadcast(to: b.shape)
        )
      }),
    mistake(
      "the pullbacks exchanged",
      "The two pullbacks are exchanged: each stands beside its own input.",
      pullbacks: { x, b, upstream in
        let root = (x * x + b).sqrt()
        return (
          (upstream * (0.25 / root)).unbroadcast(to: x.shape),
          (upstream * (0.5 * (1 + x / root))).unbroadcast(to: b.shape)
        )
      }),
    mistake(
      "nothing for b",
      "b's pullback gives zeros: no optimizer would ever move b.",
      pullbacks: {
        (gradients($0, $1, upstream: $2).x, .zeros($1.shape))
      }),
    mistake(
      "nothing for x", "x's pullback gives zeros: nothing before this operation would learn.",
      pullbacks: {
        (.zeros($0.shape), gradients($0, $1, upstream: $2).b)
      }),
    mistake(
      "the mean over what was repeated", "Over what was repeated goes a sum, and not a mean.",
      pullbacks: { x, b, upstream in
        let right = gradients(x, b, upstream: upstream)
        let count = Double(upstream.elementCount)
        return (
          right.x * (Double(x.elementCount) / count), right.b * (Double(b.elementCount) / count)
        )
      }),
    Mistake(
      "both constants",
      "Neither input has a gradient: hand the variables themselves to Variable(…), each with its pullback."
    ) { x, b in Variable(try Extending.squareplus(x, b).value) },
  ]
}
