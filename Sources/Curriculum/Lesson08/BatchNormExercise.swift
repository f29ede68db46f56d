import Curriculum
import Gradus

extension SeeingLesson {
  typealias Normalized = (output: Images, norm: Normalization)
  typealias BatchNorm = @Sendable (Images, Normalization, Bool) throws -> Normalized

  static let batchNorm = Exercise<Answers>(
    "batchNorm", "Batch normalization, in training and at inference",
    hints: [
      "There are two ways through it: in training the batch's own statistics, at inference the running ones.",
      "let mean = images.mean(along: [0, 2, 3]); reshaped to [channels, 1, 1] it can be subtracted.",
      "variance = (images - mean).squared().mean(along: [0, 2, 3]); what is kept of it is times n / (n - 1).",
    ],
    learned:
      "A network with batch normalization computes something else in training than at inference, so a "
      + "forgotten mode is a wrong result without any error.",
    landmark: Landmark("Sources/Layers/Normalization/BatchNorm.swift", "func normalizedByBatch"),
    solution: { $0.batchNorm = Seeing.batchNorm },
    check: { answers in
      // Both modes are looked at before the first difference is told: only together do they tell one
      // mistake from another.
      func compare(
        _ images: Images, _ norm: Normalization, in call: String, _ mistakes: [Mistake<BatchNorm>]
      ) throws {
        func inBothModes(_ function: BatchNorm) throws -> [Normalized] {
          try [true, false].map { isTraining in
            try fitting("\(call), isTraining: \(isTraining)", why: severalNumbers) {
              try function(images, norm, isTraining)
            }
          }
        }
        try expect(
          inBothModes(answers.batchNorm), equals: inBothModes(normalized), in: call, parts: parts,
          suspects: mistakes.suspects(inBothModes))
      }
      let norm = Normalization(
        scale: [10], shift: [100], runningMean: [5], runningVariance: [3], momentum: 0.25,
        epsilon: 1)
      try compare(
        [[[[1, 2, 6]]], [[[4, 0, 11]]]], norm,
        in:
          "batchNorm([[[[1, 2, 6]]], [[[4, 0, 11]]]], …) with γ = 10, β = 100, running mean 5, running variance 3, "
          + "momentum 0.25, epsilon 1", normMistakes)
      // The mean is so large that its square has no digits left for the variance.
      try compare(
        [[[[100_000_000, 100_000_001, 100_000_003, 100_000_004]]]], norm,
        in: "batchNorm([[[[100000000, 100000001, 100000003, 100000004]]]], …) with the same",
        [meanOfSquares])
      for (place, sort) in Input.all(seed: 88).enumerated() {
        var input = sort
        let shape = normShapes[place % normShapes.count]
        let channels = shape[1]
        let norm = Normalization(
          scale: input.tensor([channels]), shift: input.tensor([channels]),
          runningMean: input.tensor([channels]),
          runningVariance: input.tensor([channels]).abs(),
          momentum: [0.1, 0.3, 1, 0][place % 4], epsilon: [1e-5, 0.5, 1e-3][place % 3])
        try compare(
          input.tensor(shape), norm,
          in: "batchNorm of images of shape \(shape), momentum \(norm.momentum), epsilon "
            + "\(norm.epsilon), \(input.numbers.rawValue)", place < 2 ? normMistakes : [])
      }
      try expectDoesNotFit(
        in: "batchNorm of images of shape [1, 2, 1, 1], isTraining: true", why: noVariance
      ) {
        let norm = Normalization(
          scale: [1, 1], shift: [0, 0], runningMean: [0, 0], runningVariance: [1, 1])
        return "\(try answers.batchNorm(.ones([1, 2, 1, 1]), norm, true).output)"
      }
      let single = Normalization(
        scale: [2, 1], shift: [0, 0], runningMean: [0, 0], runningVariance: [1, 4])
      let call = "batchNorm of images of shape [1, 2, 1, 1], isTraining: false"
      try expect(
        fitting(call, why: oneIsEnough) {
          try answers.batchNorm(.ones([1, 2, 1, 1]), single, false).output
        },
        equals: normalized(.ones([1, 2, 1, 1]), single, false).output, in: call)
    },
    wrongAnswers: (normMistakes + [meanOfSquares]).wrongAnswers(\.batchNorm),
    rightAnswers: [
      RightAnswer("channel by channel, in loops") {
        $0.batchNorm = { images, norm, isTraining in
          let s = images.shape
          let n = Double(s[0] * s[2] * s[3])
          if isTraining && n < 2 { throw DoesNotFit("one value") }
          var (output, next) = (images, norm)
          for c in 0..<s[1] {
            var (mean, variance) = (norm.runningMean[c], norm.runningVariance[c])
            if isTraining {
              let values = (0..<s[0]).flatMap { images[$0][c].elements }
              mean = values.reduce(0, +) / n
              let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
              variance = squares / n
              next.runningMean[c] += norm.momentum * (mean - norm.runningMean[c])
              next.runningVariance[c] +=
                norm.momentum * (squares / (n - 1) - norm.runningVariance[c])
            }
            let factor = norm.scale[c] / (variance + norm.epsilon).squareRoot()
            for (b, y) in (0..<s[0]).flatMap({ b in (0..<s[2]).map { (b, $0) } }) {
              for x in 0..<s[3] {
                output[b, c, y, x] = (images[b, c, y, x] - mean) * factor + norm.shift[c]
              }
            }
          }
          return (output, next)
        }
      },
      RightAnswer("axes kept, two ways from the beginning") {
        $0.batchNorm = { images, norm, isTraining in
          let shape: Shape = [1, images.shape[1], 1, 1]
          func apply(_ mean: Images, _ variance: Images) -> Images {
            (images - mean) / (variance + norm.epsilon).sqrt() * norm.scale.reshaped(to: shape)
              + norm.shift.reshaped(to: shape)
          }
          guard isTraining else {
            return (
              apply(
                norm.runningMean.reshaped(to: shape), norm.runningVariance.reshaped(to: shape)),
              norm
            )
          }
          let count = Double(images.shape[0] * images.shape[2] * images.shape[3])
          if count == 1 { throw DoesNotFit("one value") }
          let mean = images.mean(along: [0, 2, 3], keepingDimensions: true)
          let squares = (images - mean).squared()
          let variance = squares.mean(along: [0, 2, 3], keepingDimensions: true)
          let unbiased = squares.sum(along: [0, 2, 3]) / (count - 1)
          var next = norm
          next.runningMean =
            norm.runningMean * (1 - norm.momentum) + mean.flattened() * norm.momentum
          next.runningVariance =
            norm.runningVariance * (1 - norm.momentum) + unbiased * norm.momentum
          return (apply(mean, variance), next)
        }
      },
      RightAnswer("the framework's layer") {
        $0.batchNorm = { images, norm, isTraining in
          if isTraining && images.elementCount == images.shape[1] { throw DoesNotFit("one value") }
          return normalized(images, norm, isTraining)
        }
      },
    ])

  static let noVariance =
    "One number per channel has no variance: in training throw DoesNotFit, and do not divide by n − 1 = 0."

  static let oneIsEnough =
    "At inference the running statistics normalize, and one number is enough: throw in training only."

  static let severalNumbers =
    "n = B·H·W counts a channel's numbers in the whole batch: throw where that is 1, and in training only."

  /// Of the result in training, and then of that at inference.
  private static var parts: [Part<[Normalized]>] {
    ["in training", "at inference"].enumerated().flatMap { place, mode -> [Part<[Normalized]>] in
      [
        .tensor("output \(mode)") { $0[place].output },
        .tensor("running mean \(mode)") { $0[place].norm.runningMean },
        .tensor("running variance \(mode)") { $0[place].norm.runningVariance },
        .tensor("scale \(mode)") { $0[place].norm.scale },
        .tensor("shift \(mode)") { $0[place].norm.shift },
        .number("momentum \(mode)") { $0[place].norm.momentum },
        .number("epsilon \(mode)") { $0[place].norm.epsilon },
      ]
    }
  }

  /// As many pictures as channels, and other numbers; one picture; one row; one pixel in each.
  private static let normShapes: [Shape] = [
    [3, 2, 4, 5], [2, 3, 3, 2], [1, 2, 3, 4], [5, 1, 1, 1], [2, 2, 2, 2], [1, 4, 1, 2],
    [10, 3, 1, 1],
    [2, 9, 1, 3], [3, 3, 3, 3], [4, 1, 2, 1],
  ]

  /// What the framework's layer makes of it.
  @Sendable private static func normalized(
    _ images: Images, _ norm: Normalization, _ isTraining: Bool
  ) -> Normalized {
    var layer = Gradus.BatchNorm<Double>(
      images.shape[1], epsilon: norm.epsilon, momentum: norm.momentum)
    layer.weight = Variable(norm.scale)
    layer.bias = Variable(norm.shift)
    layer.runningMean = Variable(norm.runningMean)
    layer.runningVariance = Variable(norm.runningVariance)
    var context = isTraining ? Context.training(seed: 1) : .inference
    let output = layer.forward(Variable(images), in: &context).value
    var next = norm
    next.runningMean = layer.runningMean.value
    next.runningVariance = layer.runningVariance.value
    return (output, next)
  }
}
