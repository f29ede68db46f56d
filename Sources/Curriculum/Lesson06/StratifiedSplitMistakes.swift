import Curriculum
import Gradus

extension EarlyStoppingLesson {
  /// Deals out each class by itself, as the solution does, with something done otherwise.
  private static func deal(
    _ labels: [Int], _ order: [Int], _ validation: Double, _ test: Double,
    rounding: FloatingPointRoundingRule = .toNearestOrAwayFromZero,
    testEnd: ((_ validationEnd: Int, _ count: Int) -> Int)? = nil
  ) -> Answers.Parts {
    func end(_ share: Double) -> Int { Int(share.rounded(rounding)) }
    var parts: Answers.Parts = ([], [], [])
    for label in Set(labels).sorted() {
      let samples = order.filter { labels[$0] == label }
      let n = Double(samples.count)
      let first = min(end(validation * n), samples.count)
      let second = testEnd?(first, samples.count) ?? end((validation + test) * n)
      let last = max(first, min(second, samples.count))
      parts.validation += samples[..<first]
      parts.test += samples[first..<last]
      parts.train += samples[last...]
    }
    return parts
  }

  static let splitMistakes =
    mistakesOfOrder + mistakesOfSize + mistakesOfCount + mistakesOfSamples

  private static let mistakesOfOrder: [Mistake<Answers.Split>] = [
    Mistake(
      "not stratified",
      "The classes are not divided in the same proportions: cut each class by itself."
    ) { (labels, order, validation, test) -> Answers.Parts in
      deal(labels.map { _ in 0 }, order, validation, test)
    },
    Mistake(
      "not shuffled",
      "The samples are taken as they stand in the data: take them as they stand in `order`."
    ) { (labels, _, validation, test) -> Answers.Parts in
      deal(labels, Array(labels.indices), validation, test)
    },
    Mistake(
      "`order` read the other way",
      "`order` lists positions: its first number is the sample that comes first, and not the place to "
        + "which sample 0 goes."
    ) { (labels, order, validation, test) -> Answers.Parts in
      deal(labels, labels.indices.sorted { order[$0] < order[$1] }, validation, test)
    },
    Mistake(
      "`order` from its end",
      "The samples are taken from the end of `order`: the first of each class are for validation."
    ) { (labels, order, validation, test) -> Answers.Parts in
      deal(labels, order.reversed(), validation, test)
    },
    Mistake(
      "places in `order` instead of samples",
      "Those are places in `order`: return the samples that stand there, order[place]."
    ) { (labels, order, validation, test) -> Answers.Parts in
      deal(order.map { labels[$0] }, Array(order.indices), validation, test)
    },
    Mistake(
      "validation and test exchanged",
      "Validation and test are exchanged: the first of each class are for validation."
    ) { (labels, order, validation, test) -> Answers.Parts in
      let right = deal(labels, order, validation, test)
      return (right.train, right.test, right.validation)
    },
    Mistake(
      "the first are trained on",
      "The first of each class are trained on: they are for validation, the next for the test."
    ) { (labels, order, validation, test) -> Answers.Parts in
      let dealt = deal(labels, order, 1 - validation - test, validation)
      return (dealt.validation, dealt.test, dealt.train)
    },
  ]

  private static let mistakesOfSize: [Mistake<Answers.Split>] = [
    Mistake(
      "shares cut off instead of rounded",
      "Round to the nearest whole number: Int(x) cuts off what comes after the point."
    ) { (labels, order, validation, test) -> Answers.Parts in
      deal(labels, order, validation, test, rounding: .towardZero)
    },
    Mistake(
      "shares rounded up", "Round to the nearest whole number, not always up: Int(x.rounded())."
    ) { (labels, order, validation, test) -> Answers.Parts in
      deal(labels, order, validation, test, rounding: .up)
    },
    Mistake(
      "halves rounded to even",
      "A half is rounded away from zero here, as x.rounded() does: 2.5 becomes 3."
    ) { (labels, order, validation, test) -> Answers.Parts in
      deal(labels, order, validation, test, rounding: .toNearestOrEven)
    },
    Mistake(
      "lengths rounded instead of ends",
      "The test's end is (validation + test)·n, rounded: two lengths that are both rounded up "
        + "take too many."
    ) { (labels, order, validation, test) -> Answers.Parts in
      deal(labels, order, validation, test) { (start: Int, count: Int) -> Int in
        start + Int((test * Double(count)).rounded())
      }
    },
    Mistake(
      "the test's share of what is left",
      "The test takes its share of what validation has left: shares are those of the whole class."
    ) { (labels, order, validation, test) -> Answers.Parts in
      deal(labels, order, validation, test) { (start: Int, count: Int) -> Int in
        start + Int((test * Double(count - start)).rounded())
      }
    },
  ]

  private static let mistakesOfCount: [Mistake<Answers.Split>] = [
    Mistake(
      "shares of all samples",
      "n is the number of samples of one class, and not of all classes."
    ) { (labels, order, validation, test) -> Answers.Parts in
      var parts: Answers.Parts = ([], [], [])
      let n = Double(labels.count)
      for label in Set(labels).sorted() {
        let samples = order.filter { labels[$0] == label }
        let first = min(Int((validation * n).rounded()), samples.count)
        let last = min(Int(((validation + test) * n).rounded()), samples.count)
        parts.validation += samples[..<first]
        parts.test += samples[first..<last]
        parts.train += samples[last...]
      }
      return parts
    },
    Mistake(
      "the test's end without validation",
      "The test ends at (validation + test)·n, and not at test·n: it begins only where validation ends."
    ) { (labels, order, validation, test) -> Answers.Parts in
      deal(labels, order, validation, test) { (_: Int, count: Int) -> Int in
        Int((test * Double(count)).rounded())
      }
    },
    Mistake(
      "at least one of each class",
      "A part may be without samples of a class, as when its share is 0: round, and no more."
    ) { (labels, order, validation, test) -> Answers.Parts in
      var parts: Answers.Parts = ([], [], [])
      for label in Set(labels).sorted() {
        let samples = order.filter { labels[$0] == label }
        let n = Double(samples.count)
        let first = max(1, Int((validation * n).rounded()))
        let last = max(first, Int(((validation + test) * n).rounded()))
        parts.validation += samples[..<first]
        parts.test += samples[first..<last]
        parts.train += samples[last...]
      }
      return parts
    },
  ]

  private static let mistakesOfSamples: [Mistake<Answers.Split>] = [
    Mistake("places within a class") { (labels, order, validation, test) -> Answers.Parts in
      var parts = deal(labels, order, validation, test)
      let place = { (sample: Int) in
        order.filter { labels[$0] == labels[sample] }.firstIndex(of: sample)!
      }
      for part in [\Answers.Parts.train, \.validation, \.test] {
        parts[keyPath: part] = parts[keyPath: part].map(place)
      }
      return parts
    },
    Mistake("only the last class kept") { (labels, order, validation, test) -> Answers.Parts in
      let last = labels.max()
      return deal(labels, order.filter { labels[$0] == last }, validation, test)
    },
    Mistake("no class below 0") { (labels, order, validation, test) -> Answers.Parts in
      deal(labels, order.filter { labels[$0] >= 0 }, validation, test)
    },
    Mistake("the parts overlap") { (labels, order, validation, test) -> Answers.Parts in
      let right = deal(labels, order, validation, test)
      return (right.train, right.validation, deal(labels, order, test, 0).validation)
    },
    Mistake("validation samples are trained on as well") {
      (labels, order, validation, test) -> Answers.Parts in
      let right = deal(labels, order, validation, test)
      return (right.train + right.validation, right.validation, right.test)
    },
    Mistake("ten classes") { (labels, order, validation, test) -> Answers.Parts in
      deal(labels, order.filter { labels[$0] < 10 }, validation, test)
    },
    Mistake("labels instead of positions") { (labels, order, validation, test) -> Answers.Parts in
      var parts = deal(labels, order, validation, test)
      for part in [\Answers.Parts.train, \.validation, \.test] {
        parts[keyPath: part] = parts[keyPath: part].map { labels[$0] }
      }
      return parts
    },
    Mistake("a sample of each class is lost") {
      (labels, order, validation, test) -> Answers.Parts in
      var parts = deal(labels, order, validation, test)
      _ = parts.train.popLast()
      return parts
    },
  ]
}
