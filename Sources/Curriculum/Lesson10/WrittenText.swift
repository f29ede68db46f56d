import Curriculum
import Gradus
import Plotting

/// A text in lines of at most so many characters, with all its blanks.
private func wrapped(_ text: String, to width: Int) -> [String] {
  text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
    var lines = [""]
    for character in paragraph {
      var line = lines.removeLast()
      line.append(character)
      guard line.count > width else {
        lines.append(line)
        continue
      }
      let end = line.lastIndex(of: " ").map(line.index(after:)) ?? line.index(before: line.endIndex)
      lines += [String(line[..<end]).trimmingTrailingBlanks, String(line[end...])]
    }
    return lines
  }
}

/// A text that a person and a GPT write together.
struct WrittenText<Writer: TokenWriter> {
  private let vocabulary: CharacterVocabulary
  private var writer: Writer
  private var generator: RandomGenerator
  private var tenths = 7
  private var message = ""
  /// Whether the probabilities of the next character are shown.
  var showsBars = true

  /// An empty text, for which the writer has read one token.
  init(_ writer: Writer, _ vocabulary: CharacterVocabulary, seed: UInt64) {
    self.writer = writer
    self.vocabulary = vocabulary
    generator = RandomGenerator(seed: seed)
  }

  /// What is written.
  var text: String { String(writer.tokens.dropFirst().map { vocabulary.characters[$0] }) }

  private var temperature: Double { Double(tenths) / 10 }

  /// Adds a character, if the model knows it.
  mutating func type(_ character: Character) throws {
    guard let token = vocabulary.characters.firstIndex(of: character) else {
      message = "\"\(character)\" is not among the \(vocabulary.count) characters of the book."
      return
    }
    message = ""
    try writer.append(token)
  }

  /// Lets the model add a character.
  mutating func goOn() throws {
    message = ""
    let shares = try writer.probabilities(temperature: temperature)
    try writer.append(generator.categorical(shares))
  }

  /// Takes the last character back.
  mutating func erase() throws {
    if writer.tokens.count > 1 {
      writer = try writer.restarted(after: writer.tokens.dropLast())
    }
  }

  /// Makes the text wilder or tamer by so many tenths.
  mutating func heat(by change: Int) { tenths = min(20, max(0, tenths + change)) }

  /// The text, and what can be done.
  func screen(_ style: TerminalStyle) throws -> String {
    let lines = wrapped(text + (style.unicode ? "▏" : "_"), to: max(10, style.width - 3))
    var parts = [lines.suffix(10).map { "  \($0)" }.joined(separator: "\n")]
    if showsBars { parts.append(try bars(style)) }
    if !message.isEmpty { parts.append(indented(message, by: 0, style: style)) }
    let help =
      "Type; right arrow: the GPT adds a character, Enter: 60; up, down: temperature "
      + "\(temperature.fixed(1)); Tab: bars; Escape ends."
    parts.append(indented(help, by: 0, style: style))
    return parts.joined(separator: "\n\n")
  }

  /// The likeliest next characters, as the temperature has them.
  private func bars(_ style: TerminalStyle) throws -> String {
    let shares = try writer.probabilities(temperature: temperature)
    let order = shares.indices.sorted { (shares[$0], $1) > (shares[$1], $0) }
    return order.prefix(6).map { token in
      let length = Int((shares[token] * Double(min(40, max(4, style.width - 22)))).rounded())
      return "  " + name(vocabulary.characters[token]).padded(to: 8)
        + "\((100 * shares[token]).fixed(1)) %".rightAligned(to: 7) + "  "
        + String(repeating: style.unicode ? "█" : "#", count: length)
    }.joined(separator: "\n")
  }

  private func name(_ character: Character) -> String {
    switch character {
    case " ": "blank"
    case "\n": "line end"
    default: String(character)
    }
  }
}
