import Curriculum
import Gradus

extension AugmentationLesson {
  private typealias Interpolation = @Sendable (Matrix, Double, Double) throws -> Double

  static let interpolated = Exercise<Answers>(
    "interpolated", "The value between pixels",
    hints: [
      "Four pixels lie around the point. The nearer one is, the more it counts.",
      "let left = x.rounded(.down), fractionX = x - left; the left pixels weigh 1 − fractionX, the "
        + "right ones fractionX. The same with y for the upper and lower ones; multiply.",
      "(1 − fy)·((1 − fx)·upperLeft + fx·upperRight) + fy·((1 − fx)·lowerLeft + fx·lowerRight), "
        + "where a pixel outside of the image is 0.",
    ],
    learned: "Between pixels the value is a mean of four, each weighted by how near it is.",
    landmark: Landmark("Sources/DataLoading/Augmentation/Warp.swift", "func warp"),
    solution: { $0.interpolated = DataAugmentation.interpolated },
    check: { answers in
      var suspicion = Suspicion(mistakes)
      func compare(_ image: Matrix, _ x: Double, _ y: Double, _ expected: Double, _ what: String)
        throws
      {
        try suspicion.expect(
          answers.interpolated(image, x, y), equals: expected,
          in: "interpolated(\(what), x: \(x), y: \(y))"
        ) { try $0(image, x, y) }
      }
      let image: Matrix = [[10, 20, 30], [40, 65, 80], [45, 7, 70]]
      let what = "[[10, 20, 30], [40, 65, 80], [45, 7, 70]]"
      try compare(image, 1.25, 0.7, 54.875, what)
      try compare(image, 1, 0, 20, what)
      try compare(image, 0, 1, 40, what)
      try compare(image, 2, 1, 80, what)
      try compare(image, 0.25, 0, 12.5, what)
      try compare(image, 0, 0.25, 17.5, what)
      try compare(image, 1.5, 0.25, 36.875, what)
      // First far outside, since there the pixels at the edge do not count at all.
      try compare(image, -1.5, 0, 0, what)
      try compare(image, 7, 1, 0, what)
      try compare(image, -0.25, 0, 7.5, what)
      try compare(image, 2.5, 0.75, 33.75, what)
      try compare(image, 1, -0.75, 5, what)
      for var input in Input.all(seed: 53) {
        let image = input.matrix()
        var generator = RandomGenerator(seed: 53)
        for _ in 0..<6 {
          let x = Double(input.columns + 2) * generator.uniform() - 1.5
          let y = Double(input.rows + 2) * generator.uniform() - 1.5
          try compare(image, x, y, tent(image, x, y), "an image of shape \(input)")
          let column = x.rounded()
          try compare(image, column, y, tent(image, column, y), "an image of shape \(input)")
        }
      }
    },
    wrongAnswers: mistakes.wrongAnswers(\.interpolated),
    rightAnswers: [
      RightAnswer("all pixels, weighted by their distance") { $0.interpolated = tent },
      RightAnswer("between two columns, then between two rows") {
        $0.interpolated = { image, x, y in
          let (left, top) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
          func between(_ row: Int) -> Double {
            let (a, b) = (image.pixelOrZero(row, left), image.pixelOrZero(row, left + 1))
            return a + (x - Double(left)) * (b - a)
          }
          let (upper, lower) = (between(top), between(top + 1))
          return upper + (y - Double(top)) * (lower - upper)
        }
      },
      RightAnswer("in an image with a border of zeros") {
        $0.interpolated = { image, x, y in
          let (h, w) = (image.shape[0], image.shape[1])
          guard x > -1, y > -1, x < Double(w), y < Double(h) else { return 0 }
          let padded = AugmentationLesson.image(h + 3, w + 3) { image.pixelOrZero($0 - 1, $1 - 1) }
          let (left, top) = (Int(x + 1), Int(y + 1))
          let (fx, fy) = (x + 1 - Double(left), y + 1 - Double(top))
          return (1 - fy) * (1 - fx) * padded[top, left] + (1 - fy) * fx * padded[top, left + 1]
            + fy * (1 - fx) * padded[top + 1, left] + fy * fx * padded[top + 1, left + 1]
        }
      },
    ])

  /// Bilinear interpolation, written in another way: each pixel weighs as its distance to the point
  /// allows, (1 − |Δx|)·(1 − |Δy|), and nothing from a distance of 1.
  static func tent(_ image: Matrix, _ x: Double, _ y: Double) -> Double {
    var sum = 0.0
    for row in 0..<image.shape[0] {
      for column in 0..<image.shape[1] {
        let weight = max(0, 1 - abs(Double(column) - x)) * max(0, 1 - abs(Double(row) - y))
        sum += weight * image[row, column]
      }
    }
    return sum
  }

  /// Bilinear interpolation with a pixel, a rule for the place before a point, and weights of one's own.
  private static func interpolate(
    _ x: Double, _ y: Double, floor: (Double) -> Double = { $0.rounded(.down) },
    weights: (_ fractionX: Double, _ fractionY: Double) -> (x: Double, y: Double) = { ($0, $1) },
    pixel: (_ row: Int, _ column: Int) -> Double
  ) -> Double {
    let (left, top) = (floor(x), floor(y))
    let (fx, fy) = weights(x - left, y - top)
    let (row, column) = (Int(top), Int(left))
    let upper = (1 - fx) * pixel(row, column) + fx * pixel(row, column + 1)
    let lower = (1 - fx) * pixel(row + 1, column) + fx * pixel(row + 1, column + 1)
    return (1 - fy) * upper + fy * lower
  }

  private static let mistakes: [Mistake<Interpolation>] = [
    Mistake(
      "weights exchanged",
      "The weights have changed places: the nearer pixel counts more, so the left one has weight "
        + "1 − fraction.",
      { image, x, y in
        interpolate(x, y, weights: { (1 - $0, 1 - $1) }, pixel: image.pixelOrZero)
      }),
    Mistake(
      "rows and columns exchanged",
      "x and y have changed places: y chooses the row, the first index, and x the column.",
      { image, x, y in interpolate(y, x, pixel: image.pixelOrZero) }),
    Mistake(
      "weights that add up to 1 inside",
      "A pixel outside counts as 0, with its weight: those inside do not get more weight for it.",
      { image, x, y in
        let inside = tent(.ones(image.shape), x, y)
        return inside == 0 ? 0 : tent(image, x, y) / inside
      }),
    Mistake(
      "a square assumed",
      "Rows are counted for columns as well: an image may have more columns than rows, or fewer.",
      { image, x, y in
        interpolate(x, y) { $1 < image.shape[0] ? image.pixelOrZero($0, $1) : 0 }
      }),
    Mistake(
      "weights of the other axis",
      "The weights of the two axes have changed places: fractionX belongs to left and right.",
      { image, x, y in interpolate(x, y, weights: { ($1, $0) }, pixel: image.pixelOrZero) }),
    Mistake(
      "half a pixel off",
      "It is off by half a pixel: here a whole number is the middle of a pixel, not its edge.",
      { image, x, y in interpolate(x - 0.5, y - 0.5, pixel: image.pixelOrZero) }),
    Mistake(
      "half a pixel off, the other way",
      "It is off by half a pixel: here a whole number is the middle of a pixel, not its edge.",
      { image, x, y in interpolate(x + 0.5, y + 0.5, pixel: image.pixelOrZero) }),
    Mistake(
      "nearest pixel", "That is the nearest pixel: mix the four around the point.",
      { image, x, y in image.pixelOrZero(Int(y.rounded()), Int(x.rounded())) }),
    Mistake(
      "the pixel before", "That is the pixel before the point: mix the four around it.",
      { image, x, y in image.pixelOrZero(Int(y.rounded(.down)), Int(x.rounded(.down))) }),
    Mistake(
      "truncated",
      "Int(x) cuts off toward 0, so that −0.25 becomes 0 and its fraction negative: round down.",
      { image, x, y in
        interpolate(x, y, floor: { $0.rounded(.towardZero) }, pixel: image.pixelOrZero)
      }),
    Mistake(
      "edge repeated", "The outermost pixels are repeated: outside of the image there are zeros.",
      { image, x, y in interpolate(x, y, pixel: image.nearestPixel) }),
    Mistake(
      "zero near the edge",
      "It is 0 as soon as one of the four pixels is outside: only that pixel is 0, the others count.",
      { image, x, y in
        let (row, column) = (Int(y.rounded(.down)), Int(x.rounded(.down)))
        guard row >= 0, column >= 0, row + 1 < image.shape[0], column + 1 < image.shape[1]
        else { return 0 }
        return interpolate(x, y, pixel: image.pixelOrZero)
      }),
    Mistake(
      "plain mean", "That is the plain mean of the four pixels: the nearer one counts more.",
      { image, x, y in
        interpolate(x, y, weights: { _, _ in (0.5, 0.5) }, pixel: image.pixelOrZero)
      }),
    Mistake(
      "only along the row", "Only left and right are mixed: mix above and below as well.",
      { image, x, y in interpolate(x, y, weights: { fx, _ in (fx, 0) }, pixel: image.pixelOrZero) }
    ),
    Mistake(
      "only along the column", "Only above and below are mixed: mix left and right as well.",
      { image, x, y in interpolate(x, y, weights: { _, fy in (0, fy) }, pixel: image.pixelOrZero) }
    ),
    Mistake(
      "weights of left and right exchanged",
      "The weights of left and right have changed places: the left ones weigh 1 − fx.",
      { image, x, y in interpolate(x, y, weights: { (1 - $0, $1) }, pixel: image.pixelOrZero) }),
    Mistake(
      "weights of above and below exchanged",
      "The weights of above and below have changed places: the upper ones weigh 1 − fy.",
      { image, x, y in interpolate(x, y, weights: { ($0, 1 - $1) }, pixel: image.pixelOrZero) }),
    Mistake(
      "fraction from the nearest pixel",
      "x₀ and y₀ are the pixel before the point: x.rounded() goes to the nearest one, x.rounded(.down) "
        + "to that before.",
      { image, x, y in interpolate(x, y, floor: { $0.rounded() }, pixel: image.pixelOrZero) }),
    Mistake(
      "no lower right pixel",
      "The lower right pixel, image[y₀ + 1, x₀ + 1], does not count: it does, with weight fx·fy.",
      { image, x, y in
        let (left, top) = (x.rounded(.down), y.rounded(.down))
        let (row, column) = (Int(top), Int(left))
        let corner = image.pixelOrZero(row, column)
        return corner + (x - left) * (image.pixelOrZero(row, column + 1) - corner)
          + (y - top) * (image.pixelOrZero(row + 1, column) - corner)
      }),
    Mistake(
      "lower pixels exchanged",
      "The two lower pixels have changed places: the left one is image[y₀ + 1, x₀].",
      { image, x, y in
        let (top, column) = (Int(y.rounded(.down)), Int(x.rounded(.down)))
        return interpolate(x, y) {
          image.pixelOrZero($0, $0 == top ? $1 : 2 * column + 1 - $1)
        }
      }),
    Mistake(
      "both rows with the upper weight",
      "Above and below have the same weight: the upper row weighs 1 − fy, and the lower one fy.",
      { image, x, y in
        let (top, below) = (y.rounded(.down), y.rounded(.down) + 1)
        return (1 - (y - top)) * (tent(image, x, top) + tent(image, x, below))
      }),
    Mistake(
      "row 0 and column 0 outside",
      "Row 0 and column 0 count as outside: they are inside, so compare with >= 0.",
      { image, x, y in
        interpolate(x, y) { $0 > 0 && $1 > 0 ? image.pixelOrZero($0, $1) : 0 }
      }),
    Mistake(
      "last row and column outside",
      "The last row and column count as outside: they are inside, up to H − 1 and W − 1.",
      { image, x, y in
        interpolate(x, y) {
          $0 < image.shape[0] - 1 && $1 < image.shape[1] - 1 ? image.pixelOrZero($0, $1) : 0
        }
      }),
    Mistake(
      "no weight at whole numbers",
      "At a whole number both weights are 0: the pixel after is x₀ + 1, also where x.rounded(.up) is x₀.",
      { image, x, y in
        interpolate(
          x, y,
          pixel: { row, column in
            let isBetween = x != x.rounded(.down) && y != y.rounded(.down)
            return isBetween ? image.pixelOrZero(row, column) : 0
          })
      }),
    Mistake(
      "zero beyond the outermost middles",
      "It is 0 as soon as the point is beyond the middle of the outermost pixel: that one still counts, "
        + "with its weight.",
      { image, x, y in
        let (right, bottom) = (Double(image.shape[1] - 1), Double(image.shape[0] - 1))
        return (0...right).contains(x) && (0...bottom).contains(y) ? tent(image, x, y) : 0
      }),
    Mistake(
      "fraction of the magnitude",
      "Left of 0 and above it the fraction is wrong: x − x₀ is 0.75 at x = −0.25.",
      { image, x, y in
        interpolate(
          x, y,
          weights: { _, _ in
            (
              x.magnitude - x.magnitude.rounded(.down), y.magnitude - y.magnitude.rounded(.down)
            )
          }, pixel: image.pixelOrZero)
      }),
    Mistake(
      "fraction with the sign",
      "Left of 0 and above it the fraction is wrong: x − x₀ is 0.75 at x = −0.25.",
      { image, x, y in
        interpolate(
          x, y,
          weights: { _, _ in
            (x.truncatingRemainder(dividingBy: 1), y.truncatingRemainder(dividingBy: 1))
          }, pixel: image.pixelOrZero)
      }),
    Mistake(
      "wraps around",
      "What is outside on one side comes in from the other: outside of the image there are zeros.",
      { image, x, y in interpolate(x, y, pixel: image.wrappedPixel) }),
    Mistake(
      "edge repeated to the right and below",
      "The outermost pixels are repeated: outside of the image there are zeros.",
      { image, x, y in
        interpolate(x, y) {
          image.pixelOrZero(min($0, image.shape[0] - 1), min($1, image.shape[1] - 1))
        }
      }),
  ]
}
