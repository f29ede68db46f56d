import Curriculum
import Foundation
import Gradus

extension AugmentationLesson {
  private typealias Rotation = @Sendable (Matrix, Double) throws -> Matrix

  static let rotated = Exercise<Answers>(
    "rotated", "A turn around the middle",
    hints: [
      "Go through the pixels of the result. Turn each one's place back, and see what is there.",
      "Count from the middle: dx = column − (W − 1)/2, dy = row − (H − 1)/2; and add the middle again "
        + "before you ask `interpolated`.",
      "x = middleX + cos·dx − sin·dy, y = middleY + sin·dx + cos·dy, with the angle "
        + "degrees · π / 180.",
    ],
    learnt:
      "A turn is a map of coordinates around the middle, read backwards for each pixel of the "
      + "result.",
    landmark: Landmark("Sources/DataLoading/Augmentation/AffineMap.swift", "static func rotation"),
    solution: { $0.rotated = DataAugmentation.rotated },
    check: { answers in
      var possible = mistakes
      func compare(_ image: Matrix, _ degrees: Double, _ expected: Matrix, _ what: String) throws {
        do {
          try expect(
            answers.rotated(image, degrees), equals: expected,
            in: "rotated(\(what), degrees: \(degrees))",
            suspects: possible.suspects { try $0(image, degrees) })
        } catch let wrong as Disagreement where wrong.why == nil {
          // What no mistake of its own explains may come from the function that it calls.
          guard case .wrong = interpolated.judge(answers) else { throw wrong }
          throw Disagreement(
            wrong.difference,
            why: "It takes its values from `interpolated`, which is not right yet: mend that first."
          )
        }
        possible.keep { try ($0(image, degrees) - expected).abs().max() < 1e-9 }
      }
      try compare(
        numbered(4, 4), 90, [[4, 8, 12, 16], [3, 7, 11, 15], [2, 6, 10, 14], [1, 5, 9, 13]],
        "[[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 14, 15, 16]]")
      try compare(numbered(3, 3), 0, numbered(3, 3), "[[1, 2, 3], [4, 5, 6], [7, 8, 9]]")
      try compare(
        numbered(3, 3), -90, [[7, 4, 1], [8, 5, 2], [9, 6, 3]], "[[1, 2, 3], [4, 5, 6], [7, 8, 9]]")
      try compare(
        numbered(2, 4), 180, [[8, 7, 6, 5], [4, 3, 2, 1]], "[[1, 2, 3, 4], [5, 6, 7, 8]]")
      // Inside, a turned white image is white; whoever sends pixels forward leaves black ones.
      let white = try answers.rotated(.ones([9, 9]), 30)
      let holes = (2...6).reduce(0) { sum, row in sum + (2...6).count { white[row, $0] == 0 } }
      try expect(
        holes == 0, "rotated(an all-white image, degrees: 30): \(holes) black pixels inside.",
        why: "When each pixel of the image is sent to its new place, some places are hit twice and "
          + "others never. Go through the pixels of the result instead.")
      var generator = RandomGenerator(seed: 54)
      for (rows, columns, degrees) in [(7, 7, 30.0), (5, 8, -20), (8, 5, 45), (6, 6, 100)] {
        let image = Matrix.uniform([rows, columns], from: 1, to: 2, using: &generator)
        let expected = warp(
          image.reshaped(to: [1, 1, rows, columns]), by: [.rotation(degrees: degrees)])
        try compare(
          image, degrees, expected.reshaped(to: [rows, columns]),
          "a random image of \(rows) rows and \(columns) columns")
      }
    },
    wrongAnswers: mistakes.wrongAnswers(\.rotated) + [
      WrongAnswer("calls an interpolation that takes the upper left pixel") {
        let upperLeft: @Sendable (Matrix, Double, Double) -> Double = { image, x, y in
          image.pixelOrZero(Int(y.rounded(.down)), Int(x.rounded(.down)))
        }
        $0.interpolated = upperLeft
        $0.rotated = { image, degrees in turned(image, degrees, sample: upperLeft) }
      }
    ])

  /// Looks for each pixel of the result in the image, where a rule takes it from.
  private static func turned(
    _ image: Matrix, _ degrees: Double, middle: (x: Double, y: Double)? = nil,
    from rule: (_ dx: Double, _ dy: Double, _ cosine: Double, _ sine: Double) -> (
      x: Double, y: Double
    ) = { dx, dy, cosine, sine in (cosine * dx - sine * dy, sine * dx + cosine * dy) },
    sample: (Matrix, Double, Double) -> Double = { tent($0, $1, $2) }
  ) -> Matrix {
    let angle = degrees * .pi / 180
    let middle = middle ?? (Double(image.shape[1] - 1) / 2, Double(image.shape[0] - 1) / 2)
    return AugmentationLesson.image(image.shape[0], image.shape[1]) { row, column in
      let (dx, dy) = (Double(column) - middle.x, Double(row) - middle.y)
      let place = rule(dx, dy, cos(angle), sin(angle))
      return sample(image, middle.x + place.x, middle.y + place.y)
    }
  }

  private static let mistakes: [Mistake<Rotation>] = [
    Mistake(
      "clockwise",
      "It turns clockwise. Going back from the result, the signs of the two sines are the other way "
        + "round.",
      { image, degrees in turned(image, -degrees) }),
    Mistake(
      "around the corner",
      "It turns around the corner: count from the middle, and add the middle again.",
      { image, degrees in turned(image, degrees, middle: (0, 0)) }),
    Mistake(
      "middle off by half a pixel",
      "The middle is off by half a pixel: of columns 0 ..< W it is (W − 1)/2, not W/2.",
      { image, degrees in
        turned(image, degrees, middle: (Double(image.shape[1]) / 2, Double(image.shape[0]) / 2))
      }),
    Mistake(
      "middle cut off",
      "The middle is cut off to a whole number: with an even extent it lies between two pixels.",
      { image, degrees in
        turned(
          image, degrees,
          middle: (Double((image.shape[1] - 1) / 2), Double((image.shape[0] - 1) / 2)))
      }),
    Mistake(
      "middle of the other axis",
      "Rows and columns have changed places: middleX comes from W, the second extent.",
      { image, degrees in
        turned(
          image, degrees, middle: (Double(image.shape[0] - 1) / 2, Double(image.shape[1] - 1) / 2))
      }),
    Mistake(
      "degrees taken for radians", "cos and sin take radians: multiply the degrees by π / 180.",
      { image, degrees in turned(image, degrees * 180 / .pi) }),
    Mistake(
      "rows and columns exchanged",
      "Rows and columns have changed places: x comes from the column, y from the row.",
      { image, degrees in
        turned(image, degrees, from: { ($1 * $2 - $0 * $3, $1 * $3 + $0 * $2) })
      }),
    Mistake(
      "both sines with one sign",
      "Both sines have the same sign, which is no turn: one is added, the other subtracted.",
      { image, degrees in
        turned(image, degrees, from: { ($2 * $0 + $3 * $1, $3 * $0 + $2 * $1) })
      }),
    Mistake(
      "nearest pixel", "That takes the nearest pixel: use `interpolated`.",
      { image, degrees in
        turned(image, degrees, sample: { $0.pixelOrZero(Int($2.rounded()), Int($1.rounded())) })
      }),
    Mistake(
      "forward, with holes",
      "Each pixel of the image is sent to its new place, which leaves holes: go through the pixels of "
        + "the result instead.",
      { image, degrees in sentForward(image, degrees) }),
  ]

  /// Sends each pixel of the image to the pixel nearest to its new place, which leaves holes.
  static func sentForward(_ image: Matrix, _ degrees: Double) -> Matrix {
    let angle = degrees * .pi / 180
    let (h, w) = (image.shape[0], image.shape[1])
    let (middleX, middleY) = (Double(w - 1) / 2, Double(h - 1) / 2)
    var result = Matrix.zeros([h, w])
    for row in 0..<h {
      for column in 0..<w {
        let (dx, dy) = (Double(column) - middleX, Double(row) - middleY)
        let x = Int((middleX + cos(angle) * dx + sin(angle) * dy).rounded())
        let y = Int((middleY - sin(angle) * dx + cos(angle) * dy).rounded())
        if (0..<h).contains(y) && (0..<w).contains(x) { result[y, x] = image[row, column] }
      }
    }
    return result
  }
}
