import Foundation
import Gradus

/// Takes `--backend NAME` and `--threads N` out of the arguments of any command, and makes them the default
/// of this process and, through the environment, of those that it starts.
///
/// Throws a ``UsageError`` where they make no sense, and where the backend cannot run on this machine.
/// (The benchmark compares backends, so that its options of these names mean something else.)
func applyingBackendOptions(_ arguments: [String]) throws -> [String] {
  if arguments.first == "benchmark" { return arguments }
  var (rest, kept) = (Arguments(arguments), [String]())
  while let word = rest.next() {
    switch word {
    case "--backend": setenv("GRADUS_BACKEND", try rest.value(of: word), 1)
    case "--threads": setenv("GRADUS_THREADS", try rest.value(of: word), 1)
    default: kept.append(word)
    }
  }
  // What stands in the environment is checked here, too: the library would stop the program.
  let environment = ProcessInfo.processInfo.environment
  if let name = environment["GRADUS_BACKEND"] {
    guard let backend = Backend(rawValue: name) else {
      throw UsageError.unknown("backend", name, known: Backend.allCases.map(\.rawValue))
    }
    if let obstacle = backend.obstacle { throw UsageError(obstacle) }
  }
  if let text = environment["GRADUS_THREADS"], (Int(text) ?? 0) < 1 {
    throw UsageError("--threads: expected a whole number from 1, found \"\(text)\"")
  }
  return kept
}
