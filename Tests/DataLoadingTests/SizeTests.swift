import DataLoading
import Foundation
import TensorCore
import Testing

/// Counts that no memory holds, images without a pixel, and maps that lead farther than an `Int`.
@Suite struct SizeTests {
  @Test func oneHotOfTooManyClasses() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let _: Tensor<Float> = oneHot(labels: [0], classCount: 1 << 61)
    }
    says("tensor: no memory holds 2305843009213693952 elements of 4 bytes", result)
  }

  @Test func splitsOfImpossibleCounts() async {
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      _ = try DataSplit(count: -1, test: 0.5, using: &generator)
    }
    says("DataSplit: expected a count of at least 0, found -1", negative)
    let huge = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      _ = try DataSplit(count: .max, test: 0.5, using: &generator)
    }
    says("DataSplit: no memory holds 9223372036854775807 elements of 8 bytes", huge)
  }

  /// A border of an image without a pixel has nothing to repeat: this read memory before the image.
  @Test func cropsOfImagesWithoutAPixel() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      let crop = RandomCrop(padding: 2, size: (2, 2), edge: .nearest)
      _ = crop(Tensor<Float>.zeros([1, 1, 0, 3]), using: &generator)
    }
    says(
      "RandomCrop: expected images with at least one pixel, found shape [1, 1, 0, 3]", result, false
    )
    let reflected = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      let crop = RandomCrop(padding: 2, size: (2, 2), edge: .reflect)
      _ = crop(Tensor<Float>.zeros([1, 1, 3, 0]), using: &generator)
    }
    says(
      "RandomCrop: expected images with at least one pixel, found shape [1, 1, 3, 0]", reflected,
      false)
    let cut = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      let batch = Samples(Tensor<Float>.zeros([2, 1, 0, 3]), Tensor<Float>.zeros([2, 2]))
      _ = CutMix()(batch, using: &generator)
    }
    says("CutMix: expected images with at least one pixel, found [2, 1, 0, 3]", cut, false)
  }

  /// One pixel is its own neighbor on all sides, in both ways to continue an image.
  @Test(arguments: [EdgeMode.nearest, .reflect]) func cropsOfOnePixel(edge: EdgeMode) {
    var generator = RandomGenerator(seed: 1)
    let crop = RandomCrop(padding: 3, size: (4, 5), edge: edge)
    let result = crop(Tensor<Float>(repeating: 7, shape: [1, 1, 1, 1]), using: &generator)
    #expect(result == Tensor(repeating: 7, shape: [1, 1, 4, 5]))
  }

  @Test func shiftsAndTurnsThatAreNoNumbers() async {
    let shift = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = AffineMap.shift(x: .nan, y: 0)
    }
    says("AffineMap: expected a finite shift, found nan and 0.0", shift)
    let turn = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = AffineMap.rotation(degrees: .infinity)
    }
    says("AffineMap: expected a finite turn, found inf degrees", turn)
    let range = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RandomAffine.rotation(degrees: .nan)
    }
    says("RandomAffine: the turn in degrees: expected a number, found nan", range)
    let far = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = warp(Tensor<Float>.zeros([1, 1, 2, 2]), by: [.scale(1e-300)])
    }
    says("warp: the map of image 0 takes pixels farther than numbers reach", far)
    let pixels = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RandomAffine.shift(pixels: .max)
    }
    says("RandomAffine: expected a shift of at most 536870912 pixels", pixels)
  }

  /// A shift of 10¹⁹ pixels does not fit into an `Int`; all that comes into sight is the outside.
  @Test func shiftsFartherThanAnInt() {
    let images: Tensor<Float> = [[[[1, 2], [3, 4]]]]
    for shift in [1e19, 0x1p63, 9.3e15, 1e100] {
      let right = AffineMap.shift(x: shift, y: 0)
      let upward = AffineMap.shift(x: 0, y: -shift)
      #expect(warp(images, by: [right]) == [[[[0, 0], [0, 0]]]])
      #expect(warp(images, by: [upward]) == [[[[0, 0], [0, 0]]]])
      #expect(warp(images, by: [right], outside: .nearest) == [[[[1, 1], [3, 3]]]])
      #expect(warp(images, by: [upward], outside: .nearest) == [[[[3, 4], [3, 4]]]])
    }
  }

  /// Both gamma variables are 0, even their logarithms −∞: the quotient is at an end, not NaN.
  @Test func sharesOfATinyAlpha() {
    var generator = RandomGenerator(seed: 1)
    let shares = (0..<20).map { _ in generator.beta(.leastNonzeroMagnitude) }
    #expect(Set(shares) == [0, 1])
  }

  @Test func hugeExtentBesideAnEmptyOne() {
    var generator = RandomGenerator(seed: 1)
    let images = Tensor<Float>.zeros([1, 1 << 40, 0, 3])
    #expect(warp(images, by: [.rotation(degrees: 30)]).shape == images.shape)
    #expect(RandomFlip(probability: 1)(images, using: &generator).shape == images.shape)
    #expect(RandomErasing(probability: 1)(images, using: &generator).shape == images.shape)
    #expect(RandomAffine.shift(pixels: 1)(images, using: &generator).shape == images.shape)
  }
}

private func says(
  _ sentence: String, _ result: ExitTest.Result?, _ namesCaller: Bool = true,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  #expect(
    output.contains("Fatal error: \(sentence)"), "it printed: \(output)",
    sourceLocation: sourceLocation)
  if namesCaller {
    #expect(output.contains("\(sourceLocation.fileID):"), sourceLocation: sourceLocation)
  }
}
