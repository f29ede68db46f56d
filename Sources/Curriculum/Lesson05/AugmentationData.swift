import Curriculum
import Gradus

/// Images to learn from, to choose settings with, and to test with.
public struct AugmentationData: Sendable {
  /// What a network learns from; the only images that are ever changed at random.
  public let train: Samples<Tensor<Float>, Tensor<Float>>
  /// What settings are chosen with.
  public let validation: Samples<Tensor<Float>, Tensor<Float>>
  /// What the result is measured on.
  public let test: Samples<Tensor<Float>, Tensor<Float>>

  /// Labels become distributions, because mixup gives an image two of them.
  init(
    train: Samples<Tensor<Float>, Tensor<Int>>, validation: Samples<Tensor<Float>, Tensor<Int>>,
    test: Samples<Tensor<Float>, Tensor<Int>>
  ) {
    self.train = train.withDistributions(classCount: 10)
    self.validation = validation.withDistributions(classCount: 10)
    self.test = test.withDistributions(classCount: 10)
  }

  private init(
    _ train: Samples<Tensor<Float>, Tensor<Float>>,
    _ validation: Samples<Tensor<Float>, Tensor<Float>>,
    _ test: Samples<Tensor<Float>, Tensor<Float>>
  ) {
    self.train = train
    self.validation = validation
    self.test = test
  }

  /// Handwritten digits of 8 × 8 pixels: the first 200 to learn from, the next 300 to choose with, the
  /// last 297 to test with.
  public static func digits() throws -> AugmentationData {
    let images = try Dataset.digits.images(.train).samples
    return AugmentationData(
      train: images.gather(Array(0..<200)), validation: images.gather(Array(200..<500)),
      test: try Dataset.digits.images(.test).samples)
  }

  /// Clothes: 1000 images to learn from, 1000 others to choose with, the 2000 test images. From 28 × 28
  /// pixels to 14 × 14 by the mean of four neighbors each, which makes all of it four times as fast.
  public static func fashion() throws -> AugmentationData {
    let images = halved(try Dataset.fashion.images(.train).samples.gather(Array(0..<2000)))
    return AugmentationData(
      train: images.gather(Array(0..<1000)), validation: images.gather(Array(1000..<2000)),
      test: halved(try Dataset.fashion.images(.test).samples))
  }

  /// The same training images; those to measure on are moved by one pixel each, in one of the eight
  /// directions, with zeros where nothing comes in. Always in the same way: they are data, not a draw.
  public func shiftingWhatIsMeasuredOn() -> AugmentationData {
    var generator = RandomGenerator(seed: 5)
    func shifted(_ samples: Samples<Tensor<Float>, Tensor<Float>>) -> Samples<
      Tensor<Float>, Tensor<Float>
    > {
      let directions = [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)]
      let maps = (0..<samples.count).map { _ in
        let (x, y) = directions[generator.uniformInteger(below: 8)]
        return AffineMap.shift(x: Double(x), y: Double(y))
      }
      return Samples(warp(samples.inputs, by: maps), samples.targets)
    }
    return AugmentationData(train, shifted(validation), shifted(test))
  }

  private static func halved(_ samples: Samples<Tensor<Float>, Tensor<Int>>) -> Samples<
    Tensor<Float>, Tensor<Int>
  > {
    let count = samples.count
    let means = samples.inputs.reshaped(to: [count, 14, 2, 14, 2]).mean(along: [2, 4])
    return Samples(means.reshaped(to: [count, 1, 14, 14]), samples.targets)
  }
}
