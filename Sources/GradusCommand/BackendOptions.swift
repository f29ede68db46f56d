import Foundation
import Gradus

/// Takes `--backend NAME` and `--threads N` out of the arguments of any command, and makes them the default
/// of this process and, through the environment, of those that it starts.
///
/// Throws a ``UsageError`` where they make no sense, and where the backend cannot run on this machine.
func applyingBackendOptions(_ arguments: [String]) throws -> [String] {
  let (rest, variables) = try separatingBackendOptions(arguments)
  for (name, value) in variables { setenv(name, value, 1) }
  // What stands in the environment is checked here, too: the library would stop the program.
  try requireSensibleBackend(ProcessInfo.processInfo.environment)
  return rest
}

/// The arguments without those two options, and the variables that say the same.
///
/// (The benchmark compares backends, so that its options of these names mean something else.)
func separatingBackendOptions(
  _ arguments: [String]
) throws -> (rest: [String], variables: [String: String]) {
  if arguments.first == "benchmark" { return (arguments, [:]) }
  var rest = Arguments(arguments)
  var (kept, variables) = ([String](), [String: String]())
  while let word = try rest.next() {
    switch word {
    case "--backend": variables["GRADUS_BACKEND"] = try rest.value(of: word)
    case "--threads": variables["GRADUS_THREADS"] = try rest.value(of: word)
    default: kept.append(word)
    }
  }
  return (kept, variables)
}

/// Throws a ``UsageError`` unless the variables name a backend that runs here and a number of threads.
func requireSensibleBackend(_ variables: [String: String]) throws {
  if let name = variables["GRADUS_BACKEND"] {
    guard let backend = Backend(rawValue: name) else {
      throw UsageError.unknown("backend", name, known: Backend.allCases.map(\.rawValue))
    }
    if let obstacle = backend.obstacle { throw UsageError(obstacle) }
  }
  if let text = variables["GRADUS_THREADS"], (Int(text) ?? 0) < 1 {
    throw UsageError("--threads: expected a whole number from 1, found \"\(text)\"")
  }
}
