import Curriculum
import Gradus

extension OptimizationLesson {
  private typealias Clip = @Sendable ([Matrix], Double) throws -> [Matrix]

  static let clip = Exercise<Answers>(
    "clip", "Clipping to a global norm",
    hints: [
      "One length for everything: add up the squares of all tensors, then take the root once.",
      "let norm = gradients.reduce(0) { $0 + $1.squared().sum() }.squareRoot()",
      "norm > limit ? gradients.map { $0 * (limit / norm) } : gradients",
    ],
    learned: "One factor for all parameters shortens a step and keeps its direction.",
    landmark: Landmark("Sources/Training/Clipping/GradientClipping.swift", "mutating func clip"),
    solution: { $0.clip = Optimization.clip },
    check: { answers in
      var suspicion = Suspicion(mistakes)
      func compare(_ gradients: [Matrix], _ limit: Double, _ expected: [Matrix], _ call: String)
        throws
      {
        let found = try answers.clip(gradients, limit)
        try expect(
          found.count == expected.count,
          "\(call): expected \(expected.count) tensors, found \(found.count).",
          why: "There is one for each parameter, in the same order.")
        try suspicion.expect(
          found, equals: expected, in: call,
          parts: expected.indices.map { index in .tensor("tensor \(index)") { $0[index] } }
        ) { try $0(gradients, limit) }
      }
      // ‖g‖ = 14; the lengths of the four are √20, 1, √125 and √50.
      try compare(
        [[2, -4], [1], [10, 5], [-7, 1]], 3.5,
        [[0.5, -1], [0.25], [2.5, 1.25], [-1.75, 0.25]],
        "clip([[2, -4], [1], [10, 5], [-7, 1]], toNorm: 3.5)")
      try compare(
        [[0.3, 0], [0.4]], 2, [[0.3, 0], [0.4]], "clip([[0.3, 0], [0.4]], toNorm: 2)")
      // Between 1 and the root of the limit, between the root and the limit, and between the limit and 1.
      try compare([[1.2]], 2, [[1.2]], "clip([[1.2]], toNorm: 2)")
      try compare([[1.5]], 2, [[1.5]], "clip([[1.5]], toNorm: 2)")
      try compare([[0.6]], 0.5, [[0.5]], "clip([[0.6]], toNorm: 0.5)")
      try compare(
        [[3, 0], [4]], 2.5, [[1.5, 0], [2]], "clip([[3, 0], [4]], toNorm: 2.5)")
      // Each tensor is below the limit, but together they are not.
      try compare(
        [[3, 0], [-4]], 4.5, [[2.7, 0], [-3.6]], "clip([[3, 0], [-4]], toNorm: 4.5)")
      try compare([[3, 0], [-4]], 5, [[3, 0], [-4]], "clip([[3, 0], [-4]], toNorm: 5)")
      try compare([[0, 0], [0]], 1, [[0, 0], [0]], "clip([[0, 0], [0]], toNorm: 1)")
      let shares = [0.3, 0.99, 1.01, 1e-4, 3]
      for (place, (var input, shape)) in shapedInputs(seed: 35).enumerated() {
        let gradients = [input.tensor(shape), input.tensor([input.columns]), input.matrix()]
        // Where all numbers are 0 there is no direction to keep.
        let share = shares[place % shares.count]
        let length = max(norm(gradients), 1e-12)
        try compare(
          gradients, length * share, gradients.map { $0 * min(1, share) },
          "clip of tensors of shapes \(gradients.map(\.shape)), \(input.numbers.rawValue), to "
            + "\(share) of their length")
      }
    },
    wrongAnswers: mistakes.wrongAnswers(\.clip),
    rightAnswers: [
      RightAnswer("a factor of at most 1") {
        $0.clip = { gradients, limit in
          let length = gradients.map { $0.squared().sum() }.reduce(0, +).squareRoot()
          let factor = length == 0 ? 1 : min(1, limit / length)
          return gradients.map { factor * $0 }
        }
      },
      RightAnswer("number by number") {
        $0.clip = { gradients, limit in
          var sum = 0.0
          for gradient in gradients {
            for number in gradient.elements { sum += number * number }
          }
          guard sum > limit * limit else { return gradients }
          var result: [Matrix] = []
          for gradient in gradients {
            result.append(gradient.map { $0 / sum.squareRoot() * limit })
          }
          return result
        }
      },
      RightAnswer("the length of the lengths") {
        $0.clip = { gradients, limit in
          let lengths = Matrix(gradients.map { $0.squared().sum().squareRoot() })
          let length = lengths.squared().sum().squareRoot()
          if length <= limit { return gradients }
          return gradients.map { $0 * limit / length }
        }
      },
    ])

  private static func norm(_ gradients: [Matrix]) -> Double {
    gradients.reduce(0) { $0 + ($1 * $1).sum() }.squareRoot()
  }

  private static func scaled(_ gradients: [Matrix], _ limit: Double, _ norm: Double) -> [Matrix] {
    norm > limit ? gradients.map { $0 * (limit / norm) } : gradients
  }

  private static let mistakes: [Mistake<Clip>] = [
    Mistake(
      "factor upside down", "The factor is upside down: limit / ‖g‖ makes a long gradient shorter.",
      { gradients, limit in
        norm(gradients) > limit ? gradients.map { $0 * (norm(gradients) / limit) } : gradients
      }),
    Mistake(
      "times the limit",
      "The length is not divided by: the factor is limit / ‖g‖, not the limit alone.",
      { gradients, limit in norm(gradients) > limit ? gradients.map { $0 * limit } : gradients }),
    Mistake(
      "short ones made longer",
      "That is turned around: what is longer than the limit is made shorter, and no other.",
      { gradients, limit in
        norm(gradients) < limit ? gradients.map { $0 * (limit / norm(gradients)) } : gradients
      }),
    Mistake(
      "zero in place of the limit", "A gradient above the limit is made shorter, and not 0.",
      { gradients, limit in norm(gradients) > limit ? gradients.map { $0 * 0 } : gradients }),
    Mistake(
      "errors of sign", "The squares are added up, not the numbers: else they cancel.",
      { gradients, limit in scaled(gradients, limit, abs(gradients.reduce(0) { $0 + $1.sum() })) }),
    Mistake(
      "each tensor by its own norm",
      "Each tensor is clipped by its own norm, which changes the direction: there is one norm for all.",
      { gradients, limit in gradients.map { scaled([$0], limit, norm([$0]))[0] } }),
    Mistake(
      "each number for itself",
      "Each number is clipped for itself, which changes the direction: scale all of them alike.",
      { gradients, limit in gradients.map { $0.map { min(max($0, -limit), limit) } } }),
    Mistake(
      "always scaled", "What is below the limit stays as it is.",
      { gradients, limit in gradients.map { $0 * (limit / norm(gradients)) } }),
    Mistake(
      "no root", "The norm is the root of the sum of squares; the root is missing.",
      { gradients, limit in scaled(gradients, limit, norm(gradients) * norm(gradients)) }),
    Mistake(
      "root mean square", "That is the root of the mean of squares: take the root of their sum.",
      { gradients, limit in
        let count = Double(gradients.reduce(0) { $0 + $1.elementCount })
        return scaled(gradients, limit, norm(gradients) / count.squareRoot())
      }),
    Mistake(
      "norms added up",
      "The norms of the tensors are added up: add up their squares, and take the root of that.",
      { gradients, limit in scaled(gradients, limit, gradients.reduce(0) { $0 + norm([$1]) }) }),
    Mistake(
      "sum of magnitudes", "The squares are added up, not the magnitudes.",
      { gradients, limit in
        scaled(gradients, limit, gradients.reduce(0) { $0 + $1.abs().sum() })
      }),
    Mistake(
      "to length 1", "The limit is missing: the clipped length is the limit, not 1.",
      { gradients, limit in scaled(gradients, limit, norm(gradients)).map { $0 / limit } }),
    Mistake(
      "only the first tensor", "All tensors are shortened, by the same factor.",
      { gradients, limit in
        scaled(Array(gradients.prefix(1)), limit, norm(gradients)) + gradients.dropFirst()
      }),
    Mistake(
      "length of the first tensor", "The length is that of all tensors together, not of the first.",
      { gradients, limit in scaled(gradients, limit, norm(Array(gradients.prefix(1)))) }),
    Mistake(
      "last tensor left out of the length",
      "The last tensor is missing in the length: it is that of all tensors together.",
      { gradients, limit in
        scaled(
          gradients, limit,
          gradients.count == 1 ? norm(gradients) : norm(Array(gradients.dropLast())))
      }),
    Mistake(
      "mean of the norms", "That is the mean of the tensors' lengths: there is one length for all.",
      { gradients, limit in
        scaled(
          gradients, limit, gradients.reduce(0) { $0 + norm([$1]) } / Double(gradients.count))
      }),
    Mistake(
      "length of the longest tensor",
      "That is the length of the longest tensor: there is one length for all of them together.",
      { gradients, limit in scaled(gradients, limit, gradients.map { norm([$0]) }.max()!) }),
    Mistake(
      "the square compared", "It is the length that is compared with the limit, not its square.",
      { gradients, limit in
        let length = norm(gradients)
        return length * length > limit ? gradients.map { $0 * (limit / length) } : gradients
      }),
    Mistake(
      "a small number beside the length",
      "The length is above the limit, and so above 0: no small number has to be added to it.",
      { gradients, limit in
        norm(gradients) > limit
          ? gradients.map { $0 * (limit / (norm(gradients) + 1e-6)) } : gradients
      }),
    Mistake(
      "the largest number", "That is the largest number, and not the length √(Σ g²).",
      { gradients, limit in
        scaled(gradients, limit, gradients.flatMap(\.elements).map(\.magnitude).max() ?? 0)
      }),
    Mistake(
      "only those that are longer",
      "Whether to shorten is decided once, by the length of all tensors together.",
      { gradients, limit in
        gradients.map { norm([$0]) > limit ? $0 * (limit / norm(gradients)) : $0 }
      }),
    Mistake(
      "subtracted", "Nothing is subtracted: each number is multiplied by limit / ‖g‖.",
      { gradients, limit in
        let excess = norm(gradients) - limit
        return excess > 0 ? gradients.map { $0 - excess } : gradients
      }),
    Mistake(
      "squares of sums", "First each number is squared, then the squares are added up.",
      { gradients, limit in
        scaled(gradients, limit, gradients.reduce(0) { $0 + $1.sum() * $1.sum() }.squareRoot())
      }),
    Mistake(
      "mean square of each tensor", "The squares are added up: no mean is taken.",
      { gradients, limit in
        scaled(gradients, limit, gradients.reduce(0) { $0 + $1.squared().mean() }.squareRoot())
      }),
    Mistake(
      "compared with 1", "The length is compared with 1: compare it with the limit.",
      { gradients, limit in
        norm(gradients) > 1 ? gradients.map { $0 * (limit / norm(gradients)) } : gradients
      }),
    Mistake(
      "compared with the limit's square",
      "The length is compared with the limit, and not with the limit's square.",
      { gradients, limit in
        norm(gradients) > limit * limit
          ? gradients.map { $0 * (limit / norm(gradients)) } : gradients
      }),
    Mistake(
      "each number for itself, from above",
      "Each number is clipped for itself, which changes the direction: scale all of them alike.",
      { gradients, limit in gradients.map { $0.map { min($0, limit) } } }),
    Mistake(
      "length of the last tensor",
      "The length is that of all tensors together, not of the last: add their squares up.",
      { gradients, limit in scaled(gradients, limit, norm(Array(gradients.suffix(1)))) }),
    Mistake(
      "the root of the factor", "The factor is limit / ‖g‖: no root is taken of it.",
      { gradients, limit in
        let length = norm(gradients)
        return length > limit ? gradients.map { $0 * (limit / length).squareRoot() } : gradients
      }),
  ]
}
