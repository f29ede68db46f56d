import Curriculum
import Gradus

extension ExtendingLesson {
  static let muonStep = Exercise<Answers>(
    "muonStep", "An optimizer from a paper",
    hints: [
      "Write it line by line as the comment has it: velocity, direction, divided by its norm, five rounds, "
        + "the step. d.squared().sum().squareRoot() is the norm of all numbers of d.",
      "X·Xᵀ is matmul(x, x, transposeB: true). In a round, compute A first, and then the new X from A and "
        + "the old X.",
      "let a = matmul(x, x, transposeB: true); x = 3.4445 * x + matmul(2.0315 * matmul(a, a) - 4.775 * a, x)",
    ],
    learned:
      "Muon steps along a matrix whose singular values are all near 1: small directions count as much as large ones.",
    landmark: Landmark("Sources/Training/Optimizers/Muon.swift", "func orthogonalized"),
    solution: { $0.muonStep = Extending.muonStep },
    check: checkMuonStep,
    wrongAnswers: muonMistakes.wrongAnswers(\.muonStep),
    rightAnswers: [
      RightAnswer("a tall matrix transposed for the rounds") {
        $0.muonStep = { weight, gradient, velocity, rate, momentum in
          let velocity = velocity * momentum + gradient
          let isTall = weight.shape[0] > weight.shape[1]
          var x = gradient + momentum * velocity
          if isTall { x = x.transposed() }
          x = x / (x.squared().sum().squareRoot() + 1e-7)
          for _ in 1...5 {
            let a = matmul(x, x, transposeB: true)
            let b = -4.7750 * a + 2.0315 * matmul(a, a)
            x = 3.4445 * x + matmul(b, x)
          }
          if isTall { x = x.transposed() }
          let ratio = Double(weight.shape[0]) / Double(weight.shape[1])
          return (weight - x * (rate * (ratio > 1 ? ratio.squareRoot() : 1)), velocity)
        }
      },
      RightAnswer("the polynomial in odd powers of X") {
        $0.muonStep = { weight, gradient, velocity, rate, momentum in
          let next = momentum * velocity + gradient
          let direction = (1 + momentum) * gradient + momentum * momentum * velocity
          var x = direction * (1 / (direction.squared().sum().squareRoot() + 1e-7))
          for _ in 0..<5 {
            let cubed = matmul(matmul(x, x, transposeB: true), x)
            let fifth = matmul(matmul(x, x, transposeB: true), cubed)
            x = 3.4445 * x - 4.775 * cubed + 2.0315 * fifth
          }
          let (rows, columns) = (weight.shape[0], weight.shape[1])
          let scale = rows > columns ? (Double(rows) / Double(columns)).squareRoot() : 1
          return (weight - (rate * scale) * x, next)
        }
      },
      RightAnswer("the product on the other side") {
        $0.muonStep = { weight, gradient, velocity, rate, momentum in
          var next = velocity
          next *= momentum
          next += gradient
          var x = next * momentum + gradient
          x /= x.squared().sum().squareRoot() + 1e-7
          for _ in 0..<5 {
            let c = matmul(x, x, transposeA: true)
            x = x * 3.4445 + matmul(x, matmul(c, c) * 2.0315 - c * 4.775)
          }
          let ratio = Double(weight.shape[0]) / Double(weight.shape[1])
          return (weight - x * (max(1, ratio).squareRoot() * rate), next)
        }
      },
    ])

  @Sendable private static func checkMuonStep(_ answers: Answers) throws {
    var suspicion = Suspicion(muonMistakes)
    func compare(
      _ weight: Matrix, _ gradient: Matrix, _ velocity: Matrix, _ rate: Double, _ momentum: Double,
      _ name: String
    ) throws {
      let found = try answers.muonStep(weight, gradient, velocity, rate, momentum)
      if gradient.abs().max() == 0, velocity.abs().max() == 0 {
        try expect(
          !found.weight.elements.contains(where: \.isNaN),
          "muonStep of \(name): the weight is NaN.", why: nanAtZero)
      }
      try suspicion.expect(
        found,
        equals: Extending.muonStep(
          weight, gradient: gradient, velocity: velocity, learningRate: rate, momentum: momentum),
        in: "muonStep of \(name), rate \(rate), momentum \(momentum)",
        parts: [.tensor("velocity") { $0.velocity }, .tensor("weight") { $0.weight }]
      ) { try $0(weight, gradient, velocity, rate, momentum) }
    }
    try compare(
      [[1, 2, 3], [4, 5, -6]], [[0.125, -0.0625, 0.1875], [0.0625, 0.03125, -0.125]],
      [[0.0625, 0.125, -0.125], [0.03125, 0.1875, 0.25]], 0.25, 0.75,
      "a weight of 2 rows and 3 columns")
    try compare(
      [[1, 2], [3, -4], [5, 6]], [[0.5, -0.25], [0.25, 0.75], [-0.5, 0.125]],
      [[0.25, 0.5], [-0.5, 0.125], [0.75, -0.25]], 0.5, 0.5, "a weight of 3 rows and 2 columns")
    try compare(
      [[2, 1], [1, 3]], [[0, 0], [0, 0]], [[0, 0], [0, 0]], 0.5, 0.9, "a gradient of zeros")
    for (place, sort) in Input.all(seed: 13_05).enumerated() {
      var input = sort
      let (weight, gradient, velocity) = (input.matrix(), input.matrix(), input.matrix())
      let (rate, momentum) = [(0.02, 0.95), (0.5, 0), (1, 0.5), (0.1, 0.9)][place % 4]
      try compare(weight, gradient, velocity, rate, momentum, "a weight \(input)")
    }
  }
}
