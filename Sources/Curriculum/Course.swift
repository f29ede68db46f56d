/// The whole course.
public enum Course {
  /// All lessons, in order. A lesson that stands here is held to the author's gate.
  public static let lessons: [any GatedLesson] = [
    LinearRegressionLesson.lesson,
    BackpropagationLesson.lesson,
    OptimizationLesson.lesson,
    RegularizationLesson.lesson,
    AugmentationLesson.lesson,
    EarlyStoppingLesson.lesson,
    SpeedLesson.lesson,
  ]
}

/// A lesson, whatever functions its answers consist of.
public protocol GatedLesson<Answers>: Sendable {
  /// The lesson's struct of closures.
  associatedtype Answers: Sendable
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
