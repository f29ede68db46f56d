import Curriculum
import Curriculum11
import Gradus

extension Subject {
  static var lesson11Relations: [Subject] {
    let lesson = MeaningLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "relationScore", "left relation right", solution.relationScore) {
        $0.relationScore = $1
      },
      Subject(lesson, "ranking", "scores answers known k", solution.ranking) { $0.ranking = $1 },
      Subject(lesson, "splitByWord") { answers, installed in
        answers.splitByWord = { words, share, generator in
          let list = Value.list(words.map(Value.other)) { $0.map { $0.any as! String } }
          let result = try installed.call(
            .arguments(
              ["words", "testShare", "generator"], [list, .number(share), .generator(generator)])
          ) { changed in
            var generator: RandomGenerator = changed["generator"].get()
            let parts = try solution.splitByWord(
              changed["words"].get(), changed["testShare"].get(), &generator)
            return .arguments(
              ["training", "test", "generator afterward"],
              [.counts(parts.training), .counts(parts.test), .generator(generator)])
          }
          generator = result["generator afterward"].get()
          return (result["training"].get(), result["test"].get())
        }
      },
    ]
  }
}

extension RelationScore: Dismantled {
  var dismantled: Value {
    .record([
      ("score", .number(score)), ("left", .tensor(left)), ("relation", .tensor(relation)),
      ("right", .tensor(right)),
    ]) {
      RelationScore(
        score: $0[0].take(), left: $0[1].take(), relation: $0[2].take(), right: $0[3].take())
    }
  }
}
