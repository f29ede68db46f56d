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
    learned:
      "With folds every sample is measured on once, by a model that has not seen it; sizes "
      + "differ by one at most.",
    landmark: Landmark("Sources/DataLoading/DataSplit.swift", "func folds"),
    solution: { $0.folds = StoppingEarly.folds },
    check: { answers in
      // Three pieces have one more, so that no other mistake makes the first of them as long.
      for (count, k) in [(13, 5), (9, 6)] { try check(answers, count, k, tellsApart: true) }
      for count in 2...13 {
        for k in 2...count { try check(answers, count, k, tellsApart: false) }
      }
    },
    wrongAnswers: foldMistakes.wrongAnswers(\.folds),
    rightAnswers: [
      RightAnswer("what is before and what is not in the piece, filtered") {
        $0.folds = { count, k in
          var end = 0
          return (0..<k).map { fold in
            let start = end
            end += fold < count % k ? count / k + 1 : count / k
            let piece = start..<end
            return ((0..<count).filter { !piece.contains($0) }, Array(piece))
          }
        }
      },
      RightAnswer("pieces first, then all but one of them joined") {
        $0.folds = { count, k in
          var rest = Array(0..<count)
          let pieces = (0..<k).map { fold in
            let size = (count - fold + k - 1) / k
            defer { rest.removeFirst(size) }
            return Array(rest.prefix(size))
          }
          return pieces.indices.map { fold in
            (pieces.indices.filter { $0 != fold }.flatMap { pieces[$0] }, pieces[fold])
          }
        }
      },
      RightAnswer("the start of a piece by a formula") {
        $0.folds = { count, k in
          func start(_ fold: Int) -> Int { fold * (count / k) + min(fold, count % k) }
          return (0..<k).map {
            (
              Array(0..<start($0)) + Array(start($0 + 1)..<count),
              Array(start($0)..<start($0 + 1))
            )
          }
        }
      },
    ])

  private static func check(_ answers: Answers, _ count: Int, _ k: Int, tellsApart: Bool) throws {
    let call = "folds(count: \(count), k: \(k))"
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
    }
    try expect(
      found, equals: try StoppingEarly.folds(count: count, k: k), in: call,
      parts: (0..<k).flatMap { fold -> [Part<[Answers.Fold]>] in
        [
          .value("fold \(fold), validation") { $0.count == k ? $0[fold].validation : [] },
          .value("fold \(fold), train") { $0.count == k ? $0[fold].train : [] },
        ]
      }, suspects: tellsApart ? foldMistakes.suspects { try $0(count, k) } : [],
      otherwise:
        "The pieces follow one another, their sizes differ by at most one, the larger ones come "
        + "first, and each is measured on by a model trained on all the others, in ascending positions."
    )
  }
}
