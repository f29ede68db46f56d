import Curriculum
import Gradus

/// Some images, each changed in the same way.
public struct PictureRow: Sendable {
  /// What was done to them.
  public let name: String
  /// The images, each of shape [H, W].
  public let images: [Tensor<Double>]
}

extension AugmentationExperiment {
  /// What the five functions on images make of three clothes and two digits; the first row is the originals.
  public func handmadePictures(seed: UInt64) throws -> [PictureRow] {
    let originals = try AugmentationExperiment.samplePictures()
    var generator = RandomGenerator(seed: seed)
    func row(_ name: String, _ change: (Tensor<Double>) throws -> Tensor<Double>) throws
      -> PictureRow
    {
      PictureRow(name: name, images: try originals.map(change))
    }
    return [
      PictureRow(name: "as it is", images: originals),
      // An eighth of the width: one pixel of a digit.
      try row("moved") { try answers.shifted($0, $0.shape[1] / 8, $0.shape[0] / 8) },
      try row("flipped") { try answers.flipped($0) },
      try row("turned by 20°") { try answers.rotated($0, 20) },
      try row("random crop") { try answers.randomCrop($0, $0.shape[1] / 7, &generator) },
      PictureRow(name: "mixed, 0.6 and 0.4", images: try mixedPictures(originals)),
    ]
  }

  /// The clothes mixed with each other in a circle, and the two digits with each other.
  private func mixedPictures(_ images: [Tensor<Double>]) throws -> [Tensor<Double>] {
    try [images[0..<3], images[3..<5]].flatMap { group in
      let count = group.count
      let mixed = try answers.mixup(
        .stack(Array(group)), .identity(count), (0..<count).map { ($0 + 1) % count },
        Array(repeating: 0.6, count: count))
      return (0..<count).map { mixed.images[$0, 0...] }
    }
  }

  /// What each of the framework's augmentations makes of one boot, several times over.
  public static func gallery(seed: UInt64, count: Int = 8) throws -> [PictureRow] {
    let boot = try samplePictures()[2]
    let batch = Tensor<Double>.stack(Array(repeating: boot, count: count))
      .reshaped(to: [count, 1, 28, 28])
    let augmentations: [(String, any Augmentation)] = [
      ("RandomCrop", RandomCrop(padding: 4)),
      ("RandomFlip", RandomFlip()),
      ("rotation", RandomAffine.rotation(degrees: 20)),
      ("scale", RandomAffine.scale(0.7...1.3)),
      ("shear", RandomAffine.shear(degrees: 25)),
      ("RandomBrightness", RandomBrightness(0.3)),
      ("RandomContrast", RandomContrast(0.3...1.7)),
      ("AdditiveNoise", AdditiveNoise(standardDeviation: 0.15)),
      ("RandomErasing", RandomErasing(probability: 1)),
    ]
    return augmentations.map { name, augmentation in
      var generator = RandomGenerator(seed: seed)
      let changed = augmentation(batch, using: &generator)
      return PictureRow(
        name: name,
        images: (0..<count).map { changed[$0, 0...].reshaped(to: [28, 28]) })
    }
  }

  /// A shirt turned in both ways: pixel by pixel of the result, and pixel by pixel of the image.
  public func turnedBothWays(degrees: Double) throws -> (
    original: Tensor<Double>, back: Tensor<Double>, forward: Tensor<Double>, holes: Int
  ) {
    let shirt = try AugmentationExperiment.samplePictures()[0]
    let white = Tensor<Double>.ones(shirt.shape)
    let isReached = AugmentationLesson.sentForward(white, degrees)
    // A pixel that comes from within the image, and that none was sent to.
    let holes = zip(try answers.rotated(white, degrees).elements, isReached.elements)
      .count { $0 > 1 - 1e-9 && $1 == 0 }
    return (
      shirt, try answers.rotated(shirt, degrees), AugmentationLesson.sentForward(shirt, degrees),
      holes
    )
  }

  /// The first test image of each digit, flipped by the framework.
  public static func flippedDigits() throws -> [PictureRow] {
    let data = try Dataset.digits.images(.test, as: Double.self)
    let originals = (0..<10).map { first($0, of: data) }
    let flipped = RandomFlip(probability: 1)
    var generator = RandomGenerator(seed: 1)
    let batch = flipped(
      Tensor.stack(originals).reshaped(to: [10, 1, 8, 8]), using: &generator)
    return [
      PictureRow(name: "", images: originals),
      PictureRow(name: "", images: (0..<10).map { batch[$0, 0...].reshaped(to: [8, 8]) }),
    ]
  }

  /// A shirt, a sneaker and a boot of 28 × 28 pixels, and a 3 and a 5 of 8 × 8.
  private static func samplePictures() throws -> [Tensor<Double>] {
    let clothes = try Dataset.fashion.images(.test, as: Double.self)
    let digits = try Dataset.digits.images(.test, as: Double.self)
    return [0, 7, 9].map { first($0, of: clothes) } + [3, 5].map { first($0, of: digits) }
  }

  private static func first(_ label: Int, of data: LabeledImages<Double>) -> Tensor<Double> {
    let index = (0..<data.labels.elementCount).first { data.labels[$0] == label } ?? 0
    return data.images[index, 0...]
  }
}
