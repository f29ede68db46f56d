/// A mistake that learners make with a function, as the function that has it.
///
/// It serves twice: as a wrong answer that must not pass, and to explain a learner's result that is the
/// same as its own.
package struct Mistake<Function: Sendable>: Sendable {
  /// In a few words.
  package let name: String
  /// What to tell whoever made it.
  package let why: String
  package let function: Function

  package init(_ name: String, _ why: String, _ function: Function) {
    self.name = name
    self.why = why
    self.function = function
  }

  /// One that the check recognizes by itself.
  package init(_ name: String, _ function: Function) { self.init(name, "", function) }
}

extension Array {
  /// What comes out when each of the wrong functions is called in the same way.
  package func suspects<Function, Result>(
    _ call: (Function) throws -> Result
  ) -> [Suspect<Result>] where Element == Mistake<Function> {
    filter { !$0.why.isEmpty }.compactMap { mistake in
      (try? call(mistake.function)).map { Suspect($0, mistake.why) }
    }
  }

  /// The wrong functions as wrong answers to an exercise, whose place among the answers is given.
  package func wrongAnswers<Function, Answers>(
    _ exercise: WritableKeyPath<Answers, Function> & Sendable
  ) -> [WrongAnswer<Answers>] where Element == Mistake<Function> {
    map { mistake in
      WrongAnswer(mistake.name, why: mistake.why) { $0[keyPath: exercise] = mistake.function }
    }
  }
}
