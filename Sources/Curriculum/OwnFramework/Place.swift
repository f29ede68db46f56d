import Curriculum

/// The functions that a training is made of, one for each of its places.
public protocol OwnParts: Sendable {
  /// All of them ours.
  static var ours: Self { get }
  /// Where the learner's functions fit in.
  static var places: [Place<Self>] { get }
}

/// A place in a training for a function that an exercise asks for.
public struct Place<Parts: OwnParts>: Sendable {
  /// What the function does in the training, in a few words.
  public let role: String
  /// The exercises whose functions fit here, the best one first.
  public let exercises: [ExerciseName]
  /// Puts the function of one of these exercises here.
  let fill: @Sendable (_ parts: inout Parts, _ answers: CourseAnswers, _ exercise: Int) -> Void
  /// Puts ours here.
  let restore: @Sendable (_ parts: inout Parts) -> Void

  /// A place for the function of one exercise.
  init<Function>(
    _ role: String, _ field: WritableKeyPath<Parts, Function> & Sendable, _ lesson: Int,
    _ name: String, _ function: @escaping @Sendable (CourseAnswers) -> Function
  ) {
    self.init(role, field, [Candidate(lesson, name, function)])
  }

  /// A place for the best function of several exercises.
  init<Function>(
    _ role: String, _ field: WritableKeyPath<Parts, Function> & Sendable,
    _ candidates: [Candidate<Function>]
  ) {
    self.role = role
    exercises = candidates.map(\.exercise)
    fill = { $0[keyPath: field] = candidates[$2].function($1) }
    restore = { $0[keyPath: field] = Parts.ours[keyPath: field] }
  }
}

/// A function that fits a place, and the exercise that asks for it.
struct Candidate<Function>: Sendable {
  let exercise: ExerciseName
  let function: @Sendable (CourseAnswers) -> Function

  init(
    _ lesson: Int, _ name: String, _ function: @escaping @Sendable (CourseAnswers) -> Function
  ) {
    exercise = ExerciseName(lesson, name)
    self.function = function
  }
}

/// Whose function stands at a place.
public struct Part: Sendable, Equatable {
  /// Whose it is, and why it is not the learner's.
  public enum Maker: Sendable, Equatable {
    /// The learner's, which passed its check.
    case yours
    /// Ours, because the exercise is still to do.
    case oursForNow
    /// Ours, because the learner's is wrong.
    case oursInPlaceOfWrong
    /// Ours from some moment on, because the learner's failed there.
    case oursAfterFailure(String)
  }

  /// What the function does in the training.
  public let role: String
  /// The exercise that asks for it.
  public let exercise: ExerciseName
  /// Whose it is.
  public internal(set) var maker: Maker
}

extension Place {
  /// Whose function comes here, and of which exercise: the best one that passed its check.
  ///
  /// Where none has passed, a wrong one is named, and where all are to do, the last, which is the easiest.
  func part(_ verdicts: Verdicts) -> Part {
    if let passed = exercises.first(where: { verdicts[$0] == .passed }) {
      return Part(role: role, exercise: passed, maker: .yours)
    }
    let wrong = exercises.first { name in
      switch verdicts[name] {
      case nil, .todo: false
      default: true
      }
    }
    return Part(
      role: role, exercise: wrong ?? exercises[exercises.count - 1],
      maker: wrong == nil ? .oursForNow : .oursInPlaceOfWrong)
  }
}
