/// What a key press, or a mouse, tells a program.
package enum Key: Equatable, Sendable {
  /// A letter, a digit, a sign, a blank.
  case character(Character)
  case enter, backspace, tab, escape
  case up, down, left, right
  /// A mouse button goes down or moves while down, or is let go; counted from the screen's corner, from 0.
  case mouse(column: Int, row: Int, isDown: Bool)
}

/// Reads keys from the bytes that a terminal sends, or that come through a pipe.
struct KeyReader {
  /// Gives the next byte; nil at the end of the input, and, unless it may wait, where none is there yet.
  let byte: (_ mayWait: Bool) -> UInt8?

  /// The next key; nil at the end of the input, and for Control-C and Control-D, which ask for an end.
  mutating func next() -> Key? {
    while let first = byte(true) {
      switch first {
      case 3, 4: return nil
      case 8, 127: return .backspace
      case 9: return .tab
      case 10, 13: return .enter
      case 27:
        guard let second = byte(false) else { return .escape }
        if let key = key(after: second) { return key }
      case 0..<32: break
      default:
        if let character = character(startingWith: first) { return .character(character) }
      }
    }
    return nil
  }

  /// The key of an escape sequence, `ESC [ parameters letter`; nil for one that is not used here.
  private func key(after introducer: UInt8) -> Key? {
    guard introducer == UInt8(ascii: "[") || introducer == UInt8(ascii: "O") else { return nil }
    var parameters = ""
    while let byte = byte(false) {
      guard (0x40...0x7E).contains(byte) else {
        parameters.append(Character(UnicodeScalar(byte)))
        continue
      }
      switch UnicodeScalar(byte) {
      case "A": return .up
      case "B": return .down
      case "C": return .right
      case "D": return .left
      case "M", "m": return mouse(parameters, isDown: byte == UInt8(ascii: "M"))
      default: return nil
      }
    }
    return nil
  }

  /// `<button;column;row`, counted from 1 (SGR mode of xterm).
  private func mouse(_ parameters: String, isDown: Bool) -> Key? {
    guard parameters.first == "<" else { return nil }
    let numbers = parameters.dropFirst().split(separator: ";").compactMap { Int($0) }
    // 64 and more: the wheel.
    guard numbers.count == 3, numbers[0] < 64, numbers[1] > 0, numbers[2] > 0 else { return nil }
    return .mouse(column: numbers[1] - 1, row: numbers[2] - 1, isDown: isDown)
  }

  /// A character in UTF-8; nil where the bytes are none.
  private func character(startingWith first: UInt8) -> Character? {
    var bytes = [first]
    let more = first < 0xC0 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : first < 0xF8 ? 3 : 0
    for _ in 0..<more {
      guard let next = byte(true) else { return nil }
      bytes.append(next)
    }
    return String(validating: bytes, as: UTF8.self)?.first
  }
}
