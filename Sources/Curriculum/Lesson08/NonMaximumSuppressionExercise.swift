import Curriculum
import Gradus

extension SeeingLesson {
  typealias Suppression = @Sendable ([Detection], Double) throws -> [Int]

  static let nonMaximumSuppression = Exercise<Answers>(
    "nonMaximumSuppression", "One box for each thing",
    hints: [
      "Sort the positions 0 ..< detections.count, and not the detections, by their scores: the positions are "
        + "what is returned.",
      "Leave NaN out first, with filter { !detections[$0].score.isNaN }: no order has a place for it.",
      "Begin with kept = []; go through the sorted positions, and append one unless a kept one has the same label "
        + "and overlaps it too much: try kept.contains { … && try intersectionOverUnion(…) > threshold }.",
    ],
    learned:
      "A detector says the same thing many times; only what a kept box covers is dropped, so what is dropped "
      + "covers nothing itself.",
    landmark: Landmark("Sources/Curriculum/Lesson08/SeeingTypes.swift", "struct Detection"),
    solution: { $0.nonMaximumSuppression = Seeing.nonMaximumSuppression },
    check: { answers in
      // All scenes are looked at before the first difference is told: only together do they tell one
      // mistake from another.
      try expect(
        scenes.map { scene in
          try fitting("nonMaximumSuppression, \(scene)", why: everyList) {
            try answers.nonMaximumSuppression(scene.detections, scene.threshold)
          }
        },
        equals: scenes.map {
          try Seeing.nonMaximumSuppression(of: $0.detections, threshold: $0.threshold)
        },
        in: "nonMaximumSuppression",
        parts: scenes.indices.map { index in .value(scenes[index].description) { $0[index] } },
        suspects: suppressionMistakes.suspects { function in
          try scenes.map { try function($0.detections, $0.threshold) }
        })
    },
    wrongAnswers: suppressionMistakes.wrongAnswers(\.nonMaximumSuppression) + [
      WrongAnswer("an empty list refused", why: everyList) {
        $0.nonMaximumSuppression = { detections, threshold in
          if detections.isEmpty { throw DoesNotFit("no detections") }
          return try Seeing.nonMaximumSuppression(of: detections, threshold: threshold)
        }
      }
    ],
    rightAnswers: [
      RightAnswer("what is left over, again and again") {
        $0.nonMaximumSuppression = { detections, threshold in
          var left = detections.indices.filter { detections[$0].score == detections[$0].score }
          var kept: [Int] = []
          while let first = left.first {
            var best = first
            for place in left where detections[place].score > detections[best].score {
              best = place
            }
            kept.append(best)
            left = try left.filter {
              guard $0 != best else { return false }
              let (a, b) = (detections[best], detections[$0])
              return try a.label != b.label
                || Seeing.intersectionOverUnion(a.box, b.box) <= threshold
            }
          }
          return kept
        }
      },
      RightAnswer("marks on what is dropped") {
        $0.nonMaximumSuppression = { detections, threshold in
          // Swift's sort is stable.
          let order = detections.indices.filter { !detections[$0].score.isNaN }
            .sorted { detections[$0].score > detections[$1].score }
          var isDropped = Array(repeating: false, count: detections.count)
          var kept: [Int] = []
          for (place, i) in order.enumerated() where !isDropped[i] {
            kept.append(i)
            for j in order[(place + 1)...] where detections[i].label == detections[j].label {
              if try Seeing.intersectionOverUnion(detections[i].box, detections[j].box) > threshold
              {
                isDropped[j] = true
              }
            }
          }
          return kept
        }
      },
      RightAnswer("each class by itself, then by score") {
        $0.nonMaximumSuppression = { detections, threshold in
          func comesFirst(_ a: Int, _ b: Int) -> Bool {
            let (p, q) = (detections[a].score, detections[b].score)
            return p != q ? p > q : a < b
          }
          var kept: [Int] = []
          for label in Set(detections.map(\.label)) {
            var ofLabel: [Int] = []
            let places = detections.indices.filter {
              detections[$0].label == label && !detections[$0].score.isNaN
            }
            for place in places.sorted(by: comesFirst) {
              let overlaps = try ofLabel.map {
                try Seeing.intersectionOverUnion(detections[$0].box, detections[place].box)
              }
              if overlaps.allSatisfy({ $0 <= threshold }) { ofLabel.append(place) }
            }
            kept += ofLabel
          }
          return kept.sorted(by: comesFirst)
        }
      },
    ])
  private static let everyList =
    "Every list of detections has an answer, the empty one, too: throw nothing."
}
