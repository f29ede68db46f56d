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
  requireImages(images, "warp")
  require(
    maps.count == images.shape[0], "warp: \(maps.count) maps for \(images.shape[0]) images",
    file: file, line: line)
  let (channels, height, width) = (images.shape[1], images.shape[2], images.shape[3])
  let middleX = Double(width - 1) / 2
  let middleY = Double(height - 1) / 2
  return Tensor(unsafeUninitializedShape: images.shape) { result in
    images.withUnsafeBufferPointer { input in
      for (sample, map) in maps.enumerated() {
        let back = map.inverse
        for y in 0..<height {
          let dy = Double(y) - middleY
          let rowX = back.xy * dy + back.shiftX
          let rowY = back.yy * dy + back.shiftY
          for x in 0..<width {
            let dx = Double(x) - middleX
            let point = GridPoint(
              x: back.xx * dx + rowX + middleX, y: back.yx * dx + rowY + middleY)
            for channel in 0..<channels {
              let start = (sample * channels + channel) * height * width
              let plane = UnsafeBufferPointer(rebasing: input[start..<start + height * width])
              result[start + y * width + x] = interpolate(plane, height, width, at: point, edge)
            }
          }
        }
      }
    }
  }
}

/// A point between pixels: the pixel to its upper left, and how far from there it is.
private struct GridPoint {
  let column: Int
  let row: Int
  let fractionX: Double
  let fractionY: Double

  @inline(__always)
  init(x: Double, y: Double) {
    column = floorOf(x)
    row = floorOf(y)
    fractionX = x - Double(column)
    fractionY = y - Double(row)
  }
}

/// ⌊x⌋. Truncation and a comparison are two instructions, where `rounded(.down)` calls a function on
/// machines without SSE 4.1.
@inline(__always)
private func floorOf(_ x: Double) -> Int {
  let truncated = Int(x)
  return x < Double(truncated) ? truncated - 1 : truncated
}

/// The value of one channel between the four pixels around a point.
@inline(__always)
private func interpolate<Scalar: TensorScalar>(
  _ plane: UnsafeBufferPointer<Scalar>, _ height: Int, _ width: Int, at point: GridPoint,
  _ edge: EdgeMode
) -> Scalar {
  let (column, row) = (point.column, point.row)
  let upperLeft: Scalar
  let upperRight: Scalar
  let lowerLeft: Scalar
  let lowerRight: Scalar
  if column >= 0 && column + 1 < width && row >= 0 && row + 1 < height {
    let place = row * width + column
    upperLeft = plane[place]
    upperRight = plane[place + 1]
    lowerLeft = plane[place + width]
    lowerRight = plane[place + width + 1]
  } else {
    func pixel(_ row: Int, _ column: Int) -> Scalar {
      guard let row = edge.position(row, in: height),
        let column = edge.position(column, in: width)
      else { return 0 }
      return plane[row * width + column]
    }
    upperLeft = pixel(row, column)
    upperRight = pixel(row, column + 1)
    lowerLeft = pixel(row + 1, column)
    lowerRight = pixel(row + 1, column + 1)
  }
  // On a pixel: its own bits, whatever its neighbours are.
  if point.fractionX == 0 && point.fractionY == 0 { return upperLeft }
  let fractionX = Scalar(point.fractionX)
  let upper = upperLeft + fractionX * (upperRight - upperLeft)
  let lower = lowerLeft + fractionX * (lowerRight - lowerLeft)
  return upper + Scalar(point.fractionY) * (lower - upper)
}
