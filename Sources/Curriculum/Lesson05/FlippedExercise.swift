import Curriculum
import Gradus

extension AugmentationLesson {
  private typealias Flip = @Sendable (Matrix) throws -> Matrix

  static let flipped = Exercise<Answers>(
    "flipped", "Left and right exchanged",
    hints: [
      "Each row is read backwards; the rows themselves stay where they are.",
      "Column 0 comes from the last one, W − 1; column 1 from the one before it.",
      "result[row, column] = image[row, w - 1 - column], with result another tensor than image.",
    ],
    learnt:
      "A mirror image is a new sample with the same label, if the label survives it: a shirt "
      + "does, a digit may not.",
    landmark: Landmark("Sources/DataLoading/Augmentation/RandomFlip.swift", "struct RandomFlip"),
    solution: { $0.flipped = DataAugmentation.flipped },
    check: { answers in
      func compare(_ image: Matrix, _ expected: Matrix, _ what: String) throws {
        try expect(
          answers.flipped(image), equals: expected, in: "flipped(\(what))",
          suspects: mistakes.suspects { try $0(image) })
      }
      try compare(numbered(2, 3), [[3, 2, 1], [6, 5, 4]], "[[1, 2, 3], [4, 5, 6]]")
      try compare(
        numbered(3, 2), [[2, 1], [4, 3], [6, 5]], "[[1, 2], [3, 4], [5, 6]]")
      var generator = RandomGenerator(seed: 52)
      for (rows, columns) in [(4, 4), (3, 5), (5, 1)] {
        let image = Matrix.normal([rows, columns], using: &generator)
        try compare(
          image,
          AugmentationLesson.image(rows, columns) { image[$0, columns - 1 - $1] },
          "a random image of \(rows) rows and \(columns) columns")
      }
    },
    wrongAnswers: mistakes.wrongAnswers(\.flipped))

  private static let mistakes: [Mistake<Flip>] = [
    Mistake(
      "top and bottom",
      "Top and bottom have changed places: turn the columns around, not the rows.",
      { image in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image[image.shape[0] - 1 - $0, $1]
        }
      }),
    Mistake(
      "half a turn", "Rows and columns are both turned around: the rows stay in their order.",
      { image in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image[image.shape[0] - 1 - $0, image.shape[1] - 1 - $1]
        }
      }),
    Mistake(
      "transposed", "That is the transpose: mirrored along the diagonal.",
      { $0.transposed() }),
    Mistake(
      "exchanged twice",
      "Nothing has changed. If columns are swapped in pairs, go only to the middle: beyond it each "
        + "pair is swapped back.",
      { $0 }),
    Mistake(
      "overwritten while read",
      "One half is the mirror of the other: the image is changed while it is still read.",
      { image in
        var result = image
        for row in 0..<image.shape[0] {
          for column in 0..<image.shape[1] {
            result[row, column] = result[row, image.shape[1] - 1 - column]
          }
        }
        return result
      }),
    Mistake(
      "one column off", "One column too far: the last column is W − 1, not W.",
      { image in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.wrappedPixel($0, image.shape[1] - $1)
        }
      }),
    Mistake(
      "index out of range", "The last column is W − 1: index W does not exist.",
      { image in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.pixelOrZero($0, image.shape[1] - $1)
        }
      }),
  ]
}
