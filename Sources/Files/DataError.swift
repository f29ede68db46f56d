/// What is wrong with a file or with data: which source, where in it, what was expected and what
/// was found instead.
///
/// Printed, it is one sentence:
/// `penguins.csv, line 17, column "body_mass_g": expected a number, found "heavy"`.
public struct DataError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Where in its source the trouble lies.
  public enum Place: Equatable, Sendable {
    /// The source as a whole.
    case whole
    /// A line, counted from 1 as editors do.
    case line(Int)
    /// A field of a table: the line it is on and the name of its column.
    case field(line: Int, column: String)
    /// A byte, counted from 0.
    case byte(Int)
    /// A character, counted from 0.
    case character(Int)
    /// A tensor in a file of several, by its name.
    case tensor(String)
  }

  /// The name of the file, or what else was being read.
  public let source: String
  /// Where in the source the trouble lies.
  public let place: Place
  /// What should have been there.
  public let expected: String
  /// What was there instead.
  public let found: String
  /// What the reader may do about it, if there is something particular to say.
  public let advice: String?

  /// Describes a fault in `source`.
  public init(
    _ source: String, _ place: Place = .whole, expected: String, found: String,
    advice: String? = nil
  ) {
    self.source = source
    self.place = place
    self.expected = expected
    self.found = found
    self.advice = advice
  }

  /// The whole fault in one sentence, with the advice after it.
  public var description: String {
    let position =
      switch place {
      case .whole: ""
      case .line(let line): ", line \(line)"
      case .field(let line, let column): ", line \(line), column \(quoted(column))"
      case .byte(let offset): ", byte \(offset)"
      case .character(let offset): ", character \(offset)"
      case .tensor(let name): ", tensor \(quoted(name))"
      }
    let fault = "\(source)\(position): expected \(expected), found \(found)"
    return advice.map { "\(fault); \($0)" } ?? fault
  }
}

/// `text` between quotes for an error message: control characters become visible escapes, and a
/// long text is cut, because a message that fills the screen hides its point.
package func quoted(_ text: String) -> String {
  let longest = 40
  let start = text.unicodeScalars.prefix(longest).map { scalar in
    scalar.value < 0x20 || scalar.value == 0x7F ? scalar.escaped(asASCII: true) : String(scalar)
  }
  let isCut = text.unicodeScalars.dropFirst(longest).isEmpty == false
  return "\"\(start.joined())\(isCut ? "…" : "")\""
}

/// `1 field`, `2 fields`.
package func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// `0x0A` for the byte 10.
package func hexadecimal(_ byte: UInt8) -> String {
  "0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))"
}
