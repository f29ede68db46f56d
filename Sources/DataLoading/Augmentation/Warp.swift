import TensorCore

/// Moves the pixels of each image along a map of its own.
///
/// For each pixel of the result the inverse map says where in the image it comes from; between pixels
/// the value is interpolated linearly in both directions. A point that falls onto a pixel has exactly
/// that pixel's value: the identity copies the image bit for bit.
///
/// - Parameters:
///   - images: Shape [B, C, H, W].
///   - maps: Where the points of each image go, B of them.
///   - edge: What lies outside of the image; 0 unless given.
///   - file: The caller's file.
///   - line: The caller's line.
///
/// Traps when the images have another rank or there is not one map an image.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func warp<Scalar: TensorScalar>(
  _ images: Tensor<Scalar>, by maps: [AffineMap], outside edge: EdgeMode = .zero,
  file: StaticString = #fileID, line: UInt = #line
) -> Tensor<Scalar> {
  requireImages(images, "warp", file: file, line: line)
  require(
    maps.count == images.shape[0], "warp: \(maps.count) maps for \(images.shape[0]) images",
    file: file, line: line)
  for (sample, map) in maps.enumerated() {
    require(
      map.inverse.isModerate,
      "warp: the map of image \(sample) takes pixels farther than numbers reach, or all to one place",
      file: file, line: line)
  }
  guard images.elementCount > 0 else { return images }
  let (channels, height, width) = (images.shape[1], images.shape[2], images.shape[3])
  return Tensor(unsafeUninitializedShape: images.shape) { result in
    images.withUnsafeBufferPointer { input in
      guard let input = input.baseAddress, let result = result.baseAddress else { return }
      for (sample, map) in maps.enumerated() {
        for plane in sample * channels..<(sample + 1) * channels {
          let start = plane * height * width
          if let window = map.window(height, width) {
            window.copy(from: input + start, height, width, outside: edge, to: result + start)
          } else {
            resample(input + start, height, width, along: map, edge, to: result + start)
          }
        }
      }
    }
  }
}

extension AffineMap {
  /// Whether no position of a pixel overflows.
  fileprivate var isModerate: Bool {
    [xx, xy, yx, yy, shiftX, shiftY].allSatisfy { $0.magnitude < 1e150 }
  }

  /// For a shift by whole pixels, the part of the image that comes to lie where the image was.
  fileprivate func window(_ height: Int, _ width: Int) -> Window? {
    guard (xx, xy, yx, yy) == (1, 0, 0, 1),
      shiftX == nearby(shiftX), let x = Int(exactly: shiftX),
      shiftY == nearby(shiftY), let y = Int(exactly: shiftY)
    else { return nil }
    return Window(rows: -y..<height - y, columns: -x..<width - x)
  }
}

/// Finds the value of each pixel of one channel where the map has taken it from.
@inline(__always)
private func resample<Scalar: TensorScalar>(
  _ plane: UnsafePointer<Scalar>, _ height: Int, _ width: Int, along map: AffineMap,
  _ edge: EdgeMode, to result: UnsafeMutablePointer<Scalar>
) {
  let back = map.inverse
  let middleX = Double(width - 1) / 2
  let middleY = Double(height - 1) / 2
  for y in 0..<height {
    let dy = Double(y) - middleY
    let rowX = back.xy * dy + back.shiftX
    let rowY = back.yy * dy + back.shiftY
    for x in 0..<width {
      let dx = Double(x) - middleX
      result[y * width + x] = interpolate(
        plane, height, width, x: back.xx * dx + rowX + middleX, y: back.yx * dx + rowY + middleY,
        edge)
    }
  }
}

/// The value of one channel at a point between its pixels.
@inline(__always)
private func interpolate<Scalar: TensorScalar>(
  _ plane: UnsafePointer<Scalar>, _ height: Int, _ width: Int, x: Double, y: Double,
  _ edge: EdgeMode
) -> Scalar {
  let (x, y) = (nearby(x), nearby(y))
  let (column, row) = (floorOf(x), floorOf(y))
  let (fractionX, fractionY) = (x - Double(column), y - Double(row))
  let (upperLeft, upperRight, lowerLeft, lowerRight): (Scalar, Scalar, Scalar, Scalar)
  if column >= 0 && column + 1 < width && row >= 0 && row + 1 < height {
    let place = plane + (row * width + column)
    (upperLeft, upperRight) = (place[0], place[1])
    (lowerLeft, lowerRight) = (place[width], place[width + 1])
  } else {
    func pixel(_ row: Int, _ column: Int) -> Scalar {
      guard let row = edge.position(row, in: height),
        let column = edge.position(column, in: width)
      else { return 0 }
      return plane[row * width + column]
    }
    (upperLeft, upperRight) = (pixel(row, column), pixel(row, column + 1))
    (lowerLeft, lowerRight) = (pixel(row + 1, column), pixel(row + 1, column + 1))
  }
  // On a pixel: its own bits, whatever its neighbors are.
  if fractionX == 0 && fractionY == 0 { return upperLeft }
  let right = Scalar(fractionX)
  let upper = upperLeft + right * (upperRight - upperLeft)
  let lower = lowerLeft + right * (lowerRight - lowerLeft)
  return upper + Scalar(fractionY) * (lower - upper)
}

/// A position, or one of ±2⁵³ where it lies farther away: what is to become an integer must fit into one,
/// and numbers as large as that are whole.
@inline(__always)
private func nearby(_ x: Double) -> Double { max(-0x1p53, min(x, 0x1p53)) }

/// ⌊x⌋. Truncation and a comparison are two instructions, where `rounded(.down)` calls a function on
/// machines without SSE 4.1.
@inline(__always)
private func floorOf(_ x: Double) -> Int {
  let truncated = Int(x)
  return x < Double(truncated) ? truncated - 1 : truncated
}
