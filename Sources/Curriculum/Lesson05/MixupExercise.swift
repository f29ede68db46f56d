import Curriculum
import Gradus

extension AugmentationLesson {
  typealias Mix =
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
    learned:
      "Images and targets mixed in the same shares ask the network to be as unsure as its input "
      + "is.",
    landmark: Landmark("Sources/DataLoading/Augmentation/Mixup.swift", "struct Mixup"),
    solution: { $0.mixup = DataAugmentation.mixup },
    check: { answers in
      var suspicion = Suspicion(mixupMistakes)
      func compare(
        _ images: Matrix, _ targets: Matrix, _ partners: [Int], _ shares: [Double], _ call: String
      ) throws {
        try suspicion.expect(
          answers.mixup(images, targets, partners, shares),
          equals: mixed(images, targets, partners, shares), in: call,
          parts: [.tensor("images", \.images), .tensor("targets", \.targets)]
        ) { try $0(images, targets, partners, shares) }
      }
      try compare(
        [[[8, 0, 2]], [[0, 16, 4]], [[6, 2, 10]]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [2, 0, 0],
        [0.75, 0.375, 0.5],
        "mixup([[[8, 0, 2]], [[0, 16, 4]], [[6, 2, 10]]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]], "
          + "partners: [2, 0, 0], shares: [0.75, 0.375, 0.5])")
      try compare(
        [[[8, 0]], [[0, 16]]], [[1, 0], [0, 1]], [1, 1], [0.75, 1],
        "mixup([[[8, 0]], [[0, 16]]], [[1, 0], [0, 1]], partners: [1, 1], shares: [0.75, 1])")
      for (place, var input) in Input.all(seed: 61).enumerated() {
        let (count, classes) = (input.rows, [3, 10, 2, 1][place % 4])
        let images = input.tensor([count, input.columns, 1 + place % 3])
        let targets = oneHot(
          labels: input.labels([count], below: classes), classCount: classes, as: Double.self)
        let partners = input.labels([count], below: count).elements
        var generator = RandomGenerator(seed: UInt64(place))
        var shares = (0..<count).map { _ in generator.uniform() }
        if place % 5 == 0 { shares.sort() }
        if place % 7 == 0 { shares[0] = Double(place % 2) }
        try compare(
          images, targets, partners, shares,
          "mixup of images of shape \(images.shape), \(input.numbers.rawValue), \(classes) classes")
      }
    },
    wrongAnswers: mixupMistakes.wrongAnswers(\.mixup),
    rightAnswers: [
      RightAnswer("copies that are assigned to, read from what was handed in") {
        $0.mixup = { images, targets, partners, shares in
          var (x, y) = (images, targets)
          for (i, share) in shares.enumerated() {
            x[i, 0...] = share * images[i, 0...] + (1 - share) * images[partners[i], 0...]
            y[i, 0...] = share * targets[i, 0...] + (1 - share) * targets[partners[i], 0...]
          }
          return (x, y)
        }
      },
      RightAnswer("all at once, with the shares as a column") {
        $0.mixup = { images, targets, partners, shares in
          let (b, h, w) = (images.shape[0], images.shape[1], images.shape[2])
          let column = Matrix(shape: [b, 1], elements: shares)
          let flat = images.reshaped(to: [b, h * w])
          let x = column * flat + (1 - column) * flat.gather(partners)
          let y = column * targets + (1 - column) * targets.gather(partners)
          return (x.reshaped(to: images.shape), y)
        }
      },
      RightAnswer("from the partner toward the image, number by number") {
        $0.mixup = { images, targets, partners, shares in
          func mix(_ a: Matrix) -> Matrix {
            let size = a.elementCount / a.shape[0]
            let elements = (0..<a.elementCount).map { place -> Double in
              let (sample, offset) = (place / size, place % size)
              let other = a.elements[partners[sample] * size + offset]
              return other + shares[sample] * (a.elements[place] - other)
            }
            return Matrix(shape: a.shape, elements: elements)
          }
          return (mix(images), mix(targets))
        }
      },
    ])

  /// Mixup with rules of one's own for shares and partners.
  static func mixed(
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
}
