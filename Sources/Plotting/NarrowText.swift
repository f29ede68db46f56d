// Texts on narrow terminals: between words one may break or end them, and a number is never cut.

/// A text as lines of at most `width` columns, but for a single word that is longer.
func wrapped(_ text: String, to width: Int) -> [String] {
  var lines: [String] = []
  for word in text.split(separator: " ") {
    if let last = lines.last, last.count + 1 + word.count <= width {
      lines[lines.count - 1] += " \(word)"
    } else {
      lines.append(String(word))
    }
  }
  return lines
}

/// As many of a text's first words as have room; empty where not even the first has.
func wholeWords(of text: String, within room: Int) -> String {
  guard let first = wrapped(text, to: room).first, first.count <= room else { return "" }
  return first
}
