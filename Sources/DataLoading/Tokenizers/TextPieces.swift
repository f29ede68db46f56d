/// Cuts text into pieces that byte-pair merges never cross: words, numbers and punctuation, each with the blank
/// before it, and other white space.
///
/// The rule is that of GPT-2 (Radford and others, 2019), where L are letters, N digits and s white space:
///
///     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
///
/// Without it, "dog.", "dog!" and "dog," would become three tokens.
enum TextPieces {
  /// The longest piece, in Unicode scalars; a longer run is cut here, which no word of a language needs. It
  /// bounds the memory that a stream of text needs, and the time for its merges.
  static let longest = 1024

  /// Where the piece ends that begins at `start`, as far as the text is known.
  static func end(_ text: ArraySlice<Unicode.Scalar>, from start: Int) -> Int {
    if text[start] == "'", let length = contraction(text[(start + 1)...]) {
      return start + 1 + length
    }
    let afterBlank = text[start] == " " ? start + 1 : start
    let limit = min(text.endIndex, start + longest)
    if afterBlank < limit, kind(text[afterBlank]) != .space {
      return runEnd(text[..<limit], from: afterBlank)
    }
    let end = runEnd(text[..<limit], from: start)
    // White space before a word leaves its last character to the word.
    return end == text.endIndex || end == limit ? end : max(start + 1, end - 1)
  }

  /// The number of scalars after an apostrophe that are a contraction with it.
  private static func contraction(_ text: ArraySlice<Unicode.Scalar>) -> Int? {
    let endings = ["s", "t", "re", "ve", "m", "ll", "d"]
    return endings.first { text.starts(with: $0.unicodeScalars) }?.unicodeScalars.count
  }

  private static func runEnd(_ text: ArraySlice<Unicode.Scalar>, from start: Int) -> Int {
    let first = kind(text[start])
    return text[start...].firstIndex { kind($0) != first } ?? text.endIndex
  }

  private enum Kind { case letter, digit, space, other }

  private static func kind(_ scalar: Unicode.Scalar) -> Kind {
    switch scalar {
    case "a"..."z", "A"..."Z": return .letter
    case "0"..."9": return .digit
    default: break
    }
    if scalar.properties.isWhitespace { return .space }
    if scalar.isASCII { return .other }
    return switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      .letter
    case .decimalNumber, .letterNumber, .otherNumber: .digit
    default: .other
    }
  }
}
