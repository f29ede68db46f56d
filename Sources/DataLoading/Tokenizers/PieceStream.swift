/// Cuts a text that comes in parts into special tokens and into words.
struct PieceStream: Sendable {
  enum Piece: Equatable {
    /// The bytes of a word, see ``TextPieces``.
    case word([UInt8])
    /// A special token, by its place among them.
    case special(Int)
  }

  /// The longest first, so that of two that fit the longer one is taken.
  private let specials: [(scalars: [Unicode.Scalar], index: Int)]
  /// What was read and is not cut yet.
  private(set) var unread: [Unicode.Scalar] = []

  init(specialTokens: [String]) {
    specials = specialTokens.enumerated().map { (Array($0.element.unicodeScalars), $0.offset) }
      .sorted { $0.0.count > $1.0.count }
  }

  /// The pieces that are certain after the next part of the text.
  mutating func read(_ part: String) -> [Piece] {
    unread += part.unicodeScalars
    return cut(isLast: false)
  }

  /// The rest of the pieces, after the last part.
  mutating func finish() -> [Piece] { cut(isLast: true) }

  private mutating func cut(isLast: Bool) -> [Piece] {
    var (pieces, start): ([Piece], Int) = ([], 0)
    // A special token that begins before this place is there as a whole.
    let longest = specials.first?.scalars.count ?? 1
    let end = isLast ? unread.count : max(0, unread.count - longest + 1)
    while let (place, special) = nextSpecial(in: start..<max(start, end)) {
      pieces += words(to: place, from: &start, isLast: true)
      pieces.append(.special(special.index))
      start = place + special.scalars.count
    }
    pieces += words(to: end, from: &start, isLast: isLast)
    unread.removeFirst(start)
    return pieces
  }

  /// The first special token that begins at one of these places.
  private func nextSpecial(
    in places: Range<Int>
  ) -> (place: Int, special: (scalars: [Unicode.Scalar], index: Int))? {
    for place in places {
      let rest = unread[place...]
      if let special = specials.first(where: { rest.starts(with: $0.scalars) }) {
        return (place, special)
      }
    }
    return nil
  }

  /// The words before `end`; unless the text ends there, only those that surely end.
  private func words(to end: Int, from start: inout Int, isLast: Bool) -> [Piece] {
    var words: [Piece] = []
    while start < end {
      let wordEnd = TextPieces.end(unread[..<end], from: start)
      // Two characters after a word decide that it ends there: is it 're, or an apostrophe and a word?
      if !isLast && wordEnd + 2 > end { break }
      words.append(.word(unread[start..<wordEnd].flatMap { Array(UTF8.encode($0)!) }))
      start = wordEnd
    }
    return words
  }
}
