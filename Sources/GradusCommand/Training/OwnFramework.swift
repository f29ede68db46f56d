import Curriculum
import Foundation
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
import Lesson12
import OwnFramework

/// The learner's functions of all lessons that a framework of one's own is put together from.
let learnersAnswers: CourseAnswers = {
  var answers = CourseAnswers()
  answers.linearRegression = linearRegressionAnswers
  answers.backpropagation = backpropagationAnswers
  answers.optimization = optimizationAnswers
  answers.regularization = regularizationAnswers
  answers.augmentation = augmentationAnswers
  answers.earlyStopping = earlyStoppingAnswers
  answers.speed = speedAnswers
  answers.seeing = seeingAnswers
  answers.remembering = rememberingAnswers
  answers.attending = attendingAnswers
  answers.playing = playingAnswers
  return answers
}()

/// Trains one of the networks with the learner's functions, which are judged first.
func trainOwn(_ options: TrainOptions) throws {
  let training = OwnTraining(
    seed: options.seed, epochs: options.epochs,
    file: options.checkpoint.file.map { URL(filePath: $0) })
  let network = options.network
  try training.run(network, learnersAnswers, verdicts(on: network.exercises))
}

/// The verdicts on some exercises of several lessons.
private func verdicts(on exercises: [ExerciseName]) throws -> Verdicts {
  let results = try judge(
    exercises.map { exercise in
      (course.first { $0.number == exercise.lesson }!, exercise.name)
    })
  return Verdicts(uniqueKeysWithValues: zip(exercises, results.map(\.verdict)))
}

extension Ladder {
  /// How much of the network for digits is the learner's; nil while nothing of it is.
  var ownFramework: String? {
    var all = Verdicts()
    for (lesson, verdicts) in zip(lessons, verdicts) {
      for (exercise, verdict) in zip(lesson.exercises, verdicts) {
        all[ExerciseName(lesson.number, exercise.name)] = verdict
      }
    }
    let (count, total) = OwnNetworkKind.digits.count(all)
    guard count > 0 else { return nil }
    let text =
      "Your own framework: \(count) of \(total) parts of the digits network are yours\n"
      + "(swift run -q gradus train digits --mine)"
    return indented(text, by: 2, style: style)
  }
}
