import Curriculum
import Gradus

extension AugmentationLesson {
  /// The signature of `randomCrop`.
  typealias Crop = @Sendable (Matrix, Int, inout RandomGenerator) throws -> Matrix

  private static func crop(
    _ mistake: String, why: String, _ function: @escaping Crop
  ) -> WrongAnswer<Answers> {
    WrongAnswer(mistake, why: why) { $0.randomCrop = function }
  }

  static let wrongCrops: [WrongAnswer<Answers>] = [
    crop(
      "wraps around", why: "comes in on the other",
      { image, padding, generator in
        let top = generator.uniformInteger(below: 2 * padding + 1) - padding
        let left = generator.uniformInteger(below: 2 * padding + 1) - padding
        return AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.wrappedPixel($0 + top, $1 + left)
        }
      }),
    crop(
      "edge repeated", why: "The outermost pixels are repeated",
      { image, padding, generator in
        let top = generator.uniformInteger(below: 2 * padding + 1) - padding
        let left = generator.uniformInteger(below: 2 * padding + 1) - padding
        return AugmentationLesson.image(image.shape[0], image.shape[1]) {
          image.nearestPixel($0 + top, $1 + left)
        }
      }),
    crop(
      "last place never drawn", why: "Some places are never drawn",
      { image, padding, generator in
        guard padding > 0 else { return image }
        let top = generator.uniformInteger(below: 2 * padding)
        let left = generator.uniformInteger(below: 2 * padding)
        return window(image, padding, top, left)
      }),
    crop(
      "one draw for both axes", why: "Rows and columns always move alike",
      { image, padding, generator in
        let place = generator.uniformInteger(below: 2 * padding + 1)
        return window(image, padding, place, place)
      }),
    crop(
      "a generator of its own", why: "begins with the same number each time",
      { image, padding, _ in
        var generator = RandomGenerator(seed: 1)
        let top = generator.uniformInteger(below: 2 * padding + 1)
        let left = generator.uniformInteger(below: 2 * padding + 1)
        return window(image, padding, top, left)
      }),
    crop(
      "a copy of the generator", why: "begins with the same number each time",
      { image, padding, generator in
        var copy = generator
        let top = copy.uniformInteger(below: 2 * padding + 1)
        let left = copy.uniformInteger(below: 2 * padding + 1)
        return window(image, padding, top, left)
      }),
    crop(
      "padding only at the end", why: "Some places are never drawn",
      { image, padding, generator in
        let top = generator.uniformInteger(below: padding + 1)
        let left = generator.uniformInteger(below: padding + 1)
        return window(image, padding, padding + top, padding + left)
      }),
    crop(
      "padded, but not cut", why: "The border is still there",
      { image, padding, generator in
        let top = generator.uniformInteger(below: 2 * padding + 1)
        let left = generator.uniformInteger(below: 2 * padding + 1)
        let (h, w) = (image.shape[0] + 2 * padding, image.shape[1] + 2 * padding)
        return AugmentationLesson.image(h, w) { image.pixelOrZero($0 - top, $1 - left) }
      }),
    crop(
      "cut out of the image itself", why: "the border makes room for it to move",
      { image, padding, generator in
        guard padding > 0 else { return image }
        let top = generator.uniformInteger(below: 2)
        return AugmentationLesson.image(image.shape[0] - 1, image.shape[1] - 1) {
          image[$0 + top, $1]
        }
      }),
    crop(
      "padding not subtracted", why: "The window lies too far out",
      { image, padding, generator in
        let top = generator.uniformInteger(below: 2 * padding + 1)
        let left = generator.uniformInteger(below: 2 * padding + 1)
        return window(image, 0, top, left)
      }),
    crop(
      "the system's random numbers", why: "its seed decides all",
      { image, padding, _ in
        window(image, padding, .random(in: 0...2 * padding), .random(in: 0...2 * padding))
      }),
    crop(
      "half of the time as it is", why: "All windows are equally likely",
      { image, padding, generator in
        let isMoved = generator.uniform() < 0.5
        let top = generator.uniformInteger(below: 2 * padding + 1)
        let left = generator.uniformInteger(below: 2 * padding + 1)
        return isMoved ? window(image, padding, top, left) : image
      }),
    crop(
      "places near the middle more often", why: "All windows are equally likely",
      { image, padding, generator in
        let draws = (0..<4).map { _ in generator.uniformInteger(below: padding + 1) }
        return window(image, padding, draws[0] + draws[1], draws[2] + draws[3])
      }),
    crop(
      "rounded to the nearest place", why: "All windows are equally likely",
      { image, padding, generator in
        let top = (generator.uniform() * Double(2 * padding)).rounded()
        let left = (generator.uniform() * Double(2 * padding)).rounded()
        return window(image, padding, Int(top), Int(left))
      }),
    crop(
      "along one axis only", why: "Only the columns move",
      { image, padding, generator in
        window(image, padding, padding, generator.uniformInteger(below: 2 * padding + 1))
      }),
    crop(
      "opposite draws for the axes", why: "Rows and columns always move alike",
      { image, padding, generator in
        let place = generator.uniformInteger(below: 2 * padding + 1)
        return window(image, padding, place, 2 * padding - place)
      }),
    crop(
      "along one axis at a time", why: "Each row may come with each column",
      { image, padding, generator in
        let place = generator.uniformInteger(below: 2 * padding + 1)
        return generator.uniform() < 0.5
          ? window(image, padding, place, padding) : window(image, padding, padding, place)
      }),
    crop(
      "always moved", why: "it may be that the image stays where it is",
      { image, padding, generator in
        let places = 2 * padding + 1
        var place: Int
        repeat {
          place = generator.uniformInteger(below: places * places)
        } while padding > 0 && place == places * places / 2
        return window(image, padding, place / places, place % places)
      }),
    crop(
      "the border over the image", why: "and not around it",
      { image, padding, generator in
        let (h, w) = (image.shape[0], image.shape[1])
        let covered = AugmentationLesson.image(h, w) { row, column in
          (padding..<max(padding, h - padding)).contains(row)
            && (padding..<max(padding, w - padding)).contains(column) ? image[row, column] : 0
        }
        let top = generator.uniformInteger(below: 2 * padding + 1)
        let left = generator.uniformInteger(below: 2 * padding + 1)
        return window(covered, padding, top, left)
      }),
    crop(
      "a border of ones", why: "the border is made of zeros",
      { image, padding, generator in
        let top = generator.uniformInteger(below: 2 * padding + 1)
        let left = generator.uniformInteger(below: 2 * padding + 1)
        return window(image - 1, padding, top, left) + 1
      }),
  ]
}
