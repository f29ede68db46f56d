import SIMDKernels
import TestSupport

/// A sum as plain loops add it up in Double, with what its error is measured by.
struct PlainSum {
  var value = 0.0
  /// Σ|product|.
  var magnitude = 0.0
  var terms = 0

  mutating func add(_ product: Double) {
    value += product
    magnitude += abs(product)
    terms += 1
  }
}

/// Random numbers for a convolution of some images, what the kernels make of them and what plain loops do.
struct ConvolutionTrial<Scalar: KernelScalar> {
  let problem: ConvolutionProblem
  let count: Int
  /// How many numbers of other channels lie between two images.
  let gap: Int
  var images: [Scalar]
  var weight: [Scalar]
  var upstream: [Scalar]

  private var imageSize: Int {
    problem.channels * problem.rows.input * problem.columns.input
  }
  private var resultSize: Int {
    problem.outputs * problem.rows.output * problem.columns.output
  }

  init(
    _ problem: ConvolutionProblem, images count: Int, gap: Int,
    using generator: inout RepeatableGenerator
  ) {
    (self.problem, self.count, self.gap) = (problem, count, gap)
    (images, weight, upstream) = ([], [], [])
    images = generator.numbers(count * (imageSize + gap) - gap)
    weight = generator.numbers(
      problem.outputs * problem.channels * problem.rows.kernel * problem.columns.kernel)
    upstream = generator.numbers(count * (resultSize + gap) - gap)
  }

  /// What the kernels compute, all images after one another. Kernels use memory again that others have used, so
  /// it is full of NaN before: what reads more of it than it has written shows.
  func results(threads: Int, forbiddingReads: Bool = false) -> (
    values: [Scalar], ofImages: [Scalar], ofWeight: [Scalar], isIntact: Bool
  ) {
    Self.leaveNaNInScratchMemory()
    func buffer(_ numbers: [Scalar]) -> GuardedBuffer<Scalar> {
      GuardedBuffer(numbers, forbiddingReads: forbiddingReads)
    }
    // What is not written stays NaN.
    func room(_ count: Int) -> GuardedBuffer<Scalar> {
      buffer([Scalar](repeating: .nan, count: count))
    }
    let kernels = Scalar.kernels
    let (x, w, u) = (buffer(images), buffer(weight), buffer(upstream))
    let (y, dx) = (room(count * resultSize), room(count * imageSize))
    let (dw, arranged) = (room(weight.count), room(weight.count))
    kernels.arrangeByPhases(w.pointer, arranged.pointer, problem)
    for n in 0..<count {
      kernels.convolve(
        x.pointer + n * (imageSize + gap), w.pointer, y.pointer + n * resultSize, problem, threads)
      kernels.convolutionImageGradient(
        u.pointer + n * (resultSize + gap), arranged.pointer, dx.pointer + n * imageSize, problem,
        threads)
    }
    kernels.convolutionWeightGradient(
      u.pointer, resultSize + gap, x.pointer, imageSize + gap, count, dw.pointer, problem, threads)
    return (
      y.numbers, dx.numbers, dw.numbers, [x, w, u, y, dx, dw, arranged].allSatisfy(\.isIntact)
    )
  }

  /// Runs a kernel on NaN alone, which takes two buffers and fills them further than the trials' sizes need.
  private static func leaveNaNInScratchMemory() {
    let axis = WindowAxis(input: 10, output: 10, kernel: 1, stride: 1, padding: 0)
    let problem = ConvolutionProblem(channels: 80, outputs: 80, rows: axis, columns: axis)
    let images = [Scalar](repeating: .nan, count: 80 * 10 * 10)
    var gradient = [Scalar](repeating: .nan, count: 80 * 80)
    Scalar.kernels.convolutionWeightGradient(
      images, images.count, images, images.count, 1, &gradient, problem, 1)
  }

  /// The same by the textbook's loops.
  var plain: (values: [PlainSum], ofImages: [PlainSum], ofWeight: [PlainSum]) {
    let (rows, columns) = (problem.rows, problem.columns)
    var values = [PlainSum](repeating: PlainSum(), count: count * resultSize)
    var ofImages = [PlainSum](repeating: PlainSum(), count: count * imageSize)
    var ofWeight = [PlainSum](repeating: PlainSum(), count: weight.count)
    for n in 0..<count {
      for o in 0..<problem.outputs {
        for r in 0..<rows.output {
          for s in 0..<columns.output {
            for c in 0..<problem.channels {
              for i in 0..<rows.kernel {
                for j in 0..<columns.kernel {
                  let row = r * rows.stride - rows.padding + i
                  let column = s * columns.stride - columns.padding + j
                  guard (0..<rows.input).contains(row), (0..<columns.input).contains(column) else {
                    continue
                  }
                  let pixel = (c * rows.input + row) * columns.input + column
                  let place = (o * rows.output + r) * columns.output + s
                  let k = ((o * problem.channels + c) * rows.kernel + i) * columns.kernel + j
                  let x = Double(images[n * (imageSize + gap) + pixel])
                  let u = Double(upstream[n * (resultSize + gap) + place])
                  let w = Double(weight[k])
                  values[n * resultSize + place].add(x * w)
                  ofImages[n * imageSize + pixel].add(u * w)
                  ofWeight[k].add(u * x)
                }
              }
            }
          }
        }
      }
    }
    return (values, ofImages, ofWeight)
  }
}
