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
    // The first pair shows more than two equal boxes.
    pairs.swapAt(0, 1)
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

  /// Divides the shared area by something else, or takes another one for it.
  private static func mistake(
    _ name: String, _ why: String,
    shared: @escaping @Sendable (_ width: Double, _ height: Double) -> Double = {
      max(0, $0) * max(0, $1)
    },
    by whole: @escaping @Sendable (_ a: Double, _ b: Double, _ shared: Double) -> Double = {
      $0 + $1 - $2
    },
    longer: Double = 0
  ) -> Mistake<Overlap> {
    Mistake(name, why) { a, b in
      func area(_ box: Box) -> Double {
        (box.right - box.left + longer) * (box.bottom - box.top + longer)
      }
      let shared = shared(
        min(a.right, b.right) - max(a.left, b.left) + longer,
        min(a.bottom, b.bottom) - max(a.top, b.top) + longer)
      let whole = whole(area(a), area(b), shared)
      return whole == 0 ? 0 : shared / whole
    }
  }

  private static let overlapMistakes: [Mistake<Overlap>] = [
    mistake(
      "not cut off at 0",
      "Boxes that lie apart have a negative extent, or two, whose product is positive: cut each off at 0.",
      shared: { $0 * $1 }),
    mistake(
      "cut off after the product",
      "Each extent is cut off at 0 by itself: the product of two negative ones is positive.",
      shared: { max(0, $0 * $1) }),
    mistake(
      "magnitudes of the extents",
      "Where boxes lie apart, the extent is negative: cut it off at 0, its magnitude is no overlap.",
      shared: { abs($0) * abs($1) }),
    Mistake(
      "from the edges of one box to those of the other",
      "What both share reaches from the larger of the left edges to the smaller of the right ones: a box may lie "
        + "within the other."
    ) { (a, b) -> Double in
      let width = max(0, min(a.right - b.left, b.right - a.left))
      let height = max(0, min(a.bottom - b.top, b.bottom - a.top))
      let union = a.area + b.area - width * height
      return union == 0 ? 0 : width * height / union
    },
    Mistake(
      "corners looked at",
      "Boxes can overlap though no corner of the one lies in the other, as in a plus sign: compare the edges."
    ) { (a, b) -> Double in
      func hasCorner(_ a: Box, in b: Box) -> Bool {
        [a.left, a.right].contains { b.left...b.right ~= $0 }
          && [a.top, a.bottom].contains { b.top...b.bottom ~= $0 }
      }
      return hasCorner(a, in: b) || hasCorner(b, in: a)
        ? try Seeing.intersectionOverUnion(a, b) : 0
    },
    Mistake(
      "1 for a box within the other",
      "A box within another covers a part of it alone: its area is divided by the larger one's."
    ) { (a, b) -> Double in
      func contains(_ a: Box, _ b: Box) -> Bool {
        a.left <= b.left && b.right <= a.right && a.top <= b.top && b.bottom <= a.bottom
      }
      return contains(a, b) || contains(b, a) ? 1 : try Seeing.intersectionOverUnion(a, b)
    },
    mistake(
      "the first area twice", "Each box has an area of its own: that of a plus that of b.",
      by: { a, _, shared in 2 * a - shared }),
    mistake(
      "something added to the union",
      "Nothing is added to the union, which may be tiny: where it is 0, return 0.",
      by: { $0 + $1 - $2 + 1e-9 }),
    mistake(
      "a tiny union taken for none",
      "A tiny union is one, too: return 0 where it is 0, and not where it is small.",
      by: { a, b, shared in a + b - shared > 1e-9 ? a + b - shared : 0 }),
    mistake(
      "divided by the sum",
      "What both share was counted twice: take it away from the sum of the areas.",
      by: { a, b, _ in a + b }),
    mistake(
      "twice the shared area",
      "That is 2·shared / (sum of the areas), which is larger: divide by the union.",
      shared: { 2 * max(0, $0) * max(0, $1) }, by: { a, b, _ in a + b }),
    mistake(
      "divided by the smaller", "Divide by what both cover together, and not by the smaller box.",
      by: { a, b, _ in min(a, b) }),
    mistake(
      "divided by the larger", "Divide by what both cover together, and not by the larger box.",
      by: { a, b, _ in max(a, b) }),
    mistake(
      "divided by the first", "Divide by what both cover together, and not by the first box.",
      by: { a, _, _ in a }),
    mistake(
      "divided by the second", "Divide by what both cover together, and not by the second box.",
      by: { _, b, _ in b }),
    mistake(
      "the shared area added", "The shared area has to be taken away from the sum, and not added.",
      by: { $0 + $1 + $2 }),
    mistake(
      "not divided", "That is the shared area: divide it by the union.", by: { _, _, _ in 1 }),
    mistake(
      "a pixel more", "Edges are places, not pixels: a box from 0 to 2 is 2 wide, without + 1.",
      longer: 1),
    Mistake(
      "a pixel more in the areas alone",
      "Edges are places, not pixels: a box from 0 to 2 is 2 wide, without + 1."
    ) { (a, b) -> Double in
      func area(_ box: Box) -> Double { (box.right - box.left + 1) * (box.bottom - box.top + 1) }
      let shared =
        max(0, min(a.right, b.right) - max(a.left, b.left))
        * max(0, min(a.bottom, b.bottom) - max(a.top, b.top))
      return shared / (area(a) + area(b) - shared)
    },
    mistake(
      "half of the perimeter", "Width times height is the area, and not their sum.",
      shared: { max(0, $0) + max(0, $1) }),
    Mistake("right and bottom as extents", "right and bottom are edges, and not width and height.")
    {
      (a, b) -> Double in
      func far(_ box: Box) -> Box {
        Box(
          left: box.left, top: box.top, right: max(box.left, box.left + box.right),
          bottom: max(box.top, box.top + box.bottom))
      }
      return try Seeing.intersectionOverUnion(far(a), far(b))
    },
    Mistake(
      "the box around both",
      "That is the box around both: of two squares on a diagonal it covers more than they do."
    ) { (a, b) -> Double in
      let shared = try Seeing.intersectionOverUnion(a, b)
      let (width, height) = (
        max(a.right, b.right) - min(a.left, b.left), max(a.bottom, b.bottom) - min(a.top, b.top)
      )
      let both = shared * (a.area + b.area) / (1 + shared)
      return width * height > 0 ? both / (width * height) : 0
    },
    Mistake("the distance", "That is 1 − overlap: equal boxes give 1, and boxes apart 0.") {
      (a, b) -> Double in 1 - (try Seeing.intersectionOverUnion(a, b))
    },
  ]
}

extension Box {
  fileprivate var area: Double { (right - left) * (bottom - top) }
}
