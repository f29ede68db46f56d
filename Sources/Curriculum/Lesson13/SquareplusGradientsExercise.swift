import Curriculum
import Gradus

extension ExtendingLesson {
  static let squareplusGradients = Exercise<Answers>(
    "squareplusGradients", "From a formula to a pullback",
    hints: [
      "Differentiate y = ½·(x + √(x² + b)) by hand, for x and for b: call the root r. x stands in it twice.",
      "dy/dx = ½·(1 + x/r) and dy/db = 1/(4·r). Each is multiplied by the upstream gradient, element by "
        + "element; the result then has the shape of y.",
      "What broadcasting has repeated is summed: (upstream * slope).unbroadcast(to: b.shape).",
    ],
    learned:
      "A pullback is the local derivative, times what comes from above, summed over what was repeated.",
    landmark: Landmark("Sources/Autograd/Arithmetic.swift", "static func /"),
    solution: { $0.squareplusGradients = Extending.squareplusGradients },
    check: checkSquareplusGradients,
    wrongAnswers: squareplusGradientsMistakes.wrongAnswers(\.squareplusGradients),
    rightAnswers: [
      RightAnswer("from the result: dy/dx = y/r") {
        $0.squareplusGradients = { x, b, upstream in
          let root = (x.squared() + b).sqrt()
          let y = 0.5 * (x + root)
          return (
            (upstream * y / root).unbroadcast(to: x.shape),
            (0.25 * upstream / root).unbroadcast(to: b.shape)
          )
        }
      },
      RightAnswer("the framework's differentiation") {
        $0.squareplusGradients = { x, b, upstream in
          let gradients = valueWithGradients(at: [x, b]) {
            (0.5 * ($0[0] + ($0[0].squared() + $0[1]).sqrt()) * Variable(upstream)).sum()
          }.1
          return (gradients[0], gradients[1])
        }
      },
      RightAnswer("both repeated first, then a loop over the elements") {
        $0.squareplusGradients = { x, b, upstream in
          let (xs, bs) = (x.broadcast(to: upstream.shape), b.broadcast(to: upstream.shape))
          var (ofX, ofB) = (upstream.elements, upstream.elements)
          for i in ofX.indices {
            let root = (xs.elements[i] * xs.elements[i] + bs.elements[i]).squareRoot()
            ofX[i] *= (1 + xs.elements[i] / root) / 2
            ofB[i] /= 4 * root
          }
          return (
            Tensor(shape: upstream.shape, elements: ofX).unbroadcast(to: x.shape),
            Tensor(shape: upstream.shape, elements: ofB).unbroadcast(to: b.shape)
          )
        }
      },
    ])

  @Sendable private static func checkSquareplusGradients(_ answers: Answers) throws {
    var suspicion = Suspicion(squareplusGradientsMistakes)
    func compare(_ x: Matrix, _ b: Matrix, _ upstream: Matrix, _ name: String) throws {
      try suspicion.expect(
        answers.squareplusGradients(x, b, upstream),
        equals: Extending.squareplusGradients(x, b, upstream: upstream),
        in: "squareplusGradients of \(name)",
        parts: [.tensor("for x") { $0.x }, .tensor("for b") { $0.b }]
      ) { try $0(x, b, upstream) }
    }
    try compare([3, -4], [16, 9], [10, 100], "[3, −4], [16, 9], upstream [10, 100]")
    try compare(
      [[3, -4], [1, 2], [-2, 5]], [16, 9], [[1, 2], [3, 5], [7, 11]],
      "three rows and b [16, 9], upstream [[1, 2], [3, 5], [7, 11]]")
    try compare(
      [3, -4], [[16, 9], [2, 5], [7, 4]], [[1, 2], [3, 5], [7, 11]],
      "x [3, −4] and three rows of b, upstream [[1, 2], [3, 5], [7, 11]]")
    for pair in pairs(seed: 13_01) { try compare(pair.x, pair.b, pair.upstream, pair.name) }
  }
}
