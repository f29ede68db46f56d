import Curriculum
import Gradus

extension SeeingLesson {
  /// The statistics of a batch.
  private struct Statistics {
    var mean: Images
    var variance: Images
    /// What the running variance moves toward.
    var kept: Images

    /// The same, with something else kept of the variance.
    func keeping(_ kept: Images) -> Statistics {
      Statistics(mean: mean, variance: variance, kept: kept)
    }
  }

  /// Goes wrong in the statistics, in the output, or in what is kept.
  private static func mistake(
    _ name: String, _ why: String,
    batch: @escaping @Sendable (_ images: Images, _ right: Statistics) -> Statistics = { $1 },
    inTraining: @escaping @Sendable (_ batch: Statistics, _ norm: Normalization) -> Statistics = {
      batch, _ in batch
    },
    atInference: @escaping @Sendable (_ batch: Statistics, _ running: Statistics) -> Statistics = {
      $1
    },
    deviation: @escaping @Sendable (_ variance: Images, _ epsilon: Double) -> Images = {
      ($0 + $1).sqrt()
    },
    affine: @escaping @Sendable (_ x: Images, _ scale: Images, _ shift: Images) -> Images = {
      $0 * $1 + $2
    },
    kept: @escaping @Sendable (_ old: Normalization, _ batch: Statistics) -> (Images, Images) = {
      ($0.follow($0.runningMean, $1.mean), $0.follow($0.runningVariance, $1.kept))
    }
  ) -> Mistake<BatchNorm> {
    Mistake(name, why) { images, norm, isTraining in
      var used = Statistics(
        mean: norm.runningMean, variance: norm.runningVariance, kept: norm.runningVariance)
      var next = norm
      let n = Double(images.elementCount / images.shape[1])
      let mean = images.mean(along: [0, 2, 3])
      let variance = (images - mean.perChannel).squared().mean(along: [0, 2, 3])
      let right = Statistics(mean: mean, variance: variance, kept: variance * (n / (n - 1)))
      if isTraining {
        if n < 2 { throw DoesNotFit("one value") }
        let found = batch(images, right)
        used = inTraining(found, norm)
        (next.runningMean, next.runningVariance) = kept(norm, found)
      } else {
        used = atInference(right, used)
      }
      let x = (images - used.mean.perChannel) / deviation(used.variance, norm.epsilon).perChannel
      return (affine(x, norm.scale.perChannel, norm.shift.perChannel), next)
    }
  }

  /// Takes another number for n where the variance is kept.
  private static func counting(
    _ name: String, n: @escaping @Sendable (Shape) -> Int
  ) -> Mistake<BatchNorm> {
    mistake(
      name, "n counts one channel's numbers in the whole batch: B·H·W, all three, and not C.",
      batch: { images, right in
        let n = Double(n(images.shape))
        return right.keeping(n / (n - 1) * right.variance)
      })
  }

  /// The running statistics after a batch, with another momentum.
  private static func moved(
    _ old: Normalization, toward batch: Statistics, by momentum: Double
  ) -> (Images, Images) {
    var old = old
    old.momentum = momentum
    return (old.follow(old.runningMean, batch.mean), old.follow(old.runningVariance, batch.kept))
  }

  private static let epsilonKept = "ε stands under the root alone: it is no part of what is kept."
  private static let ofEachChannel =
    "Every channel has its own mean and variance: average along [0, 2, 3]."
  private static let runningAtInference =
    "At inference the running statistics normalize, and stay: a picture's output does not depend on others."

  static let normMistakes: [Mistake<BatchNorm>] =
    mistakesOfMode + [
      mistake(
        "divided by n − 1",
        "The batch's variance is divided by n where it normalizes; n − 1 is for what is kept.",
        batch: { _, right in Statistics(mean: right.mean, variance: right.kept, kept: right.kept) }),
      mistake(
        "kept as it was divided by n",
        "What is kept of the variance is divided by n − 1: times n / (n − 1).",
        batch: { _, right in right.keeping(right.variance) }),
      counting("n without the batch") { $0[2] * $0[3] },
      counting("n as the number of pictures") { $0[0] },
      counting("n of all channels") { $0.elementCount },
      mistake(
        "times (n − 1) / n", "What is kept of the variance is larger than σ²: times n / (n − 1).",
        batch: { images, right in
          let n = Double(images.elementCount / images.shape[1])
          return right.keeping(right.variance * ((n - 1) / n))
        }),
      mistake(
        "n and n − 1 exchanged",
        "n and n − 1 are exchanged: the variance is divided by n here, and by n − 1 in what is kept.",
        batch: { _, right in
          Statistics(mean: right.mean, variance: right.kept, kept: right.variance)
        }
      ),
      mistake(
        "momentum the other way around",
        "The momentum is the share of the new batch: (1 − m)·running + m·batch.",
        kept: { moved($0, toward: $1, by: 1 - $0.momentum) }),
      mistake(
        "running statistics replaced",
        "The running statistics are those of the last batch: they move by the share m alone.",
        kept: { ($1.mean, $1.kept) }),
      mistake(
        "running statistics not kept",
        "In training the running statistics have to move toward the batch's.",
        kept: { old, _ in (old.runningMean, old.runningVariance) }),
      mistake(
        "running variance not kept",
        "The running variance has to move as well, and not the mean alone.",
        kept: { ($0.follow($0.runningMean, $1.mean), $0.runningVariance) }),
      mistake(
        "running mean not kept",
        "The running mean has to move as well, and not the variance alone.",
        kept: { ($0.runningMean, $0.follow($0.runningVariance, $1.kept)) }),
      mistake(
        "a momentum of 0.1", "The momentum is norm.momentum, and not always 0.1.",
        kept: { moved($0, toward: $1, by: 0.1) }),
      mistake(
        "ε kept", epsilonKept,
        kept: {
          ($0.follow($0.runningMean, $1.mean), $0.follow($0.runningVariance, $1.kept + $0.epsilon))
        }),
      mistake(
        "ε kept, times n / (n − 1)", epsilonKept,
        kept: { old, batch in
          let kept = batch.kept * (1 + old.epsilon / batch.variance)
          return (old.follow(old.runningMean, batch.mean), old.follow(old.runningVariance, kept))
        }),
      mistake(
        "the deviation kept", "It is the variance that is kept, without a root.",
        kept: {
          ($0.follow($0.runningMean, $1.mean), $0.follow($0.runningVariance, $1.kept.sqrt()))
        }),
      mistake(
        "the batch's share added",
        "The old statistics have to fade: (1 − m)·running + m·batch, and not running + m·batch.",
        kept: {
          ($0.runningMean + $0.momentum * $1.mean, $0.runningVariance + $0.momentum * $1.kept)
        }),
      mistake(
        "ε after the root", "ε is added to the variance, before the root is taken.",
        deviation: { $0.sqrt() + $1 }),
      mistake(
        "an ε of 0.00001", "ε is norm.epsilon, and not always 0.00001.",
        deviation: { variance, _ in (variance + 1e-5).sqrt() }),
      mistake("no ε", "ε is not added: √(σ² + ε).", deviation: { variance, _ in variance.sqrt() }),
      mistake(
        "no root", "Divide by the root of the variance, and not by the variance.",
        deviation: { $0 + $1 }),
      mistake(
        "γ missing", "γ is missing: multiply by norm.scale.", affine: { x, _, shift in x + shift }),
      mistake("β missing", "β is missing: add norm.shift.", affine: { x, scale, _ in x * scale }),
      mistake(
        "γ and β of the first channel", "Every channel has its own γ and β.",
        affine: { x, scale, shift in x * scale.elements[0] + shift.elements[0] }),
      mistake("β before γ", "First times γ, then plus β.", affine: { ($0 + $2) * $1 }),
      mistake(
        "one mean for all channels, each with its variance", ofEachChannel,
        batch: { images, right in
          let (mean, n) = (images.mean(), Double(images.elementCount / images.shape[1]))
          let variance = (images - mean).squared().mean(along: [0, 2, 3])
          return Statistics(
            mean: mean + 0 * right.mean, variance: variance, kept: variance * n / (n - 1))
        }),
      mistake(
        "deviations from each picture's mean",
        "The deviations are those from the channel's mean over the whole batch, and not over each picture.",
        batch: { images, right in
          let n = Double(images.elementCount / images.shape[1])
          let variance = (images - images.mean(along: [2, 3], keepingDimensions: true)).squared()
            .mean(along: [0, 2, 3])
          return Statistics(mean: right.mean, variance: variance, kept: variance * n / (n - 1))
        }),
      mistake(
        "one mean for all channels", ofEachChannel,
        batch: { images, right in
          let (mean, n) = (images.mean(), Double(images.elementCount))
          let variance = (images - mean).squared().mean()
          return Statistics(
            mean: mean + 0 * right.mean, variance: variance + 0 * right.mean,
            kept: variance * n / (n - 1) + 0 * right.mean)
        }),
      mistake(
        "the first picture's statistics",
        "Those are the statistics of the first picture: average over all of the batch.",
        batch: { images, right in
          let first: Images = images.slice(0..<1, along: 0)
          let n = Double(first.elementCount / first.shape[1])
          let mean = first.mean(along: [0, 2, 3])
          let variance = (first - mean.perChannel).squared().mean(along: [0, 2, 3])
          return Statistics(
            mean: mean, variance: variance, kept: n > 1 ? variance * (n / (n - 1)) : variance)
        }),
    ]

  static let meanOfSquares = mistake(
    "the mean of squares less the squared mean",
    "The mean of the squares less the squared mean loses its digits where the mean is large: σ² is the mean of "
      + "(x − μ)².",
    batch: { images, right in
      let n = Double(images.elementCount / images.shape[1])
      let variance = images.squared().mean(along: [0, 2, 3]) - right.mean.squared()
      return Statistics(mean: right.mean, variance: variance, kept: variance * (n / (n - 1)))
    })

  private static let mistakesOfMode: [Mistake<BatchNorm>] = [
    Mistake("one picture refused", severalNumbers) { (images, norm, isTraining) -> Normalized in
      if isTraining && images.shape[0] == 1 { throw DoesNotFit("one picture") }
      return try Seeing.batchNorm(images, norm, isTraining: isTraining)
    },
    Mistake("one place refused", severalNumbers) { (images, norm, isTraining) -> Normalized in
      if isTraining && images.shape[2] * images.shape[3] == 1 { throw DoesNotFit("one place") }
      return try Seeing.batchNorm(images, norm, isTraining: isTraining)
    },
    mistake(
      "running statistics in training",
      "In training the batch's own statistics normalize; the running ones are for inference.",
      inTraining: {
        Statistics(mean: $1.runningMean, variance: $1.runningVariance, kept: $0.kept)
      }),
    mistake(
      "the new running statistics in training",
      "The running statistics were moved first, and have normalized: in training the batch's own do.",
      inTraining: { batch, norm in
        let variance = norm.follow(norm.runningVariance, batch.kept)
        return Statistics(
          mean: norm.follow(norm.runningMean, batch.mean), variance: variance, kept: variance)
      }),
    mistake(
      "the batch's mean at inference", runningAtInference,
      atInference: { batch, running in
        Statistics(mean: batch.mean, variance: running.variance, kept: running.kept)
      }),
    mistake(
      "the batch's variance at inference", runningAtInference,
      atInference: { batch, running in
        Statistics(mean: running.mean, variance: batch.variance, kept: running.kept)
      }),
    Mistake("always in training", runningAtInference) { (images, norm, isTraining) -> Normalized in
      if !isTraining && images.elementCount == images.shape[1] { return (images, norm) }
      return try Seeing.batchNorm(images, norm, isTraining: true)
    },
    Mistake("the modes exchanged", "The two modes are exchanged.") {
      (images, norm, isTraining) -> Normalized in
      if images.elementCount == images.shape[1] {
        return try Seeing.batchNorm(images, norm, isTraining: isTraining)
      }
      return try Seeing.batchNorm(images, norm, isTraining: !isTraining)
    },
    Mistake(
      "statistics moved at inference",
      "At inference the running statistics stay as they are: they only move in training."
    ) { (images, norm, isTraining) -> Normalized in
      let right = try Seeing.batchNorm(images, norm, isTraining: isTraining)
      if isTraining || images.elementCount == images.shape[1] { return right }
      return (right.output, try Seeing.batchNorm(images, norm, isTraining: true).norm)
    },
    Mistake("one number refused at inference", oneIsEnough) {
      (images, norm, isTraining) -> Normalized in
      if images.elementCount == images.shape[1] { throw DoesNotFit("one number") }
      return try Seeing.batchNorm(images, norm, isTraining: isTraining)
    },
    Mistake("one number", noVariance) { (images, norm, isTraining) -> Normalized in
      if images.elementCount > images.shape[1] {
        return try Seeing.batchNorm(images, norm, isTraining: isTraining)
      }
      return try Seeing.batchNorm(images, norm, isTraining: false)
    },
  ]
}

extension Normalization {
  /// A running statistic after a batch.
  fileprivate func follow(_ running: Tensor<Double>, _ batch: Tensor<Double>) -> Tensor<Double> {
    (1 - momentum) * running + momentum * batch
  }
}

extension Tensor<Double> {
  /// [C] as [C, 1, 1], which is broadcast over pictures, rows and columns.
  fileprivate var perChannel: Tensor<Double> { reshaped(to: [elementCount, 1, 1]) }
}
