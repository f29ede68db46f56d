import Curriculum
import Gradus

extension AugmentationLesson {
  private typealias Shift = @Sendable (Matrix, Int, Int) throws -> Matrix

  static let shifted = Exercise<Answers>(
    "shifted", "A shift by whole pixels",
    hints: [
      "Go through the pixels of the result, and ask of each where in the image it comes from.",
      "What has moved 2 to the right came from 2 further left: from column − right, row − down.",
      "if (0..<h).contains(row - down) && (0..<w).contains(column - right) "
        + "{ result[row, column] = image[row - down, column - right] }",
    ],
    learned:
      "Ask of each pixel of the result where it comes from: so none stays without a value, and "
      + "edges are one test.",
    landmark: Landmark("Sources/DataLoading/Augmentation/Window.swift", "func copy"),
    solution: { $0.shifted = DataAugmentation.shifted },
    check: { answers in
      var suspicion = Suspicion(mistakes)
      func compare(_ image: Matrix, _ right: Int, _ down: Int, _ expected: Matrix, _ what: String)
        throws
      {
        try suspicion.expect(
          answers.shifted(image, right, down), equals: expected,
          in: "shifted(\(what), right: \(right), down: \(down))"
        ) { try $0(image, right, down) }
      }
      let small = "[[1, 2, 3], [4, 5, 6]]"
      try compare(
        numbered(3, 4), 2, 1, [[0, 0, 0, 0], [0, 0, 1, 2], [0, 0, 5, 6]],
        "[[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]")
      try compare(numbered(2, 3), 1, 0, [[0, 1, 2], [0, 4, 5]], small)
      try compare(numbered(2, 3), 0, 1, [[0, 0, 0], [1, 2, 3]], small)
      try compare(numbered(2, 3), -1, -1, [[5, 6, 0], [0, 0, 0]], small)
      try compare(numbered(2, 3), 0, 0, numbered(2, 3), small)
      try compare(numbered(2, 3), 3, 0, .zeros([2, 3]), small)
      try compare(numbered(1, 3), 5, 0, .zeros([1, 3]), "[[1, 2, 3]]")
      for (place, var input) in Input.all(seed: 51).enumerated() {
        let image = input.matrix()
        // From further than the image is wide to further on the other side.
        let right = place % (2 * input.columns + 5) - input.columns - 2
        let down = (place / 2) % (2 * input.rows + 5) - input.rows - 2
        try compare(
          image, right, down,
          AugmentationLesson.image(input.rows, input.columns) {
            image.pixelOrZero($0 - down, $1 - right)
          }, "an image of shape \(input)")
      }
    },
    wrongAnswers: mistakes.wrongAnswers(\.shifted) + [
      WrongAnswer("gathered from beyond the edges, too", why: "") {
        $0.shifted = { image, right, down in
          image.gather((0..<image.shape[0]).map { $0 - down })
            .gather((0..<image.shape[1]).map { $0 - right }, along: 1)
        }
      }
    ],
    rightAnswers: [
      RightAnswer("from each pixel of the image to its new place") {
        $0.shifted = { image, right, down in
          let (h, w) = (image.shape[0], image.shape[1])
          var result = Matrix.zeros([h, w])
          for row in 0..<h where row + down >= 0 && row + down < h {
            for column in 0..<w where column + right >= 0 && column + right < w {
              result[row + down, column + right] = image[row, column]
            }
          }
          return result
        }
      },
      RightAnswer("by ranges that may be empty") {
        $0.shifted = { image, right, down in
          let (h, w) = (image.shape[0], image.shape[1])
          var result = Matrix.zeros([h, w])
          guard abs(down) < h, abs(right) < w else { return result }
          for row in max(0, down)..<min(h, h + down) {
            for column in max(0, right)..<min(w, w + right) {
              result[row, column] = image[row - down, column - right]
            }
          }
          return result
        }
      },
      RightAnswer("rows as lists") {
        $0.shifted = { image, right, down in
          let (h, w) = (image.shape[0], image.shape[1])
          var elements: [Double] = []
          for row in 0..<h {
            let source = row - down
            for column in 0..<w {
              let isInside = source >= 0 && source < h && column >= right && column - right < w
              elements.append(isInside ? image.elements[source * w + column - right] : 0)
            }
          }
          return Matrix(shape: image.shape, elements: elements)
        }
      },
    ])

  private static let mistakes: [Mistake<Shift>] = [
    Mistake(
      "wraps around",
      "What leaves the image on one side comes in again on the other: there should be zeros.",
      { image, right, down in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.wrappedPixel($0 - down, $1 - right)
        }
      }),
    Mistake(
      "the other way",
      "It moves the other way: the pixel of the result comes from column − right, row − down.",
      { image, right, down in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.pixelOrZero($0 + down, $1 + right)
        }
      }),
    Mistake(
      "rows and columns exchanged",
      "Rows and columns have changed places: right changes the column, the second index.",
      { image, right, down in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.pixelOrZero($0 - right, $1 - down)
        }
      }),
    Mistake(
      "edge repeated", "The outermost pixels are repeated: what comes in from outside is 0.",
      { image, right, down in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.nearestPixel($0 - down, $1 - right)
        }
      }),
    Mistake(
      "old pixels left", "Where nothing comes in, old pixels are left: begin with zeros.",
      { image, right, down in
        var result = image
        for row in 0..<image.shape[0] {
          for column in 0..<image.shape[1]
          where (0..<image.shape[0]).contains(row - down)
            && (0..<image.shape[1]).contains(column - right)
          { result[row, column] = image[row - down, column - right] }
        }
        return result
      }),
    Mistake(
      "moved within the image itself",
      "The image is changed while it is still read, so that pixels are smeared: write into another.",
      { image, right, down in
        var result = image
        for row in 0..<image.shape[0] {
          for column in 0..<image.shape[1] {
            result[row, column] = result.pixelOrZero(row - down, column - right)
          }
        }
        return result
      }),
    Mistake(
      "only to the right", "Only the columns have moved: down moves the rows.",
      { image, right, _ in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.pixelOrZero($0, $1 - right)
        }
      }),
    Mistake(
      "one zero row too few",
      "Row 0 and column 0 of the image are lost: they are inside, so compare with >= 0.",
      { image, right, down in
        AugmentationLesson.image(image.shape[0], image.shape[1]) { row, column in
          row - down > 0 && column - right > 0 ? image.pixelOrZero(row - down, column - right) : 0
        }
      }),
    Mistake(
      "a square assumed",
      "Rows are counted for columns as well: an image may have more columns than rows, or fewer.",
      { image, right, down in
        let side = image.shape[0]
        return AugmentationLesson.image(image.shape[0], image.shape[1]) { row, column in
          column < side && column - right < side ? image.pixelOrZero(row - down, column - right) : 0
        }
      }),
    Mistake(
      "height and width exchanged in the bounds",
      "Rows are counted for columns as well: an image may have more columns than rows, or fewer.",
      { image, right, down in
        let (h, w) = (image.shape[0], image.shape[1])
        return AugmentationLesson.image(h, w) { row, column in
          row - down < w && column - right < h ? image.pixelOrZero(row - down, column - right) : 0
        }
      }),
    Mistake(
      "never to the left or up", "It may be negative: to the left, and up.",
      { image, right, down in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.pixelOrZero($0 - max(0, down), $1 - max(0, right))
        }
      }),
    Mistake(
      "never up", "It may be negative: to the left, and up.",
      { image, right, down in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.pixelOrZero($0 - max(0, down), $1 - right)
        }
      }),
    Mistake(
      "never to the left", "It may be negative: to the left, and up.",
      { image, right, down in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.pixelOrZero($0 - down, $1 - max(0, right))
        }
      }),
    Mistake(
      "by the magnitudes",
      "A negative number moves to the left or up, and not as far to the right or down.",
      { image, right, down in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.pixelOrZero($0 - abs(down), $1 - abs(right))
        }
      }),
    Mistake(
      "rows the other way",
      "It moves up instead of down: the pixel of the result comes from row − down.",
      { image, right, down in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.pixelOrZero($0 + down, $1 - right)
        }
      }),
    Mistake(
      "columns the other way",
      "It moves to the left instead of to the right: the pixel of the result comes from column − right.",
      { image, right, down in
        AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.pixelOrZero($0 - down, $1 + right)
        }
      }),
    Mistake(
      "rows run into each other",
      "What leaves a row comes in at the next one: test the column by itself, and the row, too.",
      { image, right, down in
        let w = image.shape[1]
        return AugmentationLesson.image(image.shape[0], w) { row, column in
          let place = (row - down) * w + column - right
          return image.elements.indices.contains(place) ? image.elements[place] : 0
        }
      }),
    Mistake(
      "at most to the last pixel",
      "A shift may be as large as the image, or larger: then nothing of it is left.",
      { image, right, down in
        let (h, w) = (image.shape[0], image.shape[1])
        return AugmentationLesson.image(h, w) {
          image.pixelOrZero($0 - min(max(down, 1 - h), h - 1), $1 - min(max(right, 1 - w), w - 1))
        }
      }),
    Mistake(
      "the result grows",
      "The result has the image's own shape [H, W]: what is moved out of it is lost.",
      { image, right, down in
        AugmentationLesson.image(image.shape[0] + abs(down), image.shape[1] + abs(right)) {
          image.pixelOrZero($0 - down, $1 - right)
        }
      }),
    Mistake(
      "height and width of the result exchanged",
      "The result has the image's own shape [H, W]: H rows first, then W columns.",
      { image, right, down in
        AugmentationLesson.image(image.shape[1], image.shape[0]) {
          image.pixelOrZero($0 - down, $1 - right)
        }
      }),
  ]
}
