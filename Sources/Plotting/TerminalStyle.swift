import Foundation

/// What the receiver of terminal text can show. It is decided once and handed on as a value.
public struct TerminalStyle: Sendable, Equatable {
  /// A way to emphasize text.
  public enum Paint: String, Sendable {
    /// Heavier letters.
    case bold = "1"
    /// Fainter letters.
    case dim = "2"
    /// Red letters, for failures.
    case red = "31"
    /// Green letters, for success.
    case green = "32"
    /// Yellow letters, for warnings.
    case yellow = "33"
  }

  /// Whether escape codes for colors may be written.
  public var color: Bool
  /// Whether characters beyond ASCII may be written.
  public var unicode: Bool
  /// Whether the output is a terminal, on which a line can be redrawn.
  public var isTerminal: Bool
  /// The number of columns, at least 20.
  public var width: Int

  /// Makes a style by hand; a width below 20 is raised to 20.
  public init(color: Bool, unicode: Bool, isTerminal: Bool, width: Int = 80) {
    self.color = color
    self.unicode = unicode
    self.isTerminal = isTerminal
    self.width = max(20, width)
  }

  /// Decides from environment variables.
  ///
  /// Colors need a terminal, a `TERM` other than "dumb", and `NO_COLOR` unset or empty. UTF-8 is
  /// read from the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is not empty. The width is
  /// `COLUMNS`, or else `windowWidth`, or else 80.
  public init(environment: [String: String], isTerminal: Bool, windowWidth: Int? = nil) {
    func value(_ name: String) -> String? {
      environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
    let locale = (value("LC_ALL") ?? value("LC_CTYPE") ?? value("LANG") ?? "").lowercased()
    let columns = value("COLUMNS").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    self.init(
      color: isTerminal && value("NO_COLOR") == nil && value("TERM") != "dumb",
      unicode: locale.contains("utf-8") || locale.contains("utf8"),
      isTerminal: isTerminal,
      width: columns ?? windowWidth ?? 80)
  }

  /// ASCII without colors, 80 columns wide.
  public static let plain = TerminalStyle(color: false, unicode: false, isTerminal: false)

  /// What standard output can show now.
  public static var standardOutput: TerminalStyle { TerminalStyle(descriptor: STDOUT_FILENO) }

  /// What standard error can show now.
  public static var standardError: TerminalStyle { TerminalStyle(descriptor: STDERR_FILENO) }

  private init(descriptor: Int32) {
    var size = winsize()
    let known = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    self.init(
      environment: ProcessInfo.processInfo.environment,
      isTerminal: isatty(descriptor) == 1,
      windowWidth: known ? Int(size.ws_col) : nil)
  }

  /// The text with all of `paints`, or unchanged when colors are off.
  public func paint(_ text: String, _ paints: Paint...) -> String {
    escape(text, code: paints.map(\.rawValue).joined(separator: ";"))
  }

  /// The text between an escape code and a reset, or unchanged when colors are off.
  func escape(_ text: String, code: String) -> String {
    guard color, !text.isEmpty, !code.isEmpty else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}
