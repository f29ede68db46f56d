/// The convolution of one image, as one product: kernels as a matrix, [O, C·KH·KW], times the shifted image.
///
/// The windows are taken at every place of the padded image's rows, so that they follow each other; the few at the
/// end of each row that are none are left out afterward.
///
/// A number of it is the sum of C·KH·KW products, of which no more than a block is added one after the other: an
/// error of at most C·KH·KW·½ulp(1) times the sum of the magnitudes, to first order.
///
/// - Parameters:
///   - image: x, shape [C, H, W].
///   - weight: w, shape [O, C, KH, KW].
///   - result: y, shape [O, OH, OW].
///   - problem: The sizes, all at least 1.
///   - threads: The most threads to use. The result does not depend on it.
func convolve<Scalar: VectorScalar>(
  _ image: UnsafePointer<Scalar>, _ weight: UnsafePointer<Scalar>,
  into result: UnsafeMutablePointer<Scalar>, _ problem: ConvolutionProblem, threads: Int
) {
  let (rows, columns) = (problem.rows, problem.columns)
  let width = columns.distance
  let count = (rows.output - 1) * width + columns.output
  let stride = wholeRegisters(count, of: Scalar.self)
  let size = problem.channels * rows.phases * columns.phases * rows.extent * width
  let beyond = columns.sharedZeros + stride - count
  withPackingBuffer(of: Scalar.self, count: size + beyond) { phases in
    withPackingBuffer(of: Scalar.self, count: problem.outputs * stride) { sums in
      guard let phases, let sums else { return }
      phases.update(repeating: 0, count: size + beyond)
      writePhases(of: image, problem, into: phases)
      withUnsafeTemporaryAllocation(of: Int.self, capacity: problem.window) { places in
        placesInPhases(problem, into: places)
        multiplyShifted(
          weight, phases, places: UnsafeBufferPointer(places), into: sums, cStride: stride,
          rows: problem.outputs, columns: count, accumulate: false,
          threads: threads)
      }
      for output in 0..<problem.outputs {
        copyRows(
          sums + output * stride, rows: rows.output, columns: columns.output, rowStride: width,
          into: result + output * rows.output * columns.output, targetRowStride: columns.output)
      }
    }
  }
}
