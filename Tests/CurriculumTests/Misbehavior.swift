import Curriculum
import Foundation
import Gradus

/// What a learner's function may do instead of returning, by intent or not.
enum Misbehavior: String, CaseIterable, Codable, Sendable {
  case readsPastTheEnd, unwrapsNil, multipliesWrongShapes, recursesForEver, aborts
  case failsPrecondition, overflows, trapsInAnExercise
  case loopsForEver, ignoresTheEndOfItsTime
  case sleeps, stopsItself, switchesTheAlarmOff, blocksAllSignals
  case makesHugeArray, growsArray, makesHugeTensor
  case printsForEver, printsErrorsForEver
  case exitsWithSuccess, exitsWith3, leavesWithoutCleaningUp
  case throwsError

  /// Called by the check of an exercise.
  func perform() throws {
    // A number that the compiler cannot know, so that no endless loop or wrong index is noticed
    // while compiling.
    let zero = CommandLine.arguments.isEmpty ? 1 : 0
    switch self {
    case .readsPastTheEnd: print([1, 2, 3][zero + 3])
    case .unwrapsNil: unwrapNil()
    case .multipliesWrongShapes:
      print(
        Gradus.matmul(
          Tensor<Double>.zeros([2, 3]), Tensor.zeros([4, 5]), file: "Lesson01/Exercises.swift",
          line: 34))
    case .recursesForEver: print(depth(zero))
    case .aborts: abort()
    case .failsPrecondition: failPrecondition(zero)
    case .overflows: print(UInt8(zero + 255) + 1)
    case .trapsInAnExercise: readPastTheEnd(zero)
    // The random number is there because a compiler leaves out a loop that does nothing.
    case .loopsForEver: while Int.random(in: 0...9) >= zero {}
    case .ignoresTheEndOfItsTime:
      signal(SIGXCPU, SIG_IGN)
      while Int.random(in: 0...9) >= zero {}
    case .sleeps: Thread.sleep(forTimeInterval: 1000)
    case .stopsItself: raise(SIGSTOP)
    case .switchesTheAlarmOff:
      alarm(0)
      Thread.sleep(forTimeInterval: 1000)
    case .blocksAllSignals:
      var all = sigset_t()
      sigfillset(&all)
      pthread_sigmask(SIG_BLOCK, &all, nil)
      Thread.sleep(forTimeInterval: 1000)
    case .makesHugeArray: print([Double](repeating: 0, count: 1 << 40)[zero])
    case .growsArray:
      var kept: [Tensor<Double>] = []
      while zero == 0 { kept.append(.zeros([1 << 22])) }
    case .makesHugeTensor: print(Tensor<Double>.zeros([1 << 20, 1 << 20])[0, 0])
    case .printsForEver: while zero == 0 { print("still printing") }
    case .printsErrorsForEver:
      while zero == 0 { FileHandle.standardError.write(Data("still printing\n".utf8)) }
    case .exitsWithSuccess: exit(0)
    case .exitsWith3: exit(3)
    case .leavesWithoutCleaningUp: _exit(0)
    case .throwsError: throw SomeError(sentence: "the file is not there")
    }
  }

  /// Whether it computes until it is ended.
  var usesUpItsTime: Bool { self == .loopsForEver || self == .ignoresTheEndOfItsTime }

  /// What the judge has to say.
  var verdict: Verdict {
    switch self {
    case .readsPastTheEnd: inDebugBuilds("Index out of range", asking: aboutPositions)
    case .unwrapsNil:
      inDebugBuilds(
        "Unexpectedly found nil while unwrapping an Optional value",
        at: "CurriculumTests/Misbehavior.swift, line \(lineBeforeUnwrapping + 1)",
        asking:
          "An ! stands where there may be no value, as in an empty array: for which arguments is there "
          + "none?")
    case .multipliesWrongShapes:
      .trapped(
        "matmul: [2, 3] · [4, 5]: inner dimensions differ: 3 and 4 "
          + "(Lesson01/Exercises.swift, line 34)")
    case .recursesForEver:
      .trapped(
        "the stack or other memory is overrun, signal \(SIGSEGV). "
          + "Does a function call itself without end, or a pointer leave its buffer?")
    case .aborts: .trapped("abort() was called, signal 6")
    case .failsPrecondition:
      inDebugBuilds(
        "Precondition failed: sizes "
          + "(CurriculumTests/Misbehavior.swift, line \(lineBeforePrecondition + 1))")
    case .overflows: trapWithoutMessage()
    case .trapsInAnExercise:
      inDebugBuilds(
        "Index out of range", at: "Lesson29/Exercises.swift, line 7", asking: aboutPositions)
    case .loopsForEver: .ranTooLong
    case .ignoresTheEndOfItsTime:
      .trapped(
        "the system ended it, signal 9, which it does when memory or processor time runs short")
    case .sleeps, .stopsItself, .switchesTheAlarmOff, .blocksAllSignals: .waitedTooLong
    case .makesHugeArray, .growsArray: .usedTooMuchMemory
    case .makesHugeTensor:
      .trapped(
        "tensor: no memory holds 1099511627776 elements of 8 bytes "
          + "(CurriculumTests/Misbehavior.swift, line 53)")
    case .printsForEver, .printsErrorsForEver: .wroteTooMuch
    case .exitsWithSuccess, .leavesWithoutCleaningUp: .exited(code: 0)
    case .exitsWith3: .exited(code: 3)
    case .throwsError: .wrong("threw an error:", why: "the file is not there")
    }
  }
}

private let aboutPositions =
  "An array of n elements has the positions from 0 to n - 1: for which arguments is yours beyond them?"

/// What is said of a trap of the standard library, which says nothing in optimized code.
private func inDebugBuilds(
  _ message: String, at line: String? = nil, asking question: String? = nil
) -> Verdict {
  #if DEBUG
    return .trapped(message + (line.map { " (\($0))" } ?? "") + (question.map { ". " + $0 } ?? ""))
  #else
    return trapWithoutMessage(at: line)
  #endif
}

private func trapWithoutMessage(at line: String? = nil) -> Verdict {
  #if arch(arm64)
    let number = SIGTRAP
  #else
    let number = SIGILL
  #endif
  return .trapped(
    "a trap without a message, signal \(number)\(line.map { " (\($0))" } ?? ""). "
      + "Is an index out of range, is a number too large for its type, or does a range end before it begins?"
  )
}

private struct SomeError: Error, CustomStringConvertible {
  let sentence: String
  var description: String { sentence }
}

// Two calls, because the compiler can turn a single one into a loop.
private func depth(_ n: Int) -> Int { n < 0 ? 0 : depth(n + 1) ^ depth(n + 2) }

private let lineBeforeUnwrapping = #line
private func unwrapNil() { print([Int]().first!) }

private let lineBeforePrecondition = #line
private func failPrecondition(_ count: Int) { precondition(count == 1, "sizes") }

// Compiled as if it stood in a learner's file, in line 7.
#sourceLocation(file:"/clone/Lessons/29-traps/Exercises.swift",line:6)
@inline(never) private func readPastTheEnd(_ zero: Int) {
  print([1, 2, 3][zero + 3])
}
#sourceLocation()
