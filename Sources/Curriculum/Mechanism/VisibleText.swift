extension String {
  /// The beginning of a text that an answer made, as it can be shown on a terminal: control characters
  /// become visible, as Swift writes them in a literal.
  ///
  /// Otherwise an answer could move the cursor, clear the screen, or change its colors. The limit counts
  /// Unicode's scalars, because any number of them may make one character.
  func visible(atMost limit: Int) -> String {
    var result = ""
    for scalar in unicodeScalars.prefix(limit) {
      if scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t" {
        result += scalar.escaped(asASCII: true)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return unicodeScalars.count > limit ? result + " …" : result
  }
}
