import Curriculum
import Gradus

extension EarlyStoppingLesson {
  /// Folds from the ends of their pieces.
  private static func folds(_ count: Int, ends: [Int]) -> [Answers.Fold] {
    zip([0] + ends, ends).map { start, end in
      (Array(0..<start) + Array(end..<max(end, count)), Array(start..<max(start, end)))
    }
  }

  static let foldMistakes: [Mistake<Answers.Folds>] = [
    Mistake(
      "what is left over is lost",
      "When k does not divide the count, some samples are left over: the first count % k "
        + "pieces have one more."
    ) { count, k in
      folds(count / k * k, ends: (1...k).map { $0 * (count / k) })
    },
    Mistake(
      "what is left over is only trained on",
      "When k does not divide the count, some samples are never measured on: the first count % k "
        + "pieces have one more."
    ) { count, k in folds(count, ends: (1...k).map { $0 * (count / k) }) },
    Mistake(
      "the last piece takes what is left over",
      "The last piece takes all that is left over: the first count % k pieces have one more."
    ) { count, k in folds(count, ends: (1..<k).map { $0 * (count / k) } + [count]) },
    Mistake(
      "the last pieces have one more",
      "The last pieces have one sample more: those are the first count % k ones."
    ) { count, k in
      folds(count, ends: (1...k).map { $0 * (count / k) + max(0, $0 - k + count % k) })
    },
    Mistake(
      "each piece rounded up",
      "Every piece is rounded up, and too little is left for the last: only the first count % k pieces "
        + "have one more."
    ) { count, k in
      folds(count, ends: (1...k).map { min(count, $0 * ((count + k - 1) / k)) })
    },
    Mistake(
      "starts at fold · (count / k)",
      "The pieces overlap: where one is longer, the next one begins one sample further, where it has ended."
    ) { count, k in
      (0..<k).map { fold in
        let start = fold * (count / k)
        let end = start + count / k + (fold < count % k ? 1 : 0)
        return (Array(0..<start) + Array(end..<max(end, count)), Array(start..<end))
      }
    },
    Mistake(
      "the first piece takes what is left over",
      "The first piece takes all that is left over: each of the first count % k pieces has one more."
    ) { count, k in
      folds(count, ends: (1...k).map { $0 * (count / k) + count % k })
    },
    Mistake(
      "only one piece larger",
      "Only the first piece has one more: each of the first count % k ones has."
    ) { count, k in
      var ends = (1...k).map { $0 * (count / k) + (count % k > 0 ? 1 : 0) }
      ends[k - 1] = count
      return folds(count, ends: ends)
    },
    Mistake(
      "the last piece first", "The folds come in the order of the positions: the first piece first."
    ) {
      count, k in try StoppingEarly.folds(count: count, k: k).reversed()
    },
    Mistake("descending", "The positions descend: in each part they ascend.") { count, k in
      try StoppingEarly.folds(count: count, k: k).map {
        ($0.train.reversed(), $0.validation.reversed())
      }
    },
    Mistake(
      "ends at fold · count / k",
      "The pieces end at fold · count / k, so that the larger ones stand anywhere: they are the first "
        + "count % k ones."
    ) { count, k in folds(count, ends: (1...k).map { $0 * count / k }) },
    Mistake(
      "the first of the next piece as well",
      "The piece goes on into the next one: start..<end ends before end, start...end does not."
    ) { count, k in
      try StoppingEarly.folds(count: count, k: k).map { fold in
        let piece = fold.validation[0]...min(count - 1, fold.validation.last! + 1)
        return ((0..<count).filter { !piece.contains($0) }, Array(piece))
      }
    },
    Mistake(
      "trains on one piece only",
      "It is trained on one other piece: train on all the others, those before and those after."
    ) { count, k in
      let folds = try StoppingEarly.folds(count: count, k: k)
      return folds.indices.map { (folds[($0 + 1) % k].validation, folds[$0].validation) }
    },
    Mistake("trains on everything") { count, k in
      try StoppingEarly.folds(count: count, k: k).map { (Array(0..<count), $0.validation) }
    },
    Mistake(
      "train and validation exchanged",
      "Train and validation are exchanged: one piece is measured on, the others trained on."
    ) { count, k in
      try StoppingEarly.folds(count: count, k: k).map { ($0.validation, $0.train) }
    },
    Mistake("one fold missing") { count, k in
      try StoppingEarly.folds(count: count, k: k).dropLast()
    },
    Mistake(
      "dealt out in turn",
      "That deals the samples out in turn: here a piece is a run of neighbors."
    ) { count, k in
      (0..<k).map { fold in
        ((0..<count).filter { $0 % k != fold }, (0..<count).filter { $0 % k == fold })
      }
    },
    Mistake(
      "trains only on what stands before",
      "The pieces after the one that is measured on are missing: train on all the others."
    ) { count, k in
      try StoppingEarly.folds(count: count, k: k).map {
        (Array(0..<$0.validation[0]), $0.validation)
      }
    },
    Mistake(
      "trains only on what comes after",
      "The pieces before the one that is measured on are missing: train on all the others."
    ) { count, k in
      try StoppingEarly.folds(count: count, k: k).map { fold in
        (fold.train.filter { $0 > fold.validation[0] }, fold.validation)
      }
    },
    Mistake(
      "what comes after before what stands before",
      "The positions to train on do not ascend: those before the piece come first, then those after it."
    ) { count, k in
      try StoppingEarly.folds(count: count, k: k).map { fold in
        let (start, all) = (fold.validation[0], fold.train)
        return (all.filter { $0 > start } + all.filter { $0 < start }, fold.validation)
      }
    },
    Mistake(
      "positions counted from 1", "Positions are counted from 0: the last is count − 1."
    ) { count, k in
      try StoppingEarly.folds(count: count, k: k).map { fold in
        (fold.train.map { $0 + 1 }, fold.validation.map { $0 + 1 })
      }
    },
  ]
}
