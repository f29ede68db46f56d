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
    learned:
      "Three parts that share no sample: one to learn from, one to choose with, and one that is "
      + "looked at once.",
    landmark: Landmark("Sources/DataLoading/DataSplit.swift", "struct DataSplit"),
    solution: { $0.split = StoppingEarly.split },
    check: { answers in
      var suspicion = Suspicion(splitMistakes)
      for deal in deals {
        try check(answers, deal.labels, deal.order, deal.validation, deal.test, &suspicion)
      }
      var generator = RandomGenerator(seed: 62)
      for (place, shares) in [(0.2, 0.1), (0.1, 0.3), (0, 0), (1, 0), (0, 1), (0.3, 0.7)]
        .enumerated()
      {
        for count in [1, 2, 3, 10, 25] {
          let labels = (0..<count).map { _ in 2 + generator.uniformInteger(below: place + 1) }
          try check(
            answers, labels, generator.permutation(count), shares.0, shares.1, &suspicion)
        }
      }
    },
    wrongAnswers: splitMistakes.wrongAnswers(\.split),
    rightAnswers: [
      RightAnswer("one pass over the order, that counts the samples of each class") {
        $0.split = { labels, order, validation, test in
          let counts = labels.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
          var (seen, parts): ([Int: Int], Answers.Parts) = ([:], ([], [], []))
          for sample in order {
            let (label, n) = (labels[sample], Double(counts[labels[sample]]!))
            let place = seen[label, default: 0]
            seen[label] = place + 1
            if place < Int((n * validation).rounded()) {
              parts.validation.append(sample)
            } else if place < Int((n * (validation + test)).rounded()) {
              parts.test.append(sample)
            } else {
              parts.train.append(sample)
            }
          }
          return parts
        }
      },
      RightAnswer("grouped by a dictionary") {
        $0.split = { labels, order, validation, test in
          var parts: Answers.Parts = ([], [], [])
          for samples in Dictionary(grouping: order, by: { labels[$0] }).values {
            let n = Double(samples.count)
            let ends = [validation * n, (validation + test) * n].map { Int($0.rounded()) }
            parts.validation += samples.prefix(ends[0])
            parts.test += samples.prefix(ends[1]).dropFirst(ends[0])
            parts.train += samples.dropFirst(ends[1])
          }
          return parts
        }
      },
      RightAnswer("what is left is trained on, in the order of the data") {
        $0.split = { labels, order, validation, test in
          var parts: Answers.Parts = ([], [], [])
          for label in Set(labels) {
            let samples = order.filter { labels[$0] == label }
            let n = Double(samples.count)
            let end = Int((validation * n).rounded())
            parts.validation += samples[0..<end]
            parts.test += samples[end..<Int(((validation + test) * n).rounded())]
          }
          let taken = Set(parts.validation + parts.test)
          parts.train = labels.indices.filter { !taken.contains($0) }
          return parts
        }
      },
    ])

  private typealias Deal = (labels: [Int], order: [Int], validation: Double, test: Double)

  private static let deals: [Deal] = {
    // Thirty of one class, ten of another, four of a third; the first are rare.
    let labels = (0..<44).map { $0 < 4 ? 5 : $0 < 14 ? 0 : 12 }
    var generator = RandomGenerator(seed: 61)
    let order = generator.permutation(labels.count)
    return [
      ([7, 7, 7, 7, 9, 9, 9, 9], [6, 1, 7, 4, 3, 0, 5, 2], 0.25, 0.25),
      (labels, order, 0.2, 0.3), (labels, order, 0.5, 0.5), (labels, order, 0, 0.25),
      // Of six samples a quarter and a quarter are three; of three, one half and one half are all.
      ([4, 4, 1, 4, 1, 4, 1, 4, 1, 4, 1, 1], [6, 1, 10, 4, 9, 0, 8, 3, 11, 2, 7, 5], 0.25, 0.25),
      ([1, 1, 1], [2, 0, 1], 0.5, 0.5), ([8, -3, 8, 8, 8, 8], [4, 1, 0, 5, 2, 3], 0.5, 0.5),
      // The signs of labels count: −3 is neither 3 nor 0.
      ([3, -3, 0, 3, 0, -3, 3, 0, -3], [0, 3, 6, 2, 4, 7, 1, 5, 8], 0.34, 0.33),
      // A quarter of ten is rounded to 3: halves go away from zero.
      (Array(repeating: 6, count: 10), [3, 8, 0, 9, 5, 1, 7, 2, 6, 4], 0.25, 0.25),
    ]
  }()

  private static func check(
    _ answers: Answers, _ labels: [Int], _ order: [Int], _ validation: Double, _ test: Double,
    _ suspicion: inout Suspicion<Answers.Split>
  ) throws {
    let call = "split of \(labels.count) samples, validation \(validation), test \(test)"
    let parts = try answers.split(labels, order, validation, test)
    try expectEachSampleOnce(parts, of: labels, in: call)
    let right = try StoppingEarly.split(labels, order: order, validation: validation, test: test)
    let inClasses = { (part: [Int]) in part.map { labels[$0] }.sorted() }
    let areTaken = [\Answers.Parts.validation, \.test].allSatisfy {
      inClasses(parts[keyPath: $0]) == inClasses(right[keyPath: $0])
    }
    try suspicion.expect(
      parts, equals: right, in: call,
      parts: [
        .value("validation") { $0.validation.sorted() }, .value("test") { $0.test.sorted() },
        .value("train") { $0.train.sorted() },
      ],
      otherwise: areTaken
        ? "The proportions are right, but other samples: the first of each class in `order`."
        : "Of each class, validation ends at validation·n and the test at (validation + test)·n, both "
          + "rounded; n counts the samples of that class."
    ) { try $0(labels, order, validation, test) }
  }

  /// Whether these samples are all that have their labels.
  private static func inWholeClasses(_ samples: Set<Int>, _ labels: [Int]) -> Bool {
    let classes = Set(samples.map { labels[$0] })
    return labels.indices.filter { classes.contains(labels[$0]) }.count == samples.count
  }

  private static func expectEachSampleOnce(
    _ parts: Answers.Parts, of labels: [Int], in call: String
  ) throws {
    let all = parts.train + parts.validation + parts.test
    let positions = labels.indices
    try expect(
      all.allSatisfy(positions.contains) && !(all.count > 3 && all.sorted() == labels.sorted()),
      "\(call): expected the positions 0 ..< \(labels.count), found \(Set(all).sorted()).",
      why: "Those are labels: return the positions of the samples.")
    for (names, both) in [
      ("validation and test", Set(parts.validation).intersection(parts.test)),
      ("train and validation", Set(parts.train).intersection(parts.validation)),
      ("train and test", Set(parts.train).intersection(parts.test)),
    ] {
      try expect(
        both.isEmpty, "\(call): \(names) share the samples \(both.sorted()).",
        why: "A sample in two parts leaks: what it is measured with has been learned or chosen.")
    }
    let missing = Set(positions).subtracting(all)
    try expect(
      missing.isEmpty || Set(all).count == all.count,
      "\(call): the samples \(missing.sorted()) are in no part, and others stand twice in one.",
      why: "Are those places within a class? Return positions among all samples.")
    try expect(
      missing.isEmpty, "\(call): the samples \(missing.sorted()) are in no part.",
      why: inWholeClasses(missing, labels)
        ? "All of a class is missing. Labels may be any whole numbers, so take each that there is, "
          + "Set(labels); and add what each class gives to the parts, +=, instead of replacing them."
        : "What is in neither of the other parts is to train on: take all of the rest, of every class."
    )
    try expect(
      all.count == labels.count, "\(call): expected \(labels.count) samples, found \(all.count).",
      why: "A sample stands twice in a part: go through each class once, Set(labels).")
  }
}
