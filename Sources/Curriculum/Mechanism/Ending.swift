import Foundation

extension Verdict {
  /// The verdict on an answer whose process ended before the judge could give one.
  init(ofChildThatEndedWith ending: Isolation.Ending, output: String) {
    switch ending {
    case .exit(let code): self = .exited(code: code)
    case .signal(SIGXCPU), .signal(SIGALRM): self = .ranTooLong
    case .signal(SIGXFSZ): self = .wroteTooMuch
    case .signal(let number):
      let message = trapMessage(in: output)
      if message?.contains(/allocate .*memory/) == true || output.contains("std::bad_alloc") {
        self = .usedTooMuchMemory
      } else {
        self = .trapped(message ?? meaning(ofSignal: number))
      }
    }
  }
}

/// The sentence of a trap, and where it was if that helps: `Fatal error: …` in what was printed.
///
/// A place in the standard library says nothing to whoever called it wrongly.
private func trapMessage(in output: String) -> String? {
  let pattern = /(?:(\S+):(\d+): )?Fatal error: (.+)/
  guard let match = output.firstMatch(of: pattern) else { return nil }
  guard let file = match.1, let line = match.2, !file.hasPrefix("Swift/") else {
    return String(match.3)
  }
  let sentence = match.3.hasSuffix(".") ? match.3.dropLast() : match.3
  return "\(sentence) (\(file), line \(line))"
}

/// What the answer itself printed: all before the line of a trap, behind which the runtime's report
/// may follow.
func withoutTrap(_ output: String) -> String {
  output.firstMatch(of: /.*Fatal error:/).map { String(output[..<$0.range.lowerBound]) }
    ?? output
}

/// What a signal usually means for a program that printed nothing about it.
private func meaning(ofSignal number: Int32) -> String {
  switch number {
  case SIGSEGV, SIGBUS:
    "the stack or other memory is overrun (signal \(number)). "
      + "Does a function call itself without end, or a pointer leave its buffer?"
  case SIGILL, SIGTRAP:
    "a trap without a message (signal \(number)), as optimised code has them. "
      + "Is an index out of range, or a number too large for its type?"
  case SIGABRT: "abort() was called (signal \(number))"
  case SIGKILL: "the system ended it (signal \(number)), which it does when memory runs short"
  default: "signal \(number)"
  }
}
