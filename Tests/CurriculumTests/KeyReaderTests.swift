import Testing

@testable import Curriculum

/// Bytes of terminals, and the keys that they are.
@Suite("keys of a terminal")
struct KeyReaderTests {
  /// The keys in a text, read as a terminal would send it: all of it at once.
  private func keys(in text: String) -> [Key] { keys(in: Array(text.utf8)) }

  private func keys(in bytes: [UInt8]) -> [Key] {
    var rest = bytes[...]
    var reader = KeyReader { _ in rest.popFirst() }
    var keys: [Key] = []
    while let key = reader.next() { keys.append(key) }
    return keys
  }

  @Test("letters, signs and blanks are themselves, in UTF-8, too") func characters() {
    #expect(keys(in: "a 7é字🙂") == ["a", " ", "7", "é", "字", "🙂"].map { .character($0) })
  }

  @Test("keys with names") func named() {
    #expect(keys(in: "\r\n\t\u{7F}\u{8}") == [.enter, .enter, .tab, .backspace, .backspace])
    #expect(keys(in: "\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D") == [.up, .down, .right, .left])
    #expect(keys(in: "\u{1B}OA") == [.up])
    #expect(keys(in: "\u{1B}") == [.escape])
  }

  @Test("the mouse: where, counted from 0, and whether a button is down") func mouse() {
    #expect(
      keys(in: "\u{1B}[<0;3;1M\u{1B}[<32;4;2M\u{1B}[<0;4;2m") == [
        .mouse(column: 2, row: 0, isDown: true), .mouse(column: 3, row: 1, isDown: true),
        .mouse(column: 3, row: 1, isDown: false),
      ])
    #expect(keys(in: "\u{1B}[<64;3;1Mx") == [.character("x")], "the wheel is not used")
    #expect(keys(in: "\u{1B}[<0;0;1Mx") == [.character("x")], "columns are counted from 1")
  }

  @Test("what is not known is passed over, and what follows is not lost") func unknown() {
    #expect(keys(in: "\u{1B}[5~x\u{1B}[1;5Cy") == [.character("x"), .right, .character("y")])
    #expect(keys(in: "\u{1}x") == [.character("x")])
    #expect(keys(in: [0xFF, 0x80, UInt8(ascii: "x")]) == [.character("x")])
  }

  @Test("Control-C and Control-D end it", arguments: ["\u{3}", "\u{4}"])
  func end(_ text: String) { #expect(keys(in: "a" + text + "b") == [.character("a")]) }
}
