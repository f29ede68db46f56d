extension Exercise {
  /// The same exercise, which blames an earlier one that it calls, where that is wrong.
  ///
  /// A mistake in one function makes all wrong that call it, and what they compute then tells nothing
  /// of where it is.
  ///
  /// - Parameter earlier: The exercises whose functions an answer calls, in the lesson's order.
  package func after(_ earlier: Exercise...) -> Exercise {
    var exercise = self
    exercise.earlier = earlier.map(\.name)
    exercise.check = { answers in
      do {
        try check(answers)
      } catch let error where !(error is Todo) {
        let found = error as? Disagreement ?? Disagreement("threw an error: \(error).")
        for cause in earlier {
          let first = "\(cause.name) is wrong, and this may come of it: fix \(cause.name) first."
          let blame = Disagreement(
            found.difference, why: found.why.map { "\(first) Otherwise: \($0)" } ?? first)
          // An earlier answer that traps ends this process: then the verdict is not that trap.
          Verdict.reportEarly(.wrong(blame.difference, why: blame.why))
          if cause.isWrong(answers) { throw blame }
        }
        throw error
      }
    }
    return exercise
  }

  private func isWrong(_ answers: Answers) -> Bool {
    if case .wrong = judge(answers) { true } else { false }
  }
}
