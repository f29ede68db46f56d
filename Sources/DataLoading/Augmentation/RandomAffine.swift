import TensorCore

/// Changes size, leans, turns and shifts each image, by amounts drawn for it uniformly from ranges.
///
/// All of it is one pass of bilinear interpolation: ``warp(_:by:outside:file:line:)``. For one kind of
/// change there are ``shift(pixels:edge:file:line:)``, ``rotation(degrees:edge:file:line:)`` and so on.
public struct RandomAffine: Augmentation {
  /// The factor of size.
  public let scale: ClosedRange<Double>
  /// The lean of upright lines, in degrees.
  public let shear: ClosedRange<Double>
  /// The turn, counter-clockwise, in degrees.
  public let degrees: ClosedRange<Double>
  /// The largest shift along each axis and in both directions, in whole pixels.
  public let pixels: Int
  /// What lies outside of the image.
  public let edge: EdgeMode

  /// Makes the augmentation. What is not given does not change.
  ///
  /// - Parameters:
  ///   - scale: The factor of size; positive.
  ///   - shear: The lean of upright lines, in degrees between −90 and 90.
  ///   - degrees: The turn, counter-clockwise, in degrees.
  ///   - pixels: The largest shift along each axis, at least 0; shifts are whole, so that they do not
  ///     blur the image.
  ///   - edge: What lies outside of the image; 0 unless given.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when a range holds what is not allowed.
  public init(
    scale: ClosedRange<Double> = 1...1, shear: ClosedRange<Double> = 0...0,
    degrees: ClosedRange<Double> = 0...0, pixels: Int = 0, edge: EdgeMode = .zero,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireRange(scale, within: 1e-3...1e3, "RandomAffine: the factor of size", file, line)
    requireRange(shear, within: -89...89, "RandomAffine: the shear in degrees", file, line)
    requireRange(degrees, within: -360...360, "RandomAffine: the turn in degrees", file, line)
    require(
      pixels >= 0, "RandomAffine: expected a shift of at least 0 pixels, found \(pixels)",
      file: file, line: line)
    require(
      pixels <= largestSide,
      "RandomAffine: expected a shift of at most \(largestSide) pixels, found \(pixels)",
      file: file, line: line)
    self.scale = scale
    self.shear = shear
    self.degrees = degrees
    self.pixels = pixels
    self.edge = edge
  }

  /// Shifts of up to so many whole pixels, in all directions.
  public static func shift(
    pixels: Int, edge: EdgeMode = .zero, file: StaticString = #fileID, line: UInt = #line
  ) -> RandomAffine { RandomAffine(pixels: pixels, edge: edge, file: file, line: line) }

  /// Turns of up to so many degrees, both ways.
  public static func rotation(
    degrees: Double, edge: EdgeMode = .zero, file: StaticString = #fileID, line: UInt = #line
  ) -> RandomAffine {
    let range = both(degrees, "RandomAffine: the turn in degrees", file, line)
    return RandomAffine(degrees: range, edge: edge, file: file, line: line)
  }

  /// Changes of size by factors of a range, such as `0.9...1.1`.
  public static func scale(
    _ factors: ClosedRange<Double>, edge: EdgeMode = .zero,
    file: StaticString = #fileID, line: UInt = #line
  ) -> RandomAffine { RandomAffine(scale: factors, edge: edge, file: file, line: line) }

  /// Leans of up to so many degrees, both ways.
  public static func shear(
    degrees: Double, edge: EdgeMode = .zero, file: StaticString = #fileID, line: UInt = #line
  ) -> RandomAffine {
    let range = both(degrees, "RandomAffine: the shear in degrees", file, line)
    return RandomAffine(shear: range, edge: edge, file: file, line: line)
  }

  /// The images, each changed by a map of its own.
  public func callAsFunction<Scalar: TensorScalar>(
    _ images: Tensor<Scalar>, using generator: inout RandomGenerator
  ) -> Tensor<Scalar> {
    requireImages(images, "RandomAffine")
    guard images.elementCount > 0 else { return images }
    let maps = (0..<images.shape[0]).map { _ in draw(using: &generator) }
    return warp(images, by: maps, outside: edge)
  }

  /// One image's map: first its size, then shear, turn and shift.
  private func draw(using generator: inout RandomGenerator) -> AffineMap {
    let scale = AffineMap.scale(generator.uniform(in: scale))
    let shear = AffineMap.shear(degrees: generator.uniform(in: shear))
    let rotation = AffineMap.rotation(degrees: generator.uniform(in: degrees))
    let x = generator.uniformInteger(below: 2 * pixels + 1) - pixels
    let y = generator.uniformInteger(below: 2 * pixels + 1) - pixels
    return scale.then(shear).then(rotation).then(.shift(x: Double(x), y: Double(y)))
  }
}

/// From −x to x.
private func both(
  _ x: Double, _ what: String, _ file: StaticString, _ line: UInt
) -> ClosedRange<Double> {
  require(!x.isNaN, "\(what): expected a number, found nan", file: file, line: line)
  return -x.magnitude...x.magnitude
}
