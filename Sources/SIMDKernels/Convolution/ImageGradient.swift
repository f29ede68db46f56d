// The gradient of the image that a convolution has read. Pixel S·q + a − P of a row met the window's elements
// a + S·t, when the window was at place q − t: so for each phase (a, b) the gradient is a convolution of the
// upstream gradient, with those elements of the kernels that meet this phase, backwards.

/// The kernels [O, C, KH, KW] as the image's gradient needs them: for each phase a matrix [C, O·elements], one
/// after the other; as many numbers.
func arrangeByPhases<Scalar: VectorScalar>(
  _ weight: UnsafePointer<Scalar>, into arranged: UnsafeMutablePointer<Scalar>,
  _ problem: ConvolutionProblem
) {
  let (rows, columns) = (problem.rows, problem.columns)
  var index = 0
  for a in 0..<rows.phases {
    for b in 0..<columns.phases {
      for channel in 0..<problem.channels {
        for output in 0..<problem.outputs {
          let kernel =
            weight + (output * problem.channels + channel) * rows.kernel * columns.kernel
          for i in stride(from: a, to: rows.kernel, by: rows.stride) {
            for j in stride(from: b, to: columns.kernel, by: columns.stride) {
              arranged[index] = kernel[i * columns.kernel + j]
              index += 1
            }
          }
        }
      }
    }
  }
}

/// The gradient of one image of a convolution.
///
/// A number of it is the sum of at most O·KH·KW products: an error of at most O·KH·KW·½ulp(1) times the sum of
/// the magnitudes, to first order.
///
/// - Parameters:
///   - upstream: The gradient of y, shape [O, OH, OW].
///   - arranged: The kernels, as ``arrangeByPhases(_:into:_:)`` has arranged them.
///   - image: The gradient of x, shape [C, H, W].
///   - problem: The sizes, all at least 1.
///   - threads: The most threads to use. The result does not depend on it.
func convolutionImageGradient<Scalar: VectorScalar>(
  _ upstream: UnsafePointer<Scalar>, _ arranged: UnsafePointer<Scalar>,
  into image: UnsafeMutablePointer<Scalar>, _ problem: ConvolutionProblem, threads: Int
) {
  let (rows, columns) = (problem.rows, problem.columns)
  let pixels = rows.input * columns.input
  // The upstream gradient with zeros around, so that windows can begin before it and end after it.
  let width = columns.output + 2 * columns.reach
  let plane = (rows.output + 2 * rows.reach) * width
  let count = (rows.extent - 1) * width + columns.extent
  let stride = wholeRegisters(count, of: Scalar.self)
  let size = problem.outputs * plane
  // A pixel that no window has met has a gradient of 0.
  if rows.stride > 1 || columns.stride > 1 {
    image.update(repeating: 0, count: problem.channels * pixels)
  }
  withPackingBuffer(of: Scalar.self, count: size + stride - count) { padded in
    withPackingBuffer(of: Scalar.self, count: problem.channels * stride) { sums in
      guard let padded, let sums else { return }
      padded.update(repeating: 0, count: size + stride - count)
      copyPlanes(
        upstream, planes: problem.outputs, rows: rows.output, columns: columns.output,
        rowStride: columns.output, planeStride: rows.output * columns.output,
        into: padded + rows.reach * width + columns.reach, rowStride: width, planeStride: plane)
      var arranged = arranged
      for a in 0..<rows.phases {
        for b in 0..<columns.phases {
          let (down, right) = (rows.elements(ofPhase: a), columns.elements(ofPhase: b))
          let inner = problem.outputs * down * right
          withUnsafeTemporaryAllocation(of: Int.self, capacity: inner) { places in
            for k in 0..<inner {
              let (t, u) = (k / right % down, k % right)
              places[k] =
                k / (down * right) * plane + (rows.reach - t) * width + columns.reach - u
            }
            multiplyShifted(
              arranged, padded, places: UnsafeBufferPointer(places), into: sums, cStride: stride,
              rows: problem.channels, columns: count, accumulate: false,
              threads: threads)
          }
          arranged += problem.channels * inner
          for channel in 0..<problem.channels {
            writePhase(
              a, b, sums + channel * stride, width: width, into: image + channel * pixels, problem)
          }
        }
      }
    }
  }
}

/// Writes a phase to its pixels; what falls into the padding is dropped.
@inline(__always)
private func writePhase<Scalar: VectorScalar>(
  _ a: Int, _ b: Int, _ phase: UnsafePointer<Scalar>, width: Int,
  into plane: UnsafeMutablePointer<Scalar>, _ problem: ConvolutionProblem
) {
  let (rows, columns) = (problem.rows, problem.columns)
  let inside = columns.inside(phase: b, below: columns.extent)
  guard !inside.isEmpty else { return }
  for row in rows.inside(phase: a, below: rows.extent) {
    let source = phase + row * width + inside.lowerBound
    let target =
      plane + (row * rows.stride + a - rows.padding) * columns.input
      + inside.lowerBound * columns.stride + b - columns.padding
    if columns.stride == 1 {
      copyImageRow(source, to: target, count: inside.count)
    } else {
      for x in 0..<inside.count { target[x * columns.stride] = source[x] }
    }
  }
}
