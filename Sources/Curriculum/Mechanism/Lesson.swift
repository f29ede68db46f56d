/// A lesson: its exercises and their solution.
public struct Lesson<Answers: Sendable>: Sendable {
  /// 1 for the first.
  public let number: Int
  /// What it is about.
  public let title: String
  /// Its folder under `Lessons/`.
  public let folder: String
  /// In the order in which they are solved.
  public let exercises: [Exercise<Answers>]
  /// Right answers to all of them.
  public let solution: Answers
  /// Answers of which each is still to do.
  public let stubs: Answers

  /// Puts a lesson together.
  public init(
    number: Int, title: String, folder: String, solution: Answers, stubs: Answers,
    exercises: [Exercise<Answers>]
  ) {
    self.number = number
    self.title = title
    self.folder = folder
    self.exercises = exercises
    self.solution = solution
    self.stubs = stubs
  }

  /// The exercise of this name; traps when there is none.
  public func exercise(_ name: String) -> Exercise<Answers> {
    guard let exercise = exercises.first(where: { $0.name == name }) else {
      fatalError(
        "lesson \(number) has no exercise \"\(name)\", only "
          + exercises.map(\.name).joined(separator: ", "))
    }
    return exercise
  }
}
