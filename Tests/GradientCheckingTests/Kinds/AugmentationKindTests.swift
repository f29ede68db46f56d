import DataLoading
import GradientChecking
import TensorCore
import Testing

/// An augmentation, and what is known of it.
struct AugmentationCase: Sendable, CustomTestStringConvertible {
  let augmentation: any Augmentation
  var identity: (any Augmentation)?
  var range: ClosedRange<Double>?
  var size = (height: 9, width: 8)

  var testDescription: String { "\(augmentation)" }

  func check(seed: UInt64) -> [ProofProblem] {
    func check(_ augmentation: some Augmentation) -> [ProofProblem] {
      checkAugmentation(
        augmentation, atZeroStrength: identity, range: range, size: size, seed: seed)
    }
    return check(augmentation)
  }

  static let all = [
    AugmentationCase(
      augmentation: RandomFlip(), identity: RandomFlip(probability: 0), range: 0...1),
    AugmentationCase(
      augmentation: RandomFlip(.vertical), identity: RandomFlip(.vertical, probability: 0),
      range: 0...1),
    AugmentationCase(
      augmentation: RandomAffine(scale: 0.8...1.2, shear: -10...10, degrees: -20...20, pixels: 2),
      identity: RandomAffine(), range: 0...1),
    AugmentationCase(
      augmentation: RandomCrop(padding: 2), identity: RandomCrop(padding: 0), range: 0...1),
    AugmentationCase(
      augmentation: RandomCrop(padding: 1, size: (5, 4), edge: .reflect), range: 0...1,
      size: (5, 4)),
    AugmentationCase(
      augmentation: RandomErasing(), identity: RandomErasing(probability: 0), range: 0...1),
    AugmentationCase(
      augmentation: RandomBrightness(0.25), identity: RandomBrightness(0), range: -0.25...1.25),
    AugmentationCase(augmentation: RandomContrast(0.5...1), range: 0...1),
    AugmentationCase(
      augmentation: AdditiveNoise(standardDeviation: 0.1),
      identity: AdditiveNoise(standardDeviation: 0)),
    AugmentationCase(
      augmentation: RandomFlip().then(RandomBrightness(0.5)),
      identity: AugmentationSequence([]), range: -0.5...1.5),
  ]
}

/// Augmentations that are wrong, each with a mistake that people make.
enum WrongAugmentation: String, CaseIterable, Mistake, Augmentation {
  case systemRandom
  case oneDrawForTheBatch
  case fixedSeed
  case outOfRange
  case turned
  case inPlace
  case blurring

  var check: String {
    switch self {
    case .systemRandom: "repetition"
    case .oneDrawForTheBatch: "draws"
    case .fixedSeed: "seed"
    case .outOfRange: "range"
    case .turned: "shape"
    case .inPlace: "input"
    case .blurring: "identity"
    }
  }

  var remark: String {
    switch self {
    case .systemRandom: "it draws from another generator than the one that it is given."
    case .oneDrawForTheBatch: "it draws once for the batch: each image draws for itself."
    case .fixedSeed: "it does not draw at all, or from a generator of its own."
    case .outOfRange: "expected one in 0.0...1.0. Likely cause: the result is not clamped"
    case .turned: "32 images get the shape [32, 3, 8, 9], expected [32, 3, 9, 8]."
    case .inPlace: "the images that are passed in change."
    case .blurring: "it interpolates, clamps or rounds where nothing is to change."
    }
  }

  func callAsFunction<Scalar: TensorScalar>(
    _ images: Tensor<Scalar>, using generator: inout RandomGenerator
  ) -> Tensor<Scalar> {
    func noise(_ generator: inout RandomGenerator) -> Tensor<Scalar> {
      .uniform([images.shape[0], 1, 1, 1], from: 0.5, to: 1, using: &generator)
    }
    switch self {
    case .systemRandom: return images * Scalar(Double.random(in: 0.5...1))
    case .oneDrawForTheBatch: return images * Scalar(generator.uniform())
    case .fixedSeed:
      var own = RandomGenerator(seed: 3)
      return images * noise(&own)
    case .outOfRange: return images + noise(&generator)
    case .turned: return (images * noise(&generator)).permuted(to: [0, 1, 3, 2])
    case .inPlace:
      let factors = noise(&generator).elements
      images.withUnsafeBufferPointer { elements in
        let elements = UnsafeMutableBufferPointer(mutating: elements)
        for place in elements.indices {
          elements[place] *= factors[place * factors.count / elements.count]
        }
      }
      return images
    case .blurring: return images * noise(&generator)
    }
  }
}

/// Rules that mix wrongly.
enum WrongMixing: String, CaseIterable, Mistake, MixingRule {
  case targetsForgotten
  case otherPartner
  case wrongShare
  case systemRandom
  case lastDropped

  var check: String {
    switch self {
    case .targetsForgotten, .otherPartner: "labels follow"
    case .wrongShare: "targets"
    case .systemRandom: "repetition"
    case .lastDropped: "shape"
    }
  }

  var remark: String {
    switch self {
    case .targetsForgotten: "the targets are not mixed at all."
    case .otherPartner: "images and targets are mixed with other partners, or by another share."
    case .wrongShare: "the share of the other sample is 1 − λ."
    case .systemRandom: "it draws from another generator than the one that it is given."
    case .lastDropped: "get [23, 4, 6, 7] and [23, 4]."
    }
  }

  func callAsFunction(
    _ batch: Samples<Tensor<Double>, Tensor<Double>>, using generator: inout RandomGenerator
  ) -> Samples<Tensor<Double>, Tensor<Double>> {
    let others = batch.gather(generator.permutation(batch.count))
    let share = self == .systemRandom ? Double.random(in: 0.5...0.9) : 0.5 + generator.uniform() / 4
    let images = batch.inputs * share + others.inputs * (1 - share)
    let targets = batch.targets * share + others.targets * (1 - share)
    switch self {
    case .targetsForgotten: return Samples(images, batch.targets)
    case .otherPartner:
      let strangers = batch.gather(generator.permutation(batch.count))
      return Samples(images, batch.targets * share + strangers.targets * (1 - share))
    case .wrongShare: return Samples(images, batch.targets * share + others.targets * share)
    case .systemRandom: return Samples(images, targets)
    case .lastDropped:
      let samples = Samples(images, targets)
      return samples.gather(Array(0..<batch.count - 1))
    }
  }
}

@Suite struct AugmentationKindTests {
  @Test("the framework's augmentations are right", arguments: AugmentationCase.all)
  func augmentations(augmentation: AugmentationCase) {
    for seed in 1...3 { #expect(augmentation.check(seed: UInt64(seed)) == []) }
  }

  @Test("the framework's mixing rules are right", arguments: [1, 2, 3])
  func mixing(seed: UInt64) {
    #expect(checkMixing(Mixup<Double>(alpha: 1), seed: seed) == [])
    #expect(checkMixing(CutMix<Double>(), seed: seed) == [])
  }

  @Test("a wrong augmentation is rejected", arguments: WrongAugmentation.allCases)
  func mistakes(mistake: WrongAugmentation) {
    expect(
      mistake,
      in: checkAugmentation(
        mistake, atZeroStrength: mistake == .blurring ? mistake : nil, range: 0...1))
  }

  @Test("a wrong mixing rule is rejected", arguments: WrongMixing.allCases)
  func mistakes(mistake: WrongMixing) { expect(mistake, in: checkMixing(mistake)) }
}
