import Curriculum

/// Lesson 12: an agent that learns, judged against perfect play.
public enum PlayingLesson {
  /// The functions that are judged.
  public typealias Answers = PlayingAnswers
  typealias Matrix = Answers.Matrix
  typealias Move = Answers.Move

  /// The lesson's exercises and their solution.
  public static let lesson = Lesson(
    number: 12, title: "Playing", folder: "12-playing",
    exercises: [
      returns, policyValues, valueIteration, epsilonGreedy, qUpdate, replay, qLoss, minimax,
      policyGradient, advantages.after(returns),
    ],
    studies: [
      PlayingStudies.actorCritic, PlayingStudies.deepQ, PlayingStudies.ticTacToe,
      PlayingStudies.connectFour,
    ],
    tryIt: tryPlaying, triesWithCheckpoint: true, report: reportPlaying)
}
