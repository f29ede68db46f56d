import TensorCore

/// Covers a rectangle of each image with a probability, so that no part of it is indispensable (Zhong,
/// Zheng, Kang, Li and Yang, 2020, *Random Erasing Data Augmentation*).
public struct RandomErasing: Augmentation {
  /// The probability of an image to be changed.
  public let probability: Double
  /// The range of the rectangle's share of the image.
  public let area: ClosedRange<Double>
  /// The range of the rectangle's height divided by its width.
  public let aspect: ClosedRange<Double>
  /// What covers the rectangle.
  public let value: Double

  /// Makes the augmentation.
  ///
  /// - Parameters:
  ///   - probability: The probability of an image to be changed, from 0 to 1.
  ///   - area: The rectangle's share of the image, from 0 to 1; the paper's 0.02 ... 0.4 unless given.
  ///   - aspect: Height divided by width; the paper's 0.3 ... 3.33 unless given.
  ///   - value: What covers the rectangle; 0 unless given. The paper takes random values.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when a number is out of its range.
  public init(
    probability: Double = 0.5, area: ClosedRange<Double> = 0.02...0.4,
    aspect: ClosedRange<Double> = 0.3...3.33, value: Double = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(
      probability, "probability", .fromZeroToOne, of: "RandomErasing", file: file, line: line)
    requireRange(area, within: 0...1, "RandomErasing: the area", file, line)
    requireRange(aspect, within: 0.01...100, "RandomErasing: the aspect", file, line)
    requireNumber(value, "value", .finite, of: "RandomErasing", file: file, line: line)
    self.probability = probability
    self.area = area
    self.aspect = aspect
    self.value = value
  }

  /// The images, some of them with a rectangle of ``value`` in all channels.
  public func callAsFunction<Scalar: TensorScalar>(
    _ images: Tensor<Scalar>, using generator: inout RandomGenerator
  ) -> Tensor<Scalar> {
    requireImages(images, "RandomErasing")
    guard images.elementCount > 0 else { return images }
    let (channels, height, width) = (images.shape[1], images.shape[2], images.shape[3])
    var result = images
    result.withUnsafeMutableBufferPointer { result in
      for sample in 0..<images.shape[0] where generator.uniform() < probability {
        let (rows, columns) = draw(height, width, using: &generator)
        for plane in sample * channels..<(sample + 1) * channels {
          for row in rows {
            for column in columns {
              result[(plane * height + row) * width + column] = Scalar(value)
            }
          }
        }
      }
    }
    return result
  }

  /// The rows and columns of a rectangle.
  ///
  /// One that is too long for the image is drawn again, as in the paper; an image that is much longer
  /// than wide may have no room for any, and gets none after ten draws.
  private func draw(
    _ height: Int, _ width: Int, using generator: inout RandomGenerator
  ) -> (rows: Range<Int>, columns: Range<Int>) {
    for _ in 0..<10 {
      let pixels = generator.uniform(in: area) * Double(height * width)
      let aspect = generator.uniform(in: aspect)
      let rows = Int((pixels * aspect).squareRoot().rounded())
      let columns = Int((pixels / aspect).squareRoot().rounded())
      guard rows <= height, columns <= width else { continue }
      let top = generator.uniformInteger(below: height - rows + 1)
      let left = generator.uniformInteger(below: width - columns + 1)
      return (top..<top + rows, left..<left + columns)
    }
    return (0..<0, 0..<0)
  }
}
