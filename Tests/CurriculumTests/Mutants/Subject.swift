import Curriculum
import Synchronization

/// An exercise whose solution the generator mutates.
struct Subject: Sendable, CustomStringConvertible {
  let lesson: Int
  let name: String
  private let record: @Sendable () -> [RecordedCall]
  /// The verdict on the solution with a mutation, found in this process.
  let judge: @Sendable (Mutation) -> Verdict

  var description: String { "\(lesson).\(name)" }

  /// - Parameters:
  ///   - lesson: The exercise's lesson.
  ///   - name: The name of the exercise.
  ///   - install: Puts a function at the exercise's place that hands its arguments, and the solution
  ///     that it is made of, to a mutation.
  init<Answers>(
    _ lesson: Lesson<Answers>, _ name: String,
    install: @escaping @Sendable (inout Answers, Installed) -> Void
  ) {
    let exercise = lesson.exercise(name)
    @Sendable func judge(_ call: @escaping Mutation.Call) -> Verdict {
      var answers = lesson.solution
      install(&answers, Installed(call: call))
      return exercise.judge(answers)
    }
    self.lesson = lesson.number
    self.name = name
    record = {
      let calls = Recording()
      let verdict = judge { arguments, solve in
        let result = try solve(arguments)
        calls.append(RecordedCall(arguments: arguments.withoutFunctions, result: result))
        return result
      }
      precondition(verdict == .passed, "\(name), only recorded: \(verdict.explanation)")
      return calls.all
    }
    self.judge = { judge($0.make()) }
  }

  /// All mutations: what the check calls the solution with says what there is to change.
  func mutations() -> [Mutation] { Mutation.all(for: record()) }

  /// An exercise of plain arguments, whose names are given in one string.
  init<Answers, each Argument, Result>(
    _ lesson: Lesson<Answers>, _ name: String, _ arguments: String,
    _ solution: @escaping @Sendable (repeat each Argument) throws -> Result,
    _ install:
      @escaping @Sendable (
        inout Answers, @escaping @Sendable (repeat each Argument) throws -> Result
      ) -> Void
  ) {
    let names = arguments.split(separator: " ").map(String.init)
    self.init(lesson, name) { answers, installed in
      install(&answers) { (argument: repeat each Argument) in
        var values: [Value] = []
        repeat values.append(Value(each argument))
        precondition(values.count == names.count, "\(name): \(values.count) arguments")
        return try installed.call(.arguments(names, values)) { changed in
          guard case .record(let parts, _) = changed else { fatalError("no arguments") }
          var rest = parts[...]
          func next<One>(_: One.Type) -> One { rest.removeFirst().value.any as! One }
          return Value(try solution(repeat next((each Argument).self)))
        }.any as! Result
      }
    }
  }
}

/// A mutation at the place of a function.
struct Installed: @unchecked Sendable {
  let call: Mutation.Call
}

/// The calls that a check has made.
private final class Recording: @unchecked Sendable {
  private(set) var all: [RecordedCall] = []

  func append(_ call: RecordedCall) { all.append(call) }
}

extension Value {
  /// Without the functions that may not outlive a call; only their places are kept.
  fileprivate var withoutFunctions: Value {
    var value = self
    for (_, path) in leaves() {
      if case .function = self[path] {
        value[path] = .function(Function(call: { $0 }, fallback: { $0 }))
      }
    }
    return value
  }
}
