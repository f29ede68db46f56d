import Curriculum
import Gradus

extension ExtendingLesson {
  /// What a step of Muon is made of, so that a mistake is one change to it.
  private struct ChangedMuon: Sendable {
    /// The new velocity from the old one, the gradient and μ.
    var velocity: @Sendable (Matrix, Matrix, Double) -> Matrix = { $2 * $0 + $1 }
    /// The direction from the gradient, the new velocity and μ.
    var direction: @Sendable (Matrix, Matrix, Double) -> Matrix = { g, new, momentum in
      g + momentum * new
    }
    var normalized: @Sendable (Matrix) -> Matrix = {
      $0 / ($0.squared().sum().squareRoot() + 1e-7)
    }
    var rounds = 5
    /// Whether each round has an A of its own.
    var isRefreshed = true
    /// A round from X and A = X·Xᵀ.
    var round: @Sendable (Matrix, Matrix) -> Matrix = { x, a in
      3.4445 * x + matmul(2.0315 * matmul(a, a) - 4.775 * a, x)
    }
    /// The factor from the number of rows and of columns.
    var scale: @Sendable (Double, Double) -> Double = { max(1, $0 / $1).squareRoot() }
    /// The new weight from the old one, η, the factor and X.
    var stepped: @Sendable (Matrix, Double, Double, Matrix) -> Matrix = { $0 - $1 * $2 * $3 }
    /// The velocity that is returned, from the new one, the old one and X.
    var kept: @Sendable (Matrix, Matrix, Matrix) -> Matrix = { new, _, _ in new }

    func callAsFunction(
      _ weight: Matrix, _ gradient: Matrix, _ old: Matrix, _ rate: Double, _ momentum: Double
    ) -> (weight: Matrix, velocity: Matrix) {
      let new = velocity(old, gradient, momentum)
      var x = normalized(direction(gradient, new, momentum))
      let first = matmul(x, x, transposeB: true)
      for _ in 0..<rounds { x = round(x, isRefreshed ? matmul(x, x, transposeB: true) : first) }
      let scale = scale(Double(weight.shape[0]), Double(weight.shape[1]))
      return (stepped(weight, rate, scale, x), kept(new, old, x))
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedMuon) -> Void
  ) -> Mistake<Answers.MuonStep> {
    var changed = ChangedMuon()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0, $1, $2, $3, $4) }
  }

  private static let tooLarge =
    "The rounds have run away: X has to be divided by its norm (not by its largest number), and 4.775·A is subtracted."

  static let muonMistakes: [Mistake<Answers.MuonStep>] = [
    mistake(
      "no rounds at all", "That is momentum with a normalized step: the five rounds are missing."
    ) { $0.rounds = 0 },
    mistake("four rounds", "That is one round too few: five are to be made.") { $0.rounds = 4 },
    mistake("six rounds", "That is one round too many: five are to be made.") { $0.rounds = 6 },
    mistake(
      "not normalized",
      "Divide by the norm before the rounds: they only work for singular values of at most 1."
    ) { $0.normalized = { $0 } },
    mistake(
      "divided by the squared norm", ""
    ) { $0.normalized = { $0 / ($0.squared().sum() + 1e-7) } },
    mistake("divided by the largest number", tooLarge) {
      $0.normalized = { $0 / ($0.abs().max() + 1e-7) }
    },
    mistake(
      "each row normalized", "The norm is that of the whole matrix, not of each row."
    ) {
      $0.normalized = { $0 / ($0.squared().sum(along: 1, keepingDimensions: true).sqrt() + 1e-7) }
    },
    mistake(
      "the root of the mean of squares",
      ""
    ) { $0.normalized = { $0 / ($0.squared().mean().squareRoot() + 1e-7) } },
    mistake(
      "0 / 0 for a gradient of zeros", nanAtZero
    ) { $0.normalized = { $0 / $0.squared().sum().squareRoot() } },
    mistake(
      "the textbook's cubic iteration",
      "That is the classical iteration, 1.5·X − 0.5·A·X: take the three numbers of the comment."
    ) { $0.round = { x, a in 1.5 * x - 0.5 * matmul(a, x) } },
    mistake("A in place of A²", "The last term has the product A·A, and not A alone.") {
      $0.round = { x, a in 3.4445 * x + matmul(2.0315 * a - 4.775 * a, x) }
    },
    mistake(
      "A computed once", "A is X·Xᵀ of the X of each round: compute it inside of the loop."
    ) { $0.isRefreshed = false },
    Mistake("a step along d", "The step goes along X, as the rounds have left it, and not along d.")
    {
      let (weight, gradient, old, rate, momentum) = ($0, $1, $2, $3, $4)
      let muon = ChangedMuon()
      let new = muon.velocity(old, gradient, momentum)
      let scale = muon.scale(Double(weight.shape[0]), Double(weight.shape[1]))
      return (weight - rate * scale * muon.direction(gradient, new, momentum), new)
    },
    mistake("no term with A²", "The term 2.0315·A² is missing in the round.") {
      $0.round = { x, a in 3.4445 * x - 4.775 * matmul(a, x) }
    },
    mistake("plus 4.775", tooLarge) {
      $0.round = { x, a in 3.4445 * x + matmul(2.0315 * matmul(a, a) + 4.775 * a, x) }
    },
    mistake(
      "A² element by element", "A² is the product of matrices A·A, not the square of each number."
    ) {
      $0.round = { x, a in 3.4445 * x + matmul(2.0315 * a * a - 4.775 * a, x) }
    },
    mistake("X forgotten in the sum", "The first term of a round is 3.4445·X.") {
      $0.round = { x, a in matmul(2.0315 * matmul(a, a) - 4.775 * a, x) }
    },
    mistake(
      "no Nesterov",
      "The direction is g + μ·v with the new v, and not v itself, which is g + μ times the old one."
    ) { $0.direction = { _, new, _ in new } },
    mistake("the gradient alone", "The direction is g + μ·v: the velocity is missing.") {
      $0.direction = { g, _, _ in g }
    },
    mistake("μ forgotten in the direction", "In the direction the velocity counts μ times.") {
      $0.direction = { g, new, _ in g + new }
    },
    mistake("a mean as velocity", "v is a sum, μ·v + g: the gradient counts in full.") {
      $0.velocity = { $2 * $0 + (1 - $2) * $1 }
    },
    mistake("no momentum", "The old velocity counts μ times in the new one.") {
      $0.velocity = { old, g, _ in old + g }
    },
    mistake("the old velocity returned", "Return the new velocity, for the next step.") {
      $0.kept = { _, old, _ in old }
    },
    mistake(
      "X returned as velocity", "The velocity that is kept is v itself, before all that follows."
    ) {
      $0.kept = { _, _, x in x }
    },
    mistake(
      "no factor for tall matrices",
      "A matrix of more rows than columns takes √(rows/columns) times the step."
    ) {
      $0.scale = { _, _ in 1 }
    },
    mistake("the factor for wide matrices, too", "The factor is at least 1: √max(1, rows/columns).")
    {
      $0.scale = { ($0 / $1).squareRoot() }
    },
    mistake("columns by rows", "The factor is that of rows by columns, not of columns by rows.") {
      $0.scale = { max(1, $1 / $0).squareRoot() }
    },
    mistake("the factor without a root", "The factor is the root of rows/columns.") {
      $0.scale = { max(1, $0 / $1) }
    },
    mistake("uphill", "The step is subtracted: it has to go down.") {
      $0.stepped = { $0 + $1 * $2 * $3 }
    },
    mistake("no learning rate", "The learning rate is missing in the step.") {
      $0.stepped = { $0 - $2 * $3 }
    },
  ]

  static let nanAtZero =
    "For a gradient of zeros that is 0/0, NaN, and all weights with it: add 1e-7 to the norm."
}
