import Foundation
import TensorCore

/// Where the points of an image go: a turn, a change of size, a shear, a shift, or several of these.
///
/// A point at (x, y), counted from the image's middle, x to the right and y downward, goes to
///
///     x′ = xx·x + xy·y + shiftX
///     y′ = yx·x + yy·y + shiftY
public struct AffineMap: Sendable, Equatable {
  let xx: Double
  let xy: Double
  let yx: Double
  let yy: Double
  let shiftX: Double
  let shiftY: Double

  init(xx: Double, xy: Double, yx: Double, yy: Double, shiftX: Double = 0, shiftY: Double = 0) {
    self.xx = xx
    self.xy = xy
    self.yx = yx
    self.yy = yy
    self.shiftX = shiftX
    self.shiftY = shiftY
  }

  /// Every point stays.
  public static let identity = AffineMap(xx: 1, xy: 0, yx: 0, yy: 1)

  /// A shift by so many pixels to the right and downward.
  public static func shift(
    x: Double, y: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> AffineMap {
    require(
      x.isFinite && y.isFinite, "AffineMap: expected a finite shift, found \(x) and \(y)",
      file: file, line: line)
    return AffineMap(xx: 1, xy: 0, yx: 0, yy: 1, shiftX: x, shiftY: y)
  }

  /// A turn around the middle, counter-clockwise to the eye. Multiples of 90° are exact.
  public static func rotation(
    degrees: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> AffineMap {
    require(
      degrees.isFinite, "AffineMap: expected a finite turn, found \(degrees) degrees",
      file: file, line: line)
    let angle = degrees * .pi / 180
    // cos 90° is 6e-17 in floating point; taken for 0, a quarter turn moves pixels onto pixels.
    let cosine = nearlyWhole(cos(angle))
    let sine = nearlyWhole(sin(angle))
    return AffineMap(xx: cosine, xy: sine, yx: -sine, yy: cosine)
  }

  /// A change of size: 2 makes everything twice as large. Traps when the factor is not positive.
  public static func scale(
    _ factor: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> AffineMap {
    requireNumber(factor, "factor of size", .positive, of: "AffineMap", file: file, line: line)
    return AffineMap(xx: factor, xy: 0, yx: 0, yy: factor)
  }

  /// A shear that leans upright lines by so many degrees: to the left above the middle, to the right
  /// below it. Traps unless the angle is between −90 and 90.
  public static func shear(
    degrees: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> AffineMap {
    require(
      degrees.magnitude < 90,
      "AffineMap: expected a shear of less than 90 degrees, found \(degrees)",
      file: file, line: line)
    return AffineMap(xx: 1, xy: tan(degrees * .pi / 180), yx: 0, yy: 1)
  }

  /// This map and then another.
  public func then(_ next: AffineMap) -> AffineMap {
    AffineMap(
      xx: next.xx * xx + next.xy * yx, xy: next.xx * xy + next.xy * yy,
      yx: next.yx * xx + next.yy * yx, yy: next.yx * xy + next.yy * yy,
      shiftX: next.xx * shiftX + next.xy * shiftY + next.shiftX,
      shiftY: next.yx * shiftX + next.yy * shiftY + next.shiftY)
  }

  /// The way back: `map.then(map.inverse)` is the identity, up to rounding.
  public var inverse: AffineMap {
    // Turns, sizes and shears have a positive determinant.
    let determinant = xx * yy - xy * yx
    let linear = AffineMap(
      xx: yy / determinant, xy: -xy / determinant, yx: -yx / determinant, yy: xx / determinant)
    return AffineMap(xx: 1, xy: 0, yx: 0, yy: 1, shiftX: -shiftX, shiftY: -shiftY).then(linear)
  }
}

private func nearlyWhole(_ x: Double) -> Double {
  abs(x - x.rounded()) < 1e-15 ? x.rounded() : x
}
