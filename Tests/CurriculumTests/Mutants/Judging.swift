import Curriculum
import Testing

/// What became of a mutant.
enum MutantOutcome {
  case accepted
  /// Rejected with the reason.
  case explained
  /// Rejected with the difference alone.
  case rejected
  /// Ended the process.
  case trapped

  init(_ verdict: Verdict) {
    self =
      switch verdict {
      case .passed: .accepted
      case .wrong(_, why: let why?) where !why.isEmpty: .explained
      default: .rejected
      }
  }
}

extension Subject {
  /// The outcomes of all mutations, in order.
  func outcomes(of mutations: [Mutation]) async throws -> [MutantOutcome] {
    try await Batch.verdicts(mutations.count) { batch in
      await #expect(processExitsWith: .failure) {
        [lesson = lesson as Int, name = name as String, batch = batch as Batch] in
        let subject = Subject.all(ofLesson: lesson).first { $0.name == name }!
        let mutations = subject.mutations()
        batch.judge(mutations.count) { subject.judge(mutations[$0]) }
      }
    }.map { $0.map(MutantOutcome.init) ?? .trapped }
  }
}
