import Curriculum
import Curriculum11
import Gradus

extension Subject {
  static var lesson11Vectors: [Subject] {
    let lesson = MeaningLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "pairLoss", "center context negatives", solution.pairLoss) {
        $0.pairLoss = $1
      },
      Subject(lesson, "update") { answers, installed in
        answers.update = { tables, pair, negatives, rate in
          tables = try installed.call(
            .arguments(
              ["tables", "center", "context", "negatives", "rate"],
              [
                Value(tables), .count(pair.center), .count(pair.context), .counts(negatives),
                .number(rate),
              ])
          ) { changed in
            var tables: WordTables = changed["tables"].get()
            try solution.update(
              &tables,
              WordPair(center: changed["center"].get(), context: changed["context"].get()),
              changed["negatives"].get(), changed["rate"].get())
            return Value(tables)
          }.get()
        }
      },
      Subject(lesson, "neighbors", "vectors word count", solution.neighbors) { $0.neighbors = $1 },
      Subject(lesson, "analogy", "vectors a b c", solution.analogy) { $0.analogy = $1 },
    ]
  }
}

extension WordTables: Dismantled {
  var dismantled: Value {
    .record([("centers", .tensor(centers)), ("contexts", .tensor(contexts))]) {
      WordTables(centers: $0[0].take(), contexts: $0[1].take())
    }
  }
}

extension PairLoss: Dismantled {
  var dismantled: Value {
    .record([
      ("loss", .number(loss)), ("center", .tensor(center)), ("context", .tensor(context)),
      ("negatives", .tensor(negatives)),
    ]) {
      PairLoss(
        loss: $0[0].take(), center: $0[1].take(), context: $0[2].take(), negatives: $0[3].take())
    }
  }
}
