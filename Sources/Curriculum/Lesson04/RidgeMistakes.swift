import Curriculum
import Gradus

extension RegularizationLesson {
  /// Ridge with any numbers on the diagonal, for the weights and for the bias.
  private static func ridge(
    _ x: Matrix, _ y: Matrix, weights: Double, bias: Double
  ) throws -> LinearModel {
    let (n, d) = (x.shape[0], x.shape[1])
    let features = Matrix.concatenate([x, .ones([n, 1])], along: 1)
    var system = matmul(features, features, transposeA: true)
    for i in 0...d { system[i, i] += i < d ? weights : bias }
    let solution = try solve(system, matmul(features, y, transposeA: true))
    return LinearModel(weights: solution[0..<d], bias: solution[d, 0])
  }

  /// Ridge with a number on some places of the diagonal.
  private static func ridge(
    _ x: Matrix, _ y: Matrix, places: Range<Int>, of amount: Double
  ) throws -> LinearModel {
    let (n, d) = (x.shape[0], x.shape[1])
    let features = Matrix.concatenate([x, .ones([n, 1])], along: 1)
    var system = matmul(features, features, transposeA: true)
    for i in places { system[i, i] += amount }
    let solution = try solve(system, matmul(features, y, transposeA: true))
    return LinearModel(weights: solution[0..<d], bias: solution[d, 0])
  }

  static let ridgeMistakes: [Mistake<Answers.Ridge>] = [
    Mistake(
      "the bias is punished too",
      "The bias is drawn toward 0 as well: leave the last place on the diagonal alone."
    ) { x, y, strength in
      let amount = Double(x.shape[0]) * strength / 2
      return try ridge(x, y, weights: amount, bias: amount)
    },
    Mistake(
      "λ on the diagonal",
      "λ itself stands on the diagonal. The loss is a mean over N samples, so it is N·λ/2."
    ) { x, y, strength in try ridge(x, y, weights: strength, bias: 0) },
    Mistake(
      "N forgotten",
      "λ/2 stands on the diagonal. The loss is a mean over N samples, so multiply by N."
    ) { x, y, strength in try ridge(x, y, weights: strength / 2, bias: 0) },
    Mistake(
      "½ forgotten",
      "N·λ stands on the diagonal, as for a penalty of λ·Σ w². For λ/2·Σ w² it is N·λ/2."
    ) { x, y, strength in
      try ridge(x, y, weights: Double(x.shape[0]) * strength, bias: 0)
    },
    Mistake(
      "2 for ½", "2·N·λ stands on the diagonal: the factor is N·λ/2."
    ) { x, y, strength in
      try ridge(x, y, weights: 2 * Double(x.shape[0]) * strength, bias: 0)
    },
    Mistake(
      "subtracted",
      "The penalty is subtracted from the diagonal, which rewards large weights: add it."
    ) { x, y, strength in
      try ridge(x, y, weights: -Double(x.shape[0]) * strength / 2, bias: 0)
    },
    Mistake(
      "no penalty", "That is the plain normal equation: the strength has no effect."
    ) { x, y, _ in try ridge(x, y, weights: 0, bias: 0) },
    Mistake(
      "shrinks the plain solution",
      "That divides the plain solution by 1 + λ, which is only right for features that are not "
        + "correlated: put the penalty into the equations."
    ) { x, y, strength in
      let plain = try ridge(x, y, weights: 0, bias: 0)
      return LinearModel(weights: plain.weights / (1 + strength), bias: plain.bias)
    },
    Mistake(
      "N / 2 as whole numbers",
      "Whole numbers are divided, and of an odd N a half is lost: Double(n) * strength / 2."
    ) { x, y, strength in
      try ridge(x, y, weights: Double(x.shape[0] / 2) * strength, bias: 0)
    },
    Mistake(
      "D for N",
      "D·λ/2 stands on the diagonal: N is the number of samples, x.shape[0]."
    ) { x, y, strength in
      try ridge(x, y, weights: Double(x.shape[1]) * strength / 2, bias: 0)
    },
    Mistake(
      "added everywhere",
      "N·λ/2 is added to all elements: only the diagonal gets it, in the places of the weights."
    ) { x, y, strength in
      let (n, d) = (x.shape[0], x.shape[1])
      let features = Matrix.concatenate([x, .ones([n, 1])], along: 1)
      let system = matmul(features, features, transposeA: true) + Double(n) * strength / 2
      let solution = try solve(system, matmul(features, y, transposeA: true))
      return LinearModel(weights: solution[0..<d], bias: solution[d, 0])
    },
    Mistake("λ squared", "λ counts once, N·λ/2, and is not squared.") { x, y, strength in
      try ridge(x, y, weights: Double(x.shape[0]) * strength * strength / 2, bias: 0)
    },
    Mistake(
      "divided by N",
      "λ/(2·N) stands on the diagonal. The loss is a mean over N samples, so multiply by N."
    ) { x, y, strength in try ridge(x, y, weights: strength / 2 / Double(x.shape[0]), bias: 0) },
    Mistake(
      "only the first weight",
      "Only the first weight is punished: all of 0 ..< D stand on the diagonal."
    ) { x, y, strength in
      try ridge(x, y, places: 0..<1, of: Double(x.shape[0]) * strength / 2)
    },
    Mistake(
      "the last weight is left free",
      "The last weight is not punished: the weights stand in 0 ..< D."
    ) { x, y, strength in
      try ridge(x, y, places: 0..<x.shape[1] - 1, of: Double(x.shape[0]) * strength / 2)
    },
    Mistake(
      "one place too far",
      "The diagonal begins with the first weight: that leaves it free, and punishes the bias."
    ) { x, y, strength in
      try ridge(x, y, places: 1..<x.shape[1] + 1, of: Double(x.shape[0]) * strength / 2)
    },
    Mistake(
      "the mean of the targets as the bias",
      "That is the mean of the targets, which is the bias only where the mean of x is 0."
    ) { x, y, strength in
      LinearModel(
        weights: try ridge(x, y, weights: Double(x.shape[0]) * strength / 2, bias: 0).weights,
        bias: y.mean())
    },
    Mistake(
      "no bias",
      "The bias is missing: x gets a column of ones, and the last number of θ is the bias."
    ) { x, y, strength in
      var system = matmul(x, x, transposeA: true)
      for i in 0..<x.shape[1] { system[i, i] += Double(x.shape[0]) * strength / 2 }
      return LinearModel(
        weights: try solve(system, matmul(x, y, transposeA: true)), bias: 0)
    },
    Mistake(
      "ones in front, and the bias read from the end",
      "The column of ones stands in front, so the bias is the first number of θ, and not the last: θ has the "
        + "order of the columns of X'."
    ) { x, y, strength in
      let (n, d) = (x.shape[0], x.shape[1])
      let features = Matrix.concatenate([.ones([n, 1]), x], along: 1)
      var system = matmul(features, features, transposeA: true)
      for i in 1...d { system[i, i] += Double(n) * strength / 2 }
      let solution = try solve(system, matmul(features, y, transposeA: true))
      return LinearModel(weights: solution[0..<d], bias: solution[d, 0])
    },
    Mistake(
      "the first weight is left free",
      "One place is missing on the diagonal: the weights stand in 0 ..< D."
    ) { x, y, strength in
      try ridge(
        x, y, places: 1..<max(x.shape[1], 1), of: Double(x.shape[0]) * strength / 2)
    },
    Mistake(
      "ones in front, and the diagonal as if they were last",
      "The column of ones stands in front, so the bias has the first place on the diagonal: that is the one to "
        + "leave alone."
    ) { x, y, strength in
      let (n, d) = (x.shape[0], x.shape[1])
      let features = Matrix.concatenate([.ones([n, 1]), x], along: 1)
      var system = matmul(features, features, transposeA: true)
      for i in 0..<d { system[i, i] += Double(n) * strength / 2 }
      let solution = try solve(system, matmul(features, y, transposeA: true))
      return LinearModel(weights: solution[1..<d + 1], bias: solution[0, 0])
    },
    Mistake(
      "ones last, and the bias read from the front",
      "The column of ones stands last, so the bias is the last number of θ, and not the first: θ has the order "
        + "of the columns of X'."
    ) { x, y, strength in
      let (n, d) = (x.shape[0], x.shape[1])
      let features = Matrix.concatenate([x, .ones([n, 1])], along: 1)
      var system = matmul(features, features, transposeA: true)
      for i in 0..<d { system[i, i] += Double(n) * strength / 2 }
      let solution = try solve(system, matmul(features, y, transposeA: true))
      return LinearModel(weights: solution[1..<d + 1], bias: solution[0, 0])
    },
    Mistake(
      "the diagonal replaced",
      "The diagonal is replaced by N·λ/2, which is added to what is there: +=, and not =."
    ) { x, y, strength in
      let (n, d) = (x.shape[0], x.shape[1])
      let features = Matrix.concatenate([x, .ones([n, 1])], along: 1)
      var system = matmul(features, features, transposeA: true)
      for i in 0..<d { system[i, i] = Double(n) * strength / 2 }
      let solution = try solve(system, matmul(features, y, transposeA: true))
      return LinearModel(weights: solution[0..<d], bias: solution[d, 0])
    },
    Mistake(
      "one side divided by N",
      "The left side of the equation is divided by N, and X'ᵀ·y is not: divide both or neither."
    ) { x, y, strength in
      let n = Double(x.shape[0])
      return try ridge(x, n * y, weights: n * strength / 2, bias: 0)
    },
    Mistake(
      "the whole of θ as weights",
      "The last number of θ is the bias: the weights are the D rows before it."
    ) { x, y, strength in
      let right = try ridge(x, y, weights: Double(x.shape[0]) * strength / 2, bias: 0)
      return LinearModel(
        weights: .concatenate([right.weights, Matrix(repeating: right.bias, shape: [1, 1])]),
        bias: right.bias)
    },
    Mistake(
      "only the bias is punished",
      "Only the bias is punished, which is free: all of 0 ..< D stand on the diagonal."
    ) { x, y, strength in
      try ridge(x, y, weights: 0, bias: Double(x.shape[0]) * strength / 2)
    },
    Mistake(
      "standardized features",
      "Those are the weights of standardized features: take x as it is."
    ) { x, y, strength in
      let standard = (x - x.mean(along: 0)) / x.variance(along: 0).sqrt()
      return try ridge(standard, y, weights: Double(x.shape[0]) * strength / 2, bias: 0)
    },
  ]
}
