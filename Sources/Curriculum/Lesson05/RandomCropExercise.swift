import Curriculum
import Gradus

extension AugmentationLesson {
  static let randomCrop = Exercise<Answers>(
    "randomCrop", "A window at a random place",
    hints: [
      "A window that starts at row 0 of the padded image shows the image moved down by the padding.",
      "There are 2·padding + 1 places along each axis: generator.uniformInteger(below: 2 * padding + 1), "
        + "once for the rows and once for the columns.",
      "shifted(image, right: padding - left, down: padding - top)",
    ],
    learned:
      "A crop of a padded image is a shift by a random whole number, and the generator alone "
      + "decides it.",
    landmark: Landmark("Sources/DataLoading/Augmentation/RandomCrop.swift", "struct RandomCrop"),
    solution: { $0.randomCrop = DataAugmentation.randomCrop },
    check: { answers in
      try expectAllWindows(of: numbered(2, 3), padding: 1, answers.randomCrop)
      try expectAllWindows(of: numbered(3, 3), padding: 2, answers.randomCrop)
      try expectSeeded(answers.randomCrop)
      for (place, var input) in Input.all(seed: 56).enumerated() {
        var generator = RandomGenerator(seed: 56)
        let (image, padding) = (input.matrix(), [0, 1, 2, 3, 9][place % 5])
        let call = "randomCrop(an image of shape \(input), padding: \(padding))"
        for _ in 0..<2 {
          try expectWindow(answers.randomCrop(image, padding, &generator), of: image, padding, call)
        }
      }
    },
    wrongAnswers: wrongCrops,
    rightAnswers: [
      RightAnswer("cut out of a padded image") {
        $0.randomCrop = { image, padding, generator in
          let (h, w) = (image.shape[0], image.shape[1])
          let padded = AugmentationLesson.image(h + 2 * padding, w + 2 * padding) {
            image.pixelOrZero($0 - padding, $1 - padding)
          }
          let left = generator.uniformInteger(below: 2 * padding + 1)
          let top = generator.uniformInteger(below: 2 * padding + 1)
          return AugmentationLesson.image(h, w) { padded[top + $0, left + $1] }
        }
      },
      RightAnswer("a shift from −padding to padding") {
        let shifted = $0.shifted
        $0.randomCrop = { image, padding, generator in
          let right = generator.uniformInteger(below: 2 * padding + 1) - padding
          let down = generator.uniformInteger(below: 2 * padding + 1) - padding
          return try shifted(image, right, down)
        }
      },
      RightAnswer("one draw among all places") {
        let shifted = $0.shifted
        $0.randomCrop = { image, padding, generator in
          let places = 2 * padding + 1
          let place = generator.uniformInteger(below: places * places)
          return try shifted(image, padding - place % places, padding - place / places)
        }
      },
      RightAnswer("the standard library's range with the generator") {
        let shifted = $0.shifted
        $0.randomCrop = { image, padding, generator in
          try shifted(
            image, Int.random(in: -padding...padding, using: &generator),
            Int.random(in: -padding...padding, using: &generator))
        }
      },
    ])

  /// Throws unless many draws give all windows of an image with a border of zeros, about equally often.
  private static func expectAllWindows(
    of image: Matrix, padding: Int, _ randomCrop: Crop
  ) throws {
    let places = 2 * padding + 1
    let call =
      "randomCrop(an image of \(image.shape[0]) rows and \(image.shape[1]) columns, "
      + "padding: \(padding))"
    var generator = RandomGenerator(seed: 55)
    var counts: [[Int]: Int] = [:]
    for _ in 1...(60 * places * places) {
      let window = try randomCrop(image, padding, &generator)
      counts[try expectWindow(window, of: image, padding, call), default: 0] += 1
    }
    try expectVariety(counts, places, call)
  }

  /// Throws unless a result is a window of the image with a border of zeros; returns its place.
  @discardableResult
  private static func expectWindow(
    _ window: Matrix, of image: Matrix, _ padding: Int, _ call: String
  ) throws -> [Int] {
    try expect(
      window.shape == image.shape,
      "\(call): expected shape \(image.shape), found shape \(window.shape).",
      why: window.elementCount > image.elementCount
        ? "The border is still there: cut a window of the image's own size out of it."
        : "The window is as large as the image: the border makes room for it to move.")
    guard let place = place(of: window, in: image, padding, pixel: { $0.pixelOrZero($1, $2) })
    else {
      throw Disagreement(
        "\(call): this is no window of the image with zeros around it: \(window.elements).",
        why: reason(for: window, in: image, padding))
    }
    return place
  }

  /// Throws unless equal generators give the same windows.
  private static func expectSeeded(_ randomCrop: Crop) throws {
    func windows() throws -> [Matrix] {
      var generator = RandomGenerator(seed: 57)
      return try (0..<30).map { _ in try randomCrop(numbered(3, 3), 2, &generator) }
    }
    try expect(
      windows() == windows(),
      "randomCrop, 30 times and 30 times more with an equal generator: expected the same windows, "
        + "found others.",
      why: "Draw from the generator that was handed in, and from no other: its seed decides all.")
  }

  /// Throws when windows are missing, or come far too seldom.
  private static func expectVariety(_ counts: [[Int]: Int], _ places: Int, _ call: String) throws {
    let total = counts.values.reduce(0, +)
    let (rows, columns) = (Set(counts.keys.map { $0[0] }), Set(counts.keys.map { $0[1] }))
    let why =
      if counts.count == 1 {
        "Is the number drawn from the generator that was handed in? A copy of it, or a new one, "
          + "begins with the same number each time."
      } else if counts.keys.allSatisfy({ $0[0] == $0[1] })
        || counts.keys.allSatisfy({ $0[0] + $0[1] == places - 1 })
      {
        "Rows and columns always move alike: each needs a draw of its own."
      } else if rows.count == 1 || columns.count == 1 {
        "Only the \(rows.count == 1 ? "columns" : "rows") move: draw for the rows, and for the columns."
      } else if rows.count < places || columns.count < places {
        "Some places are never drawn: there are 2·padding + 1 of them along each axis, from the one "
          + "border to the other."
      } else if counts.count == places * places - 1, counts[[places / 2, places / 2]] == nil {
        "The window in the middle is never drawn: it may be that the image stays where it is."
      } else {
        "Each row may come with each column: draw for the one without looking at the other."
      }
    try expect(
      counts.count == places * places,
      "\(call), \(total) draws: expected \(places * places) different windows, found "
        + "\(counts.count).", why: why)
    // A mean of 60 with a deviation below 8.
    for (place, count) in counts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      try expect(
        (20...110).contains(count),
        "\(call), \(total) draws: the window at \(place) came \(count) times, where 60 are expected.",
        why: "All windows are equally likely.")
    }
  }

  /// The rows and columns of the border above and before a window; nil if it is none of the image's.
  ///
  /// - Parameter pixel: What stands at a place inside or outside of the image; nil for anything.
  private static func place(
    of window: Matrix, in image: Matrix, _ padding: Int,
    pixel: (_ image: Matrix, _ row: Int, _ column: Int) -> Double?
  ) -> [Int]? {
    for top in 0...2 * padding {
      for left in 0...2 * padding {
        let agrees = (0..<image.shape[0]).allSatisfy { row in
          (0..<image.shape[1]).allSatisfy { column in
            let right = pixel(image, row + top - padding, column + left - padding)
            return right == nil || right == window[row, column]
          }
        }
        if agrees { return [top, left] }
      }
    }
    return nil
  }

  /// What was probably done instead of cutting out a window.
  private static func reason(for window: Matrix, in image: Matrix, _ padding: Int) -> String? {
    if place(of: window, in: image, padding, pixel: { $0.wrappedPixel($1, $2) }) != nil {
      return "What leaves on one side comes in on the other: the border is made of zeros."
    }
    if place(of: window, in: image, padding, pixel: { $0.nearestPixel($1, $2) }) != nil {
      return "The outermost pixels are repeated: the border is made of zeros."
    }
    if window.elements.allSatisfy({ $0 == 0 }), padding < min(image.shape[0], image.shape[1]) {
      return
        "The window lies too far out, or the border lies on the image and not around it: nothing of the "
        + "image is left. The window starts at 0 to 2·padding in the padded image."
    }
    if place(of: window, in: image, 2 * padding, pixel: { $0.pixelOrZero($1, $2) }) != nil {
      return
        "The window lies too far out: it starts at 0 to 2·padding in the padded image, and that "
        + "begins `padding` pixels before the image."
    }
    let isBorderOther = place(of: window, in: image, padding) { image, row, column in
      (0..<image.shape[0]).contains(row) && (0..<image.shape[1]).contains(column)
        ? image[row, column] : nil
    }
    return isBorderOther == nil
      ? nil : "What is outside of the image is not 0: the border is made of zeros."
  }

  /// A window that starts so many rows and columns after the first of the padded image.
  static func window(
    _ image: Matrix, _ padding: Int, _ top: Int, _ left: Int
  ) -> Matrix {
    AugmentationLesson.image(image.shape[0], image.shape[1]) {
      image.pixelOrZero($0 + top - padding, $1 + left - padding)
    }
  }
}
