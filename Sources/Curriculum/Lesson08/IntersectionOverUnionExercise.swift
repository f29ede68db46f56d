import Curriculum
import Gradus
import TensorCore

extension SeeingLesson {
  typealias Overlap = @Sendable (Box, Box) throws -> Double

  static let intersectionOverUnion = Exercise<Answers>(
    "intersectionOverUnion", "How much two boxes overlap",
    hints: [
      "What they share reaches from the larger of the left edges to the smaller of the right ones.",
      "If that is no width at all, nothing is shared: let width = max(0, min(a.right, b.right) - max(a.left, "
        + "b.left)).",
      "The union is the sum of both areas, less what was counted twice. If it is 0, return 0.",
    ],
    learned:
      "Shared area by joint area is 1 for equal boxes alone, whatever their size: so one threshold judges "
      + "small things and large ones.",
    landmark: Landmark("Sources/Curriculum/Lesson08/SeeingTypes.swift", "struct Box"),
    solution: { $0.intersectionOverUnion = Seeing.intersectionOverUnion },
    check: { answers in
      // All pairs are looked at before the first difference is told: only together do they tell one
      // mistake from another.
      try expect(
        boxPairs.map { a, b in
          try fitting("intersectionOverUnion, \(text(a)) and \(text(b))", why: everyPair) {
            try answers.intersectionOverUnion(a, b)
          }
        },
        equals: boxPairs.map { try Seeing.intersectionOverUnion($0.a, $0.b) },
        in: "intersectionOverUnion",
        parts: boxPairs.indices.map { index in
          .number("\(text(boxPairs[index].a)) and \(text(boxPairs[index].b))") { $0[index] }
        },
        suspects: overlapMistakes.suspects { function in
          try boxPairs.map { try function($0.a, $0.b) }
        })
      let point = Box(left: 1, top: 2, right: 1, bottom: 2)
      for box in [point, Box(left: 0, top: 0, right: 0, bottom: 7)] {
        let found = try fitting(
          "intersectionOverUnion of \(text(point)) and \(text(box))", why: everyPair
        ) { try answers.intersectionOverUnion(point, box) }
        try expect(
          found == 0,
          "intersectionOverUnion of two boxes without area, \(text(point)) and \(text(box)): expected 0, "
            + "found \(found.isNaN ? "NaN" : "\(found)").", why: noArea)
      }
    },
    wrongAnswers: overlapMistakes.wrongAnswers(\.intersectionOverUnion) + [
      WrongAnswer("0 / 0", why: noArea) {
        $0.intersectionOverUnion = { a, b in
          let shared = try Seeing.intersectionOverUnion(a, b)
          return a.area + b.area == 0 ? .nan : shared
        }
      },
      WrongAnswer("boxes without area refused", why: everyPair) {
        $0.intersectionOverUnion = { a, b in
          if min(a.area, b.area) == 0 { throw DoesNotFit("no area") }
          return try Seeing.intersectionOverUnion(a, b)
        }
      },
      WrongAnswer("1 where there is no area", why: noArea) {
        $0.intersectionOverUnion = { a, b in
          a.area + b.area == 0 ? 1 : try Seeing.intersectionOverUnion(a, b)
        }
      },
    ],
    rightAnswers: [
      RightAnswer("what does not meet first") {
        $0.intersectionOverUnion = { a, b in
          guard a.left < b.right, b.left < a.right, a.top < b.bottom, b.top < a.bottom else {
            return 0
          }
          let width = min(a.right, b.right) - max(a.left, b.left)
          let height = min(a.bottom, b.bottom) - max(a.top, b.top)
          let union = a.area + b.area - width * height
          return union == 0 ? 0 : width * height / union
        }
      },
      RightAnswer("one axis after the other") {
        $0.intersectionOverUnion = { a, b in
          func shared(_ a: ClosedRange<Double>, _ b: ClosedRange<Double>) -> Double {
            a.overlaps(b) ? min(a.upperBound, b.upperBound) - max(a.lowerBound, b.lowerBound) : 0
          }
          let both =
            shared(a.left...a.right, b.left...b.right) * shared(a.top...a.bottom, b.top...b.bottom)
          return both == 0 ? 0 : both / (a.area + b.area - both)
        }
      },
      RightAnswer("clamped into the other box") {
        $0.intersectionOverUnion = { a, b in
          func clamp(_ x: Double, _ low: Double, _ high: Double) -> Double {
            min(max(x, low), high)
          }
          let width = clamp(b.right, a.left, a.right) - clamp(b.left, a.left, a.right)
          let height = clamp(b.bottom, a.top, a.bottom) - clamp(b.top, a.top, a.bottom)
          let union = a.area - width * height + b.area
          return union > 0 ? width * height / union : 0
        }
      },
    ])

  private static let noArea =
    "Boxes that have no area share none: return 0 where the union is 0, and do not divide by it."

  private static let everyPair =
    "Any two boxes have an overlap: throw nothing, and return 0 where they share no area."

  /// Pairs that overlap, touch, cross, contain each other, or lie apart along one axis or along both.
  private static let boxPairs: [(a: Box, b: Box)] = {
    let boxes = [
      Box(left: 0, top: 0, right: 2, bottom: 2), Box(left: 1, top: 0, right: 3, bottom: 2),
      Box(left: 1, top: 1, right: 6, bottom: 4), Box(left: 0, top: 0, right: 10, bottom: 6),
      Box(left: 2, top: 2, right: 3, bottom: 5), Box(left: 7, top: 8, right: 11, bottom: 9),
      Box(left: -4, top: -2, right: -2, bottom: 1),
      Box(left: -2.5, top: 0.5, right: 1.25, bottom: 3),
      Box(left: 0.125, top: 7, right: 9, bottom: 8.5), Box(left: 4, top: 4, right: 4, bottom: 4),
      Box(left: 0.5, top: 0.5, right: 5, bottom: 0.5),
      Box(left: 100, top: 50, right: 3000, bottom: 2000),
      Box(left: 1e-5, top: 2e-5, right: 4e-5, bottom: 6e-5),
      Box(left: 3e-5, top: 1e-5, right: 4e-5, bottom: 3e-5),
      Box(left: 0, top: 4, right: 10, bottom: 7), Box(left: 4, top: 0, right: 6, bottom: 10),
    ]
    var pairs = boxes.flatMap { a in boxes.map { (a: a, b: $0) } }
      .filter { $0.a.area + $0.b.area > 0 }
    // The first pair shows more than two boxes of the same area.
    pairs.swapAt(0, 2)
    var generator = RandomGenerator(seed: 91)
    func box(_ scale: Double) -> Box {
      let (x, y) = (scale * generator.uniform(), scale * generator.uniform())
      return Box(
        left: x, top: y, right: x + scale * generator.uniform(),
        bottom: y + scale * generator.uniform())
    }
    for scale in [1e-4, 1, 64, 5000] {
      for _ in 0..<12 { pairs.append((box(scale), box(scale))) }
    }
    return pairs
  }()

  /// A box as it stands in messages, with four digits, which is enough to imagine a box by.
  static func text(_ box: Box) -> String {
    "[left \(short(box.left)), top \(short(box.top)), right \(short(box.right)), bottom "
      + "\(short(box.bottom))]"
  }

  /// A number with four digits at most.
  static func short(_ number: Double) -> String { numberText(number, "%.4g") }
}

extension Box {
  var area: Double { (right - left) * (bottom - top) }
}
