import TensorCore

/// Changes training images at random in ways that leave their labels true, so that a model sees more
/// than there is.
///
/// Images have shape [B, C, H, W]. Each sample draws for itself, from the generator alone. An
/// augmentation belongs to training batches only: what a model is measured on stays as it is.
///
/// ```swift
/// let augmentation = RandomAffine.shift(pixels: 1).then(AdditiveNoise(standardDeviation: 0.1))
/// let changed = augmentation(batch.inputs, using: &generator)
/// ```
public protocol Augmentation: Sendable {
  /// The images, changed; traps when they have not the shape [B, C, H, W].
  func callAsFunction<Scalar: TensorScalar>(
    _ images: Tensor<Scalar>, using generator: inout RandomGenerator
  ) -> Tensor<Scalar>
}

extension Augmentation {
  /// This augmentation and then another.
  public func then(_ next: any Augmentation) -> AugmentationSequence {
    AugmentationSequence([self, next])
  }
}

/// Augmentations one after the other.
public struct AugmentationSequence: Augmentation {
  /// The augmentations, first to last.
  public let steps: [any Augmentation]

  /// Puts augmentations one after the other; none leaves images as they are.
  public init(_ steps: [any Augmentation]) { self.steps = steps }

  /// The images, changed by all steps.
  public func callAsFunction<Scalar: TensorScalar>(
    _ images: Tensor<Scalar>, using generator: inout RandomGenerator
  ) -> Tensor<Scalar> {
    steps.reduce(images) { $1($0, using: &generator) }
  }
}

/// Stops unless there are images of shape [B, C, H, W].
func requireImages<Scalar: TensorScalar>(
  _ images: Tensor<Scalar>, _ operation: StaticString,
  file: StaticString = #fileID, line: UInt = #line
) {
  require(
    images.rank == 4,
    "\(operation): expected images of shape [B, C, H, W], found \(images.shape)."
      + (images.rank == 3
        ? " Hint: images.expandingDimension(at: 1) gives them their one channel."
        : images.rank == 2
          ? " Hint: keep the images as images, and let the model begin with Flatten()." : ""),
    file: file, line: line)
  require(
    images.shape[2] <= largestSide && images.shape[3] <= largestSide,
    "\(operation): expected images of at most \(largestSide) rows and columns, found \(images.shape)",
    file: file, line: line)
}

/// No image is so high or wide: sums and products of a few such numbers do not overflow.
let largestSide = 1 << 29

/// Stops unless a range lies within another.
func requireRange(
  _ range: ClosedRange<Double>, within allowed: ClosedRange<Double>, _ what: String,
  _ file: StaticString, _ line: UInt
) {
  require(
    allowed.contains(range.lowerBound) && allowed.contains(range.upperBound),
    "\(what): expected a range within \(allowed), found \(range)", file: file, line: line)
}

extension RandomGenerator {
  /// A number uniform in a range, of which the upper end is never drawn unless it is the only number.
  mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }
}
