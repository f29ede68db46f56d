import Curriculum
import Gradus

extension BackpropagationLesson {
  /// A function, something that claims to be its gradient, whether it is, and what it tests.
  struct Claim: Sendable {
    let name: String
    let isRight: Bool
    let remark: String
    let function: @Sendable (Matrix) -> Double
    let gradient: @Sendable (Matrix) -> Matrix
    let x: Matrix

    static func right(
      _ name: String, _ remark: String, _ function: @escaping @Sendable (Matrix) -> Double,
      _ gradient: @escaping @Sendable (Matrix) -> Matrix, at x: Matrix = BackpropagationLesson.x
    ) -> Claim {
      Claim(
        name: name, isRight: true, remark: remark, function: function, gradient: gradient, x: x)
    }

    /// A wrong claim of the gradient of Σ w·x², times a factor.
    static func wrong(
      _ name: String, _ remark: String, times factor: Double = 1,
      _ change: @escaping @Sendable (Matrix) -> Matrix
    ) -> Claim {
      Claim(
        name: name, isRight: false, remark: remark, function: { factor * squares($0) },
        gradient: { change(factor * ofSquares($0)) }, x: BackpropagationLesson.x)
    }
  }

  static let x: Matrix = [[0.5, -1.5, 2], [1, 0.25, -0.75]]
  /// Random weights: a plain sum would not notice gradients that are wrong in opposite directions.
  static let weights: Matrix = [[0.3, -1.1, 0.7], [2.2, -0.4, 1.3]]

  @Sendable static func squares(_ x: Matrix) -> Double { (weights * x.squared()).sum() }
  @Sendable static func ofSquares(_ x: Matrix) -> Matrix { 2 * weights * x }

  /// In an order in which each remark is the reason of the first that fails.
  static let claims: [Claim] =
    rightClaims + coarseClaims + [1.01, 1.001].map { tooLarge($0) } + [oneOfMany(3e-4)]
    + [1 + 1e-4, 1 + 1e-5].map { tooLarge($0) } + [oneOfMany(2e-5), tooLarge(1 + 2e-6)]
    + otherClaims
    + [1e-9, 1e-6, 1e6].flatMap { scale in
      [2, 1.01, 1.001, 1 + 1e-4, 1 + 1e-5, 1 + 2e-6].map { tooLarge($0, times: scale) }
    } + [
      .wrong(
        "infinity in one element", "Infinity is within an infinite tolerance: ask isFinite as well."
      ) { changed($0, 3, by: .infinity) }
    ]

  private static let rightClaims: [Claim] = [
    .right(
      "Σ w·x²", "Is it compared with central differences, with h = 1e-5?", squares, ofSquares),
    .right(
      "Σ w·tanh x",
      "Is h about 1e-5? A larger step misses the curve, and a smaller one leaves little but rounding.",
      { (weights * $0.tanh()).sum() },
      { weights * (1 - $0.tanh().squared()) }),
    .right(
      "10⁶·Σ w·x²",
      "A large gradient has large rounding errors: the tolerance has to grow with it.",
      { 1e6 * squares($0) }, { 1e6 * ofSquares($0) }),
    .right(
      "10⁻⁶·Σ w·x²", "It is right, however small.", { 1e-6 * squares($0) }, { 1e-6 * ofSquares($0) }
    ),
    .right(
      "Σ w·eˣ, where x is 0 in places", "h is a distance, and no share of x: x may be 0.",
      { (weights * $0.exp()).sum() }, { weights * $0.exp() }, at: [[0, 1, -1], [0.5, 0, 2]]),
    .right(
      "Σ x³, 0 in places",
      "Where an element is 0, a tolerance of its own is 0 as well: take 10⁻⁶ of "
        + "the largest element.",
      { ($0 * $0 * $0).sum() }, { 3 * $0.squared() }, at: [[0, 2, 1], [-1, 0, 0.5]]),
    .right(
      "Σ w·x², given at x alone", "Claim and function are compared at x.", squares,
      { _ in ofSquares(x) }),
    .right(
      "Σ x², where x is large", "A large x has a large gradient.", { $0.squared().sum() },
      { 2 * $0 },
      at: [[2000, -1500], [300, 4000]]),
    .right(
      "Σ x², where x is below 0", "x may have any sign.", { $0.squared().sum() }, { 2 * $0 },
      at: [[-2, -1], [-0.5, -3]]),
    .right(
      "Σ x², where x is small", "A small x has a small gradient.", { $0.squared().sum() },
      { 2 * $0 }, at: [[0.0002, -0.0005]]),
    .right(
      "x₀·x₁·x₂, one row", "One element changes at a time: the others are those of x.",
      { $0[0, 0] * $0[0, 1] * $0[0, 2] },
      { x in Matrix([[x[0, 1] * x[0, 2], x[0, 0] * x[0, 2], x[0, 0] * x[0, 1]]]) },
      at: [[2, -3, 5]]),
    .right(
      "x², one number", "x may be a single number, too.", { $0[0, 0] * $0[0, 0] }, { 2 * $0 },
      at: [[-3]]),
    .right(
      "Σ eˣ, 12 rows of one column", "x may have any numbers of rows and columns.",
      { $0.exp().sum() },
      { $0.exp() }, at: Matrix(shape: [12, 1], elements: (0..<12).map { Double($0) / 4 - 1 })),
    .right(
      "a constant",
      "Zero agrees with zero: the comparison has to be <=, and nothing may be divided by a size of 0.",
      { _ in 3 },
      { .zeros($0.shape) }),
    .right(
      "Σ w·x², off by half the tolerance",
      "The tolerance is 10⁻⁶ of the largest element of either: half of it is allowed.",
      { squares($0) }, { ofSquares($0) + 2.2e-6 * Matrix([[1, -1, 1], [-1, 1, -1]]) }),
    .right(
      "one large element among small ones, off by half the tolerance",
      "The tolerance is 10⁻⁶ of the largest element, and not of a mean of them.",
      { 100 * $0[0, 0] * $0[0, 0] + $0.sum() },
      { changed(.ones($0.shape), 0, by: 200 * $0[0, 0] + 5e-5) }, at: x),
  ]

  private static let coarseClaims: [Claim] = [
    .wrong("zero", "Is every element of the claim compared with its slope, also one that is 0?") {
      .zeros($0.shape)
    },
    .wrong("twice as large", "The direction is right, and the size is not: both count.") { 2 * $0 },
    .wrong(
      "one element wrong, the last", "Every element has to agree, not one, and not their mean."
    ) {
      changed($0, 5, by: 1)
    },
    .wrong("one element wrong, the first", "Every element has to agree, the first as well.") {
      changed($0, 0, by: 1)
    },
    .wrong(
      "one element right, the others wrong",
      "Every element has to agree: one that does is not enough."
    ) { gradient in changed(2 * gradient, 1, by: -gradient[0, 1]) },
    .wrong("two elements exchanged", "Compare element by element; sums do not notice this.") {
      var gradient = $0
      (gradient[0, 0], gradient[0, 1]) = (gradient[0, 1], gradient[0, 0])
      return gradient
    },
    .wrong(
      "of the wrong sign", "Take the magnitude of the difference, not the difference of magnitudes."
    ) { -$0 },
    .wrong("too small everywhere", "A difference below zero counts as well: take its magnitude.") {
      $0 - 1
    },
  ]

  private static let otherClaims: [Claim] = [
    .wrong(
      "twice as large, but tiny",
      "Both are tiny, so their difference is too: the tolerance has to shrink with them.",
      times: 1e-6
    ) { 2 * $0 },
    .wrong("NaN", "NaN is not smaller than anything: write the comparison so that it fails.") {
      Tensor(repeating: .nan, shape: $0.shape)
    },
    .wrong("NaN in one element", "NaN is not smaller than anything, not even one of them.") {
      changed($0, 4, by: .nan)
    },
    .wrong("of another shape", "Compare the shapes first.") { $0.sum(along: 0) },
    .wrong("the right numbers, shape [3, 2]", "Compare the shapes, not the numbers of elements.") {
      $0.reshaped(to: [3, 2])
    },
    .wrong("the right numbers, shape [6]", "Compare the shapes: x has two axes.") {
      $0.flattened()
    },
  ]

  /// A gradient of 2s, one of which is wrong. A mean, or a norm, is much smaller than that.
  private static func oneOfMany(_ difference: Double) -> Claim {
    Claim(
      name: "one of 150 elements off by \(difference / 2) of the largest", isRight: false,
      remark: "Every element has to agree: a norm or a mean hides one among many.",
      function: { $0.squared().sum() }, gradient: { changed(2 * $0, 77, by: difference) },
      x: Matrix.ones([15, 10]))
  }

  private static func tooLarge(_ factor: Double, times scale: Double = 1) -> Claim {
    .wrong(
      "\(factor) times as large" + (scale == 1 ? "" : ", of \(scale) times the function"),
      scale < 1
        ? "Both are tiny, so their difference is too: the tolerance is 10⁻⁶ of the largest element, "
          + "however small that is."
        : "The tolerance is 10⁻⁶ of the largest element.", times: scale
    ) { factor * $0 }
  }

  private static func changed(_ gradient: Matrix, _ place: Int, by difference: Double) -> Matrix {
    var elements = gradient.elements
    elements[place] += difference
    return Matrix(shape: gradient.shape, elements: elements)
  }
}
