import Curriculum
import Gradus

extension SeeingLesson {
  /// Suppression as the solution does it, with something done otherwise.
  private static func mistake(
    _ name: String, _ why: String,
    isSorted:
      @escaping @Sendable (_ a: (score: Double, place: Int), (score: Double, place: Int)) -> Bool =
      {
        ($1.score, $0.place) < ($0.score, $1.place)
      },
    counts: @escaping @Sendable (_ score: Double) -> Bool = { !$0.isNaN },
    isSame: @escaping @Sendable (_ a: Detection, _ b: Detection) -> Bool = { $0.label == $1.label },
    covers: @escaping @Sendable (_ overlap: Double, _ threshold: Double) -> Bool = { $0 > $1 },
    against: @escaping @Sendable (_ kept: [Int], _ before: ArraySlice<Int>) -> [Int] = { kept, _ in
      kept
    },
    returned: @escaping @Sendable (_ kept: [Int], _ order: [Int]) -> [Int] = { kept, _ in kept }
  ) -> Mistake<Suppression> {
    Mistake(name, why) { detections, threshold in
      let order = detections.indices.filter { counts(detections[$0].score) }
        .sorted { isSorted((detections[$0].score, $0), (detections[$1].score, $1)) }
      var kept: [Int] = []
      for (place, candidate) in order.enumerated() {
        let isCovered = try against(kept, order[..<place]).contains {
          let (a, b) = (detections[$0], detections[candidate])
          return try isSame(a, b)
            && covers(Seeing.intersectionOverUnion(a.box, b.box), threshold)
        }
        if !isCovered { kept.append(candidate) }
      }
      return returned(kept, order)
    }
  }

  static let suppressionMistakes = mistakesOfOrder + mistakesOfCovering

  private static let anyScore = "Scores may be negative or 0, too: only their order counts."

  private static let equalBoxesStay =
    "An overlap of 1 is not above a threshold of 1, and one of 0 not above 0: equal boxes may both stay."

  private static let mistakesOfOrder: [Mistake<Suppression>] = [
    mistake(
      "not sorted", "The detections are taken as they stand: begin with the highest score.",
      isSorted: { $0.place < $1.place }),
    mistake(
      "the lowest score first", "The lowest score comes first: sort with >.",
      isSorted: { ($0.score, $0.place) < ($1.score, $1.place) }),
    mistake(
      "the last of equal scores first",
      "Of equal scores the one that stands first in the list comes first.",
      isSorted: { ($1.score, $1.place) < ($0.score, $0.place) }),
    mistake(
      "scores compared as Float", "Scores that hardly differ do differ: compare them as they are.",
      isSorted: { (-Float($0.score), $0.place) < (-Float($1.score), $1.place) }),
    Mistake(
      "positions of equal detections",
      "Two detections may be equal in all, and firstIndex(of:) finds the first one for both: sort the positions."
    ) { (detections, threshold) -> [Int] in
      try Seeing.nonMaximumSuppression(of: detections, threshold: threshold)
        .map { detections.firstIndex(of: detections[$0])! }
    },
    mistake(
      "returned as in the list", "The highest score comes first in what is returned, too.",
      returned: { kept, _ in kept.sorted() }),
    mistake(
      "returned from the lowest score",
      "What is returned is turned around: the highest score comes first.",
      returned: { kept, _ in kept.reversed() }),
    mistake(
      "places among the sorted ones",
      "Those are places in the sorted list: return the positions in `detections`.",
      returned: { kept, order in kept.map { order.firstIndex(of: $0)! } }),
    mistake(
      "what is dropped", "Those are the ones to drop: return those that are kept.",
      returned: { kept, order in order.filter { !kept.contains($0) } }),
    mistake(
      "the first alone", "Only one is kept: go on with those that it does not cover.",
      returned: { kept, _ in Array(kept.prefix(1)) }),
    Mistake(
      "NaN as the highest score",
      "A detection whose score is NaN is never kept: leave it out first."
    ) {
      (detections, threshold) -> [Int] in
      try Seeing.nonMaximumSuppression(
        of: detections.map { $0.scored($0.score.isNaN ? .infinity : $0.score) },
        threshold: threshold)
    },
    Mistake(
      "NaN as the lowest score",
      "A detection whose score is NaN is not kept at all: leave it out first."
    ) { (detections, threshold) -> [Int] in
      try Seeing.nonMaximumSuppression(
        of: detections.map { $0.scored($0.score.isNaN ? -.infinity : $0.score) },
        threshold: threshold)
    },
    Mistake(
      "NaN sorted among the others, then left out",
      "A NaN was among the scores that were sorted: every comparison with it is false, so that others end up "
        + "in a wrong order. Leave it out first."
    ) { (detections, threshold) -> [Int] in
      let order = sortedWithNaN(detections).filter { !detections[$0].score.isNaN }
      let kept = try Seeing.nonMaximumSuppression(
        of: order.enumerated().map { detections[$1].scored(-Double($0)) }, threshold: threshold)
      return kept.map { order[$0] }
    },
    Mistake(
      "NaN sorted among the others, and kept",
      "A NaN is in the list, and every comparison with it is false: leave it out before you sort."
    ) { (detections, threshold) -> [Int] in
      let order = sortedWithNaN(detections)
      let kept = try Seeing.nonMaximumSuppression(
        of: order.enumerated().map { detections[$1].scored(-Double($0)) }, threshold: threshold)
      return kept.map { order[$0] }
    },
    Mistake(
      "nothing where there is a NaN", "One NaN leaves one detection out, and not all of them."
    ) {
      (detections, threshold) -> [Int] in
      detections.contains { $0.score.isNaN }
        ? [] : try Seeing.nonMaximumSuppression(of: detections, threshold: threshold)
    },
    mistake("only scores above 0", anyScore, counts: { $0 > 0 }),
    mistake("no negative scores", anyScore, counts: { $0 >= 0 }),
    mistake(
      "nothing after the first that is dropped",
      "After one that is dropped it goes on: those that come later may be kept.",
      returned: { kept, order in zip(kept, order).prefix { $0 == $1 }.map(\.0) }),
    Mistake(
      "class after class",
      "The highest score comes first in what is returned, whatever its label, and not class after class."
    ) { (detections, threshold) -> [Int] in
      let kept = try Seeing.nonMaximumSuppression(of: detections, threshold: threshold)
      return Set(kept.map { detections[$0].label }).sorted().flatMap { label in
        kept.filter { detections[$0].label == label }
      }
    },
    Mistake(
      "one passed over after each that is dropped",
      "Where one is taken out of a list, the next one moves to its place, and an index that goes on passes it over."
    ) { (detections, threshold) -> [Int] in
      let right = try Seeing.nonMaximumSuppression(of: detections, threshold: 1)
      var (order, i) = (right, 0)
      while i < order.count {
        var j = i + 1
        while j < order.count {
          let (a, b) = (detections[order[i]], detections[order[j]])
          let overlap = try Seeing.intersectionOverUnion(a.box, b.box)
          if a.label == b.label && overlap > threshold { order.remove(at: j) }
          j += 1
        }
        i += 1
      }
      return order
    },
    mistake(
      "only finite scores", "Infinity is a score, the highest there is: only NaN is left out.",
      counts: \.isFinite),
  ]

  /// The positions from the highest score to the lowest, as far as NaN allows it.
  private static func sortedWithNaN(_ detections: [Detection]) -> [Int] {
    detections.indices.sorted {
      let (a, b) = (detections[$0].score, detections[$1].score)
      return a == b ? $0 < $1 : a > b
    }
  }

  private static let mistakesOfCovering: [Mistake<Suppression>] = [
    mistake(
      "classes not compared",
      "Two classes at one place are two things: only the same label is dropped.",
      isSame: { _, _ in true }),
    mistake(
      "other classes dropped", "Only a detection of the same label is dropped.",
      isSame: { $0.label != $1.label }),
    mistake(
      "equal scores cover nothing",
      "A kept detection also covers one of the same score: only the order of the list decides there.",
      isSame: { $0.label == $1.label && $0.score > $1.score }),
    mistake(
      "an overlap of 1 dropped at a threshold of 1", equalBoxesStay,
      covers: { overlap, threshold in overlap > threshold || overlap == 1 }),
    Mistake("equal boxes dropped", equalBoxesStay) { (detections, threshold) -> [Int] in
      var kept: [Int] = []
      for place in try Seeing.nonMaximumSuppression(of: detections, threshold: threshold)
      where !kept.contains(where: {
        detections[$0].label == detections[place].label
          && detections[$0].box == detections[place].box
      }) {
        kept.append(place)
      }
      return kept
    },
    Mistake(
      "the threshold for the scores",
      "The threshold is for the overlap: how high a score is does not matter, only which is higher."
    ) { (detections, threshold) -> [Int] in
      try Seeing.nonMaximumSuppression(
        of: detections.map { $0.scored($0.score >= threshold ? $0.score : .nan) },
        threshold: threshold)
    },
    Mistake(
      "boxes without area left out", "A box without area overlaps with nothing: so it is kept."
    ) { (detections, threshold) -> [Int] in
      try Seeing.nonMaximumSuppression(
        of: detections.map {
          let hasArea = $0.box.left < $0.box.right && $0.box.top < $0.box.bottom
          return $0.scored(hasArea ? $0.score : .nan)
        }, threshold: threshold)
    },
    mistake(
      "at the threshold", "An overlap of exactly the threshold is kept: drop what is above it.",
      covers: { $0 >= $1 }),
    mistake(
      "below the threshold",
      "Dropped is what overlaps by more than the threshold, and not by less.",
      covers: { $0 < $1 }),
    mistake(
      "any overlap", "Some overlap is allowed, up to the threshold.",
      covers: { overlap, _ in overlap > 0 }),
    mistake(
      "a threshold of its own", "The threshold is an argument, and not always 0.5.",
      covers: { overlap, _ in overlap > 0.5 }),
    mistake(
      "dropped ones drop others",
      "What has been dropped covers nothing: compare with those that are kept, not with all before.",
      against: { _, before in Array(before) }),
    mistake(
      "the one before alone", "Compare with all that are kept, and not with the one before alone.",
      against: { _, before in Array(before.suffix(1)) }),
    mistake(
      "the last kept one alone", "Compare with all that are kept, and not with the last one alone.",
      against: { kept, _ in kept.suffix(1) }),
    mistake(
      "the first kept one alone",
      "Compare with all that are kept, and not with the first one alone.",
      against: { kept, _ in Array(kept.prefix(1)) }),
    mistake(
      "nothing dropped", "Nothing is dropped: leave out what a kept one covers.",
      against: { _, _ in [] }),
    Mistake("one for each class", "There may be several things of one class, at different places.")
    {
      (detections, threshold) -> [Int] in
      var seen: Set<Int> = []
      return try Seeing.nonMaximumSuppression(of: detections, threshold: threshold)
        .filter { seen.insert(detections[$0].label).inserted }
    },
  ]
}

extension Detection {
  fileprivate func scored(_ score: Double) -> Detection {
    Detection(box: box, label: label, score: score)
  }
}
