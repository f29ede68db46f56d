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
    learned:
      "A mirror image is a new sample with the same label, if the label survives it: a shirt "
      + "does, a digit may not.",
    landmark: Landmark("Sources/DataLoading/Augmentation/RandomFlip.swift", "struct RandomFlip"),
    solution: { $0.flipped = DataAugmentation.flipped },
    check: { answers in
      var suspicion = Suspicion(mistakes)
      func compare(_ image: Matrix, _ expected: Matrix, _ what: String) throws {
        try suspicion.expect(
          answers.flipped(image), equals: expected, in: "flipped(\(what))"
        ) { try $0(image) }
      }
      try compare(
        numbered(2, 5), [[5, 4, 3, 2, 1], [10, 9, 8, 7, 6]], "[[1, 2, 3, 4, 5], [6, 7, 8, 9, 10]]")
      try compare(
        numbered(3, 2), [[2, 1], [4, 3], [6, 5]], "[[1, 2], [3, 4], [5, 6]]")
      for var input in Input.all(seed: 52) {
        let image = input.matrix()
        try compare(
          image,
          AugmentationLesson.image(input.rows, input.columns) {
            image[$0, input.columns - 1 - $1]
          }, "an image of shape \(input)")
      }
    },
    wrongAnswers: mistakes.wrongAnswers(\.flipped),
    rightAnswers: [
      RightAnswer("swapped in pairs up to the middle") {
        $0.flipped = { image in
          var result = image
          let w = image.shape[1]
          for row in 0..<image.shape[0] {
            for column in 0..<w / 2 {
              let left = result[row, column]
              result[row, column] = result[row, w - 1 - column]
              result[row, w - 1 - column] = left
            }
          }
          return result
        }
      },
      RightAnswer("columns gathered from the last to the first") {
        $0.flipped = { image in
          image.transposed().gather((0..<image.shape[1]).reversed()).transposed()
        }
      },
      RightAnswer("each row's list backwards") {
        $0.flipped = { image in
          let w = image.shape[1]
          let elements = (0..<image.shape[0]).flatMap { row in
            image.elements[row * w..<(row + 1) * w].reversed()
          }
          return Matrix(shape: image.shape, elements: elements)
        }
      },
    ])

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
      "one column too few", "Column 0 comes from the last column, W − 1, and not from W − 2.",
      { image in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.pixelOrZero($0, image.shape[1] - 2 - $1)
        }
      }),
    Mistake(
      "only the first row", "Only row 0 is turned around: go through all rows.",
      { image in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image[$0, $0 == 0 ? image.shape[1] - 1 - $1 : $1]
        }
      }),
    Mistake(
      "only the outermost columns",
      "Only the first and the last column have changed places: those between them do, too.",
      { image in
        let last = image.shape[1] - 1
        return AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image[$0, $1 == 0 || $1 == last ? last - $1 : $1]
        }
      }),
    Mistake(
      "not the two columns in the middle",
      "The two columns in the middle have not changed places: with an even width they do, so swap the "
        + "first W / 2.",
      { image in
        let w = image.shape[1]
        return AugmentationLesson.image(image.shape[0], w) { row, column in
          let isMiddle = w % 2 == 0 && (column == w / 2 || column == w / 2 - 1)
          return image[row, isMiddle ? column : w - 1 - column]
        }
      }),
    Mistake(
      "sorted", "The rows are sorted: whatever stands in them, only their order is turned around.",
      { image in
        let w = image.shape[1]
        let elements = (0..<image.shape[0]).flatMap { row in
          image.elements[row * w..<(row + 1) * w].sorted(by: >)
        }
        return Matrix(shape: image.shape, elements: elements)
      }),
    Mistake(
      "index out of range", "The last column is W − 1: index W does not exist.",
      { image in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.pixelOrZero($0, image.shape[1] - $1)
        }
      }),
    Mistake(
      "the middle column lost", "The middle column stays where it is; it is not 0.",
      { image in
        var result = Matrix.zeros(image.shape)
        let w = image.shape[1]
        for row in 0..<image.shape[0] {
          for column in 0..<w / 2 {
            result[row, column] = image[row, w - 1 - column]
            result[row, w - 1 - column] = image[row, column]
          }
        }
        return result
      }),
    Mistake(
      "a square assumed",
      "The last column is counted by the rows: an image may have more columns than rows, or fewer.",
      { image in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.pixelOrZero($0, image.shape[0] - 1 - $1)
        }
      }),
    Mistake(
      "as many columns as rows",
      "The last column is counted by the rows: an image may have more columns than rows, or fewer.",
      { image in
        var result = image
        let side = image.shape[0]
        for row in 0..<side {
          for column in 0..<side {
            result[row, column] = image.pixelOrZero(row, side - 1 - column)
          }
        }
        return result
      }),
  ]
}
