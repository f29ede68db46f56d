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
    learned:
      "A turn is a map of coordinates around the middle, read backwards for each pixel of the "
      + "result.",
    landmark: Landmark("Sources/DataLoading/Augmentation/AffineMap.swift", "static func rotation"),
    solution: { $0.rotated = DataAugmentation.rotated },
    check: { answers in
      var suspicion = Suspicion(mistakes)
      func compare(_ image: Matrix, _ degrees: Double, _ expected: Matrix, _ what: String) throws {
        try suspicion.expect(
          answers.rotated(image, degrees), equals: expected,
          in: "rotated(\(what), degrees: \(degrees))"
        ) { try $0(image, degrees) }
      }
      try compare(
        numbered(4, 4), 90, [[4, 8, 12, 16], [3, 7, 11, 15], [2, 6, 10, 14], [1, 5, 9, 13]],
        "[[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 14, 15, 16]]")
      try compare(numbered(3, 3), 0, numbered(3, 3), "[[1, 2, 3], [4, 5, 6], [7, 8, 9]]")
      try compare(
        numbered(3, 3), -90, [[7, 4, 1], [8, 5, 2], [9, 6, 3]], "[[1, 2, 3], [4, 5, 6], [7, 8, 9]]")
      try compare(numbered(1, 3), 90, [[0, 2, 0]], "[[1, 2, 3]]")
      try compare(
        numbered(2, 4), 180, [[8, 7, 6, 5], [4, 3, 2, 1]], "[[1, 2, 3, 4], [5, 6, 7, 8]]")
      // Inside, a turned white image is white; whoever sends pixels forward leaves black ones.
      let white = try answers.rotated(.ones([9, 9]), 30)
      let holes =
        white.shape == [9, 9]
        ? (2...6).reduce(0) { sum, row in sum + (2...6).count { white[row, $0] == 0 } } : 0
      try expect(
        holes == 0, "rotated(an all-white image, degrees: 30): \(holes) black pixels inside.",
        why: "Each pixel of the image is sent to its new place, which leaves holes: go through the "
          + "pixels of the result instead.")
      let turns = [30, -20, 45, 22.5, 100, 0.75, 180, -135, 270, 360, 1e-4, 400, 90]
      func compareWithWarp(_ image: Matrix, _ degrees: Double, _ what: String) throws {
        let expected = warp(
          image.reshaped(to: Shape([1, 1] + image.shape.dimensions)),
          by: [.rotation(degrees: degrees)])
        try compare(image, degrees, expected.reshaped(to: image.shape), what)
      }
      try compareWithWarp(numbered(5, 7), 30, "an image of shape [5, 7] with the pixels 1, 2, 3 …")
      for (place, var input) in Input.all(seed: 54).enumerated() {
        try compareWithWarp(
          input.matrix(), turns[place % turns.count], "an image of shape \(input)")
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
    ],
    rightAnswers: [
      RightAnswer("row by row, with sine and cosine computed once") {
        let interpolated = $0.interpolated
        $0.rotated = { image, degrees in
          let (h, w) = (image.shape[0], image.shape[1])
          let radians = degrees / 180 * Double.pi
          let (cosine, sine) = (cos(radians), sin(radians))
          var elements: [Double] = []
          for row in 0..<h {
            let dy = Double(row) - Double(h) / 2 + 0.5
            for column in 0..<w {
              let dx = Double(column) - Double(w) / 2 + 0.5
              let x = cosine * dx - sine * dy + Double(w) / 2 - 0.5
              let y = sine * dx + cosine * dy + Double(h) / 2 - 0.5
              elements.append(try interpolated(image, x, y))
            }
          }
          return Matrix(shape: image.shape, elements: elements)
        }
      },
      RightAnswer("with the tent in place of interpolated") {
        $0.rotated = { image, degrees in turned(image, degrees) }
      },
      RightAnswer("in polar coordinates") {
        let interpolated = $0.interpolated
        $0.rotated = { image, degrees in
          let (middleX, middleY) = (
            Double(image.shape[1] - 1) / 2, Double(image.shape[0] - 1) / 2
          )
          var result = Matrix.zeros(image.shape)
          for row in 0..<image.shape[0] {
            for column in 0..<image.shape[1] {
              let (dx, dy) = (Double(column) - middleX, Double(row) - middleY)
              let (radius, angle) = (hypot(dx, dy), atan2(dy, dx) + degrees * .pi / 180)
              result[row, column] = try interpolated(
                image, middleX + radius * cos(angle), middleY + radius * sin(angle))
            }
          }
          return result
        }
      },
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
      "middle not added again",
      "The middle is missing at the end: add it before you ask `interpolated`.",
      { image, degrees in
        let (middleX, middleY) = (Double(image.shape[1] - 1) / 2, Double(image.shape[0] - 1) / 2)
        return turned(
          image, degrees,
          from: { dx, dy, cosine, sine in
            (cosine * dx - sine * dy - middleX, sine * dx + cosine * dy - middleY)
          })
      }),
    Mistake(
      "whole degrees", "The turn may have a fraction of a degree: leave it Double.",
      { image, degrees in turned(image, degrees.rounded(.towardZero)) }),
    Mistake(
      "rows and columns of the result exchanged",
      "The result has the image's shape [H, W], whatever the turn.",
      { image, degrees in
        let (h, w) = (image.shape[0], image.shape[1])
        return degrees == 90
          ? AugmentationLesson.image(w, h) { image[$1, w - 1 - $0] } : turned(image, degrees)
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
