import Foundation

extension Verdict {
  /// The verdict on an answer whose process ended before the judge could give one.
  ///
  /// - Parameters:
  ///   - ending: How it ended.
  ///   - excess: What it was ended for by the parent, if it was.
  ///   - trap: The message of a trap in what it printed.
  ///   - output: All that it printed.
  ///   - line: Finds the learner's line at which it trapped, for which a program has to be run.
  init(
    after ending: Isolation.Ending, excess: Listener.Excess?, trap: Trap?, output: String,
    line: () -> String?
  ) {
    switch (excess, ending) {
    case (.output, _), (_, .signal(SIGXFSZ)): self = .wroteTooMuch
    // A child that ended in time may be collected long after its deadline: only the parent's signal tells.
    case (.time, .signal(SIGKILL)): self = .waitedTooLong
    case (_, .exit(let code)): self = .exited(code: code)
    case (_, .signal(SIGXCPU)): self = .ranTooLong
    case (_, .signal(let number)):
      if trap?.isForMemory == true || output.utf8.firstRange(of: "std::bad_alloc") != nil {
        self = .usedTooMuchMemory
      } else if let trap {
        self = .trapped(trap.sentence(at: trap.isInExercise ? nil : line()))
      } else {
        self = .trapped(meaning(ofSignal: number, at: line(), after: output))
      }
    }
  }
}

/// The message of a trap, as Swift prints it: `Lesson03/Exercises.swift:29: Fatal error: …`.
struct Trap {
  /// Where the message begins in the output. The runtime's report may follow it.
  let start: Int
  /// What went wrong, without the place.
  private let message: String
  /// The file and the line that the message names, if it does.
  private let place: (file: String, line: Int)?

  /// How messages begin, and whether the beginning says nothing that the rest does not say.
  private static let beginnings: [(text: String, isLeftOut: Bool)] = [
    ("Fatal error", true), ("Precondition failed", false), ("Assertion failed", false),
    ("Could not cast value of type", false), ("Simultaneous accesses to", false),
  ]

  /// Finds the last message in what was printed; the lines before it are the answer's own.
  ///
  /// Looks at each byte a few times at most: an answer may have printed all of it in a single line.
  init?(in output: [UInt8]) {
    var end = output.endIndex
    while end > 0 {
      let start = output[..<end].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      for (beginning, isLeftOut) in Trap.beginnings {
        guard let found = output[start..<end].firstRange(of: beginning) else { continue }
        let rest = String(decoding: output[found.upperBound..<end], as: UTF8.self)
        let place = Trap.place(before: found.lowerBound, in: output[start...])
        self.start = place?.start ?? found.lowerBound
        self.place = place.map { ($0.file, $0.line) }
        message =
          isLeftOut && rest.hasPrefix(": ")
          ? String(rest.dropFirst(2))
          // A failed cast prints the addresses of its types.
          : (beginning + rest).replacing(/\ \(0x[0-9a-f]+\)/, with: "")
        return
      }
      end = max(0, start - 1)
    }
    return nil
  }

  /// The file and the line before a message, `Lesson03/Exercises.swift:29: `, and where they begin.
  private static func place(
    before end: Int, in line: ArraySlice<UInt8>
  ) -> (file: String, line: Int, start: Int)? {
    // What the answer printed may stand in the same line; it is not read in search of a place.
    let longestPlace = 300
    let text = line[max(line.startIndex, end - longestPlace)..<end]
    let blank = text.dropLast().lastIndex { $0 <= UInt8(ascii: " ") }
    let word = text[(blank.map { $0 + 1 } ?? text.startIndex)...]
    let start = word.lastRange(of: "Lesson")?.lowerBound ?? word.startIndex
    let parts = String(decoding: text[start...], as: UTF8.self).split(separator: ":")
    guard parts.count >= 3, parts.last == " ", let number = Int(parts[parts.count - 2]) else {
      return nil
    }
    return (parts.dropLast(2).joined(separator: ":"), number, start)
  }

  /// Whether the message names a line of a lesson's own code.
  var isInExercise: Bool { place?.file.hasPrefix("Lesson") == true }

  /// Whether memory was refused.
  var isForMemory: Bool { message.contains("llocate") && message.contains("memory") }

  /// The message, and where it was if that helps: a place in the standard library says nothing to
  /// whoever called it wrongly.
  ///
  /// - Parameter line: A better place than that of the message.
  func sentence(at line: String?) -> String {
    let ownPlace = place.flatMap { file, line in
      file.hasPrefix("Swift/") ? nil : "\(file), line \(line)"
    }
    let question = Trap.questions[message]
    guard let place = line ?? ownPlace else {
      return question.map { "\(message). \($0)" } ?? message
    }
    return "\(message.hasSuffix(".") ? String(message.dropLast()) : message) (\(place))"
      + (question.map { ". \($0)" } ?? "")
  }

  private static let position =
    "An array of n elements has the positions from 0 to n - 1: for which arguments is yours beyond them?"

  /// What to ask oneself about messages of Swift's library that say it in its own words only.
  private static let questions = [
    "Index out of range": position,
    "Array index is out of range": position,
    "Negative Array index is out of range":
      "Positions begin at 0: for which arguments is too much subtracted?",
    "Unexpectedly found nil while unwrapping an Optional value":
      "An ! stands where there may be no value, as in an empty array: for which arguments is there none?",
    "Can't remove last element from an empty collection":
      "For which arguments is the array empty already?",
    "Range requires lowerBound <= upperBound":
      "A range a..<b or a...b only runs upward: for which arguments does yours end before it begins?",
    "Division by zero":
      "For which arguments is the divisor 0? The task may say what to do with them.",
  ]
}

extension BidirectionalCollection<UInt8> {
  /// Where a text stands for the first time.
  fileprivate func firstRange(of text: String) -> Range<Index>? { firstRange(of: Array(text.utf8)) }

  /// Where a text stands for the last time.
  fileprivate func lastRange(of text: String) -> Range<Index>? {
    let range = reversed().firstRange(of: text.utf8.reversed())
    return range.map { $0.upperBound.base..<$0.lowerBound.base }
  }

  private func firstRange(of text: [UInt8]) -> Range<Index>? {
    var start = startIndex
    while let candidate = self[start...].firstIndex(of: text[0]) {
      if self[candidate...].starts(with: text) {
        return candidate..<index(candidate, offsetBy: text.count)
      }
      start = index(after: candidate)
    }
    return nil
  }
}

/// What a signal usually means for a program of which no trap tells.
private func meaning(ofSignal number: Int32, at line: String?, after output: String) -> String {
  let place = line.map { " (\($0))" } ?? ""
  return switch number {
  case SIGSEGV, SIGBUS:
    "the stack or other memory is overrun, signal \(number)\(place). "
      + "Does a function call itself without end, or a pointer leave its buffer?"
  case SIGILL, SIGTRAP:
    "a trap without a message, signal \(number)\(place). "
      + "Is an index out of range, is a number too large for its type, or does a range end before it begins?"
  case SIGABRT where heapComplaints.contains { output.utf8.firstRange(of: $0) != nil }:
    // Where it was noticed is not where it was done: no line.
    "the heap is damaged, signal \(number). "
      + "Was more written than allocate(capacity: …) has made room for?"
  case SIGABRT: "abort() was called, signal \(number)\(place)"
  case SIGKILL:
    "the system ended it, signal \(number), which it does when memory or processor time runs short"
  default: "signal \(number)\(place)"
  }
}

/// How the C library begins when it finds its lists of free memory overwritten.
private let heapComplaints = [
  "malloc(): ", "malloc assertion", "free(): ", "corrupted size", "double free or corruption",
  "munmap_chunk(): ",
]
