import DataLoading
import TensorCore
import Testing

private let all: [(name: String, augmentation: any Augmentation)] = [
  (
    "affine",
    RandomAffine(scale: 0.8...1.2, shear: -10...10, degrees: -20...20, pixels: 2, edge: .nearest)
  ),
  ("flip", RandomFlip()), ("crop", RandomCrop(padding: 2)),
  ("brightness", RandomBrightness(0.3)), ("contrast", RandomContrast(0.5...1.5)),
  ("noise", AdditiveNoise(standardDeviation: 0.1)), ("erasing", RandomErasing()),
]

@Suite struct AugmentationTests {
  @Test func sameSeedSameImages() {
    let images = randomImages([6, 2, 7, 7], seed: 1)
    for (name, augmentation) in all {
      func changed(_ seed: UInt64) -> Tensor<Double> {
        var generator = RandomGenerator(seed: seed)
        return augmentation(images, using: &generator)
      }
      #expect(changed(3) == changed(3), "\(name)")
      #expect(changed(3) != changed(4), "\(name)")
      #expect(changed(3).shape == images.shape, "\(name)")
    }
  }

  /// The same image in all places of a batch is changed in different ways.
  @Test func eachSampleDrawsForItself() {
    let one = randomImages([1, 1, 8, 8], seed: 2)
    let images = one.gather([0, 0, 0, 0, 0, 0, 0, 0])
    for (name, augmentation) in all {
      var generator = RandomGenerator(seed: 1)
      let changed = augmentation(images, using: &generator)
      let different = Set((0..<8).map { changed.slice($0..<$0 + 1, along: 0).elements })
      // A flip has two outcomes, of which eight draws show both with a probability of 0.992.
      #expect(different.count >= 2, "\(name)")
      // All channels of a sample are moved alike.
      if ["affine", "flip", "crop", "erasing"].contains(name) {
        let twice = Tensor.concatenate([images, images], along: 1)
        generator = RandomGenerator(seed: 1)
        let both = augmentation(twice, using: &generator)
        #expect(both.slice(0..<1, along: 1) == both.slice(1..<2, along: 1), "\(name)")
        #expect(both.slice(0..<1, along: 1) == changed, "\(name)")
      }
    }
  }

  /// Strength 0 leaves every bit as it is.
  @Test func nothingToDo() {
    let images = randomImages([3, 1, 6, 6], seed: 3)
    let still: [any Augmentation] = [
      RandomAffine(), RandomAffine.shift(pixels: 0), RandomAffine.rotation(degrees: 0),
      RandomAffine.scale(1...1), RandomAffine.shear(degrees: 0), RandomFlip(probability: 0),
      RandomCrop(padding: 0), RandomBrightness(0), AdditiveNoise(standardDeviation: 0),
      RandomErasing(probability: 0), AugmentationSequence([]),
    ]
    for augmentation in still {
      var generator = RandomGenerator(seed: 1)
      #expect(augmentation(images, using: &generator) == images, "\(augmentation)")
    }
  }

  @Test func composition() {
    let images = randomImages([2, 1, 5, 5], seed: 4)
    let (first, second) = (RandomBrightness(0.5), RandomCrop(padding: 1))
    var (a, b) = (RandomGenerator(seed: 9), RandomGenerator(seed: 9))
    let together = first.then(second)(images, using: &a)
    #expect(together == second(first(images, using: &b), using: &b))
    #expect(a == b)
  }

  @Test func shiftsOfEveryDistance() {
    let images = Tensor<Double>.ones([2000, 1, 9, 9])
    var generator = RandomGenerator(seed: 5)
    let shifted = RandomAffine.shift(pixels: 1)(images, using: &generator)
    var counts: [Double: Int] = [:]
    for sum in shifted.sum(along: [1, 2, 3]).elements { counts[sum, default: 0] += 1 }
    // Of nine places one is the old one, four lose a row or a column, four lose both.
    #expect(Set(counts.keys) == [81, 72, 64])
    // 2000 draws of 1/9 have the standard deviation 14.1, of 4/9 22.2; four of them.
    #expect(abs(counts[81]! - 222) <= 57, "seed 5: \(counts)")
    #expect(abs(counts[72]! - 889) <= 89, "seed 5: \(counts)")
  }

  @Test func flips() {
    let images = randomImages([1000, 2, 3, 4], seed: 6)
    for direction in [RandomFlip.Direction.horizontal, .vertical] {
      var generator = RandomGenerator(seed: 6)
      let flipped = RandomFlip(direction, probability: 0.3)(images, using: &generator)
      var count = 0
      for sample in 0..<1000 {
        let before = images[sample..<sample + 1]
        let after = flipped[sample..<sample + 1]
        if after == before { continue }
        count += 1
        for (row, column) in [(0, 0), (1, 3), (2, 1)] {
          let mirror = direction == .horizontal ? (row, 3 - column) : (2 - row, column)
          #expect(after[0, 1, row, column] == before[0, 1, mirror.0, mirror.1])
        }
      }
      // The standard deviation of 1000 draws of 0.3 is 14.5; four of them.
      #expect(abs(count - 300) <= 58, "seed 6: \(count) of 1000 \(direction)")
    }
  }

  @Test func crops() {
    // Each pixel tells its place.
    let image = Tensor<Double>.range(to: 20).reshaped(to: [1, 1, 4, 5])
    var generator = RandomGenerator(seed: 7)
    let images = image.gather([Int](repeating: 0, count: 400))
    let windows = RandomCrop(padding: 0, size: (height: 2, width: 3))(images, using: &generator)
    #expect(windows.shape == [400, 1, 2, 3])
    var corners: Set<Double> = []
    for sample in 0..<400 {
      let corner = windows[sample, 0, 0, 0]
      corners.insert(corner)
      let expected = [0, 1, 2, 5, 6, 7].map { corner + $0 }
      #expect(windows[sample..<sample + 1].elements == expected)
    }
    #expect(corners == [0, 1, 2, 5, 6, 7, 10, 11, 12], "seed 7")
    // With a border the window reaches one pixel beyond each edge.
    let padded = RandomCrop(padding: 1, edge: .zero)(images + 1, using: &generator)
    let borders = Set((0..<400).map { padded[$0, 0, 0, 0] })
    #expect(borders == [0, 1, 2, 6, 7], "seed 7")
  }

  @Test func lightAndContrast() {
    let images = randomImages([500, 2, 3, 3], seed: 8)
    var generator = RandomGenerator(seed: 8)
    let change = RandomBrightness(0.4)(images, using: &generator) - images
    // The change is one number an image, uniform from −0.4 to 0.4: standard deviation 0.231.
    #expect(change.variance(along: [1, 2, 3]).max() < 1e-25)
    let deltas = change.mean(along: [1, 2, 3])
    #expect(deltas.abs().max() <= 0.4 && deltas.abs().max() > 0.39, "seed 8")
    #expect(abs(deltas.mean()) < 4 * 0.231 / 500.0.squareRoot(), "seed 8")

    let contrasted = RandomContrast(0.5...2)(images, using: &generator)
    let means = (images.mean(along: [1, 2, 3]) - contrasted.mean(along: [1, 2, 3])).abs()
    #expect(means.max() < 1e-14)
    let factors = (contrasted.variance(along: [1, 2, 3]) / images.variance(along: [1, 2, 3])).sqrt()
    #expect(factors.min() >= 0.4999 && factors.max() <= 2.0001)
    #expect(factors.max() - factors.min() > 1.4, "seed 8")
  }

  @Test func noise() {
    var generator = RandomGenerator(seed: 9)
    let zeros = Tensor<Double>.zeros([10, 1, 30, 30])
    let noise = AdditiveNoise(standardDeviation: 0.2)(zeros, using: &generator)
    // 9000 draws: the mean's deviation is 0.2/√9000, the variance's 0.04·√(2/9000); four of each.
    #expect(abs(noise.mean()) < 4 * 0.2 / 9000.0.squareRoot(), "seed 9")
    #expect(abs(noise.variance() - 0.04) < 4 * 0.04 * (2 / 9000.0).squareRoot(), "seed 9")
  }

  @Test func erasing() {
    let images = Tensor<Double>.ones([1000, 1, 16, 16])
    var generator = RandomGenerator(seed: 10)
    let erasing = RandomErasing(probability: 0.4, area: 0.1...0.2, aspect: 0.5...2, value: 7)
    let erased = erasing(images, using: &generator)
    var count = 0
    for sample in 0..<1000 {
      let elements = erased[sample..<sample + 1].elements
      let places = elements.indices.filter { elements[$0] != 1 }
      guard let first = places.first, let last = places.last else { continue }
      count += 1
      #expect(places.allSatisfy { elements[$0] == 7 })
      // They fill a rectangle: between the first row and column and the last.
      let rows = last / 16 - first / 16 + 1
      let columns = last % 16 - first % 16 + 1
      #expect(places.count == rows * columns)
      // 0.1 to 0.2 of 256 pixels, but for the rounding of the sides.
      #expect((18...60).contains(places.count))
      #expect((0.35...2.8).contains(Double(rows) / Double(columns)))
    }
    // The standard deviation of 1000 draws of 0.4 is 15.5; four of them.
    #expect(abs(count - 400) <= 62, "seed 10: \(count) of 1000")
  }
}
