import TensorCore

/// A lesson: its exercises, and what it shows.
public struct Lesson<Answers: LessonAnswers>: Sendable {
  /// 1 for the first.
  public let number: Int
  /// What it is about.
  public let title: String
  /// Its folder under `Lessons/`.
  public let folder: String
  /// In the order in which they are solved.
  public let exercises: [Exercise<Answers>]
  /// The backend of the run that the lesson's page shows: plain loops, unless they take minutes.
  package let backendOfPage: Backend
  /// Whether it has a long training, run by ``trainResumably(_:_:_:epochs:plan:epoch:)``.
  package let keepsCheckpoints: Bool
  /// The tables that take too long for each run.
  package let studies: [Study]
  /// Lets one play with what was trained; nil where there is nothing to play with.
  package let tryIt: (@Sendable (Answers, inout Playground) throws -> Void)?
  /// Whether what it lets one play with can be kept in a file, `try N --checkpoint FILE`.
  package let triesWithCheckpoint: Bool
  /// Runs the lesson's experiment with these answers: prints and draws.
  package let report: @Sendable (Answers, LessonRun) throws -> Void

  /// Puts a lesson together.
  package init(
    number: Int, title: String, folder: String, backendOfPage: Backend = .naive,
    keepsCheckpoints: Bool = false, exercises: [Exercise<Answers>], studies: [Study] = [],
    tryIt: (@Sendable (Answers, inout Playground) throws -> Void)? = nil,
    triesWithCheckpoint: Bool = false,
    report: @escaping @Sendable (Answers, LessonRun) throws -> Void
  ) {
    self.number = number
    self.title = title
    self.folder = folder
    self.backendOfPage = backendOfPage
    self.keepsCheckpoints = keepsCheckpoints
    self.exercises = exercises
    self.studies = studies
    self.tryIt = tryIt
    self.triesWithCheckpoint = triesWithCheckpoint
    self.report = report
  }

  /// Right answers to all exercises.
  public var solution: Answers {
    exercises.reduce(into: Answers()) { answers, exercise in exercise.solve(&answers) }
  }

  /// Answers of which each is still to do.
  public var stubs: Answers { Answers() }

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

/// A lesson's struct of closures, one a function that the learner writes. Each has the stub as its
/// default, `todo("name")`, or, because no closure can be passed on for all kinds of arguments, a closure
/// that throws `Todo("name")` where an argument is `inout` or a function itself.
public protocol LessonAnswers: Sendable {
  /// Answers of which each is still to do.
  init()
}

/// A lesson, whatever functions its answers consist of.
public protocol GatedLesson<Answers>: Sendable {
  /// The lesson's struct of closures.
  associatedtype Answers: LessonAnswers
  /// 1 for the first.
  var number: Int { get }
  /// Its folder under `Lessons/`.
  var folder: String { get }
  /// In the order in which they are solved.
  var exercises: [Exercise<Answers>] { get }
  /// Right answers to all of them.
  var solution: Answers { get }
  /// Answers of which each is still to do.
  var stubs: Answers { get }
}

extension Lesson: GatedLesson {}
