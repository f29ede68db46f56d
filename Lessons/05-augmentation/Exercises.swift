import Foundation
import Gradus

/// Lesson 5: data augmentation.
///
/// Replace each `throw Todo()` by your own code, from the top to the bottom, and after each one run
/// `swift test --filter Lesson05` or `swift run -q gradus check 5`.
///
/// The letters of the shapes: B images in a batch, H rows and W columns of an image, K classes. x counts
/// columns to the right and y counts rows downward: pixel (x, y) is `image[y, x]`, row first.
enum DataAugmentation {
  // MARK: One image

  /// The image moved to the right and down by whole pixels, with zeros where nothing comes in:
  ///
  ///     result[row, column] = image[row − down, column − right]     if that is inside, else 0
  ///
  /// `Tensor<Double>.zeros([h, w])` is a black image, and `image[row, column]` a pixel.
  ///
  ///     shifted([[1, 2, 3]], right: 1, down: 0)      // [[0, 1, 2]]
  ///     shifted([[1, 2, 3]], right: -1, down: 0)     // [[2, 3, 0]]
  ///
  /// - Parameters:
  ///   - image: Shape [H, W].
  ///   - right: How many columns; to the left if negative. It may be more than there are, as may `down`.
  ///   - down: How many rows; upward if negative.
  /// - Returns: Shape [H, W].
  static func shifted(
    _ image: Tensor<Double>, right: Int, down: Int
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  /// The image with left and right exchanged, of the same shape:
  ///
  ///     result[row, column] = image[row, W − 1 − column]
  ///
  ///     flipped([[1, 2, 3], [4, 5, 6]])     // [[3, 2, 1], [6, 5, 4]]
  ///
  /// - Parameter image: Shape [H, W].
  static func flipped(_ image: Tensor<Double>) throws -> Tensor<Double> {
    throw Todo()
  }

  /// The value of an image at a point between its pixels, by bilinear interpolation.
  ///
  /// A whole number is the middle of a pixel: at (1, 0) the value is that of `image[0, 1]`. In between,
  /// four pixels are around the point, and each weighs the more the nearer it is. With x₀ = ⌊x⌋,
  /// y₀ = ⌊y⌋ (`x.rounded(.down)`), fx = x − x₀ and fy = y − y₀:
  ///
  ///     upper = (1 − fx)·image[y₀, x₀] + fx·image[y₀, x₀ + 1]
  ///     lower = (1 − fx)·image[y₀ + 1, x₀] + fx·image[y₀ + 1, x₀ + 1]
  ///     value = (1 − fy)·upper + fy·lower
  ///
  /// A pixel outside of the image counts as 0; the others of the four still count.
  ///
  ///     interpolated([[10, 20], [40, 60]], x: 0.25, y: 0)      // 12.5
  ///     interpolated([[10, 20], [40, 60]], x: -0.25, y: 0)     // 7.5, a quarter of it is outside
  ///
  /// - Parameters:
  ///   - image: Shape [H, W].
  ///   - x: The column, with a fraction.
  ///   - y: The row, with a fraction.
  static func interpolated(
    _ image: Tensor<Double>, x: Double, y: Double
  ) throws -> Double {
    throw Todo()
  }

  /// The image turned around its middle, counter-clockwise to the eye, with zeros where nothing comes in.
  ///
  /// For each pixel of the result find the place (x, y) in the image from which it comes, by turning it
  /// *back*, and ask `interpolated` for the value there, wherever that is: it knows what is outside. The
  /// middle is at middleX = (W − 1)/2, middleY = (H − 1)/2. With dx = column − middleX and
  /// dy = row − middleY the place is
  ///
  ///     x = middleX + cos·dx − sin·dy
  ///     y = middleY + sin·dx + cos·dy
  ///
  /// `cos` and `sin` take an angle in radians: degrees · π / 180.
  ///
  ///     rotated([[1, 2], [3, 4]], degrees: 90)     // [[2, 4], [1, 3]]
  ///
  /// - Parameters:
  ///   - image: Shape [H, W].
  ///   - degrees: The turn; clockwise if negative.
  /// - Returns: Shape [H, W].
  static func rotated(
    _ image: Tensor<Double>, degrees: Double
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  // MARK: At random

  /// A window of the image's own size, at a random place of the image with a border of zeros.
  ///
  /// The border is `padding` pixels wide on all four sides, so that the window has 2·padding + 1 places
  /// along each axis. Each place along the one goes with each along the other, and all are equally likely:
  /// `generator.uniformInteger(below: n)` draws from 0 ..< n. You need not build the border: the window
  /// whose upper left corner is at row `top` and column `left` of the padded image is the image itself,
  /// `shifted`. By how much is it shifted where `top` and `left` are 0? And where they are `padding`?
  ///
  /// - Parameters:
  ///   - image: Shape [H, W].
  ///   - padding: The width of the border, at least 0.
  ///   - generator: What to draw from.
  /// - Returns: Shape [H, W].
  static func randomCrop(
    _ image: Tensor<Double>, padding: Int, using generator: inout RandomGenerator
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  // MARK: Batches

  /// A batch in which each image has been changed by itself; in training only.
  ///
  /// `change` draws from the generator, so call it once for each image, from the first to the last:
  /// `try change(image, &generator)`. Draw nothing yourself. What is not for training comes back as it
  /// is, and nothing is drawn for it.
  ///
  /// `images[i, 0...]` is image i, and `Tensor.stack([a, b, c])` makes a batch of images.
  ///
  /// - Parameters:
  ///   - images: Shape [B, H, W].
  ///   - isTraining: Whether a network learns from them, or is measured on them.
  ///   - generator: What `change` draws from.
  ///   - change: Changes one image, such as `randomCrop`.
  /// - Returns: Shape [B, H, W].
  static func augmented(
    _ images: Tensor<Double>, isTraining: Bool, using generator: inout RandomGenerator,
    by change: (Tensor<Double>, inout RandomGenerator) throws -> Tensor<Double>
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  /// Each image mixed with another one of the batch, and its target with the other one's, both as they
  /// were handed in:
  ///
  ///     images′[i]  = λᵢ·images[i]  + (1 − λᵢ)·images[partners[i]]
  ///     targets′[i] = λᵢ·targets[i] + (1 − λᵢ)·targets[partners[i]]
  ///
  /// `images[i, 0...]` is image i; of a copy declared with `var` it can be assigned to.
  ///
  ///     // an image [[8, 0]] of class 0, to three quarters, with [[0, 16]] of class 1
  ///     mixup([[[8, 0]], [[0, 16]]], [[1, 0], [0, 1]], partners: [1, 1], shares: [0.75, 1])
  ///     // images [[[6, 4]], [[0, 16]]], targets [[0.75, 0.25], [0, 1]]
  ///
  /// - Parameters:
  ///   - images: Shape [B, H, W].
  ///   - targets: Shape [B, K]: 1 at the class, and 0 elsewhere.
  ///   - partners: Which image each one is mixed with; B of them.
  ///   - shares: λ, how much of each one stays; B of them, from 0 to 1.
  static func mixup(
    _ images: Tensor<Double>, _ targets: Tensor<Double>, partners: [Int], shares: [Double]
  ) throws -> (images: Tensor<Double>, targets: Tensor<Double>) {
    throw Todo()
  }
}
