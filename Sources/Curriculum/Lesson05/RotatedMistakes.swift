import Curriculum
import Foundation
import Gradus

extension AugmentationLesson {
  /// Looks for each pixel of the result in the image, where a rule takes it from.
  static func turned(
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

  /// The same with the sums in the order of the page, for mistakes that depend on how they are rounded.
  private static func turnedAsOnThePage(
    _ image: Matrix, _ degrees: Double, sample: (_ x: Double, _ y: Double) -> Double
  ) -> Matrix {
    let (h, w) = (image.shape[0], image.shape[1])
    let (middleX, middleY) = (Double(w - 1) / 2, Double(h - 1) / 2)
    let (cosine, sine) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
    return AugmentationLesson.image(h, w) { row, column in
      let (dx, dy) = (Double(column) - middleX, Double(row) - middleY)
      return sample(middleX + cosine * dx - sine * dy, middleY + sine * dx + cosine * dy)
    }
  }

  private static let oneMiddle =
    "Both axes have one middle: middleX = (W − 1)/2 belongs to columns and x, middleY = (H − 1)/2 to rows "
    + "and y."

  static let rotationMistakes: [Mistake<Rotation>] = [
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
      "both sines subtracted",
      "Both sines have the same sign, which is no turn: one is added, the other subtracted.",
      { image, degrees in
        turned(image, degrees, from: { ($2 * $0 - $3 * $1, $2 * $1 - $3 * $0) })
      }),
    Mistake(
      "sine and cosine exchanged",
      "Have sin and cos changed places? A turn by 0° moves nothing: cos 0 is 1.",
      { image, degrees in
        turned(image, degrees, from: { ($3 * $0 - $2 * $1, $2 * $0 + $3 * $1) })
      }),
    Mistake(
      "x and y exchanged at the end",
      "x and y are exchanged when `interpolated` is asked: x is the column, and y the row.",
      { image, degrees in turned(image, degrees, sample: { tent($0, $2, $1) }) }),
    Mistake(
      "dx replaced too early",
      "dx has been replaced before y is computed from it: both sums need the old dx and dy.",
      { image, degrees in
        turned(
          image, degrees,
          from: { dx, dy, cosine, sine in
            let x = cosine * dx - sine * dy
            return (x, sine * x + cosine * dy)
          })
      }),
    Mistake(
      "by the magnitude", "A negative angle turns clockwise: keep its sign.",
      { image, degrees in turned(image, abs(degrees)) }),
    Mistake(
      "half the angle", "180° are π: the angle is degrees · π / 180.",
      { image, degrees in turned(image, degrees / 2) }),
    Mistake(
      "twice the angle", "180° are π: the angle is degrees · π / 180.",
      { image, degrees in turned(image, degrees * 2) }),
    Mistake(
      "3.14", "3.14 is not enough of π: write Double.pi.",
      { image, degrees in turned(image, degrees * 3.14 / .pi) }),
    Mistake(
      "middle not subtracted",
      "The middle is missing at the start: dx = column − middleX, dy = row − middleY.",
      { image, degrees in
        let (middleX, middleY) = (Double(image.shape[1] - 1) / 2, Double(image.shape[0] - 1) / 2)
        return turned(
          image, degrees,
          from: { dx, dy, cosine, sine in
            let (column, row) = (dx + middleX, dy + middleY)
            return (cosine * column - sine * row, sine * column + cosine * row)
          })
      }),
    Mistake(
      "middle off by a pixel",
      "The middle is off by a pixel: of columns 0 ..< W it is (W − 1)/2, not (W + 1)/2.",
      { image, degrees in
        turned(
          image, degrees,
          middle: (Double(image.shape[1] + 1) / 2, Double(image.shape[0] + 1) / 2))
      }),
    Mistake(
      "the middle of the columns for both", oneMiddle,
      { image, degrees in
        let middle = Double(image.shape[1] - 1) / 2
        return turned(image, degrees, middle: (middle, middle))
      }),
    Mistake(
      "the middle of the rows for both", oneMiddle,
      { image, degrees in
        let middle = Double(image.shape[0] - 1) / 2
        return turned(image, degrees, middle: (middle, middle))
      }),
    Mistake(
      "zero beyond the outermost middles",
      "Do not ask whether a place is inside: by rounding, 0 may be −1e-16. `interpolated` knows what is "
        + "outside.",
      { image, degrees in
        let (right, bottom) = (Double(image.shape[1] - 1), Double(image.shape[0] - 1))
        return turnedAsOnThePage(image, degrees) {
          (0...right).contains($0) && (0...bottom).contains($1) ? tent(image, $0, $1) : 0
        }
      }),
    Mistake(
      "edge repeated",
      "The outermost pixels are repeated: where nothing comes in, there are zeros.",
      { image, degrees in
        let (right, bottom) = (Double(image.shape[1] - 1), Double(image.shape[0] - 1))
        return turned(
          image, degrees, sample: { tent($0, min(max($1, 0), right), min(max($2, 0), bottom)) })
      }),
    Mistake(
      "old pixels left", "Where nothing comes in, the old pixels are left: there are zeros.",
      { image, degrees in
        let inside = turned(.ones(image.shape), degrees)
        let result = turned(image, degrees)
        return AugmentationLesson.image(image.shape[0], image.shape[1]) {
          inside[$0, $1] < 0.5 ? image[$0, $1] : result[$0, $1]
        }
      }),
    Mistake(
      "the pixel before", "That takes the pixel before the place: use `interpolated`.",
      { image, degrees in
        turnedAsOnThePage(image, degrees) {
          image.pixelOrZero(Int($1.rounded(.down)), Int($0.rounded(.down)))
        }
      }),
    Mistake(
      "places cut off", "That takes the pixel before the place: use `interpolated`.",
      { image, degrees in
        turnedAsOnThePage(image, degrees) { image.pixelOrZero(Int($1), Int($0)) }
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
