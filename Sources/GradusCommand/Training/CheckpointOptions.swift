import Foundation
import Gradus

/// Where a training keeps its state, as the command line says: `--checkpoint FILE --resume`; or a search its
/// history: `--history FILE --resume`.
struct CheckpointOptions: Sendable {
  /// The option that names the file.
  let fileOption: String
  /// The file as the user has named it.
  var file: String?
  var resumes = false

  init(fileOption: String = "--checkpoint") { self.fileOption = fileOption }

  /// The options by name, for suggestions.
  static let names = ["--checkpoint", "--resume"]

  /// Takes an option if it is one of these.
  mutating func take(_ option: String, _ arguments: inout Arguments) throws -> Bool {
    switch option {
    case fileOption: file = try arguments.value(of: option)
    case "--resume": resumes = true
    default: return false
    }
    return true
  }

  /// Throws when they contradict each other.
  func check() throws {
    if resumes && file == nil {
      throw UsageError("--resume needs \(fileOption) FILE, the file to go on from")
    }
  }

  /// The plan for a training, which Control-C then interrupts in good order; nil without a file, and
  /// then Control-C ends the program as ever.
  func plan() -> CheckpointPlan? {
    guard let file else { return nil }
    Interruption.heed(savesTrainings: fileOption == "--history")
    return CheckpointPlan(
      url: URL(filePath: file), resumes: resumes, isInterrupted: { Interruption.isAskedFor })
  }

  /// This command again, resuming.
  static var commandToGoOn: String {
    let words = CommandLine.arguments.dropFirst().map(quotedForShell)
    let isThere = words.contains("--resume")
    return (["gradus"] + words + (isThere ? [] : ["--resume"])).joined(separator: " ")
  }
}

/// A word as it has to be typed, so that a shell takes it for one word and as it is.
func quotedForShell(_ word: String) -> String {
  guard word.contains(/[^\w.\/:=+,@%-]/) || word.isEmpty else { return word }
  return "'" + word.replacing("'", with: "'\\''") + "'"
}
