import TensorCore

/// Adds a number to all pixels of an image, drawn for it: a change of light.
///
/// The values are not confined to the range of the original ones.
public struct RandomBrightness: Augmentation {
  /// The largest change, both ways.
  public let delta: Double

  /// Makes the augmentation; traps when the largest change is negative or not finite.
  public init(_ delta: Double, file: StaticString = #fileID, line: UInt = #line) {
    requireNumber(delta, "change", .atLeastZero, of: "RandomBrightness", file: file, line: line)
    self.delta = delta
  }

  /// x + δ with δ uniform from −delta to delta for each image.
  public func callAsFunction<Scalar: TensorScalar>(
    _ images: Tensor<Scalar>, using generator: inout RandomGenerator
  ) -> Tensor<Scalar> {
    requireImages(images, "RandomBrightness")
    guard images.elementCount > 0 else { return images }
    let changes = (0..<images.shape[0]).map { _ in
      Scalar(generator.uniform(in: -delta...delta))
    }
    return images + Tensor(shape: [images.shape[0], 1, 1, 1], elements: changes)
  }
}

/// Moves the pixels of an image away from their mean or toward it, by a factor drawn for the image.
///
/// The values are not confined to the range of the original ones.
public struct RandomContrast: Augmentation {
  /// The range of the factor; 1 changes nothing, 0 leaves a gray image.
  public let factors: ClosedRange<Double>

  /// Makes the augmentation; traps when a factor is negative or above 1000.
  public init(
    _ factors: ClosedRange<Double>, file: StaticString = #fileID, line: UInt = #line
  ) {
    requireRange(factors, within: 0...1000, "RandomContrast: the factor", file, line)
    self.factors = factors
  }

  /// m + f·(x − m) with the mean m and a uniform factor f for each image.
  public func callAsFunction<Scalar: TensorScalar>(
    _ images: Tensor<Scalar>, using generator: inout RandomGenerator
  ) -> Tensor<Scalar> {
    requireImages(images, "RandomContrast")
    guard images.elementCount > 0 else { return images }
    let drawn = (0..<images.shape[0]).map { _ in Scalar(generator.uniform(in: factors)) }
    let mean = images.mean(along: [1, 2, 3], keepingDimensions: true)
    return mean + (images - mean) * Tensor(shape: [images.shape[0], 1, 1, 1], elements: drawn)
  }
}

/// Adds noise to each pixel: normal, of mean 0, and drawn again for each.
public struct AdditiveNoise: Augmentation {
  /// The standard deviation of the noise.
  public let standardDeviation: Double

  /// Makes the augmentation; traps when the deviation is negative or not finite.
  public init(
    standardDeviation: Double, file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(
      standardDeviation, "standard deviation", .atLeastZero, of: "AdditiveNoise", file: file,
      line: line)
    self.standardDeviation = standardDeviation
  }

  /// x + σ·ε with ε of the standard normal distribution.
  public func callAsFunction<Scalar: TensorScalar>(
    _ images: Tensor<Scalar>, using generator: inout RandomGenerator
  ) -> Tensor<Scalar> {
    requireImages(images, "AdditiveNoise")
    guard images.elementCount > 0 else { return images }
    return images
      + Tensor.normal(images.shape, standardDeviation: standardDeviation, using: &generator)
  }
}
