import DataLoading
import TensorCore
import Testing

private func expectTrap(
  _ sentence: String, in result: ExitTest.Result?,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  #expect(output.contains(sentence), "it printed: \(output)", sourceLocation: sourceLocation)
}

private func augment(_ augmentation: any Augmentation, _ shape: Shape) {
  var generator = RandomGenerator(seed: 1)
  _ = augmentation(Tensor<Float>.zeros(shape), using: &generator)
}

@Suite struct AugmentationTrapTests {
  @Test func rowsOfPixels() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      augment(RandomAffine.shift(pixels: 1), [32, 64])
    }
    expectTrap(
      "RandomAffine: expected images of shape [B, C, H, W], found [32, 64]. Hint: keep the images as "
        + "images, and let the model begin with Flatten().", in: result)
  }

  @Test func imagesWithoutChannels() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      augment(RandomFlip(), [32, 8, 8])
    }
    expectTrap(
      "RandomFlip: expected images of shape [B, C, H, W], found [32, 8, 8]. Hint: "
        + "images.expandingDimension(at: 1) gives them their one channel.", in: result)
  }

  @Test func rangesOfDraws() async {
    let probability = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = RandomFlip(probability: 1.5) }
    expectTrap("RandomFlip: expected a probability from 0 to 1, found 1.5", in: probability)
    let scale = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RandomAffine.scale(0...1)
    }
    expectTrap(
      "RandomAffine: the factor of size: expected a range within 0.001...1000.0, found 0.0...1.0",
      in: scale)
    let alpha = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Mixup<Float>(alpha: 0)
    }
    expectTrap("Mixup: expected a finite α above 0, found 0.0", in: alpha)
  }

  @Test func windowTooLarge() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      augment(RandomCrop(padding: 1, size: (height: 4, width: 7)), [2, 1, 4, 4])
    }
    expectTrap(
      "RandomCrop: a window of 4 × 7 does not fit into images of 4 × 4 with a border of 1",
      in: result)
  }

  @Test func mapsForOtherImages() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = warp(Tensor<Float>.zeros([2, 1, 4, 4]), by: [.identity])
    }
    expectTrap("warp: 1 maps for 2 images", in: result)
  }
}
