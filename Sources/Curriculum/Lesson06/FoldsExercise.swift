import Curriculum
import Gradus

extension EarlyStoppingLesson {
  static let folds = Exercise<Answers>(
    "folds", "Every sample measured on once",
    hints: [
      "Go from fold to fold and remember where the next piece starts.",
      "A piece has count / k samples, and one more when its number is below count % k.",
      "validation: Array(start..<end), train: Array(0..<start) + Array(end..<count), then start = end.",
    ],
    learnt:
      "With folds every sample is measured on once, by a model that has not seen it; sizes "
      + "differ by one at most.",
    landmark: Landmark("Sources/DataLoading/DataSplit.swift", "func folds"),
    solution: { $0.folds = StoppingEarly.folds },
    check: { answers in
      for (count, k) in [(5, 2), (12, 3), (11, 4), (3, 3)] {
        let call = "folds(count: \(count), k: \(k))"
        let right = try StoppingEarly.folds(count: count, k: k)
        let found = try answers.folds(count, k)
        try expect(
          found.count == k, "\(call): expected \(k) folds, found \(found.count).",
          why: "There is one fold for each piece: a piece is measured on once.")
        for fold in 0..<k {
          let shared = Set(found[fold].train).intersection(found[fold].validation)
          try expect(
            shared.isEmpty,
            "\(call), fold \(fold): train and validation share \(shared.sorted()).",
            why: "Train on the other pieces only: what is measured on must be new to the model.")
          try expect(
            found[fold].validation, equals: right[fold].validation,
            in: "\(call), fold \(fold), validation",
            suspects: [
              Suspect(
                right[fold].train,
                "Train and validation are exchanged: one piece is measured on, the others trained on."
              ),
              Suspect(
                Array(fold * (count / k)..<(fold + 1) * (count / k)),
                "When k does not divide the count, some samples are left over: the first count % k "
                  + "pieces have one more."),
              Suspect(
                (0..<count).filter { $0 % k == fold },
                "That deals the samples out in turn: here a piece is a run of neighbours."),
            ],
            why: "The pieces follow one another, and their sizes differ by at most one.")
          try expect(
            found[fold].train, equals: right[fold].train, in: "\(call), fold \(fold), train",
            suspects: [
              Suspect(
                Array(0..<right[fold].validation[0]),
                "The pieces behind the one that is measured on are missing.")
            ],
            why: "Train on all samples that are not measured on, in ascending positions.")
        }
      }
    },
    wrongAnswers: [
      WrongAnswer("what is left over is lost") {
        $0.folds = { count, k in
          try StoppingEarly.folds(count: count / k * k, k: k)
        }
      },
      WrongAnswer("the last piece takes what is left over") {
        $0.folds = { count, k in
          (0..<k).map { fold in
            let start = fold * (count / k)
            let end = fold == k - 1 ? count : start + count / k
            return (Array(0..<start) + Array(end..<count), Array(start..<end))
          }
        }
      },
      WrongAnswer("trains on everything") {
        $0.folds = { count, k in
          try StoppingEarly.folds(count: count, k: k).map { (Array(0..<count), $0.validation) }
        }
      },
      WrongAnswer("train and validation exchanged") {
        $0.folds = { count, k in
          try StoppingEarly.folds(count: count, k: k).map { ($0.validation, $0.train) }
        }
      },
      WrongAnswer("one fold missing") {
        $0.folds = { count, k in try StoppingEarly.folds(count: count, k: k).dropLast() }
      },
      WrongAnswer("dealt out in turn") {
        $0.folds = { count, k in
          (0..<k).map { fold in
            ((0..<count).filter { $0 % k != fold }, (0..<count).filter { $0 % k == fold })
          }
        }
      },
      WrongAnswer("trains only on what stands before") {
        $0.folds = { count, k in
          try StoppingEarly.folds(count: count, k: k).map { fold in
            (Array(0..<fold.validation[0]), fold.validation)
          }
        }
      },
    ])
}
