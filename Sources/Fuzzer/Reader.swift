import Files
import TensorCore

/// A reader of files that is fuzzed.
struct Reader: Sendable {
  /// What it is called on the command line, and the name of its folder in the corpus.
  let name: String
  /// Valid inputs to start from, besides those of the corpus.
  let examples: @Sendable () -> [[UInt8]]
  /// Words of the format, which bytes drawn at random would hardly ever spell.
  let words: [String]
  /// Changes an input by what it means, not only by its bytes.
  let change: @Sendable (_ input: inout [UInt8], _ generator: inout RandomGenerator) -> Void
  /// Reads an input and uses what it gives. Throws when the input is refused, which is right as long as
  /// the error is a `DataError`; all else that can go wrong ends the process.
  let read: @Sendable (_ input: [UInt8]) throws -> Void

  /// All that belong to Gradus.
  static let all = [csv, idx, picture, safetensors, npy, npz, inflate, gzip, checkpoint, tuning]

  /// The reader of a name, one of those with planted faults included.
  static func named(_ name: String) -> Reader? {
    (all + plantedFaults).first { $0.name == name }
  }

  /// Reads an input; whether it was accepted. Ends the process when the reader broke its promises.
  func accepts(_ input: [UInt8]) -> Bool {
    do {
      try read(input)
      return true
    } catch let error as DataError {
      let sentence = "\(error)"
      require(
        sentence.utf8.count < 4096 + 4 * input.count,
        "\(name): an error of \(sentence.utf8.count) bytes fills the screen: \(sentence.prefix(80))"
      )
      return false
    } catch {
      fatalError("\(name): threw \(type(of: error)) in place of a DataError: \(error)")
    }
  }
}
