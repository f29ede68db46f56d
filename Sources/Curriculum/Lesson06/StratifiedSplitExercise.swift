import Curriculum
import Gradus

extension EarlyStoppingLesson {
  static let split = Exercise<Answers>(
    "split", "Three parts that share no sample",
    hints: [
      "Take one class at a time: order.filter { labels[$0] == label } are its positions, shuffled.",
      "Cut that list in three: up to validationEnd, from there to testEnd, and the rest.",
      "let validationEnd = Int((validation * Double(samples.count)).rounded()), and testEnd is "
        + "Int(((validation + test) * Double(samples.count)).rounded()).",
    ],
    learnt:
      "Three parts that share no sample: one to learn from, one to choose with, and one that is "
      + "looked at once.",
    landmark: Landmark("Sources/DataLoading/DataSplit.swift", "struct DataSplit"),
    solution: { $0.split = StoppingEarly.split },
    check: { answers in
      try check(
        answers, labels: [7, 7, 7, 7, 9, 9, 9, 9], order: [7, 6, 5, 4, 3, 2, 1, 0], 0.25, 0.25)
      // Thirty of one class, ten of another, four of a third; the first are rare.
      let labels = (0..<44).map { $0 < 4 ? 5 : $0 < 14 ? 0 : 2 }
      var generator = RandomGenerator(seed: 61)
      let order = generator.permutation(labels.count)
      try check(answers, labels: labels, order: order, 0.2, 0.3)
      try check(answers, labels: labels, order: order, 0.5, 0.5)
      try check(answers, labels: labels, order: order, 0, 0.25)
      // Of six samples a quarter and a quarter are three; of three, one half and one half are all.
      try check(
        answers, labels: [4, 4, 1, 4, 1, 4, 1, 4, 1, 4, 1, 1],
        order: [6, 1, 10, 4, 9, 0, 8, 3, 11, 2, 7, 5], 0.25, 0.25)
      try check(answers, labels: [1, 1, 1], order: [2, 0, 1], 0.5, 0.5)
      try check(answers, labels: [8, 3, 8, 8, 8, 8], order: [4, 1, 0, 5, 2, 3], 0.5, 0.5)
    },
    wrongAnswers: [
      WrongAnswer("the parts overlap") {
        $0.split = { labels, order, validation, test in
          let right = try StoppingEarly.split(
            labels, order: order, validation: validation, test: test)
          let again = try StoppingEarly.split(labels, order: order, validation: test, test: 0)
          return (right.train, right.validation, again.validation)
        }
      },
      WrongAnswer("validation samples are trained on as well") {
        $0.split = { labels, order, validation, test in
          let right = try StoppingEarly.split(
            labels, order: order, validation: validation, test: test)
          return (right.train + right.validation, right.validation, right.test)
        }
      },
      WrongAnswer("not stratified") {
        $0.split = { labels, order, validation, test in
          try StoppingEarly.split(
            labels.map { _ in 0 }, order: order, validation: validation, test: test)
        }
      },
      WrongAnswer("not shuffled") {
        $0.split = { labels, _, validation, test in
          try StoppingEarly.split(
            labels, order: Array(labels.indices), validation: validation, test: test)
        }
      },
      WrongAnswer("validation and test exchanged") {
        $0.split = { labels, order, validation, test in
          let right = try StoppingEarly.split(
            labels, order: order, validation: validation, test: test)
          return (right.train, right.test, right.validation)
        }
      },
      WrongAnswer("shares cut off instead of rounded") {
        $0.split = { labels, order, validation, test in
          try cutOff(labels, order, validation, test)
        }
      },
      WrongAnswer("lengths rounded instead of ends") {
        $0.split = { labels, order, validation, test in
          try roundedLengths(labels, order, validation, test)
        }
      },
      WrongAnswer("labels instead of positions") {
        $0.split = { labels, order, validation, test in
          let right = try StoppingEarly.split(
            labels, order: order, validation: validation, test: test)
          return (
            right.train.map { labels[$0] }, right.validation.map { labels[$0] },
            right.test.map { labels[$0] }
          )
        }
      },
      WrongAnswer("a sample of each class is lost") {
        $0.split = { labels, order, validation, test in
          let right = try StoppingEarly.split(
            labels, order: order, validation: validation, test: test)
          return (Array(right.train.dropLast()), right.validation, right.test)
        }
      },
    ])

  private static func check(
    _ answers: Answers, labels: [Int], order: [Int], _ validation: Double, _ test: Double
  ) throws {
    let call = "split of \(labels.count) samples, validation \(validation), test \(test)"
    let parts = try answers.split(labels, order, validation, test)
    let all = parts.train + parts.validation + parts.test
    let shared = Set(parts.validation).intersection(parts.test)
    let named = [
      ("validation and test", shared),
      ("train and validation", Set(parts.train).intersection(parts.validation)),
      ("train and test", Set(parts.train).intersection(parts.test)),
    ]
    let classes = Set(labels)
    try expect(
      !(all.count == labels.count && all.allSatisfy(classes.contains) && labels.count > 3),
      "\(call): expected positions in 0 ..< \(labels.count), found only \(Set(all).sorted()).",
      why: "Those are labels: return the positions of the samples.")
    for (names, both) in named {
      try expect(
        both.isEmpty, "\(call): \(names) share the samples \(both.sorted()).",
        why: "A sample in two parts leaks: what it is measured with has been learned or chosen.")
    }
    let missing = Set(labels.indices).subtracting(all)
    try expect(
      missing.isEmpty, "\(call): the samples \(missing.sorted()) are in no part.",
      why: "What is in neither of the other parts is to train on: take all of the rest.")
    try expect(
      all.count == labels.count, "\(call): expected \(labels.count) samples, found \(all.count).",
      why: "A sample stands twice in a part.")

    let right = try StoppingEarly.split(labels, order: order, validation: validation, test: test)
    let unshuffled = try StoppingEarly.split(
      labels, order: Array(labels.indices), validation: validation, test: test)
    let cut = try cutOff(labels, order, validation, test)
    let lengths = try roundedLengths(labels, order, validation, test)
    let plain = try StoppingEarly.split(
      labels.map { _ in 0 }, order: order, validation: validation, test: test)
    let inClasses = { (part: [Int]) in part.map { labels[$0] }.sorted() }
    for (name, part) in [("validation", \Answers.Parts.validation), ("test", \.test)] {
      try expect(
        parts[keyPath: part].sorted(), equals: right[keyPath: part].sorted(),
        in: "\(call), \(name)",
        suspects: [
          Suspect(
            plain[keyPath: part].sorted(),
            "The classes are not divided in the same proportions: cut each class by itself."),
          Suspect(
            unshuffled[keyPath: part].sorted(),
            "The samples are taken as they stand in the data: take them as they stand in `order`."),
          Suspect(
            cut[keyPath: part].sorted(), "Round to the nearest whole number: Int(x) cuts off."),
          Suspect(
            lengths[keyPath: part].sorted(),
            "The test's end is (validation + test)·n, rounded: two lengths that are both rounded up "
              + "take too many."),
          Suspect(
            (name == "test" ? right.validation : right.test).sorted(),
            "Validation and test are exchanged: the first of each class are for validation."),
        ],
        why: inClasses(parts[keyPath: part]) == inClasses(right[keyPath: part])
          ? "The proportions are right, but other samples: the first of each class in `order`."
          : "Of each class, the ends of the parts are rounded to whole numbers of samples.")
    }
  }

  /// What comes of `Int(x)` for `Int(x.rounded())`.
  private static func cutOff(
    _ labels: [Int], _ order: [Int], _ validation: Double, _ test: Double
  ) throws -> Answers.Parts {
    var parts: Answers.Parts = ([], [], [])
    for label in Set(labels).sorted() {
      let samples = order.filter { labels[$0] == label }
      let validationEnd = Int(validation * Double(samples.count))
      let testEnd = Int((validation + test) * Double(samples.count))
      parts.validation += samples[..<validationEnd]
      parts.test += samples[validationEnd..<testEnd]
      parts.train += samples[testEnd...]
    }
    return parts
  }

  /// What comes of rounding the lengths of the parts and not their ends, as far as there are samples.
  private static func roundedLengths(
    _ labels: [Int], _ order: [Int], _ validation: Double, _ test: Double
  ) throws -> Answers.Parts {
    var parts: Answers.Parts = ([], [], [])
    for label in Set(labels).sorted() {
      let samples = order.filter { labels[$0] == label }
      let validationEnd = Int((validation * Double(samples.count)).rounded())
      let testEnd = validationEnd + Int((test * Double(samples.count)).rounded())
      parts.validation += samples[..<validationEnd]
      parts.test += samples[validationEnd..<min(testEnd, samples.count)]
      parts.train += samples[min(testEnd, samples.count)...]
    }
    return parts
  }
}
