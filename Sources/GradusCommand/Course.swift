import Curriculum
import Curriculum01
import Curriculum02
import Curriculum03
import Curriculum04
import Curriculum05
import Curriculum06
import Curriculum07
import Curriculum08
import Curriculum09
import Curriculum10
import Curriculum11
import Curriculum12
import Curriculum13
import Curriculum14
import Gradus
import Lesson01
import Lesson02
import Lesson03
import Lesson04
import Lesson05
import Lesson06
import Lesson07
import Lesson08
import Lesson09
import Lesson10
import Lesson11
import Lesson12
import Lesson13
import Lesson14

/// The lessons, in order, with the learner's answers to each. A lesson that stands here is held to the
/// author's gate.
let course = [
  CourseLesson(LinearRegressionLesson.lesson, learner: linearRegressionAnswers),
  CourseLesson(BackpropagationLesson.lesson, learner: backpropagationAnswers),
  CourseLesson(OptimizationLesson.lesson, learner: optimizationAnswers),
  CourseLesson(RegularizationLesson.lesson, learner: regularizationAnswers),
  CourseLesson(AugmentationLesson.lesson, learner: augmentationAnswers),
  CourseLesson(EarlyStoppingLesson.lesson, learner: earlyStoppingAnswers),
  CourseLesson(SpeedLesson.lesson, learner: speedAnswers),
  CourseLesson(SeeingLesson.lesson, learner: seeingAnswers),
  CourseLesson(RememberingLesson.lesson, learner: rememberingAnswers),
  CourseLesson(AttendingLesson.lesson, learner: attendingAnswers),
  CourseLesson(MeaningLesson.lesson, learner: meaningAnswers),
  CourseLesson(PlayingLesson.lesson, learner: playingAnswers),
  CourseLesson(ExtendingLesson.lesson, learner: extendingAnswers),
  CourseLesson(LeavingLesson.lesson, learner: leavingAnswers),
]

/// A lesson with the learner's answers, whatever functions they consist of.
struct CourseLesson: Sendable {
  /// The lesson as its author wrote it.
  let gated: any GatedLesson
  let number: Int
  let title: String
  /// Its folder, from the top of the repository.
  let folder: String
  let exercises: [CourseExercise]
  /// Whether it has a long training, run by ``trainResumably(_:_:_:epochs:plan:epoch:)``.
  let keepsCheckpoints: Bool
  /// The backend of the run that the lesson's page shows.
  let backendOfPage: Backend

  /// The tables that take too long for each run.
  let studies: [Study]
  /// Whether there is something to play with, and whether its model can be kept in a file.
  let (canBeTried, triesWithCheckpoint): (Bool, Bool)

  private let judge: @Sendable (_ exercise: String) -> Verdict
  private let runExperiment:
    @Sendable (_ run: LessonRun, _ usesLearnersAnswers: Bool) throws -> Void
  private let play: @Sendable (_ playground: inout Playground) throws -> Void

  init<Answers>(_ lesson: Lesson<Answers>, learner: Answers) {
    gated = lesson
    number = lesson.number
    title = lesson.title
    folder = "Lessons/\(lesson.folder)"
    keepsCheckpoints = lesson.keepsCheckpoints
    backendOfPage = lesson.backendOfPage
    exercises = lesson.exercises.map(CourseExercise.init)
    judge = { lesson.exercise($0).judge(learner) }
    studies = lesson.studies
    (canBeTried, triesWithCheckpoint) = (lesson.tryIt != nil, lesson.triesWithCheckpoint)
    play = { try lesson.tryIt?($0.isMine ? learner : lesson.solution, &$0) }
    runExperiment = { try lesson.report($1 ? learner : lesson.solution, $0) }
  }

  /// Runs the lesson's experiment.
  func run(_ run: LessonRun, usesLearnersAnswers: Bool) throws {
    try runExperiment(run, usesLearnersAnswers)
  }

  /// Lets one play with what the lesson trains.
  func play(in playground: inout Playground) throws { try play(&playground) }

  /// The name of an exercise within the whole course, such as `1.matmul`.
  func key(of exercise: CourseExercise) -> String { "\(number).\(exercise.name)" }

  /// The file that the learner writes in, from the top of the repository.
  var exerciseFile: String { folder + "/Exercises.swift" }

  /// The verdicts on all exercises, each found in a child process of its own.
  func judgeAll() throws -> [(verdict: Verdict, output: String)] { try judgeEach(of: [self])[0] }

  /// What the child process runs.
  func judgeInThisProcess(_ exercise: String) throws -> Never {
    try judgeForParent(asked: Invocation.judgeWord) { judge(exercise) }
  }

  /// The verdict on one exercise, found in a child process.
  func judgeInChild(_ exercise: String) throws -> (verdict: Verdict, output: String) {
    try GradusCommand.judgeInChild([Invocation.judgeWord, String(number), exercise])
  }
}
