/// The gradient of the kernels of a convolution, summed over some images.
///
/// It is the upstream gradient as a matrix, [O, places], times the windows, [places, C·KH·KW]. With the channels
/// innermost, the windows of a row of elements of one phase lie side by side in the image itself, and need not
/// be copied: row by row they begin C numbers further.
///
/// - Parameters:
///   - upstream: The gradients of y, each of shape [O, OH, OW].
///   - upstreamDistance: From one of them to the next.
///   - images: x, each of shape [C, H, W].
///   - imageDistance: From one of them to the next.
///   - count: How many images there are.
///   - gradient: The gradient of w, shape [O, C, KH, KW].
///   - problem: The sizes, all at least 1.
///   - threads: The most threads to use. The result does not depend on it.
func convolutionWeightGradient<Scalar: VectorScalar>(
  _ upstream: UnsafePointer<Scalar>, upstreamDistance: Int, _ images: UnsafePointer<Scalar>,
  imageDistance: Int, count: Int, into gradient: UnsafeMutablePointer<Scalar>,
  _ problem: ConvolutionProblem, threads: Int
) {
  let (rows, columns, channels) = (problem.rows, problem.columns, problem.channels)
  let width = columns.extent
  let planes = rows.phases * columns.phases * rows.extent * width
  let size = planes * channels
  // The sums of a row of the window's elements in one phase, [O, elements·C].
  let sumStride = wholeRegisters(columns.elements(ofPhase: 0) * channels, of: Scalar.self)
  let sumsOfPhase = problem.outputs * sumStride
  let sumCount = rows.kernel * columns.phases * sumsOfPhase
  withPackingBuffer(of: Scalar.self, count: 2 * size + sumStride) { phases in
    withPackingBuffer(of: Scalar.self, count: sumCount) { sums in
      guard let phases, let sums else { return }
      let byPlace = phases + size
      (byPlace + size).update(repeating: 0, count: sumStride)
      sums.update(repeating: 0, count: sumCount)
      let places = rows.output * columns.output
      withUnsafeTemporaryAllocation(of: Int.self, capacity: places) { starts in
        for place in 0..<places {
          let (row, column) = place.quotientAndRemainder(dividingBy: columns.output)
          starts[place] = (row * width + column) * channels
        }
        for n in 0..<count {
          writePhases(of: images + n * imageDistance, problem, into: phases)
          packPanel(
            phases, columnStride: planes, rowStride: 1, columns: channels, rows: planes,
            into: byPlace, width: channels)
          for i in 0..<rows.kernel {
            for b in 0..<columns.phases {
              let phase = i % rows.stride * columns.phases + b
              let first = (phase * rows.extent + i / rows.stride) * width * channels
              multiplyShifted(
                upstream + n * upstreamDistance, byPlace + first,
                places: UnsafeBufferPointer(starts),
                into: sums + (i * columns.phases + b) * sumsOfPhase, cStride: sumStride,
                rows: problem.outputs, columns: columns.elements(ofPhase: b) * channels,
                accumulate: true, threads: threads)
            }
          }
        }
      }
      for output in 0..<problem.outputs {
        for channel in 0..<channels {
          for i in 0..<rows.kernel {
            for j in 0..<columns.kernel {
              let phase = i * columns.phases + j % columns.stride
              gradient[
                ((output * channels + channel) * rows.kernel + i) * columns.kernel + j] =
                sums[
                  phase * sumsOfPhase + output * sumStride + j / columns.stride * channels
                    + channel]
            }
          }
        }
      }
    }
  }
}
