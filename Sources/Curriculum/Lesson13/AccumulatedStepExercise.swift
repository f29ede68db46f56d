import Curriculum
import Gradus

extension ExtendingLesson {
  static let accumulatedStep = Exercise<Answers>(
    "accumulatedStep", "A step of a training loop of one's own",
    hints: [
      "A batch that does not fit into memory comes in parts. Ask for all gradients at the same parameters, "
        + "and add them up, each times the size of its part.",
      "Divide by the sum of the sizes. Then the norm: the root of the sum of the squares of all numbers of "
        + "all tensors together.",
      "Where the norm is above the maximum, multiply everything by maximumNorm / norm. Then p - learningRate * g.",
    ],
    learned:
      "Accumulate first and clip then, once: clipped parts do not add up to a clipped batch.",
    landmark: Landmark("Sources/Training/Clipping/GradientClipping.swift", "func clip"),
    solution: { $0.accumulatedStep = Extending.accumulatedStep },
    check: checkAccumulatedStep,
    wrongAnswers: accumulatedStepMistakes.wrongAnswers(\.accumulatedStep),
    rightAnswers: [
      RightAnswer("all gradients kept, and weighted by shares") {
        $0.accumulatedStep = { parameters, sizes, maximum, rate, gradient in
          let total = Double(sizes.reduce(0, +))
          let all = try sizes.indices.map { try gradient($0, parameters) }
          let mean = parameters.indices.map { i in
            sizes.indices.reduce(Matrix.zeros(parameters[i].shape)) { sum, part in
              sum + all[part][i] * (Double(sizes[part]) / total)
            }
          }
          let norm = mean.flatMap(\.elements).reduce(0) { $0 + $1 * $1 }.squareRoot()
          return zip(parameters, mean).map { $0 - rate * min(1, maximum / norm) * $1 }
        }
      },
      RightAnswer("a running mean") {
        $0.accumulatedStep = { parameters, sizes, maximum, rate, gradient in
          var (mean, seen) = (parameters.map { Matrix.zeros($0.shape) }, 0)
          for (part, size) in sizes.enumerated() {
            seen += size
            let new = try gradient(part, parameters)
            for i in mean.indices { mean[i] += (new[i] - mean[i]) * (Double(size) / Double(seen)) }
          }
          let norm = mean.map { $0.squared().sum() }.reduce(0, +).squareRoot()
          let factor = norm > maximum ? maximum / norm : 1
          return parameters.indices.map { parameters[$0] - factor * rate * mean[$0] }
        }
      },
      RightAnswer("clipped as a sum") {
        $0.accumulatedStep = { parameters, sizes, maximum, rate, gradient in
          var result = parameters
          var sums = parameters.map { 0 * $0 }
          for part in 0..<sizes.count {
            for (i, one) in try gradient(part, parameters).enumerated() {
              sums[i] = sums[i] + Double(sizes[part]) * one
            }
          }
          let count = Double(sizes.reduce(0, +))
          let norm = sums.reduce(0) { $0 + $1.squared().sum() }.squareRoot()
          let divisor = max(count, norm / maximum)
          for i in result.indices { result[i] -= sums[i] * (rate / divisor) }
          return result
        }
      },
    ])

  static let inOrder =
    "Call `gradient` once for each part, in order: each call is a pass over its samples."

  @Sendable private static func checkAccumulatedStep(_ answers: Answers) throws {
    var suspicion = Suspicion(accumulatedStepMistakes)
    func compare(
      _ parameters: [Matrix], _ sizes: [Int], _ maximum: Double, _ rate: Double,
      _ gradients: [[Matrix]], _ name: String
    ) throws {
      var asked: [Int] = []
      // The gradient depends on the parameters, so that a step between two parts shows.
      func step(_ function: Answers.AccumulatedStep) throws -> [Matrix] {
        asked = []
        return try function(parameters, sizes, maximum, rate) { part, now in
          asked.append(part)
          return zip(gradients[part], zip(now, parameters)).map { $0 + 0.5 * ($1.0 - $1.1) }
        }
      }
      let found = try step(answers.accumulatedStep)
      let parts = asked
      try suspicion.expect(
        found,
        equals: step {
          try Extending.accumulatedStep(
            $0, sizes: $1, maximumNorm: $2, learningRate: $3, gradient: $4)
        },
        in: "accumulatedStep of \(name), sizes \(sizes), maximum \(maximum), rate \(rate)",
        parts: [.value("number of parameters") { $0.count }]
          + parameters.indices.map { i in .tensor("parameter \(i)") { $0[i] } }
      ) { try step($0) }
      try expect(
        parts == Array(sizes.indices),
        "accumulatedStep of \(name), sizes \(sizes): the gradients of the parts \(parts) were asked for, expected "
          + "\(Array(sizes.indices)).", why: inOrder)
    }
    try compare(
      [[1, 2], [3]], [3, 1], 100, 0.5, [[[2, 4], [-6]], [[10, -4], [2]]],
      "two parameters, not clipped")
    try compare(
      [[1, 2], [3]], [3, 2], 1, 0.5, [[[2, 4], [-6]], [[10, -4], [2]]], "two parameters, clipped")
    try compare(
      [[1, 2], [3]], [2, 2], 1, 0.5, [[[0, 0], [0]], [[0, 0], [0]]], "gradients of zeros")
    for (place, sort) in Input.all(seed: 13_08).enumerated() {
      var input = sort
      let sizes = [[1], [4, 4], [5, 2], [1, 7, 3], [2, 1, 1, 6]][place % 5]
      let parameters = [input.matrix(), input.tensor([input.columns])]
      let gradients = sizes.map { _ in [input.matrix(), input.tensor([input.columns])] }
      let norm = gradients[0].flatMap(\.elements).reduce(0) { $0 + $1 * $1 }.squareRoot()
      let maximum = max(norm, 1e-9) * [0.1, 10, 0.5][place % 3]
      try compare(
        parameters, sizes, maximum, [1, 0.25][place % 2], gradients, "parameters \(input)")
    }
    try expectHandsOnErrors("accumulatedStep", of: "gradient", calls: 3) { begin in
      _ = try answers.accumulatedStep([[1]], [1, 1, 1], 1, 1) { _, now in
        try begin(); return now
      }
    }
  }
}
