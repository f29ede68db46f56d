import Curriculum
import Gradus

/// The functions of lesson 5: of the learner, of the solution, or wrong ones.
public struct AugmentationAnswers: LessonAnswers {
  /// A tensor of `Double`, the only kind in this lesson: an image has shape [H, W].
  public typealias Matrix = Tensor<Double>
  /// A change of one image, which may draw from the generator.
  public typealias Change = (_ image: Matrix, _ generator: inout RandomGenerator) throws -> Matrix

  /// Exercise 1.
  public var shifted: @Sendable (_ image: Matrix, _ right: Int, _ down: Int) throws -> Matrix =
    todo("shifted")
  /// Exercise 2.
  public var flipped: @Sendable (_ image: Matrix) throws -> Matrix = todo("flipped")
  /// Exercise 3.
  public var interpolated: @Sendable (_ image: Matrix, _ x: Double, _ y: Double) throws -> Double =
    todo("interpolated")
  /// Exercise 4.
  public var rotated: @Sendable (_ image: Matrix, _ degrees: Double) throws -> Matrix = todo(
    "rotated")
  /// Exercise 5.
  public var randomCrop:
    @Sendable (_ image: Matrix, _ padding: Int, _ generator: inout RandomGenerator) throws -> Matrix =
      { _, _, _ in throw Todo("randomCrop") }
  /// Exercise 6.
  public var augmented:
    @Sendable (
      _ images: Matrix, _ isTraining: Bool, _ generator: inout RandomGenerator, _ change: Change
    ) throws -> Matrix = { _, _, _, _ in throw Todo("augmented") }
  /// Exercise 7.
  public var mixup:
    @Sendable (_ images: Matrix, _ targets: Matrix, _ partners: [Int], _ shares: [Double]) throws ->
      (images: Matrix, targets: Matrix) = todo("mixup")

  /// Answers of which each is still to do.
  public init() {}
}
