import Curriculum
import Gradus

extension AttendingLesson {
  typealias Rotated = @Sendable (Matrix, Matrix) throws -> Matrix

  static let rotated = Exercise<Answers>(
    "rotated", "Positions as angles",
    hints: [
      "Two tables of shape [T, d] do: one with the cosine of the angle of each number, one with the sine. Numbers "
        + "2i and 2i + 1 have the same angle: i / 2 * 2, with whole numbers, is the first of a pair.",
      "x.gather((0..<d).map { $0 ^ 1 }, along: -1) gives each number's partner: x[1], x[0], x[3], x[2] …",
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
        general.tensor([2, 3, 6]), [2, 7, 3],
        "rotated(random numbers [2, 3, 6], at: [2.0, 7.0, 3.0])", rotationMistakes)
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
    wrongAnswers: rotationMistakes.wrongAnswers(\.rotated),
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

  private static let rotationMistakes: [Mistake<Rotated>] = [
    turned("counted from 1", "Those are the angles of one position later.") { $0.position += 1 },
    turned("the position ignored", "The position does not count.") { $0.position = 1 },
    turned(
      "its place in the list", "The positions are those that are given, not 0, 1, 2 in order."
    ) { $0.position = Double($0.place) },
    turned("the same angle for all", "All pairs turn as fast: the later ones turn slower.") {
      $0.exponent = 0
    },
    turned(
      "the exponent i/d", "The exponent is 2i/d for pair i; that is half of it."
    ) { $0.exponent /= 2 },
    turned("the exponent twice", "The exponent is 2i/d for pair i, and not twice as large.") {
      $0.exponent *= 2
    },
    turned(
      "an angle of its own for each number",
      "Both numbers of a pair have the same angle: that of 2i."
    ) { $0.exponent = Double($0.number) / Double($0.width) },
    turned(
      "the slowest first", "The first pair turns fastest; those are in reverse order."
    ) { $0.exponent = Double($0.width - 2 - $0.number / 2 * 2) / Double($0.width) },
    turned("times in place of divided", "Later pairs turn slower: divide the position.") {
      $0.exponent = -$0.exponent
    },
    turned("base 1000", "The base is 10 000, not 1000.") { $0.base = 1000 },
    turned("base 100 000", "The base is 10 000, not 100 000.") { $0.base = 100_000 },
    turned("degrees", "The angles are in radians, as cos and sin take them.") {
      $0.position *= .pi / 180
    },
    turned("the other way", "That turns the other way: the signs of the sines are exchanged.") {
      $0.position = -$0.position
    },
    turned("both sines with a plus", "The sine has a minus in front in the first of each pair.") {
      $0.sine = Double.sin($0.angle)
    },
    turned("cosine and sine exchanged", "Cosine and sine are exchanged.") {
      ($0.cosine, $0.sine) = (
        Double.sin($0.angle), $0.isFirst ? -Double.cos($0.angle) : Double.cos($0.angle)
      )
    },
    turned("the cosine alone", "The partner's part, with the sine, is missing.") { $0.sine = 0 },
    turned("the sine alone", "The number's own part, with the cosine, is missing.") {
      $0.cosine = 0
    },
    turned(
      "halves", "A pair are neighbors, 2i and 2i + 1; those are i and i + d/2."
    ) {
      let half = $0.width / 2
      $0.partner = ($0.number + half) % $0.width
      $0.exponent = 2 * Double($0.number % half) / Double($0.width)
      $0.isFirst = $0.number < half
    },
    Mistake(
      "the first one turned already",
      "y[2i + 1] is made of the old x[2i], not of the new y[2i]: keep the old one.",
      { x, positions in
        let width = x.shape[-1]
        let right = try Attending.rotated(x, at: positions)
        let sines = Matrix(
          shape: [positions.shape[0], width],
          elements: (0..<positions.shape[0] * width).map { place in
            let number = place % width
            if number.isMultiple(of: 2) { return 0 }
            return Double.sin(
              positions[place / width]
                / Double.pow(10_000, Double(number - 1) / Double(width)))
          })
        return right + (right - x).gather((0..<width).map { $0 ^ 1 }, along: -1) * sines
      }),
    Mistake(
      "added", "Those are sines and cosines added to x: rotary positions turn x.",
      { x, positions in
        let width = x.shape[-1]
        let upright = Matrix((0..<width).map { Double($0 % 2) })
        return x
          + (try Attending.rotated(upright * .ones([positions.shape[0], width]), at: positions))
      }),
  ]

  /// What a number becomes: cosine times itself and sine times its partner.
  private struct Turn {
    let (place, number, width): (Int, Int, Int)
    var position: Double
    var exponent: Double
    var base = 10_000.0
    var isFirst: Bool
    var partner: Int
    private var ownCosine: Double?
    private var ownSine: Double?

    init(_ place: Int, _ number: Int, _ width: Int, _ position: Double) {
      (self.place, self.number, self.width, self.position) = (place, number, width, position)
      exponent = Double(number / 2 * 2) / Double(width)
      isFirst = number.isMultiple(of: 2)
      partner = number ^ 1
    }

    var angle: Double { position / Double.pow(base, exponent) }
    var cosine: Double {
      get { ownCosine ?? Double.cos(angle) }
      set { ownCosine = newValue }
    }
    var sine: Double {
      get { ownSine ?? (isFirst ? -Double.sin(angle) : Double.sin(angle)) }
      set { ownSine = newValue }
    }
  }

  private static func turned(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout Turn) -> Void
  ) -> Mistake<Rotated> {
    Mistake(name, why) { x, positions in
      let (t, d) = (x.shape[-2], x.shape[-1])
      let numbers = x.elements
      return Matrix(
        shape: x.shape,
        elements: numbers.indices.map { place in
          var turn = Turn(place / d % t, place % d, d, positions[place / d % t])
          change(&turn)
          return turn.cosine * numbers[place]
            + turn.sine * numbers[place / d * d + turn.partner]
        })
    }
  }
}
