import Curriculum
import Foundation
import Gradus

/// A detector, and how well it finds digits on canvases that it has never seen.
struct DetectionResult {
  let detector: Detector
  /// The loss of each epoch.
  let losses: [Double]
}

/// How well a detector does on some canvases.
struct DetectionMeasurement {
  let canvases: [Canvas]
  let detections: [[Detection]]
  let judged: [JudgedDetection]
  /// The average precision of each class.
  let precisions: [Double?]
  let canvasesPerSecond: Double

  var mean: Double { Curriculum.mean(precisions.compactMap { $0 }) }
}

/// Finds digits with the learner's measure of overlap and their suppression.
struct DetectionExperiment {
  let answers: SeeingAnswers

  /// Digits to draw canvases from: the training canvases have none in common with those that choices are made
  /// with, nor these with the test canvases.
  struct Makers {
    let training, validation, test: CanvasMaker

    init() throws {
      let all = try Dataset.mnist.images(.train).samples
      let cut = all.count - 500
      var training = CanvasMaker(all.gather(Array(0..<cut)))
      // A digit that leans a little is the same digit, and there are only 3,500 to learn from.
      training.turns = -10...10
      self.training = training
      validation = CanvasMaker(all.gather(Array(cut..<all.count)))
      test = CanvasMaker(try Dataset.mnist.images(.test).samples)
    }
  }

  /// Trains a detector; calls back after each batch.
  static func train(
    on canvases: [Canvas], epochs: Int, batchSize: Int, seed: UInt64, batchEnded: () -> Void
  ) throws -> DetectionResult {
    var generator = RandomGenerator(seed: seed)
    var detector = Detector(using: &generator)
    let data = Samples(canvases)
    let steps = epochs * (data.count / batchSize)
    var optimizer = AdamW<Float>(weightDecay: 0.01)
    let history = try fit(
      &detector, to: data, with: &optimizer, epochs: epochs, batchSize: batchSize, dropLast: true,
      clippingNorm: 10, seed: seed,
      callbacks: [
        LearningRateSchedule(OneCycle(peak: 0.004, steps: steps)), ModelAverage(decay: 0.99),
      ],
      loss: { output, truth in
        defer { batchEnded() }
        return Detector.loss(output, truth)
      })
    measureStatisticsAgain(of: &detector, on: data.inputs)
    return DetectionResult(detector: detector, losses: history["loss"])
  }

  /// Measures a detector with digits of any size, and with digits that are all 20 pixels high.
  func measureBySize(
    _ detector: Detector, _ maker: CanvasMaker, count: Int, seed: UInt64
  ) throws -> (any: DetectionMeasurement, one: DetectionMeasurement) {
    var ofOneSize = maker
    ofOneSize.heights = 20...20
    // The detector's form was chosen with other canvases of these digits, those of seed 2.
    return (
      any: try measure(detector, on: try maker.canvases(count, seed: seed &+ 100)),
      one: try measure(detector, on: try ofOneSize.canvases(count, seed: seed &+ 101))
    )
  }

  /// Measures a detector, with suppression at an overlap of 0.5.
  func measure(_ detector: Detector, on canvases: [Canvas]) throws -> DetectionMeasurement {
    let data = Samples(canvases)
    let start = Date()
    var detections: [[Detection]] = []
    for batch in Batches(data, size: 50) {
      let outputs = detector(batch.inputs)
      detections += try onAllCores(Array(0..<batch.inputs.shape[0])) { canvas in
        let candidates = Detector.candidates(in: outputs[canvas], leastScore: 0.1)
        return try answers.nonMaximumSuppression(candidates, 0.5).map { candidates[$0] }
      }
    }
    let seconds = Date().timeIntervalSince(start)
    let judged = try judge(
      detections, by: data.targets.digits, intersectionOverUnion: answers.intersectionOverUnion)
    return DetectionMeasurement(
      canvases: canvases, detections: detections, judged: judged,
      precisions: averagePrecisions(judged, data.targets.digits),
      canvasesPerSecond: Double(canvases.count) / seconds)
  }
}
