import Curriculum
import Gradus

extension AugmentationLesson {
  private typealias Crop = @Sendable (Matrix, Int, inout RandomGenerator) throws -> Matrix

  static let randomCrop = Exercise<Answers>(
    "randomCrop", "A window at a random place",
    hints: [
      "A window that starts at row 0 of the padded image shows the image moved down by the padding.",
      "There are 2·padding + 1 places along each axis: generator.uniformInteger(below: 2 * padding + 1), "
        + "once for the rows and once for the columns.",
      "shifted(image, right: padding - left, down: padding - top)",
    ],
    learnt:
      "A crop of a padded image is a shift by a random whole number, and the generator alone "
      + "decides it.",
    landmark: Landmark("Sources/DataLoading/Augmentation/RandomCrop.swift", "struct RandomCrop"),
    solution: { $0.randomCrop = DataAugmentation.randomCrop },
    check: { answers in
      try expectAllWindows(of: numbered(2, 3), padding: 1, answers.randomCrop)
      try expectAllWindows(of: numbered(3, 3), padding: 2, answers.randomCrop)
      var generator = RandomGenerator(seed: 56)
      try expect(
        answers.randomCrop(numbered(3, 2), 0, &generator), equals: numbered(3, 2),
        in: "randomCrop with padding 0")
    },
    wrongAnswers: mistakes.wrongAnswers(\.randomCrop))

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
    for draw in 1...(60 * places * places) {
      let window = try randomCrop(image, padding, &generator)
      try expect(
        window.shape == image.shape,
        "\(call): expected shape \(image.shape), found shape \(window.shape).",
        why: window.elementCount > image.elementCount
          ? "The border is still there: cut a window of the image's own size out of it."
          : "The window is as large as the image: the border makes room for it to move.")
      guard let place = place(of: window, in: image, padding, pixel: { $0.pixelOrZero($1, $2) })
      else {
        throw Disagreement(
          "\(call), draw \(draw): this is no window of the image with zeros around it: "
            + "\(window.elements).",
          why: reason(for: window, in: image, padding))
      }
      counts[place, default: 0] += 1
    }
    try expectVariety(counts, places, call)
  }

  /// Throws when windows are missing, or come far too seldom.
  private static func expectVariety(_ counts: [[Int]: Int], _ places: Int, _ call: String) throws {
    let total = counts.values.reduce(0, +)
    let (rows, columns) = (Set(counts.keys.map { $0[0] }), Set(counts.keys.map { $0[1] }))
    let why: String? =
      if counts.count == 1 {
        "Is the number drawn from the generator that was handed in? A copy of it, or a new one, "
          + "begins with the same number each time."
      } else if counts.keys.allSatisfy({ $0[0] == $0[1] }) {
        "Rows and columns always move alike: each needs a draw of its own."
      } else if rows.count < places || columns.count < places {
        "Some places are never drawn: there are 2·padding + 1 of them along each axis, from the one "
          + "border to the other."
      } else {
        nil
      }
    try expect(
      counts.count == places * places,
      "\(call), \(total) draws: expected \(places * places) different windows, found "
        + "\(counts.count).", why: why)
    // A mean of 60 with a deviation below 8.
    let rarest = counts.values.min() ?? 0
    try expect(
      rarest >= 20, "\(call), \(total) draws: one window came only \(rarest) times.",
      why: "All windows are equally likely.")
  }

  /// The rows and columns of the border above and before a window; nil if it is none of the image's.
  private static func place(
    of window: Matrix, in image: Matrix, _ padding: Int,
    pixel: (_ image: Matrix, _ row: Int, _ column: Int) -> Double
  ) -> [Int]? {
    for top in 0...2 * padding {
      for left in 0...2 * padding {
        let right = AugmentationLesson.image(image.shape[0], image.shape[1]) {
          pixel(image, $0 + top - padding, $1 + left - padding)
        }
        if right == window { return [top, left] }
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
    if place(of: window, in: image, 2 * padding, pixel: { $0.pixelOrZero($1, $2) }) != nil {
      return
        "The window lies too far out: it starts at 0 to 2·padding in the padded image, and that "
        + "begins `padding` pixels before the image."
    }
    return nil
  }

  /// A window that starts so many rows and columns behind the first of the padded image.
  private static func window(
    _ image: Matrix, _ padding: Int, _ top: Int, _ left: Int
  ) -> Matrix {
    AugmentationLesson.image(image.shape[0], image.shape[1]) {
      image.pixelOrZero($0 + top - padding, $1 + left - padding)
    }
  }

  private static let mistakes: [Mistake<Crop>] = [
    Mistake(
      "wraps around",
      { image, padding, generator in
        let top = generator.uniformInteger(below: 2 * padding + 1) - padding
        let left = generator.uniformInteger(below: 2 * padding + 1) - padding
        return AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.wrappedPixel($0 + top, $1 + left)
        }
      }),
    Mistake(
      "edge repeated",
      { image, padding, generator in
        let top = generator.uniformInteger(below: 2 * padding + 1) - padding
        let left = generator.uniformInteger(below: 2 * padding + 1) - padding
        return AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.nearestPixel($0 + top, $1 + left)
        }
      }),
    Mistake(
      "last place never drawn",
      { image, padding, generator in
        guard padding > 0 else { return image }
        let top = generator.uniformInteger(below: 2 * padding)
        let left = generator.uniformInteger(below: 2 * padding)
        return window(image, padding, top, left)
      }),
    Mistake(
      "one draw for both axes",
      { image, padding, generator in
        let place = generator.uniformInteger(below: 2 * padding + 1)
        return window(image, padding, place, place)
      }),
    Mistake(
      "a generator of its own",
      { image, padding, _ in
        var generator = RandomGenerator(seed: 1)
        let top = generator.uniformInteger(below: 2 * padding + 1)
        let left = generator.uniformInteger(below: 2 * padding + 1)
        return window(image, padding, top, left)
      }),
    Mistake(
      "a copy of the generator",
      { image, padding, generator in
        var copy = generator
        let top = copy.uniformInteger(below: 2 * padding + 1)
        let left = copy.uniformInteger(below: 2 * padding + 1)
        return window(image, padding, top, left)
      }),
    Mistake(
      "padding only behind",
      { image, padding, generator in
        let top = generator.uniformInteger(below: padding + 1)
        let left = generator.uniformInteger(below: padding + 1)
        return window(image, padding, padding + top, padding + left)
      }),
    Mistake(
      "padded, but not cut",
      { image, padding, generator in
        let top = generator.uniformInteger(below: 2 * padding + 1)
        let left = generator.uniformInteger(below: 2 * padding + 1)
        let (h, w) = (image.shape[0] + 2 * padding, image.shape[1] + 2 * padding)
        return AugmentationLesson.image(h, w) { image.pixelOrZero($0 - top, $1 - left) }
      }),
    Mistake(
      "cut out of the image itself",
      { image, padding, generator in
        guard padding > 0 else { return image }
        let top = generator.uniformInteger(below: 2)
        return AugmentationLesson.image(image.shape[0] - 1, image.shape[1] - 1) {
          image[$0 + top, $1]
        }
      }),
    Mistake(
      "padding not subtracted",
      { image, padding, generator in
        let top = generator.uniformInteger(below: 2 * padding + 1)
        let left = generator.uniformInteger(below: 2 * padding + 1)
        return window(image, 0, top, left)
      }),
  ]
}
