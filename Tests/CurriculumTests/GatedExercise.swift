import Curriculum

/// An exercise of any lesson, as the author's gate sees it.
struct GatedExercise: Sendable, CustomStringConvertible {
  /// One of the answers that the author has written.
  enum Candidate {
    case solution
    case stubs
    case wrongAnswer(Int)
    case rightAnswer(Int)
  }

  let lesson: Int
  let place: Int
  let name: String
  let hints: [String]
  let learned: String
  let landmark: Landmark
  let mistakes: [(name: String, why: String)]
  /// What other right answers do otherwise.
  let ways: [String]
  /// The verdict on an answer, found in this process.
  let judge: @Sendable (Candidate) -> Verdict

  var description: String { "\(lesson).\(place + 1) \(name)" }
}

extension GatedLesson {
  var gatedExercises: [GatedExercise] {
    exercises.enumerated().map { place, exercise in
      GatedExercise(
        lesson: number, place: place, name: exercise.name, hints: exercise.hints,
        learned: exercise.learned, landmark: exercise.landmark,
        mistakes: exercise.wrongAnswers.map { ($0.mistake, $0.why) },
        ways: exercise.rightAnswers.map(\.way)
      ) { candidate in
        switch candidate {
        case .solution: return exercise.judge(solution)
        case .stubs: return exercise.judge(stubs)
        case .wrongAnswer(let index):
          var answers = solution
          exercise.wrongAnswers[index].apply(&answers)
          return exercise.judge(answers)
        case .rightAnswer(let index):
          var answers = solution
          exercise.rightAnswers[index].apply(&answers)
          return exercise.judge(answers)
        }
      }
    }
  }
}
