import Curriculum
import Foundation
import Gradus
import Lesson01
import Lesson02
import Lesson03
import Lesson04
import Lesson05
import Lesson06
import Lesson07

/// The lessons, in order, with the learner's answers to each.
let course = [
  CourseLesson(
    LinearRegressionLesson.lesson, learner: linearRegressionAnswers, run: reportLinearRegression),
  CourseLesson(
    BackpropagationLesson.lesson, learner: backpropagationAnswers, run: reportBackpropagation),
  CourseLesson(OptimizationLesson.lesson, learner: optimizationAnswers, run: reportOptimizers),
  CourseLesson(
    RegularizationLesson.lesson, learner: regularizationAnswers, run: reportRegularization),
  CourseLesson(AugmentationLesson.lesson, learner: augmentationAnswers, run: reportAugmentation),
  CourseLesson(
    EarlyStoppingLesson.lesson, learner: earlyStoppingAnswers, backendOfPage: .simd,
    run: reportEarlyStopping),
  CourseLesson(SpeedLesson.lesson, learner: speedAnswers, run: reportSpeed),
]

/// This program itself, to be started again.
let executable = Bundle.main.executablePath ?? CommandLine.arguments[0]

/// A lesson with the learner's answers, whatever functions they consist of.
struct CourseLesson: Sendable {
  let number: Int
  let title: String
  /// Its folder, from the top of the repository.
  let folder: String
  let exercises: [CourseExercise]
  /// Whether it has a long training, run by ``trainResumably(_:_:_:epochs:plan:epoch:)``.
  let keepsCheckpoints: Bool

  /// The backend of the run that the lesson's page shows: plain loops, unless they take minutes.
  let backendOfPage: Backend

  private let judge: @Sendable (_ exercise: String) -> Verdict
  private let runExperiment:
    @Sendable (_ run: LessonRun, _ usesLearnersAnswers: Bool) throws -> Void

  init<Answers>(
    _ lesson: Lesson<Answers>, learner: Answers, keepsCheckpoints: Bool = false,
    backendOfPage: Backend = .naive,
    run: @escaping @Sendable (Answers, LessonRun) throws -> Void
  ) {
    number = lesson.number
    title = lesson.title
    folder = "Lessons/\(lesson.folder)"
    self.keepsCheckpoints = keepsCheckpoints
    self.backendOfPage = backendOfPage
    exercises = lesson.exercises.map(CourseExercise.init)
    judge = { lesson.exercise($0).judge(learner) }
    runExperiment = { try run($1 ? learner : lesson.solution, $0) }
  }

  /// Runs the lesson's experiment.
  func run(_ run: LessonRun, usesLearnersAnswers: Bool) throws {
    try runExperiment(run, usesLearnersAnswers)
  }

  /// The name of an exercise within the whole course, such as `1.matmul`.
  func key(of exercise: CourseExercise) -> String { "\(number).\(exercise.name)" }

  /// The file that the learner writes in, from the top of the repository.
  var exerciseFile: String { folder + "/Exercises.swift" }

  /// The verdicts on all exercises, each found in a child process of its own.
  func judgeAll() -> [(verdict: Verdict, output: String)] { judgeEach(of: [self])[0] }

  /// What the child process runs.
  func judgeInThisProcess(_ exercise: String, reportingTo folder: String) -> Never {
    Isolation.judge(reportingTo: folder) { judge(exercise) }
  }

  /// The verdict on one exercise, found in a child process.
  func judgeInChild(_ exercise: String) -> (verdict: Verdict, output: String) {
    do {
      let isolation = try Isolation()
      let ending = try ChildProcess.run(
        executable, [Invocation.judgeWord, String(number), exercise, isolation.folder],
        // A trap says its reason in one line; the pages of backtrace behind it help nobody here.
        environment: ProcessInfo.processInfo.environment
          .merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 })
      return isolation.collect(after: ending)
    } catch {
      return (.wrong("could not be judged: \(sentence(about: error))"), "")
    }
  }
}
