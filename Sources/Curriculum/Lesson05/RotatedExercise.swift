import Curriculum
import Foundation
import Gradus

extension AugmentationLesson {
  typealias Rotation = @Sendable (Matrix, Double) throws -> Matrix

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
      var suspicion = Suspicion(rotationMistakes)
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
    wrongAnswers: rotationMistakes.wrongAnswers(\.rotated) + [
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
}
