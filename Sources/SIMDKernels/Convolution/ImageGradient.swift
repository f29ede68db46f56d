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
  // The upstream gradient with zeros around, so that windows can begin before it and end after it. Zeros to the
  // right of a row are also those to the left of the next one.
  let (above, below) = rows.margins
  let (left, right) = columns.margins
  let width = columns.output + max(left, right)
  let plane = (above + rows.output + below) * width
  let size = problem.outputs * plane + left + Scalar.Vector.count
  // As many as the largest phase has places.
  let sumStride = wholeRegisters(
    ((rows.input - 1) / rows.stride) * width + (columns.input - 1) / columns.stride + 1,
    of: Scalar.self)
  // A pixel that no window has met has a gradient of 0.
  if rows.stride > 1 || columns.stride > 1 {
    image.update(repeating: 0, count: problem.channels * pixels)
  }
  withPackingBuffer(of: Scalar.self, count: size) { padded in
    withPackingBuffer(of: Scalar.self, count: problem.channels * sumStride) { sums in
      guard let padded, let sums else { return }
      padded.update(repeating: 0, count: size)
      for output in 0..<problem.outputs {
        copyRows(
          upstream + output * rows.output * columns.output, rows: rows.output,
          columns: columns.output, rowStride: columns.output,
          into: padded + output * plane + above * width + left, targetRowStride: width)
      }
      var arranged = arranged
      for a in 0..<rows.phases {
        for b in 0..<columns.phases {
          let (down, across) = (rows.elements(ofPhase: a), columns.elements(ofPhase: b))
          let inner = problem.outputs * down * across
          let insideRows = rows.inside(phase: a, below: rows.extent)
          let insideColumns = columns.inside(phase: b, below: columns.extent)
          if !insideRows.isEmpty && !insideColumns.isEmpty {
            let first =
              (above + insideRows.lowerBound) * width + left + insideColumns.lowerBound
            withUnsafeTemporaryAllocation(of: Int.self, capacity: inner) { places in
              for k in 0..<inner {
                let (t, u) = (k / across % down, k % across)
                places[k] = k / (down * across) * plane + first - t * width - u
              }
              multiplyShifted(
                arranged, padded, places: UnsafeBufferPointer(places), into: sums,
                cStride: sumStride, rows: problem.channels,
                columns: (insideRows.count - 1) * width + insideColumns.count,
                accumulate: false, threads: threads)
            }
            let pixel =
              (insideRows.lowerBound * rows.stride + a - rows.padding) * columns.input
              + insideColumns.lowerBound * columns.stride + b - columns.padding
            for channel in 0..<problem.channels {
              copyRows(
                sums + channel * sumStride, rows: insideRows.count, columns: insideColumns.count,
                rowStride: width, into: image + channel * pixels + pixel,
                targetRowStride: rows.stride * columns.input, targetColumnStride: columns.stride)
            }
          }
          arranged += problem.channels * inner
        }
      }
    }
  }
}
