import Curriculum
import Curriculum01
import Curriculum02
import Curriculum03
import Curriculum04
import Curriculum05
import Curriculum06
import Curriculum08
import Curriculum09
import Curriculum10
import Curriculum12
import Gradus
import MatmulLadder

/// The functions of the lessons that a framework of one's own is put together from: the learner's, or ours.
public struct CourseAnswers: Sendable {
  /// Lesson 1.
  public var linearRegression = LinearRegressionAnswers()
  /// Lesson 2.
  public var backpropagation = BackpropagationAnswers()
  /// Lesson 3.
  public var optimization = OptimizationAnswers()
  /// Lesson 4.
  public var regularization = RegularizationAnswers()
  /// Lesson 5.
  public var augmentation = AugmentationAnswers()
  /// Lesson 6.
  public var earlyStopping = EarlyStoppingAnswers()
  /// Lesson 7.
  public var speed = SpeedAnswers()
  /// Lesson 8.
  public var seeing = SeeingAnswers()
  /// Lesson 9.
  public var remembering = RememberingAnswers()
  /// Lesson 10.
  public var attending = AttendingAnswers()
  /// Lesson 12.
  public var playing = PlayingAnswers()

  /// Answers of which each is still to do.
  public init() {}

  /// Ours: the lessons' solutions.
  public static let ours: CourseAnswers = {
    var ours = CourseAnswers()
    ours.linearRegression = LinearRegressionLesson.lesson.solution
    ours.backpropagation = BackpropagationLesson.lesson.solution
    ours.optimization = OptimizationLesson.lesson.solution
    ours.regularization = RegularizationLesson.lesson.solution
    ours.augmentation = AugmentationLesson.lesson.solution
    ours.earlyStopping = EarlyStoppingLesson.lesson.solution
    ours.speed = SpeedAnswers.solution
    ours.seeing = SeeingLesson.lesson.solution
    ours.remembering = RememberingLesson.lesson.solution
    ours.attending = AttendingLesson.lesson.solution
    ours.playing = PlayingLesson.lesson.solution
    return ours
  }()
}

/// An exercise of the course by its lesson and its name, as in lesson 3's `adam`.
public struct ExerciseName: Hashable, Sendable {
  /// The number of its lesson.
  public let lesson: Int
  /// The name of its function.
  public let name: String

  /// Names an exercise.
  public init(_ lesson: Int, _ name: String) { (self.lesson, self.name) = (lesson, name) }
}

/// What came of judging some exercises; one that is not there is still to do.
public typealias Verdicts = [ExerciseName: Verdict]
