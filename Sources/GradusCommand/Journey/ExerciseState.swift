import Curriculum

/// How an exercise stands, without the reason.
enum ExerciseState: String, Codable {
  case todo, passed, wrong

  init(_ verdict: Verdict) {
    switch verdict {
    case .passed: self = .passed
    case .todo: self = .todo
    default: self = .wrong
    }
  }
}
