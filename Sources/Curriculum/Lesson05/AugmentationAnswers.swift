import Gradus

/// The functions of lesson 5: of the learner, of the solution, or wrong ones.
public struct AugmentationAnswers: Sendable {
  /// A tensor of `Double`, the only kind in this lesson: an image has shape [H, W].
  public typealias Matrix = Tensor<Double>
  /// A change of one image, which may draw from the generator.
  public typealias Change = (_ image: Matrix, _ generator: inout RandomGenerator) throws -> Matrix

  /// Exercise 1.
  public var shifted: @Sendable (_ image: Matrix, _ right: Int, _ down: Int) throws -> Matrix
  /// Exercise 2.
  public var flipped: @Sendable (_ image: Matrix) throws -> Matrix
  /// Exercise 3.
  public var interpolated: @Sendable (_ image: Matrix, _ x: Double, _ y: Double) throws -> Double
  /// Exercise 4.
  public var rotated: @Sendable (_ image: Matrix, _ degrees: Double) throws -> Matrix
  /// Exercise 5.
  public var randomCrop:
    @Sendable (_ image: Matrix, _ padding: Int, _ generator: inout RandomGenerator) throws -> Matrix
  /// Exercise 6.
  public var augmented:
    @Sendable (
      _ images: Matrix, _ isTraining: Bool, _ generator: inout RandomGenerator, _ change: Change
    ) throws -> Matrix
  /// Exercise 7.
  public var mixup:
    @Sendable (_ images: Matrix, _ targets: Matrix, _ partners: [Int], _ shares: [Double]) throws ->
      (images: Matrix, targets: Matrix)

  /// Puts the seven functions together.
  public init(
    shifted: @escaping @Sendable (Matrix, Int, Int) throws -> Matrix,
    flipped: @escaping @Sendable (Matrix) throws -> Matrix,
    interpolated: @escaping @Sendable (Matrix, Double, Double) throws -> Double,
    rotated: @escaping @Sendable (Matrix, Double) throws -> Matrix,
    randomCrop: @escaping @Sendable (Matrix, Int, inout RandomGenerator) throws -> Matrix,
    augmented:
      @escaping @Sendable (Matrix, Bool, inout RandomGenerator, Change) throws -> Matrix,
    mixup:
      @escaping @Sendable (Matrix, Matrix, [Int], [Double]) throws -> (
        images: Matrix, targets: Matrix
      )
  ) {
    self.shifted = shifted
    self.flipped = flipped
    self.interpolated = interpolated
    self.rotated = rotated
    self.randomCrop = randomCrop
    self.augmented = augmented
    self.mixup = mixup
  }
}
