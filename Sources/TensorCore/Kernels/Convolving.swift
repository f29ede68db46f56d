import SIMDKernels

// The three products of a convolution. With X the columns of an image, [C/G·KH·KW, OH·OW], and W the
// kernels as a matrix, [O/G, C/G·KH·KW], the output is Y = W·X, and for an upstream gradient U of the
// output the gradients are Wᵀ·U of the columns and U·Xᵀ of the kernels.
//
// All go image by image: the columns are KH·KW times as large as the image, and those of one image stay
// in the cache where those of a batch would travel to memory and back.
//
// The vector kernels compute the same products without columns: they read shifted images where they lie. A
// window with gaps (dilation) goes the way of the columns there too, with fast products.
//
// The naive backend takes the same way, with the three loops of `naiveMatmul`, and not the textbook's seven:
// those, which the tests have as `textbookConvolution`, take a hundred times as long (32 images of 8 channels
// and 14 × 14 pixels to 16 channels: 184 ms for 0.8), and both gradients would need loops of their own. The
// outputs are the same bit for bit, since the same products are added in the same order.

/// Y = W·X + b for each image and group of channels: from [N, C, H, W] to [N, O, OH, OW].
///
/// - Parameters:
///   - images: Shape [N, C, H, W].
///   - weight: W, shape [O, C/groups, KH, KW].
///   - plan: Where the windows lie.
///   - groups: How many parts the channels are divided into.
///   - bias: b, shape [O]; none unless given.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
package func convolve<Scalar: TensorScalar>(
  _ images: Tensor<Scalar>, _ weight: Tensor<Scalar>, _ plan: WindowPlan, groups: Int,
  bias: Tensor<Scalar>? = nil,
  file: StaticString = #fileID, line: UInt = #line
) -> Tensor<Scalar> {
  if let y = Scalar.partKernels?.convolve(images, weight, plan, groups, bias, file, line) {
    return y
  }
  let sizes = ConvolutionSizes(plan, weight.shape, groups: groups)
  requireMemory(
    for: sizes.columnCount, of: Scalar.self,
    as: "convolution: the windows of an image side by side",
    file: file, line: line)
  MultiplyAdds.add(sizes.work)
  let product = MatmulProblem(rows: sizes.outputs, columns: sizes.places, inner: sizes.window)
  let shape = Shape(
    [plan.batch, weight.shape[0], plan.output.height, plan.output.width], file: file, line: line)
  return Tensor(unsafeUninitializedShape: shape, file: file, line: line) { result in
    guard let y = result.baseAddress, result.count > 0 else { return }
    // While the image is still in a cache.
    func addBias(_ n: Int) {
      guard let bias else { return }
      for output in 0..<weight.shape[0] {
        let b = bias.storage.base[output]
        let plane = y + (n * weight.shape[0] + output) * sizes.places
        for place in 0..<sizes.places { plane[place] += b }
      }
    }
    let execution = Execution.current
    if let kernels = execution.vectorKernels(for: Scalar.self), let problem = sizes.problem {
      execution.forEach(plan.batch, work: sizes.work) { n, execution in
        for group in 0..<groups {
          kernels.convolve(
            images.storage.base + n * sizes.imageCount + group * sizes.groupCount,
            weight.storage.base + group * sizes.weightCount,
            y + (n * groups + group) * sizes.outputs * sizes.places, problem, execution.threads)
        }
        addBias(n)
      }
      return
    }
    execution.forEach(plan.batch, work: sizes.work) { n, execution in
      let columns = Storage<Scalar>(uninitializedCount: sizes.columnCount)
      writeColumns(of: images.storage.base + n * sizes.imageCount, plan, into: columns.base)
      for group in 0..<groups {
        multiply(
          weight.storage.base + group * sizes.weightCount,
          columns.base + group * sizes.window * sizes.places,
          into: y + (n * groups + group) * sizes.outputs * sizes.places, product, execution)
      }
      addBias(n)
    }
  }
}

/// The gradient of the images: the columns Wᵀ·U, added where they came from; shape [N, C, H, W].
///
/// It is also the transposed convolution of `upstream`, shape [N, O, OH, OW].
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
package func imageGradient<Scalar: TensorScalar>(
  _ upstream: Tensor<Scalar>, _ weight: Tensor<Scalar>, _ plan: WindowPlan, groups: Int,
  file: StaticString = #fileID, line: UInt = #line
) -> Tensor<Scalar> {
  if let x = Scalar.partKernels?.imageGradient(upstream, weight, plan, groups, file, line) {
    return x
  }
  let sizes = ConvolutionSizes(plan, weight.shape, groups: groups)
  requireMemory(
    for: sizes.columnCount, of: Scalar.self,
    as: "convolution: the windows of an image side by side",
    file: file, line: line)
  MultiplyAdds.add(sizes.work)
  let product = MatmulProblem(
    rows: sizes.window, columns: sizes.places, inner: sizes.outputs, transposeA: true)
  return Tensor(unsafeUninitializedShape: plan.imageShape, file: file, line: line) { result in
    guard let images = result.baseAddress, result.count > 0 else { return }
    let execution = Execution.current
    if let kernels = execution.vectorKernels(for: Scalar.self), let problem = sizes.problem {
      let arranged = Storage<Scalar>(uninitializedCount: groups * sizes.weightCount)
      for group in 0..<groups {
        let start = group * sizes.weightCount
        kernels.arrangeByPhases(weight.storage.base + start, arranged.base + start, problem)
      }
      execution.forEach(plan.batch, work: sizes.work) { n, execution in
        for group in 0..<groups {
          kernels.convolutionImageGradient(
            upstream.storage.base + (n * groups + group) * sizes.outputs * sizes.places,
            arranged.base + group * sizes.weightCount,
            images + n * sizes.imageCount + group * sizes.groupCount, problem, execution.threads)
        }
      }
      return
    }
    execution.forEach(plan.batch, work: sizes.work) { n, execution in
      let columns = Storage<Scalar>(uninitializedCount: sizes.columnCount)
      for group in 0..<groups {
        multiply(
          weight.storage.base + group * sizes.weightCount,
          upstream.storage.base + (n * groups + group) * sizes.outputs * sizes.places,
          into: columns.base + group * sizes.window * sizes.places, product, execution)
      }
      addColumns(columns.base, plan, into: images + n * sizes.imageCount)
    }
  }
}

/// The gradient of the kernels: U·Xᵀ, summed over the images; shape [O, C/groups, KH, KW].
///
/// A number of it is a sum of N·OH·OW products, of which an eighth is added one after the other: an error
/// of at most (N·OH·OW/8 + OH·OW + 8)·½ulp(1) times the sum of the magnitudes, to first order.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
package func weightGradient<Scalar: TensorScalar>(
  _ upstream: Tensor<Scalar>, _ images: Tensor<Scalar>, _ plan: WindowPlan, weightShape: Shape,
  groups: Int
) -> Tensor<Scalar> {
  if let w = Scalar.partKernels?.weightGradient(upstream, images, plan, weightShape, groups) {
    return w
  }
  let sizes = ConvolutionSizes(plan, weightShape, groups: groups)
  let product = MatmulProblem(
    rows: sizes.outputs, columns: sizes.window, inner: sizes.places, transposeB: true,
    accumulate: true)
  // Threads cannot add to the same sum. Each part of the images has its own, and how many parts there
  // are does not depend on the threads: so neither does the rounding.
  let parts = max(min(plan.batch, 8), 1)
  var sums = Tensor<Scalar>.zeros(Shape([parts] + weightShape.dimensions))
  sums.withUnsafeMutableBufferPointer { sums in
    guard let base = sums.baseAddress else { return }
    let execution = Execution.current
    if let kernels = execution.vectorKernels(for: Scalar.self), let problem = sizes.problem {
      execution.forEach(parts, work: sizes.work) { part, execution in
        let share = plan.batch * part / parts..<plan.batch * (part + 1) / parts
        let upstreamCount = groups * sizes.outputs * sizes.places
        for group in 0..<groups {
          kernels.convolutionWeightGradient(
            upstream.storage.base + share.lowerBound * upstreamCount
              + group * sizes.outputs * sizes.places, upstreamCount,
            images.storage.base + share.lowerBound * sizes.imageCount
              + group * sizes.groupCount, sizes.imageCount, share.count,
            base + (part * groups + group) * sizes.weightCount, problem, execution.threads)
        }
      }
      return
    }
    execution.forEach(parts, work: sizes.work) { part, execution in
      let columns = Storage<Scalar>(uninitializedCount: sizes.columnCount)
      for n in plan.batch * part / parts..<plan.batch * (part + 1) / parts {
        writeColumns(of: images.storage.base + n * sizes.imageCount, plan, into: columns.base)
        for group in 0..<groups {
          multiply(
            upstream.storage.base + (n * groups + group) * sizes.outputs * sizes.places,
            columns.base + group * sizes.window * sizes.places,
            into: base + (part * groups + group) * sizes.weightCount, product, execution)
        }
      }
    }
  }
  return sums.sum(along: 0)
}

/// The sizes of the matrices of a convolution, of one image and one group of channels.
private struct ConvolutionSizes {
  /// O/G, the kernels.
  let outputs: Int
  /// C/G·KH·KW, the elements of a window.
  let window: Int
  /// OH·OW, the places of the window.
  let places: Int
  /// The elements of the kernels of a group.
  let weightCount: Int
  /// The elements of an image.
  let imageCount: Int
  /// The elements of an image in a group of channels.
  let groupCount: Int
  /// The elements of the columns of an image, all groups together, or the largest `Int`.
  let columnCount: Int
  /// The multiplications for all images, or the largest `Int`.
  let work: Int
  /// What a vector kernel is told of an image and a group; nil where there is none for it, or nothing to do.
  let problem: ConvolutionProblem?

  init(_ plan: WindowPlan, _ weight: Shape, groups: Int) {
    outputs = weight[0] / groups
    window = weight[1] * weight[2] * weight[3]
    places = plan.placeCount
    weightCount = outputs * window
    imageCount = plan.channels * plan.input.height * plan.input.width
    groupCount = imageCount / groups
    columnCount = productOrMax(groups, window, places)
    work = productOrMax(plan.batch, outputs, columnCount)
    func axis(_ side: (Size2D) -> Int) -> WindowAxis {
      WindowAxis(
        input: side(plan.input), output: side(plan.output), kernel: side(plan.kernel),
        stride: side(plan.stride), padding: side(plan.padding))
    }
    let isEmpty = work == 0 || imageCount == 0
    problem =
      plan.dilation != 1 || isEmpty
      ? nil
      : ConvolutionProblem(
        channels: weight[1], outputs: outputs, rows: axis { $0.height },
        columns: axis { $0.width })
  }
}
