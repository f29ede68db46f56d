/// A mistake that learners make with a function, as the function that has it.
///
/// It serves twice: as a wrong answer that must not pass, and to explain a learner's result that is the
/// same as its own.
struct KnownMistake<Function: Sendable>: Sendable {
  /// In a few words.
  let name: String
  /// What to tell whoever made it.
  let why: String
  let function: Function

  init(_ name: String, _ why: String, _ function: Function) {
    self.name = name
    self.why = why
    self.function = function
  }
}

extension Array {
  /// What comes out when each of the wrong functions is called in the same way.
  func suspects<Function, Result>(
    _ call: (Function) throws -> Result
  ) -> [Suspect<Result>] where Element == KnownMistake<Function> {
    compactMap { mistake in
      (try? call(mistake.function)).map { Suspect($0, mistake.why) }
    }
  }

  /// The wrong functions as wrong answers to lesson 4.
  func wrongAnswers<Function>(
    _ exercise: WritableKeyPath<RegularizationAnswers, Function> & Sendable
  ) -> [WrongAnswer<RegularizationAnswers>] where Element == KnownMistake<Function> {
    map { mistake in
      WrongAnswer(mistake.name) { $0[keyPath: exercise] = mistake.function }
    }
  }
}
