import Curriculum
import Curriculum06
import Gradus

/// How a network for digits is trained.
struct DigitsPlan {
  /// How many of the 1500 digits are used, a fifth of them for validation.
  var digitCount = 750
  /// The most epochs.
  var epochs = 10
  var batchSize = 20
  /// The highest learning rate.
  var rate = 0.015
  /// How many epochs may pass without a better one.
  var patience = 4
  var seed: UInt64 = 1
}

/// What has come of a training.
struct DigitsOutcome<Network: DigitsNetwork> {
  /// The network of the best epoch on the validation digits.
  let network: Network
  /// That epoch, counted from 1; 0 where none was better than the first weights.
  let bestEpoch: Int
  /// The loss of each epoch, on the way and on the validation digits.
  let losses: [(training: Double, validation: Double)]
  /// Of the 297 digits of other people.
  let right: Int
  /// Digits learned from in a second of steps.
  let speed: Double
}

/// Trains a network by the functions of an assembly, and asks it once for the test digits.
func trainDigits<Network: DigitsNetwork>(
  _ start: Network, by assembly: Assembly<DigitsParts>, _ plan: DigitsPlan,
  epochEnded: (_ loss: Double) -> Void = { _ in }
) throws -> DigitsOutcome<Network> {
  let data = try DigitsData<Double>.lastAsTest()
  // Streams of their own, so that a function that draws otherwise leaves the others' numbers alone.
  var generator = RandomGenerator(seed: plan.seed)
  var (order, changes, masks) = (generator.split(), generator.split(), generator.split())
  let labels = Array(data.trainLabels.elements.prefix(plan.digitCount))
  let shuffled = generator.permutation(plan.digitCount)
  let places = try assembly.run("the beginning") { try $0.split(labels, shuffled, 0.2, 0) }
  let training = Digits(data.trainInputs, data.trainLabels, places.train)
  let validation = Digits(data.trainInputs, data.trainLabels, places.validation)

  var network = start
  var best = (network: start, epoch: 0)
  var state = PatienceState()
  var losses: [(training: Double, validation: Double)] = []
  var (step, time) = (0, Duration.zero)
  let total = plan.epochs * ((training.count + plan.batchSize - 1) / plan.batchSize)
  epochs: for epoch in 1...plan.epochs {
    let moment = "epoch \(epoch)"
    let changed: Tensor<Double>
    (changed, changes) = try assembly.run(moment) { parts in
      var generator = changes
      return (try parts.changed(training.pictures, using: &generator), generator)
    }

    let before = (network, order, masks, step)
    let start = ContinuousClock.now
    let loss = try assembly.run(moment) { parts in
      (network, order, masks, step) = before
      return try parts.epoch(
        changed.reshaped(to: [training.count, 64]), training.labelColumn, plan.batchSize, &order
      ) { images, labels in
        let (loss, next) = try assembly.run("epoch \(epoch), step \(step + 1)") { parts in
          var next = (network: network, masks: masks)
          let rate = try parts.learningRate(step, total / 10, total, plan.rate)
          let loss = try next.network.step(
            images.reshaped(to: [images.shape[0], 1, 8, 8]),
            Tensor(labels.elements.map { Int($0) }),
            rate: rate, by: parts, masks: &next.masks)
          guard loss.isFinite else { throw NotFinite(what: "the loss") }
          guard next.network.isFinite else { throw NotFinite(what: "a weight after the step") }
          return (loss, next)
        }
        (network, masks) = next
        step += 1
        return loss
      }
    }
    time += ContinuousClock.now - start

    let validationLoss = try assembly.run(moment) { parts in
      let logits = try network.logits(validation.images, by: parts)
      let loss = try parts.softmaxCrossEntropy(logits, validation.labels).loss
      guard loss.isFinite else { throw NotFinite(what: "the validation loss") }
      return loss
    }
    losses.append((loss, validationLoss))
    epochEnded(validationLoss)
    let decision = try assembly.run(moment) { parts in
      try parts.consider(validationLoss, state, PatienceRule(patience: plan.patience))
    }
    state = decision.state
    switch decision.decision {
    case .improved: best = (network, epoch)
    case .waiting: continue
    case .stop: break epochs
    }
  }
  let test = try assembly.run("the test") { parts in
    try best.network.logits(
      data.testInputs.reshaped(to: [DigitsData<Double>.testCount, 1, 8, 8]), by: parts)
  }
  return DigitsOutcome(
    network: best.network, bestEpoch: best.epoch, losses: losses,
    right: countRight(test.argmax(along: 1), data.testLabels),
    speed: Double(losses.count * training.count) / (time / .seconds(1)))
}

/// Some digits: pictures [N, 8, 8], and what they are [N].
private struct Digits {
  let pictures: Tensor<Double>
  let labels: Tensor<Int>

  init(_ inputs: Tensor<Double>, _ labels: Tensor<Int>, _ places: [Int]) {
    pictures = inputs.gather(places).reshaped(to: [places.count, 8, 8])
    self.labels = labels.gather(places)
  }

  var count: Int { labels.elementCount }
  /// With the axis of their one channel, [N, 1, 8, 8].
  var images: Tensor<Double> { pictures.reshaped(to: [count, 1, 8, 8]) }
  /// As numbers in a column, [N, 1], which is how lesson 3's `epoch` takes targets.
  var labelColumn: Tensor<Double> { Tensor<Double>(labels).reshaped(to: [count, 1]) }
}

extension DigitsParts {
  /// Pictures [N, 8, 8], each turned by up to 10 degrees, and one in four moved by up to a pixel.
  ///
  /// A pixel is an eighth of such a picture: what always moves by one is hard to learn for so small a network.
  fileprivate func changed(
    _ pictures: Tensor<Double>, using generator: inout RandomGenerator
  ) throws -> Tensor<Double> {
    let changed = try augmented(pictures, true, &generator) { picture, generator in
      let turned = try rotated(picture, 20 * generator.uniform() - 10)
      guard generator.uniformInteger(below: 4) == 0 else { return turned }
      return try shifted(
        turned, generator.uniformInteger(below: 3) - 1, generator.uniformInteger(below: 3) - 1)
    }
    guard changed.sum().isFinite else { throw NotFinite(what: "a changed picture") }
    return changed
  }
}
