import Foundation

/// Small images in rows, each with a caption: digits with their predictions, filters, maps of what a network
/// looks at …
public struct ImageGrid: Sendable {
  /// One image.
  public struct Image: Sendable {
    /// The gray values, row by row from the top.
    public let pixels: [Double]
    /// The number of pixels in a row.
    public let width: Int
    /// The number of rows.
    public let height: Int
    /// The text under the image; empty for none.
    public let caption: String
    /// Whether frame and caption are marked, as for a wrong prediction.
    public let isEmphasized: Bool
    /// Boxes that are drawn over it.
    public let boxes: [Box]

    /// Makes an image. Traps unless there are `width` times `height` pixels, at least one.
    public init(
      pixels: [Double], width: Int, height: Int, caption: String = "", isEmphasized: Bool = false,
      boxes: [Box] = []
    ) {
      if width < 1 || height < 1
        || width.multipliedReportingOverflow(by: height) != (pixels.count, false)
      {
        fatalError("An image of \(width) by \(height) cannot have \(pixels.count) pixels.")
      }
      self.pixels = pixels
      self.width = width
      self.height = height
      self.caption = caption
      self.isEmphasized = isEmphasized
      self.boxes = boxes
    }
  }

  /// The heading; empty for none.
  public var title: String
  /// The images, row by row.
  public var images: [Image]
  /// The number of images in a row, at least 1.
  public var columns: Int
  /// The values drawn in the first color of ``colors`` (lower bound) and in the last (upper bound): black and
  /// white unless changed. Values outside are cut off.
  public var range: ClosedRange<Double>
  /// The colors of the values; grays unless changed.
  public var colors = Colors.grays
  /// About how wide each image is in the SVG, in pixels; a pixel of the image stays a square.
  public var imageSize = 72.0

  /// Makes a grid; by default 0 is black, 1 is white, and eight images make a row.
  /// Traps when `columns` is below 1.
  public init(
    title: String = "", columns: Int = 8, range: ClosedRange<Double> = 0...1, images: [Image]
  ) {
    if columns < 1 { fatalError("A grid needs at least one column; it was given \(columns).") }
    self.title = title
    self.columns = columns
    self.range = range
    self.images = images
  }

  /// The brightness of a value: 0 for black to 1 for white. NaN is black, and a range without
  /// length, or without an end, shows everything in the middle.
  func brightness(_ value: Double) -> Double {
    guard !value.isNaN else { return 0 }
    // Halves, because the difference of two huge bounds could overflow.
    let length = range.upperBound / 2 - range.lowerBound / 2
    guard length > 0, length.isFinite else { return 0.5 }
    let clamped = min(max(value, range.lowerBound), range.upperBound)
    return (clamped / 2 - range.lowerBound / 2) / length
  }
}
