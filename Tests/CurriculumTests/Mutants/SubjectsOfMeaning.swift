import Curriculum
import Curriculum11
import Gradus

extension Subject {
  static var lesson11: [Subject] { lesson11Words + lesson11Vectors + lesson11Relations }

  private static var lesson11Words: [Subject] {
    let lesson = MeaningLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "vocabulary", "sentences minimumCount", solution.vocabulary) {
        $0.vocabulary = $1
      },
      Subject(lesson, "pairs", "sentences window", solution.pairs) { $0.pairs = $1 },
      Subject(lesson, "positiveInformation", "counts", solution.positiveInformation) {
        $0.positiveInformation = $1
      },
      Subject(lesson, "negatives", "counts positive draws", solution.negatives) {
        $0.negatives = $1
      },
    ]
  }
}

extension WordPair: Dismantled {
  var dismantled: Value {
    .record([("center", .count(center)), ("context", .count(context))]) {
      WordPair(center: $0[0].take(), context: $0[1].take())
    }
  }
}

extension EncodedText: Dismantled {
  var dismantled: Value {
    .record([("words", Value(words)), ("sentences", Value(sentences))]) {
      EncodedText(words: $0[0].take(), sentences: $0[1].take())
    }
  }
}
