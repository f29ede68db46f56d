import Curriculum
import Files
import Foundation
import Gradus
import Plotting

/// A training of one's own framework: what it is told, and how it is started.
public struct OwnTraining: Sendable {
  /// The seed of all random numbers.
  public var seed: UInt64 = 1
  /// How long; nil for what each training takes by itself.
  public var epochs: Int?
  /// Where what is trained is kept; nil where it is not.
  public var file: URL?
  /// What standard output can show.
  public var style = TerminalStyle.standardOutput

  /// Describes a training.
  public init(seed: UInt64 = 1, epochs: Int? = nil, file: URL? = nil) {
    (self.seed, self.epochs, self.file) = (seed, epochs, file)
  }

  /// Throws where the file cannot be written: better before a training than after it.
  func requirePlace() throws {
    guard let file else { return }
    let path = file.path(percentEncoded: false)
    let folder = file.deletingLastPathComponent().path(percentEncoded: false)
    guard FileManager.default.fileExists(atPath: folder) else {
      throw DataError(path, expected: "the folder \(folder) to write it to", found: "none")
    }
    guard !FileManager.default.fileExists(atPath: path) else {
      throw DataError(
        path, expected: "no file, since the training begins again", found: "one",
        advice: "remove it, or name another")
    }
  }

  /// Says what has failed on the way, and keeps what was trained, if that was asked for.
  ///
  /// - Parameters:
  ///   - failures: What is said of functions that have failed.
  ///   - purpose: What the file is good for.
  ///   - command: What `gradus` is called with for that, without the file.
  ///   - save: Writes the file.
  func finish(
    after failures: [String], _ purpose: String, _ command: String, save: (URL) throws -> Void
  ) throws {
    for failure in failures { show("\n" + indented(failure, by: 4, style: style)) }
    guard let file else { return }
    try save(file)
    show("\nKept in \(file.relativePath). \(purpose)")
    show("swift run -q gradus \(command) --checkpoint \(file.relativePath)")
  }
}

/// Which functions of a training are the learner's, before it begins.
package func showParts<Parts>(_ assembly: Assembly<Parts>, of name: String, _ style: TerminalStyle)
{
  show(style.paint("Your own framework: \(name)", .bold) + "\n")
  show(assembly.table(style))
  show("\n    \(assembly.share)")
  let others = assembly.parts.filter { $0.maker != .yours }
  if let next = others.min(by: { $0.exercise.lesson < $1.exercise.lesson }) {
    show(
      indented(
        "The next: \(next.exercise.name), swift run -q gradus check \(next.exercise.lesson)", by: 4,
        style: style))
  }
  show("")
  fflush(nil)  // The training shows its progress on another stream.
}
