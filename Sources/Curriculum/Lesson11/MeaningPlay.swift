import Curriculum
import Gradus
import Plotting

/// `gradus try 11`: type a word and see its neighbors, or `a is to b as c is to`, of words of the three books.
@Sendable
func tryMeaning(_ answers: MeaningAnswers, _ playground: inout Playground) throws {
  playground.draw("One moment: the neighbors of three books are counted.")
  var question = WordQuestion(vectors: try .ofBooks())
  while true {
    playground.draw(question.screen(playground.style))
    guard let key = playground.nextKey() else { return }
    switch key {
    case .character(let character): question.text.append(character)
    case .backspace: _ = question.text.popLast()
    case .enter: try question.ask()
    case .escape: return
    default: break
    }
  }
}

/// What is typed, and what the vectors say to it.
struct WordQuestion {
  let vectors: WordVectors
  var text = ""
  private(set) var answer = ""

  init(vectors: WordVectors) { self.vectors = vectors }

  /// Answers what is typed, and makes room for the next question.
  mutating func ask() throws {
    let words = Array(Words.sentences(of: text).joined())
    text = ""
    if words.isEmpty {
      answer = ""
    } else if let places = analogy(words) {
      let missing = places.filter { vectors.number(of: $0) == nil }
      answer =
        missing.isEmpty
        ? try answerToAnalogy(places.map { vectors.number(of: $0)! }) : unknown(missing[0])
    } else if words.count == 1 {
      answer = neighbors(of: words[0])
    } else {
      answer = "Type one word, or: a is to b as c is to"
    }
  }

  /// a, b and c of "a is to b as c is to"; nil for another text.
  private func analogy(_ words: [String]) -> [String]? {
    let pattern = [nil, "is", "to", nil, "as", nil, "is", "to"]
    guard words.count == pattern.count, zip(words, pattern).allSatisfy({ $1 == nil || $0 == $1 })
    else { return nil }
    return [words[0], words[3], words[5]]
  }

  private func neighbors(of word: String) -> String {
    guard let number = vectors.number(of: word) else { return unknown(word) }
    let near = vectors.neighbors(
      of: vectors.vectors[number], count: 10, besides: [number], atLeast: 10)
    return "\(word), \(vectors.counts[number]) times:\n"
      + near.map { "  \($0.cosine.fixed(2))  \($0.word)" }.joined(separator: "\n")
  }

  private func answerToAnalogy(_ places: [Int]) throws -> String {
    let words = places.map { vectors.words[$0] }
    let near = vectors.neighbors(
      of: vectors.goal(places[0], places[1], places[2]), count: 5, besides: places, atLeast: 10)
    return "\(words[0]) is to \(words[1]) as \(words[2]) is to:\n"
      + near.map { "  \($0.cosine.fixed(2))  \($0.word)" }.joined(separator: "\n")
  }

  private func unknown(_ word: String) -> String {
    "\"\(word)\" does not occur five times in the three books."
  }

  func screen(_ style: TerminalStyle) -> String {
    let help = "Type a word, or: man is to king as woman is to. Enter asks; Escape ends."
    return [answer, "> " + text + (style.unicode ? "▏" : "_"), help].filter { !$0.isEmpty }
      .map { part in
        part.split(separator: "\n").map { line in
          line.hasPrefix("  ") ? String(line) : indented(String(line), by: 0, style: style)
        }.joined(separator: "\n")
      }.joined(separator: "\n\n")
  }
}
