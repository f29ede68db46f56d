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
    learnt: "One factor for all parameters shortens a step and keeps its direction.",
    landmark: Landmark("Sources/Training/Clipping/GradientClipping.swift", "mutating func clip"),
    solution: { $0.clip = Optimization.clip },
    check: { answers in
      func compare(_ gradients: [Matrix], _ limit: Double, _ expected: [Matrix], _ call: String)
        throws
      {
        let found = try answers.clip(gradients, limit)
        try expect(
          found.count == expected.count,
          "\(call): expected \(expected.count) tensors, found \(found.count).",
          why: "There is one for each parameter, in the same order.")
        for index in expected.indices {
          try expect(
            found[index], equals: expected[index], in: "\(call), tensor \(index)",
            suspects: mistakes.suspects { try $0(gradients, limit)[index] })
        }
      }
      // ‖g‖ = 5; the lengths of the two are √5 and √20.
      try compare(
        [[1, 2], [2, -4]], 1, [[0.2, 0.4], [0.4, -0.8]], "clip([[1, 2], [2, -4]], toNorm: 1)")
      try compare(
        [[3, 0], [4]], 2.5, [[1.5, 0], [2]], "clip([[3, 0], [4]], toNorm: 2.5)")
      try compare(
        [[0.3, 0], [0.4]], 1, [[0.3, 0], [0.4]], "clip([[0.3, 0], [0.4]], toNorm: 1)")
      // Each tensor is below the limit, but together they are not.
      try compare(
        [[3, 0], [-4]], 4.5, [[2.7, 0], [-3.6]], "clip([[3, 0], [-4]], toNorm: 4.5)")
      try compare([[0, 0], [0]], 1, [[0, 0], [0]], "clip([[0, 0], [0]], toNorm: 1)")
      var generator = RandomGenerator(seed: 35)
      let random = [[4, 3], [3], [2, 3], [2]].map { Matrix.normal($0, using: &generator) }
      let norm = random.reduce(0) { $0 + ($1 * $1).sum() }.squareRoot()
      try compare(
        random, norm / 3, random.map { $0 / 3 },
        "clip of four random tensors to a third of their norm")
    },
    wrongAnswers: mistakes.wrongAnswers(\.clip))

  private static func norm(_ gradients: [Matrix]) -> Double {
    gradients.reduce(0) { $0 + ($1 * $1).sum() }.squareRoot()
  }

  private static func scaled(_ gradients: [Matrix], _ limit: Double, _ norm: Double) -> [Matrix] {
    norm > limit ? gradients.map { $0 * (limit / norm) } : gradients
  }

  private static let mistakes: [Mistake<Clip>] = [
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
  ]
}
