import Gradus

/// Lesson 8: seeing.
///
/// Replace each `throw Todo()` by your own code, from the top to the bottom, and after each one run
/// `swift test --filter Lesson08` or `swift run -q gradus check 8`.
///
/// The letters of the shapes: B pictures in a batch, C channels, H rows and W columns of pixels; a filter
/// has KH rows and KW columns; there are O filters, and a window takes OH × OW places. `Size2D` has a
/// `height` and a `width`, and `Size2D(height: 2, width: 3)` makes one. *Upstream* is the gradient that arrives at the output of an operation: how
/// much the loss changes with its output.
///
/// Where a parameter is called `stride`, Swift's function of that name is `Swift.stride(from:to:by:)`.
enum Seeing {
  // MARK: Convolution

  /// How many places a window takes along one axis: the size of a convolution's output.
  ///
  /// The input is enlarged by `padding` on both sides. The window starts at the edge of that, moves on by
  /// `stride`, and never reaches beyond the other edge: what is left over there is not looked at. The stride
  /// may be larger than the kernel, and so may the padding.
  ///
  ///     outputSize(of: 7, kernel: 3, stride: 2, padding: 0)     // 3: it begins at 0, 2 and 4
  ///     outputSize(of: 8, kernel: 3, stride: 2, padding: 0)     // 3 again: the last one is left over
  ///
  /// Throw `DoesNotFit("…")`, with a sentence of yours, where the kernel is larger than the padded input,
  /// where the kernel or the stride is below 1, or the padding below 0.
  ///
  /// - Parameters:
  ///   - input: H or W, at least 0.
  ///   - kernel: KH or KW.
  ///   - stride: How far apart neighboring places are.
  ///   - padding: How much is added on each side.
  static func outputSize(of input: Int, kernel: Int, stride: Int, padding: Int) throws -> Int {
    throw Todo()
  }

  /// The convolution of pictures with filters, in loops:
  ///
  ///     maps[b, o, y, x] = bias[o] + Σ over c, i, j of
  ///                        images[b, c, y·stride − padding + i, x·stride − padding + j]·weight[o, c, i, j]
  ///
  /// What lies outside of a picture counts as 0. The filter is not turned around. `filters.weight` and
  /// `filters.bias` are its parts; `Tensor<Double>.zeros([2, 3])` makes a tensor, and `t.shape[1]` is the
  /// extent of its axis 1. Use your `outputSize`. Where pictures and filters do not have as many channels
  /// as each other, throw `DoesNotFit("…")`.
  ///
  ///     // one picture of one channel, one filter
  ///     convolve([[[[1, 2, 4]]]], Filters(weight: [[[[1, 10]]]], bias: [100]), stride: 1, padding: 0)
  ///     // [[[[121, 142]]]]
  ///
  /// - Parameters:
  ///   - images: Shape [B, C, H, W], at least one picture.
  ///   - filters: A weight of shape [O, C, KH, KW] and a bias of shape [O].
  ///   - stride: How far apart neighboring windows are, in both directions.
  ///   - padding: How many zeros are added on each of the four sides.
  /// - Returns: Shape [B, O, OH, OW].
  static func convolve(
    _ images: Tensor<Double>, _ filters: Filters, stride: Int, padding: Int
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  /// The windows of one picture as the columns of a matrix ("im2col"): each number that a window sees,
  /// in one row for each of its C·KH·KW elements, in one column for each of its OH·OW places.
  ///
  ///     columns[(c·KH + i)·KW + j, y·OW + x] = image[c, y·stride − padding + i, x·stride − padding + j]
  ///
  /// What lies outside of the picture is 0.
  ///
  ///     imageColumns(of: [[[1, 2], [3, 4]]], kernel: [1, 2], stride: 1, padding: 0)
  ///     // [[1, 3], [2, 4]]: the first window sees 1 and 2, the one below it 3 and 4
  ///
  /// - Parameters:
  ///   - image: Shape [C, H, W].
  ///   - kernel: KH and KW.
  ///   - stride: How far apart neighboring windows are.
  ///   - padding: How many zeros are added on each side.
  /// - Returns: Shape [C·KH·KW, OH·OW].
  static func imageColumns(
    of image: Tensor<Double>, kernel: Size2D, stride: Int, padding: Int
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  /// The same as `convolve`, as a matrix product for each picture: the filters as rows of a matrix
  /// [O, C·KH·KW], times the picture's columns.
  ///
  /// `images[b, 0...]` is picture b, of shape [C, H, W]; `t.reshaped(to: [2, 6])` keeps the numbers in their
  /// order; the framework's `matmul(a, b)` is the product, and `Tensor<Double>.stack(pictures)` makes one tensor
  /// of a list of equal shapes.
  ///
  /// - Parameters:
  ///   - images: Shape [B, C, H, W], at least one picture.
  ///   - filters: A weight of shape [O, C, KH, KW] and a bias of shape [O].
  ///   - stride: How far apart neighboring windows are, in both directions.
  ///   - padding: How many zeros are added on each of the four sides.
  /// - Returns: Shape [B, O, OH, OW].
  static func convolveByColumns(
    _ images: Tensor<Double>, _ filters: Filters, stride: Int, padding: Int
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  // MARK: Its gradients

  /// The gradient of a convolution's filters: of the weight and of the bias.
  ///
  /// A weight is used once at each place of each picture, each time times a pixel:
  ///
  ///     of weight[o, c, i, j] = Σ over b, y, x of
  ///         upstream[b, o, y, x]·images[b, c, y·stride − padding + i, x·stride − padding + j]
  ///     of bias[o]            = Σ over b, y, x of upstream[b, o, y, x]
  ///
  /// Loops do it; so does the product of upstream and the transposed columns of each picture.
  /// `t.sum(along: [0, 2, 3])` adds over all axes but the second.
  ///
  /// - Parameters:
  ///   - images: What the convolution saw, shape [B, C, H, W].
  ///   - upstream: Shape [B, O, OH, OW].
  ///   - kernel: KH and KW.
  ///   - stride: That of the convolution.
  ///   - padding: That of the convolution.
  /// - Returns: Gradients in the shapes of the filters, [O, C, KH, KW] and [O].
  static func filterGradient(
    of images: Tensor<Double>, upstream: Tensor<Double>, kernel: Size2D, stride: Int, padding: Int
  ) throws -> Filters {
    throw Todo()
  }

  /// The gradient of a convolution's input.
  ///
  /// Go through the loops of `convolve` once more: where `output[b, o, y, x]` has got
  /// `images[b, c, row, column]·weight[o, c, i, j]`, the pixel's gradient gets
  /// `upstream[b, o, y, x]·weight[o, c, i, j]`, added to what is there. A pixel that no window
  /// has seen, such as one left over at the far edge, has a gradient of 0.
  ///
  ///     inputGradient([[[[1, 1]]]], weight: [[[[1, 10]]]], size: [1, 3], stride: 1, padding: 0)
  ///     // [[[[1, 11, 10]]]]: the pixel in the middle was seen by both windows
  ///
  /// - Parameters:
  ///   - upstream: Shape [B, O, OH, OW].
  ///   - weight: Shape [O, C, KH, KW].
  ///   - size: H and W, the size of the input.
  ///   - stride: That of the convolution.
  ///   - padding: That of the convolution.
  /// - Returns: Shape [B, C, H, W].
  static func inputGradient(
    _ upstream: Tensor<Double>, weight: Tensor<Double>, size: Size2D, stride: Int, padding: Int
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  // MARK: Other layers

  /// The largest number of each window, and the gradient of the pictures. Any number may stand there, −∞, too.
  ///
  /// Windows of `size` × `size` begin at rows y·stride and columns x·stride, and lie in the picture as a
  /// whole. The gradient of a maximum goes to the pixel that it came from, and to no other: if several are
  /// equally large, to the first of them, row by row. Where windows overlap, a pixel may have won in
  /// several: what it gets is added. How many windows there are, OH × OW, is seen from `upstream`.
  ///
  ///     maxPool([[[[1, 5], [5, 2]]]], size: 2, stride: 2, upstream: [[[[10]]]])
  ///     // maxima [[[[5]]]], gradient [[[[0, 10], [0, 0]]]]
  ///
  /// - Parameters:
  ///   - images: Shape [B, C, H, W].
  ///   - size: KH and KW, the same number.
  ///   - stride: How far apart neighboring windows are, in both directions.
  ///   - upstream: Shape [B, C, OH, OW].
  /// - Returns: The maxima, shape [B, C, OH, OW], and the gradient, shape [B, C, H, W].
  static func maxPool(
    _ images: Tensor<Double>, size: Int, stride: Int, upstream: Tensor<Double>
  ) throws -> (maxima: Tensor<Double>, gradient: Tensor<Double>) {
    throw Todo()
  }

  /// Batch normalization of pictures: for each channel
  ///
  ///     output = γ·(x − μ) / √(σ² + ε) + β
  ///
  /// with γ = `norm.scale[c]`, β = `norm.shift[c]` and ε = `norm.epsilon`.
  ///
  /// **In training**, μ and σ² are the mean and the variance of the channel's n = B·H·W numbers in this
  /// batch. σ² is the mean of (x − μ)², a sum divided by n. (The mean of x² less μ² is the same on paper, but
  /// loses its digits where μ is large.) The running statistics move toward them, with m = `norm.momentum`:
  ///
  ///     runningMean     ← (1 − m)·runningMean     + m·μ
  ///     runningVariance ← (1 − m)·runningVariance + m·σ²·n / (n − 1)
  ///
  /// What is kept is divided by n − 1, since it is to estimate the variance of all pictures. Throw
  /// `DoesNotFit("…")` where n is 1: one number has no variance.
  ///
  /// **At inference**, μ and σ² are the running statistics, which stay as they are.
  ///
  /// `t.mean(along: [0, 2, 3])` averages over all axes but the channels. `t.reshaped(to: [channels, 1, 1])`
  /// makes a tensor of shape [C] one that + and * broadcast along the channels.
  ///
  /// - Parameters:
  ///   - images: Shape [B, C, H, W].
  ///   - norm: What is known of each channel: tensors of shape [C], and two numbers.
  ///   - isTraining: Whether the network is being trained.
  /// - Returns: The output, shape [B, C, H, W], and `norm` with its new running statistics.
  static func batchNorm(
    _ images: Tensor<Double>, _ norm: Normalization, isTraining: Bool
  ) throws -> (output: Tensor<Double>, norm: Normalization) {
    throw Todo()
  }

  /// A residual block, which learns what to add to its input:
  ///
  ///     y = relu(second(relu(first(x))) + shortcut(x))
  ///
  /// `block.first` is a convolution with stride `block.stride` and a padding of 1, `block.second` one with
  /// stride 1 and a padding of 1. The shortcut is x itself, or, if there is a `block.projection`, the
  /// convolution with it, with stride `block.stride` and no padding. (In large networks each convolution
  /// is followed by a batch normalization, which is left out here.)
  ///
  /// Throw `DoesNotFit("…")` where the two that are added differ in shape, with a projection or without one:
  /// the framework's + would broadcast one channel to many. Use one of your convolutions; `t.relu()` is the framework's.
  ///
  /// - Parameters:
  ///   - images: x, shape [B, C, H, W].
  ///   - block: Filters of 3 × 3, and, if there is a projection, of 1 × 1.
  /// - Returns: Shape [B, O, OH, OW].
  static func residualBlock(
    _ images: Tensor<Double>, _ block: BlockFilters
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  // MARK: What, why, and where

  /// What a network looks at: how much the score of one class changes with each pixel.
  ///
  /// The network's scores of one picture are
  ///
  ///     maps     = relu(convolution of the picture)     shape [O, OH, OW]
  ///     score[k] = Σ over o of (mean of maps[o])·head[o, k]
  ///
  /// Go back from `score[label]`: to each place of the maps, through relu, and through the convolution with
  /// your `inputGradient`. At exactly 0, relu lets nothing through. The saliency of a pixel is the largest magnitude of the gradient among its
  /// channels.
  ///
  /// `network.filters`, `network.stride` and `network.padding` are the convolution's. A batch of one picture
  /// is `image.expandingDimension(at: 0)`, of shape [1, C, H, W]; `t.abs()` has the magnitudes.
  ///
  /// - Parameters:
  ///   - image: Shape [C, H, W].
  ///   - label: The class k.
  ///   - network: Its `head` has shape [O, K].
  /// - Returns: Shape [H, W].
  static func saliency(
    of image: Tensor<Double>, label: Int, in network: TinyNetwork
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  /// How much two boxes overlap: the area that they share, divided by the area that they cover together.
  ///
  /// A box has the edges `left`, `top`, `right` and `bottom`; y grows downward. Boxes that share no area
  /// give 0, and so do two boxes without any area. Nothing is thrown.
  ///
  ///     // two squares of 2 × 2, the second one to the right by 1: 2 of 6
  ///     intersectionOverUnion(Box(left: 0, top: 0, right: 2, bottom: 2),
  ///                           Box(left: 1, top: 0, right: 3, bottom: 2))     // 0.333
  ///
  /// - Returns: From 0 to 1.
  static func intersectionOverUnion(_ a: Box, _ b: Box) throws -> Double {
    throw Todo()
  }

  /// Of detections that mean the same thing, only the surest is kept ("non-maximum suppression").
  ///
  /// Go through the detections from the highest `score` to the lowest; of equal scores, the one that
  /// stands first in the list comes first. Keep each one, unless one that you have kept has the same
  /// `label`, and its `box` overlaps with this one's by more than `threshold`, by your
  /// `intersectionOverUnion`. A detection whose score is NaN is never kept.
  ///
  ///     // scores 0.6, 0.9, 0.8; the first two overlap, and all have the same label
  ///     nonMaximumSuppression(of: …, threshold: 0.5)     // [1, 2]
  ///
  /// - Parameters:
  ///   - detections: In any order.
  ///   - threshold: From 0 to 1.
  /// - Returns: The positions of those that are kept, the highest score first.
  static func nonMaximumSuppression(
    of detections: [Detection], threshold: Double
  ) throws -> [Int] {
    throw Todo()
  }
}
