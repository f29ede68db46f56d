import Curriculum
import Gradus
import Plotting

/// `gradus try 9`: type the beginning of a name, and a network ends it in ten ways.
///
/// The network is that of a file, or else one that learns first; its functions are the solution's, or, with `--mine`,
/// the learner's.
@Sendable
func tryRemembering(_ answers: RememberingAnswers, _ playground: inout Playground) throws {
  let names = try Names()
  let reader: HandmadeReader
  if let file = playground.checkpoint {
    reader = HandmadeReader(answers, try NamesFile(url: file).parameters(names.vocabulary))
  } else {
    playground.draw("One moment: a network learns \(names.training.count) names.")
    reader = try RememberingExperiment(answers).handmadeReader(
      names, epochs: 10, seed: playground.seed
    ).reader
  }
  var generator = RandomGenerator(seed: playground.seed)
  var (beginning, endings) = ("", [String]())
  while true {
    playground.draw(screen(beginning, endings, playground.style))
    guard let key = playground.nextKey() else { return }
    switch key {
    case .character(let character):
      let letter = Character(character.lowercased())
      if names.vocabulary.characters.dropFirst().contains(letter), beginning.count < 19 {
        beginning.append(letter)
      }
    case .backspace: beginning = String(beginning.dropLast())
    case .enter:
      let read = try names.vocabulary.encode(beginning).elements
      endings = try (0..<10).map { _ in
        names.vocabulary.decode(
          Tensor(
            try reader.write(after: read, atMost: 20, temperature: 1, using: &generator)))
      }
    case .escape: return
    default: break
    }
  }
}

private func screen(_ beginning: String, _ names: [String], _ style: TerminalStyle) -> String {
  let help = "Type the beginning of a name, or none; Enter: ten names; Escape ends."
  return "  \(beginning.capitalized)\(style.unicode ? "▏" : "_")\n\n"
    + names.map { "  \($0.capitalized)\n" }.joined() + "\n" + indented(help, by: 0, style: style)
}
