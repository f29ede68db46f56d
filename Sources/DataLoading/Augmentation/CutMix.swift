import TensorCore

/// Pastes a rectangle of another image of the batch over each image, and mixes the targets by area (Yun,
/// Han, Oh, Chun, Choe and Yoo, 2019, *CutMix: Regularization Strategy to Train Strong Classifiers with
/// Localizable Features*).
///
/// The rectangle has the image's proportions and the share 1 − λ of its area, where λ is drawn for each
/// image from the beta distribution with parameters α, α; its middle may be any pixel, and what reaches
/// over the edge is cut off. The targets follow the pixels that are really covered. As for ``Mixup``,
/// targets are distributions, shape [B, K].
public struct CutMix<Scalar: TensorScalar>: MixingRule, Sendable {
  /// Shares of classes: half a 3 and half a 7 is no label.
  public typealias Target = Tensor<Scalar>

  /// α: 1, as in the paper, makes every share equally likely.
  public let alpha: Double

  /// Makes the augmentation; traps when α is not positive.
  public init(alpha: Double = 1, file: StaticString = #fileID, line: UInt = #line) {
    requireNumber(alpha, "α", .positive, of: "CutMix", file: file, line: line)
    self.alpha = alpha
  }

  /// The batch, each image with a rectangle of another one; traps unless inputs have the shape
  /// [B, C, H, W].
  public func callAsFunction(
    _ batch: Samples<Tensor<Scalar>, Tensor<Scalar>>, using generator: inout RandomGenerator
  ) -> Samples<Tensor<Scalar>, Tensor<Scalar>> {
    requireImages(batch.inputs, "CutMix")
    let shape = batch.inputs.shape
    let (channels, height, width) = (shape[1], shape[2], shape[3])
    require(
      height > 0 && width > 0, "CutMix: expected images with at least one pixel, found \(shape)")
    let others = batch.gather(generator.permutation(batch.count))
    var images = batch.inputs
    var shares: [Scalar] = []
    images.withUnsafeMutableBufferPointer { images in
      others.inputs.withUnsafeBufferPointer { others in
        for sample in 0..<shape[0] {
          let side = (1 - generator.beta(alpha)).squareRoot()
          let rows = draw(side, height, using: &generator)
          let columns = draw(side, width, using: &generator)
          for plane in sample * channels..<(sample + 1) * channels {
            for row in rows {
              for place in (plane * height + row) * width
                + columns.lowerBound..<(plane * height + row) * width + columns.upperBound
              {
                images[place] = others[place]
              }
            }
          }
          let covered = Double(rows.count * columns.count) / Double(height * width)
          shares.append(Scalar(1 - covered))
        }
      }
    }
    return Samples(images, mix(batch.targets, others.targets, shares))
  }

  /// Labels cannot be mixed.
  @available(
    *, unavailable,
    message: "half a 3 and half a 7 is no label: use samples.withDistributions(classCount:)"
  )
  public func callAsFunction(
    _ batch: Samples<Tensor<Scalar>, Tensor<Int>>, using generator: inout RandomGenerator
  ) -> Samples<Tensor<Scalar>, Tensor<Int>> { fatalError("unavailable") }

  /// A share of an axis around a random pixel, without what lies outside.
  private func draw(
    _ share: Double, _ extent: Int, using generator: inout RandomGenerator
  ) -> Range<Int> {
    let length = Int((share * Double(extent)).rounded())
    let start = generator.uniformInteger(below: extent) - length / 2
    return max(0, start)..<min(extent, max(0, start + length))
  }
}
