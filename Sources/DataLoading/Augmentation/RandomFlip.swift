import TensorCore

/// Mirrors each image with a probability.
///
/// It is true of photographs and clothes, seen from either side, and false of digits and letters.
public struct RandomFlip: Augmentation {
  /// What changes places.
  public enum Direction: Sendable, Equatable {
    /// Left and right.
    case horizontal
    /// Top and bottom.
    case vertical
  }

  /// What changes places.
  public let direction: Direction
  /// The probability of an image to be mirrored.
  public let probability: Double

  /// Makes the augmentation; left and right, and half of the images, unless given. Traps when the
  /// probability is not in 0 ... 1.
  public init(
    _ direction: Direction = .horizontal, probability: Double = 0.5,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(
      probability, "probability", .fromZeroToOne, of: "RandomFlip", file: file, line: line)
    self.direction = direction
    self.probability = probability
  }

  /// The images, some of them mirrored.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func callAsFunction<Scalar: TensorScalar>(
    _ images: Tensor<Scalar>, using generator: inout RandomGenerator
  ) -> Tensor<Scalar> {
    requireImages(images, "RandomFlip")
    guard images.elementCount > 0 else { return images }
    let (channels, height, width) = (images.shape[1], images.shape[2], images.shape[3])
    let isHorizontal = direction == .horizontal
    var result = images
    images.withUnsafeBufferPointer { input in
      result.withUnsafeMutableBufferPointer { result in
        for sample in 0..<images.shape[0] where generator.uniform() < probability {
          for row in sample * channels * height..<(sample + 1) * channels * height {
            let y = row % height
            let source = (isHorizontal ? row : row - y + (height - 1 - y)) * width
            for x in 0..<width {
              result[row * width + x] = input[source + (isHorizontal ? width - 1 - x : x)]
            }
          }
        }
      }
    }
    return result
  }
}
