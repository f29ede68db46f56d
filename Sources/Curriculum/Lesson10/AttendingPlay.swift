import Curriculum
import Foundation
import Gradus
import Plotting

/// `gradus try 10`: type the beginning of a text, and a GPT that has read Alice goes on.
@Sendable
func tryAttending(_ answers: AttendingAnswers, _ playground: inout Playground) throws {
  let book = try Book(.alice)
  let model = try reader(of: book, &playground)
  var text = WrittenText(model, book.vocabulary, seed: playground.seed)
  while true {
    playground.draw(text.screen(playground.style))
    guard let key = playground.nextKey() else { return }
    switch key {
    case .character(let character): text.type(character)
    case .right: text.goOn()
    case .enter:
      for _ in 0..<60 {
        text.goOn()
        playground.draw(text.screen(playground.style))
      }
    case .backspace: text.erase()
    case .up: text.heat(by: 1)
    case .down: text.heat(by: -1)
    case .tab: text.showsBars.toggle()
    case .escape: return
    default: break
    }
  }
}

/// The GPT of the checkpoint, or a new one, which is then kept there.
private func reader(of book: Book, _ playground: inout Playground) throws -> GPT<Float> {
  let size = AttendingExperiment.sizeOfPage(isQuick: false)
  let file = playground.checkpoint.map(GPTFile.init)
  if let file, FileManager.default.fileExists(atPath: file.url.path(percentEncoded: false)) {
    return try file.load(size, book.vocabulary)
  }
  try file?.requireFolder()
  let steps = size.steps(for: book.test)
  let model = AttendingExperiment(AttendingAnswers())
    .reader(of: book, size, seed: playground.seed) { step, loss in
      if step % 10 == 1 {
        playground.draw(
          "One moment: a GPT reads Alice. Step \(step) of \(steps), loss \(loss.fixed(2))")
      }
    }
  try file?.save(model, book.vocabulary)
  return model
}

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
struct WrittenText {
  private let vocabulary: CharacterVocabulary
  private var writer: TextWriter
  private let model: GPT<Float>
  private var generator: RandomGenerator
  private var tenths = 7
  private var message = ""
  /// Whether the probabilities of the next character are shown.
  var showsBars = true

  /// An empty text: the model begins as after the end of a line.
  init(_ model: GPT<Float>, _ vocabulary: CharacterVocabulary, seed: UInt64) {
    self.model = model
    self.vocabulary = vocabulary
    writer = TextWriter(model, after: [vocabulary.characters.firstIndex(of: "\n") ?? 0])
    generator = RandomGenerator(seed: seed)
  }

  var text: String { String(writer.tokens.dropFirst().map { vocabulary.characters[$0] }) }

  private var sampler: TokenSampler { TokenSampler(temperature: Double(tenths) / 10) }

  /// Adds a character, if the model knows it.
  mutating func type(_ character: Character) {
    guard let token = vocabulary.characters.firstIndex(of: character) else {
      message = "\"\(character)\" is not among the \(vocabulary.count) characters of the book."
      return
    }
    message = ""
    writer.append(token)
  }

  /// Lets the model add a character.
  mutating func goOn() {
    message = ""
    writer.append(sampler.next(from: writer.logits, using: &generator))
  }

  /// Takes the last character back.
  mutating func erase() {
    if writer.tokens.count > 1 { writer = TextWriter(model, after: writer.tokens.dropLast()) }
  }

  /// Makes the text wilder or tamer by so many tenths.
  mutating func heat(by change: Int) { tenths = min(20, max(0, tenths + change)) }

  /// The text, and what can be done.
  func screen(_ style: TerminalStyle) -> String {
    let lines = wrapped(text + (style.unicode ? "▏" : "_"), to: max(10, style.width - 3))
    var parts = [lines.suffix(10).map { "  \($0)" }.joined(separator: "\n")]
    if showsBars { parts.append(bars(style)) }
    if !message.isEmpty { parts.append(indented(message, by: 0, style: style)) }
    let help =
      "Type; right arrow: the GPT adds a character, Enter: 60; up, down: temperature "
      + "\(sampler.temperature.fixed(1)); Tab: bars; Escape ends."
    parts.append(indented(help, by: 0, style: style))
    return parts.joined(separator: "\n\n")
  }

  /// The likeliest next characters, as the temperature has them.
  private func bars(_ style: TerminalStyle) -> String {
    let shares = sampler.probabilities(of: writer.logits)
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
