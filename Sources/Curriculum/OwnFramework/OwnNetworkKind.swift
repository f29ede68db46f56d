import Curriculum10
import Curriculum12

/// What can be trained with the learner's functions together.
public enum OwnNetworkKind: String, CaseIterable, Sendable {
  /// A convolutional network that reads digits.
  case digits
  /// A table that plays tic-tac-toe.
  case tictactoe
  /// A recurrent network that writes names.
  case names
  /// A GPT that writes like a book.
  case words

  /// The exercises whose functions it may use.
  public var exercises: [ExerciseName] {
    switch self {
    case .digits: DigitsParts.places.flatMap(\.exercises)
    case .tictactoe: PlayingAnswers.places.flatMap(\.exercises)
    case .names: NamesParts.places.flatMap(\.exercises)
    case .words: AttendingAnswers.places.flatMap(\.exercises)
    }
  }

  /// The lesson that shows the same with ours.
  public var lesson: Int {
    switch self {
    case .digits: 8
    case .tictactoe: 12
    case .names: 9
    case .words: 10
    }
  }

  /// How many of its functions are the learner's.
  public func count(_ verdicts: Verdicts) -> (yours: Int, all: Int) {
    func count<Parts: OwnParts>(_: Parts.Type) -> (yours: Int, all: Int) {
      (Parts.places.count { $0.part(verdicts).maker == .yours }, Parts.places.count)
    }
    return switch self {
    case .digits: count(DigitsParts.self)
    case .tictactoe: count(PlayingAnswers.self)
    case .names: count(NamesParts.self)
    case .words: count(AttendingAnswers.self)
    }
  }
}

extension OwnTraining {
  /// Trains one of them.
  public func run(
    _ network: OwnNetworkKind, _ answers: CourseAnswers, _ verdicts: Verdicts
  ) throws {
    switch network {
    case .digits: try trainDigits(answers, verdicts)
    case .tictactoe: try trainTicTacToe(answers, verdicts)
    case .names: try trainNames(answers, verdicts)
    case .words: try trainWords(answers, verdicts)
    }
  }
}
