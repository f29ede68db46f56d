import Files
import Foundation

/// Where a lesson's plots go: into the folder from which its page shows them, those of a run of one's
/// own (other functions, another seed, a shorter run) into one beside, or wherever `--plots` says.
///
/// What a plot of measured speeds shows differs from run to run, and would change the page each time:
/// such a plot goes beside in any case, unless `--plots` says otherwise.
package struct PlotFolder: Sendable {
  /// The folder as the user knows it.
  package let name: String
  private let url: URL

  /// - Parameters:
  ///   - name: The folder as the user knows it.
  ///   - url: Where it is.
  package init(name: String, url: URL) {
    self.name = name
    self.url = url
  }

  /// Writes a file; returns its path, and throws a sentence when it cannot be written.
  package func save(_ text: String, as file: String) throws -> String {
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try writeAtomically(text, to: url.appending(path: file))
    } catch {
      let reason = (error as? WriteError)?.reason ?? systemReason(of: error)
      throw PlotError(file: "\(name)/\(file)", reason: reason)
    }
    return "\(name)/\(file)"
  }
}

/// A plot that cannot be written.
private struct PlotError: Error, CustomStringConvertible {
  let file: String
  let reason: String

  var description: String {
    "cannot write \(file): \(reason). To write elsewhere: --plots FOLDER"
  }
}
