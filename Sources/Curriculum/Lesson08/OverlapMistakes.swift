import Curriculum
import Gradus

extension SeeingLesson {
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
      return whole > 0 ? shared / whole : 0
    }
  }

  private static let notCutOff =
    "Where boxes lie apart, their width, their height or both come out negative: cut each off at 0 by itself. "
    + "The product of two negative ones is no overlap, and neither is a magnitude."

  private static let byOneBox =
    "Divide by what both cover together, and not by the area of one of the boxes."

  private static let largerOfLeftEdges =
    "What both share reaches from the larger of the left edges to the smaller of the right ones, and from the "
    + "larger of the tops to the smaller of the bottoms: either box may begin first, or lie within the other."

  private static let tinyUnion =
    "A union may be tiny, since boxes may be: add nothing to it, and return 0 only where it is 0."

  /// Takes another extent for the shared one, which is then cut off at 0.
  private static func extent(
    _ name: String, along axis: @escaping @Sendable (_ a: Edges, _ b: Edges) -> Double
  ) -> Mistake<Overlap> {
    Mistake(name, largerOfLeftEdges) { a, b in
      let width = max(0, axis((a.left, a.right), (b.left, b.right)))
      let height = max(0, axis((a.top, a.bottom), (b.top, b.bottom)))
      let union = a.area + b.area - width * height
      return union > 0 ? width * height / union : 0
    }
  }

  /// Where a box begins and ends along an axis.
  private typealias Edges = (first: Double, last: Double)

  /// Takes an overlap for granted, or rules it out, where a condition holds.
  private static func shortcut(
    _ name: String, _ why: String, _ result: Double,
    where holds: @escaping @Sendable (_ a: Box, _ b: Box) -> Bool
  ) -> Mistake<Overlap> {
    Mistake(name, why) {
      holds($0, $1) ? result : try Seeing.intersectionOverUnion($0, $1)
    }
  }

  @Sendable private static func contains(_ a: Box, _ b: Box) -> Bool {
    a.left <= b.left && b.right <= a.right && a.top <= b.top && b.bottom <= a.bottom
  }

  @Sendable private static func surrounds(_ a: Box, _ b: Box) -> Bool {
    a.left < b.left && b.right < a.right && a.top < b.top && b.bottom < a.bottom
  }

  @Sendable private static func hasCorner(_ a: Box, in b: Box) -> Bool {
    [a.left, a.right].contains { b.left...b.right ~= $0 }
      && [a.top, a.bottom].contains { b.top...b.bottom ~= $0 }
  }

  private static let cornersCompared =
    "Boxes can overlap though no corner of the one lies in the other, as in a plus sign: compare the edges."

  private static let boxWithin =
    "A box within another covers a part of it alone: its area is divided by the larger one's."

  private static let mistakesOfCases = [
    shortcut("corners looked at", cornersCompared, 0) {
      !hasCorner($0, in: $1) && !hasCorner($1, in: $0)
    },
    shortcut("corners of the first alone", cornersCompared, 0) { !hasCorner($0, in: $1) },
    shortcut("corners of the second alone", cornersCompared, 0) { !hasCorner($1, in: $0) },
    shortcut("1 for a box within the other", boxWithin, 1) { contains($0, $1) || contains($1, $0) },
    shortcut("1 for the first within the second", boxWithin, 1) { contains($1, $0) },
    shortcut("1 for the second within the first", boxWithin, 1) { contains($0, $1) },
    shortcut("1 for a box around the other", boxWithin, 1) {
      surrounds($0, $1) || surrounds($1, $0)
    },
    shortcut("1 for the first around the second", boxWithin, 1) { surrounds($0, $1) },
    shortcut("1 for the second around the first", boxWithin, 1) { surrounds($1, $0) },
  ]

  static let overlapMistakes =
    mistakesOfShares + mistakesOfCases
    + [1e-6, 1e-9, 1e-12].map { small in
      mistake("\(small) added to the union", tinyUnion, by: { $0 + $1 - $2 + small })
    }
    + [1e-4, 1e-6, 1e-9].map { small in
      mistake(
        "a union below \(small) taken for none", tinyUnion,
        by: { $0 + $1 - $2 > small ? $0 + $1 - $2 : 0 })
    }

  private static let mistakesOfShares: [Mistake<Overlap>] = [
    mistake("not cut off at 0", notCutOff, shared: { $0 * $1 }),
    mistake("cut off after the product", notCutOff, shared: { max(0, $0 * $1) }),
    mistake("magnitudes of the extents", notCutOff, shared: { abs($0) * abs($1) }),
    mistake(
      "nothing shared",
      "Nothing is ever shared: the smaller of the right edges less the larger of the left ones is "
        + "the width. y grows downward, so the height is the smaller bottom less the larger top.",
      shared: { _, _ in 0 }),
    extent("from the edges of one box to those of the other") { a, b in
      min(a.last - b.first, b.last - a.first)
    },
    extent("from the first edge of the second box") { a, b in min(a.last, b.last) - b.first },
    extent("from the first edge of the first box") { a, b in min(a.last, b.last) - a.first },
    Mistake(
      "the empty part of the box around both taken away",
      "That is the generalized overlap, from which the empty part of the box around both is taken away: here it is "
        + "the shared area by the union, and no more."
    ) { (a, b) -> Double in
      let shared = try Seeing.intersectionOverUnion(a, b)
      let (width, height) = (
        max(a.right, b.right) - min(a.left, b.left), max(a.bottom, b.bottom) - min(a.top, b.top)
      )
      let union = (a.area + b.area) / (1 + shared)
      return width * height > 0 ? shared - 1 + union / (width * height) : 0
    },
    mistake(
      "the first area twice", "Each box has an area of its own: that of a plus that of b.",
      by: { a, _, shared in 2 * a - shared }),
    mistake(
      "divided by the sum",
      "What both share was counted twice: take it away from the sum of the areas.",
      by: { a, b, _ in a + b }),
    mistake(
      "twice the shared area",
      "That is 2·shared / (sum of the areas), which is larger: divide by the union.",
      shared: { 2 * max(0, $0) * max(0, $1) }, by: { a, b, _ in a + b }),
    mistake("divided by the smaller", byOneBox, by: { a, b, _ in min(a, b) }),
    mistake("divided by the larger", byOneBox, by: { a, b, _ in max(a, b) }),
    mistake("divided by the first", byOneBox, by: { a, _, _ in a }),
    mistake("divided by the second", byOneBox, by: { _, b, _ in b }),
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
