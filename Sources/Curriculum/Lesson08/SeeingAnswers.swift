import Curriculum
import Gradus

/// The functions of lesson 8: of the learner, of the solution, or wrong ones.
public struct SeeingAnswers: LessonAnswers {
  /// A tensor of `Double`, the only kind in this lesson; pictures have shape [B, C, H, W].
  public typealias Images = Tensor<Double>
  /// A convolution, in whichever way it is computed.
  public typealias Convolution =
    @Sendable (_ images: Images, _ filters: Filters, _ stride: Int, _ padding: Int) throws -> Images

  /// Exercise 1.
  public var outputSize:
    @Sendable (_ input: Int, _ kernel: Int, _ stride: Int, _ padding: Int) throws -> Int = todo(
      "outputSize")
  /// Exercise 2.
  public var convolve: Convolution = todo("convolve")
  /// Exercise 3.
  public var imageColumns:
    @Sendable (_ image: Images, _ kernel: Size2D, _ stride: Int, _ padding: Int) throws -> Images =
      todo("imageColumns")
  /// Exercise 4.
  public var convolveByColumns: Convolution = todo("convolveByColumns")
  /// Exercise 5.
  public var filterGradient:
    @Sendable (
      _ images: Images, _ upstream: Images, _ kernel: Size2D, _ stride: Int, _ padding: Int
    ) throws -> Filters = todo("filterGradient")
  /// Exercise 6.
  public var inputGradient:
    @Sendable (
      _ upstream: Images, _ weight: Images, _ size: Size2D, _ stride: Int, _ padding: Int
    ) throws -> Images = todo("inputGradient")
  /// Exercise 7.
  public var maxPool:
    @Sendable (_ images: Images, _ size: Int, _ stride: Int, _ upstream: Images) throws -> (
      maxima: Images, gradient: Images
    ) = todo("maxPool")
  /// Exercise 8.
  public var batchNorm:
    @Sendable (_ images: Images, _ norm: Normalization, _ isTraining: Bool) throws -> (
      output: Images, norm: Normalization
    ) = todo("batchNorm")
  /// Exercise 9.
  public var residualBlock: @Sendable (_ images: Images, _ block: BlockFilters) throws -> Images =
    todo("residualBlock")
  /// Exercise 10.
  public var saliency:
    @Sendable (_ image: Images, _ label: Int, _ network: TinyNetwork) throws -> Images = todo(
      "saliency")
  /// Exercise 11.
  public var intersectionOverUnion: @Sendable (_ a: Box, _ b: Box) throws -> Double = todo(
    "intersectionOverUnion")
  /// Exercise 12.
  public var nonMaximumSuppression:
    @Sendable (_ detections: [Detection], _ threshold: Double) throws -> [Int] = todo(
      "nonMaximumSuppression")

  /// Answers of which each is still to do.
  public init() {}
}
