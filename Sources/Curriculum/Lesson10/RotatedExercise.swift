import Curriculum
import Gradus

extension AttendingLesson {
  typealias Rotated = @Sendable (Matrix, Matrix) throws -> Matrix

  static let rotated = Exercise<Answers>(
    "rotated", "Positions as angles",
    hints: [
      "Two tables of shape [T, d] do: one with the cosine of the angle of each number, one with the sine. Numbers "
        + "2i and 2i + 1 have the same angle: i / 2 * 2, with whole numbers, is the first of a pair.",
      "x.gather((0..<d).map { $0 ^ 1 }, along: -1) gives each number's partner, x[1], x[0], x[3], x[2] …: "
        + "`^ 1` turns 0 into 1 and 1 into 0, 2 into 3 and 3 into 2, and so on.",
      "x * cosines + partners * sines, with a minus in front of the sine for the first of each pair.",
    ],
    learned:
      "A query and a key that are turned by their positions have a product that knows only how far apart they are.",
    landmark: Landmark("Sources/Layers/Attention/Positions.swift", "func rotated"),
    solution: { $0.rotated = Attending.rotated },
    check: { answers in
      func compare(
        _ x: Matrix, _ positions: Matrix, _ call: String, _ mistakes: [Mistake<Rotated>] = []
      ) throws {
        try expect(
          answers.rotated(x, positions), equals: Attending.rotated(x, at: positions), in: call,
          suspects: mistakes.suspects { try $0(x, positions) })
      }
      var general = Input.all(seed: 1040)[0]
      try compare(
        general.tensor([2, 3, 12]), [2.3, 7.1, 3.7],
        "rotated(random numbers [2, 3, 12], at: [2.3, 7.1, 3.7])", rotationMistakes)
      try compare(
        general.tensor([2, 4]), [-3, -1], "rotated(random numbers [2, 4], at: [-3.0, -1.0])",
        signMistakes)
      let fronts = [[], [2, 3], [1], [9], [3, 1]]
      for (place, sort) in Input.all(seed: 1041).enumerated() {
        var input = sort
        let (count, width) = (input.rows, 2 * [1, 2, 3, 5][place % 4])
        let x = input.tensor(Shape(fronts[place % fronts.count] + [count, width]))
        let start = [0.0, 1, -4, 1500, 0.25, -0.5][place % 6]
        let step = [1.0, -1, 0, 3][place / 6 % 4]
        let positions = Matrix((0..<count).map { start + step * Double($0) })
        try compare(
          x, positions,
          "rotated(\(input.numbers.rawValue) \(x.shape), at: \(positions.elements))")
      }
      // Not a whole line of numbers: each position counts for itself.
      try compare(
        general.tensor([4, 4]), [5, -3000, 0.0001, 5],
        "rotated(random numbers [4, 4], at: [5.0, -3000.0, 0.0001, 5.0])")
    },
    wrongAnswers: (rotationMistakes + signMistakes).wrongAnswers(\.rotated),
    rightAnswers: [
      RightAnswer("number by number") {
        $0.rotated = { x, positions in
          let shape = x.shape
          let (t, d) = (shape[-2], shape[-1])
          let rows = x.reshaped(to: [shape.elementCount / d, d])
          return Matrix.stack(
            (0..<rows.shape[0]).map { row in
              let position = positions[row % t]
              let pairs = (0..<d / 2).map { i in
                let angle = position * Double.pow(10_000, -2 * Double(i) / Double(d))
                let (a, b) = (rows[row, 2 * i], rows[row, 2 * i + 1])
                return [
                  a * Double.cos(angle) - b * Double.sin(angle),
                  a * Double.sin(angle) + b * Double.cos(angle),
                ]
              }
              return Matrix(pairs.flatMap { $0 })
            }
          ).reshaped(to: shape)
        }
      },
      RightAnswer("a small matrix for each position") {
        $0.rotated = { x, positions in
          let (t, d) = (x.shape[-2], x.shape[-1])
          let all = (0..<t).map { place in
            var turn = Matrix.zeros([d, d])
            for i in stride(from: 0, to: d, by: 2) {
              let angle = positions[place] / Double.pow(10_000, Double(i) / Double(d))
              turn[i, i] = Double.cos(angle)
              turn[i + 1, i + 1] = Double.cos(angle)
              turn[i, i + 1] = Double.sin(angle)
              turn[i + 1, i] = -Double.sin(angle)
            }
            let rows = x.gather([place], along: -2)
            return matmul(rows, turn)
          }
          return .concatenate(all, along: -2)
        }
      },
      RightAnswer("pairs on an axis of their own") {
        $0.rotated = { x, positions in
          let (t, d) = (x.shape[-2], x.shape[-1])
          let angles = Matrix(
            shape: [t, d / 2, 1],
            elements: (0..<t * d / 2).map {
              positions[$0 / (d / 2)]
                / Double.exp(
                  Double($0 % (d / 2) * 2) / Double(d) * Double.log(10_000))
            })
          let pairs = x.reshaped(to: Shape(x.shape.dimensions.dropLast() + [d / 2, 2]))
          let (first, second) = (pairs.gather([0], along: -1), pairs.gather([1], along: -1))
          return Matrix.concatenate(
            [
              first * angles.cos() - second * angles.sin(),
              first * angles.sin() + second * angles.cos(),
            ], along: -1
          ).reshaped(to: x.shape)
        }
      },
    ])
}
