/// The gradient of the kernels of a convolution, summed over some images.
///
/// It is the upstream gradient as a matrix, [O, places], times the windows, [places, C·KH·KW]. With the channels
/// innermost, the windows of a row of elements of one phase lie side by side in the image itself, and need not
/// be copied: row by row they begin C numbers further.
///
/// One channel alone would leave most lanes of a register empty. So the rows of its window become channels: its
/// image, shifted up by 0 … KH − 1 rows, under a window of one row.
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
  let width = columns.distance
  let plane = rows.phases * columns.phases * rows.extent * width
  let size = channels * plane
  let rowsAreChannels = channels == 1 && rows.stride == 1 && columns.stride == 1
  let windowRows = rowsAreChannels ? 1 : rows.kernel
  // The numbers that lie side by side at each place, and how far apart they are in the phases.
  let lanes = rowsAreChannels ? rows.kernel : channels
  let laneDistance = rowsAreChannels ? width : plane
  let lanePlaces = rowsAreChannels ? rows.output * width : plane
  // The sums of a row of the window's elements in one phase, [O, elements·lanes].
  let sumStride = wholeRegisters(columns.elements(ofPhase: 0) * lanes, of: Scalar.self)
  let sumsOfPhase = problem.outputs * sumStride
  let sumCount = windowRows * columns.phases * sumsOfPhase
  let beyond = columns.sharedZeros * lanes + sumStride
  withPackingBuffer(of: Scalar.self, count: size + lanes * lanePlaces + beyond) { phases in
    withPackingBuffer(of: Scalar.self, count: sumCount) { sums in
      guard let phases, let sums else { return }
      let byPlace = phases + size
      phases.update(repeating: 0, count: size)
      (byPlace + lanes * lanePlaces).update(repeating: 0, count: beyond)
      sums.update(repeating: 0, count: sumCount)
      let places = rows.output * columns.output
      withUnsafeTemporaryAllocation(of: Int.self, capacity: places) { starts in
        for place in 0..<places {
          let (row, column) = place.quotientAndRemainder(dividingBy: columns.output)
          starts[place] = (row * width + column) * lanes
        }
        for n in 0..<count {
          writePhases(of: images + n * imageDistance, problem, into: phases)
          transpose(
            phases, columnStride: laneDistance, columns: lanes, rows: lanePlaces, into: byPlace,
            rowStride: lanes)
          for i in 0..<windowRows {
            for b in 0..<columns.phases {
              let phase = i % rows.stride * columns.phases + b
              let first = (phase * rows.extent + i / rows.stride) * width * lanes
              multiplyShifted(
                upstream + n * upstreamDistance, byPlace + first,
                places: UnsafeBufferPointer(starts),
                into: sums + (i * columns.phases + b) * sumsOfPhase, cStride: sumStride,
                rows: problem.outputs, columns: columns.elements(ofPhase: b) * lanes,
                accumulate: true, threads: threads)
            }
          }
        }
      }
      for output in 0..<problem.outputs {
        for channel in 0..<channels {
          for i in 0..<rows.kernel {
            for j in 0..<columns.kernel {
              let (row, lane) = rowsAreChannels ? (0, i) : (i, channel)
              let phase = row * columns.phases + j % columns.stride
              gradient[
                ((output * channels + channel) * rows.kernel + i) * columns.kernel + j] =
                sums[
                  phase * sumsOfPhase + output * sumStride + j / columns.stride * lanes + lane]
            }
          }
        }
      }
    }
  }
}
