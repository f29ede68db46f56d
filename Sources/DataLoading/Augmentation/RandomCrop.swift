import TensorCore

/// Cuts a window out of each image, at a place drawn for it, after a border was put around the image.
///
/// With a border of 4 and windows of the image's own size it is the usual augmentation of small photographs
/// (He, Zhang, Ren and Sun, 2016, *Deep Residual Learning for Image Recognition*).
public struct RandomCrop: Augmentation {
  /// The width of the border in pixels.
  public let padding: Int
  /// Height and width of the window; nil for those of the image.
  public let size: (height: Int, width: Int)?
  /// What the border is made of.
  public let edge: EdgeMode

  /// Makes the augmentation.
  ///
  /// - Parameters:
  ///   - padding: The width of the border in pixels, at least 0.
  ///   - size: Height and width of the window, at least 1; those of the image unless given.
  ///   - edge: What the border is made of; 0 unless given.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when a number is out of its range.
  public init(
    padding: Int, size: (height: Int, width: Int)? = nil, edge: EdgeMode = .zero,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      padding >= 0, "RandomCrop: expected a padding of at least 0 pixels, found \(padding)",
      file: file, line: line)
    require(
      padding <= largestSide,
      "RandomCrop: expected a padding of at most \(largestSide) pixels, found \(padding)",
      file: file, line: line)
    require(
      size.map { $0.height >= 1 && $0.width >= 1 } ?? true,
      "RandomCrop: expected a window of at least 1 × 1 pixel, found "
        + "\(size?.height ?? 1) × \(size?.width ?? 1)",
      file: file, line: line)
    self.padding = padding
    self.size = size
    self.edge = edge
  }

  /// One window of each image; traps when the window is larger than image and border.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func callAsFunction<Scalar: TensorScalar>(
    _ images: Tensor<Scalar>, using generator: inout RandomGenerator
  ) -> Tensor<Scalar> {
    requireImages(images, "RandomCrop")
    let (channels, height, width) = (images.shape[1], images.shape[2], images.shape[3])
    require(
      height > 0 && width > 0,
      "RandomCrop: expected images with at least one pixel, found shape \(images.shape)")
    let window = size ?? (height, width)
    let freeRows = height + 2 * padding - window.height
    let freeColumns = width + 2 * padding - window.width
    require(
      freeRows >= 0 && freeColumns >= 0,
      "RandomCrop: a window of \(window.height) × \(window.width) does not fit into images of "
        + "\(height) × \(width) with a border of \(padding)")
    let shape: Shape = [images.shape[0], channels, window.height, window.width]
    return Tensor(unsafeUninitializedShape: shape) { result in
      images.withUnsafeBufferPointer { input in
        guard let input = input.baseAddress, let result = result.baseAddress, shape.elementCount > 0
        else { return }
        for sample in 0..<shape[0] {
          let top = generator.uniformInteger(below: freeRows + 1) - padding
          let left = generator.uniformInteger(below: freeColumns + 1) - padding
          let window = Window(
            rows: top..<top + window.height, columns: left..<left + window.width)
          for plane in sample * channels..<(sample + 1) * channels {
            window.copy(
              from: input + plane * height * width, height, width, outside: edge,
              to: result + plane * window.rows.count * window.columns.count)
          }
        }
      }
    }
  }
}
