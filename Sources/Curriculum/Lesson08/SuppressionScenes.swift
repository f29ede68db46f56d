import Curriculum
import Gradus

/// Detections in one picture.
struct Scene: Sendable, CustomStringConvertible {
  let detections: [Detection]
  let threshold: Double

  var description: String {
    let texts = detections.map {
      let score = $0.score.isNaN ? "NaN" : "\($0.score)"
      return "(label \($0.label), score \(score), \(SeeingLesson.text($0.box)))"
    }
    return
      "threshold \(SeeingLesson.short(threshold)), detections [\(texts.joined(separator: ", "))]"
  }
}

extension SeeingLesson {
  /// A square of 10 × 10 that begins at some column.
  private static func square(_ left: Double, _ score: Double, label: Int = 0) -> Detection {
    Detection(
      box: Box(left: left, top: 0, right: left + 10, bottom: 10), label: label, score: score)
  }

  /// From one thing seen twice to many.
  static let scenes: [Scene] =
    [
      Scene(detections: [square(0, 0.6), square(1, 0.9), square(30, 0.8)], threshold: 0.5),
      Scene(detections: [], threshold: 0.5),
      Scene(detections: [square(3, 0.25)], threshold: 0.5),
      // Two classes at the same place are two things.
      Scene(
        detections: [square(0, 0.9), square(0, 0.8, label: 3), square(1, 0.7, label: 3)],
        threshold: 0.5),
      // The second is dropped, and then drops nothing itself: the third stays.
      Scene(detections: [square(0, 0.9), square(4, 0.8), square(8, 0.7)], threshold: 0.3),
      // An overlap of exactly the threshold: 7 of 10.
      Scene(
        detections: [
          square(0, 0.9),
          Detection(box: Box(left: 0, top: 0, right: 7, bottom: 10), label: 0, score: 0.8),
        ], threshold: 0.7),
      // Equal scores.
      Scene(detections: [square(2, 0.5), square(0, 0.5), square(1, 0.5)], threshold: 0.5),
      Scene(detections: [square(0, 0.5), square(40, 0.5), square(20, 0.5)], threshold: 0.5),
      // Scores that hardly differ.
      Scene(detections: [square(0, 0.8), square(1, 0.8 + 1e-12)], threshold: 0.5),
      Scene(detections: [square(0, .nan), square(0, 0.3), square(1, .nan)], threshold: 0.5),
      Scene(detections: [square(0, 0.3), square(50, .nan), square(1, 0.7)], threshold: 0.5),
      Scene(detections: [square(0, .nan)], threshold: 0.5),
      // Scores need not be probabilities.
      Scene(
        detections: [
          square(0, -3), square(1, -2), square(30, 0), square(60, .infinity),
          square(90, -.infinity), square(61, 1e9),
        ], threshold: 0.5),
      // With 1 nothing is dropped, not even the same box; with 0 all that touches more than an edge.
      Scene(detections: [square(0, 0.4), square(0, 0.6), square(0, 0.6)], threshold: 1),
      Scene(detections: [square(0, 0.4), square(9, 0.6), square(19, 0.5)], threshold: 0),
      // Boxes without area overlap with nothing.
      Scene(
        detections: [
          Detection(box: Box(left: 1, top: 1, right: 1, bottom: 1), label: 0, score: 0.5),
          Detection(box: Box(left: 1, top: 1, right: 1, bottom: 1), label: 0, score: 0.6),
        ], threshold: 0),
    ] + randomScenes

  /// Many boxes in a small picture; scores in steps, so that some are equal.
  private static let randomScenes: [Scene] = {
    var generator = RandomGenerator(seed: 92)
    return (0..<40).map { place in
      let count = 1 + generator.uniformInteger(below: 14)
      let scale: Double = [1, 1e-4, 3000, 1][place % 4]
      let steps = place % 3 == 0 ? 5 : 1000
      let detections = (0..<count).map { index in
        let (x, y) = (6 * generator.uniform(), 6 * generator.uniform())
        let (w, h) = (1 + 6 * generator.uniform(), 1 + 6 * generator.uniform())
        return Detection(
          box: Box(
            left: scale * x, top: scale * y, right: scale * (x + w), bottom: scale * (y + h)),
          label: generator.uniformInteger(below: 1 + place % 4),
          score: place % 8 == 7 && index % 3 == 1
            ? .nan : Double(generator.uniformInteger(below: steps)) / Double(steps))
      }
      return Scene(detections: detections, threshold: [0.5, 0.2, 0.7][place % 3])
    }
  }()
}
