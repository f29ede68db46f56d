import Curriculum
import Gradus

extension AugmentationLesson {
  private typealias Mix =
    @Sendable (Matrix, Matrix, [Int], [Double]) throws -> (
      images: Matrix, targets: Matrix
    )

  static let mixup = Exercise<Answers>(
    "mixup", "Two images, two labels",
    hints: [
      "Images and targets are mixed in the same way: half a 3 and half a 7 is a 3 to one half.",
      "For each i: share · x[i] + (1 − share) · x[partners[i]], read from what was handed in.",
      "share * images[i, 0...] + (1 - share) * images[partners[i], 0...], the same with targets, and "
        + "Tensor.stack puts the rows together.",
    ],
    learnt:
      "Images and targets mixed in the same shares ask the network to be as unsure as its input "
      + "is.",
    landmark: Landmark("Sources/DataLoading/Augmentation/Mixup.swift", "struct Mixup"),
    solution: { $0.mixup = DataAugmentation.mixup },
    check: { answers in
      func compare(
        _ images: Matrix, _ targets: Matrix, _ partners: [Int], _ shares: [Double], _ call: String
      ) throws {
        let found = try answers.mixup(images, targets, partners, shares)
        let expected = mixed(images, targets, partners, shares)
        try expect(
          found.images, equals: expected.images, in: "\(call), images",
          suspects: mistakes.suspects { try $0(images, targets, partners, shares).images })
        try expect(
          found.targets, equals: expected.targets, in: "\(call), targets",
          suspects: mistakes.suspects { try $0(images, targets, partners, shares).targets })
      }
      try compare(
        [[[8, 0]], [[0, 16]]], [[1, 0], [0, 1]], [1, 0], [0.75, 0.5],
        "mixup([[[8, 0]], [[0, 16]]], [[1, 0], [0, 1]], partners: [1, 0], shares: [0.75, 0.5])")
      var generator = RandomGenerator(seed: 61)
      for (count, classes) in [(4, 3), (5, 10), (1, 2)] {
        let images = Matrix.uniform([count, 3, 2], using: &generator)
        let targets = oneHot(
          labels: Tensor((0..<count).map { $0 % classes }), classCount: classes, as: Double.self)
        let partners = count == 1 ? [0] : (0..<count).map { ($0 + 2) % count }
        let shares = (0..<count).map { _ in generator.uniform() }
        try compare(
          images, targets, partners, shares, "mixup of \(count) random images, \(classes) classes")
      }
    },
    wrongAnswers: mistakes.wrongAnswers(\.mixup))

  /// Mixup with rules of one's own for shares and partners.
  private static func mixed(
    _ images: Matrix, _ targets: Matrix, _ partners: [Int], _ shares: [Double],
    ofTargets sharesOfTargets: [Double]? = nil
  ) -> (images: Matrix, targets: Matrix) {
    func mix(_ a: Matrix, _ shares: [Double]) -> Matrix {
      let weights = Matrix(
        shape: Shape([shares.count] + Array(repeating: 1, count: a.rank - 1)), elements: shares)
      return a.gather(partners) + weights * (a - a.gather(partners))
    }
    return (mix(images, shares), mix(targets, sharesOfTargets ?? shares))
  }

  private static let mistakes: [Mistake<Mix>] = [
    Mistake(
      "labels not mixed", "The targets are not mixed: the image is now of two classes.",
      { images, targets, partners, shares in
        (mixed(images, targets, partners, shares).images, targets)
      }),
    Mistake(
      "labels mixed with 1 − λ",
      "The shares of the targets are exchanged: the image's own label has the image's own share.",
      { images, targets, partners, shares in
        mixed(images, targets, partners, shares, ofTargets: shares.map { 1 - $0 })
      }),
    Mistake(
      "images mixed with 1 − λ",
      "The shares are exchanged: share belongs to image i, and 1 − share to its partner.",
      { images, targets, partners, shares in
        mixed(images, targets, partners, shares.map { 1 - $0 }, ofTargets: shares)
      }),
    Mistake(
      "all mixed with 1 − λ",
      "The shares are exchanged: share belongs to image i, and 1 − share to its partner.",
      { images, targets, partners, shares in
        mixed(images, targets, partners, shares.map { 1 - $0 })
      }),
    Mistake(
      "one share for the whole batch", "Each sample has a share of its own: shares[i].",
      { images, targets, partners, shares in
        mixed(images, targets, partners, shares.map { _ in shares[0] })
      }),
    Mistake(
      "the neighbour as partner", "The partner of i is partners[i], not the next sample.",
      { images, targets, _, shares in
        mixed(images, targets, shares.indices.map { ($0 + 1) % shares.count }, shares)
      }),
    Mistake(
      "mixed in place",
      "A sample is mixed with a partner that is mixed already: read both from what was handed in.",
      { images, targets, partners, shares in
        var (x, y) = (images, targets)
        for (sample, share) in shares.enumerated() {
          let partner = partners[sample]
          let (ownX, otherX) = (x[sample, 0...], x[partner, 0...])
          let (ownY, otherY) = (y[sample, 0...], y[partner, 0...])
          x[sample, 0...] = share * ownX + (1 - share) * otherX
          y[sample, 0...] = share * ownY + (1 - share) * otherY
        }
        return (x, y)
      }),
    Mistake(
      "the label of the larger share",
      "Only the label of the larger share is left: a target is a share of each of the two.",
      { images, targets, partners, shares in
        mixed(images, targets, partners, shares, ofTargets: shares.map { $0 >= 0.5 ? 1 : 0 })
      }),
    Mistake(
      "labels half and half", "The targets are always half and half: their shares are the images'.",
      { images, targets, partners, shares in
        mixed(images, targets, partners, shares, ofTargets: shares.map { _ in 0.5 })
      }),
    Mistake(
      "partner without its share", "The partner is added whole: its share is 1 − share.",
      { images, targets, partners, shares in
        func mix(_ a: Matrix) -> Matrix {
          mixed(a, targets, partners, shares).images
            + a.gather(partners)
            * Matrix(
              shape: Shape([shares.count] + Array(repeating: 1, count: a.rank - 1)),
              elements: shares)
        }
        return (mix(images), mix(targets))
      }),
  ]
}
