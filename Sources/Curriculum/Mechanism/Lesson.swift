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

  /// Puts a lesson together.
  public init(
    number: Int, title: String, folder: String, solution: Answers, exercises: [Exercise<Answers>]
  ) {
    self.number = number
    self.title = title
    self.folder = folder
    self.exercises = exercises
    self.solution = solution
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
