import Foundation
import Plotting

/// What `gradus try` hands to a lesson: keys, and a screen to draw on. Nothing there is judged.
///
/// On a terminal, keys arrive as they are pressed, and each drawing takes the place of the one before.
/// Elsewhere the input is read character by character, and only the last drawing is printed, so that what
/// goes through pipes works, too.
package struct Playground {
  /// The seed of all random numbers.
  package let seed: UInt64
  /// Whether the learner's functions play.
  package let isMine: Bool
  /// Where a trained model is kept, if the user wants that.
  package let checkpoint: URL?
  private var reader: KeyReader
  private var lastDrawing = ""

  /// What the terminal can show now; its width may change while one plays.
  package var style: TerminalStyle { .standardOutput }

  /// The next key; nil at the end of the input, and for Control-C and Control-D.
  package mutating func nextKey() -> Key? { reader.next() }

  /// Shows a text in place of the one before.
  package mutating func draw(_ text: String) {
    lastDrawing = spelled(text, for: style)
    guard style.isTerminal else { return }
    let lines = lastDrawing.split(separator: "\n", omittingEmptySubsequences: false)
    // Home, each line up to its end, and nothing below: without a blank screen in between, no flicker.
    print("\u{1B}[H" + lines.map { $0 + "\u{1B}[K\r\n" }.joined() + "\u{1B}[J", terminator: "")
    fflush(nil)
  }

  /// Runs a lesson's play with a terminal that hands on each key, and puts the terminal back.
  package static func run(
    seed: UInt64, isMine: Bool, checkpoint: URL? = nil, _ play: (inout Playground) throws -> Void
  ) throws {
    var playground = Playground(
      seed: seed, isMine: isMine, checkpoint: checkpoint, reader: KeyReader(byte: byteOfInput))
    let settings = enterRawMode()
    playground.openScreen()
    defer {
      playground.closeScreen()
      if var settings { tcsetattr(STDIN_FILENO, TCSANOW, &settings) }
      print(playground.lastDrawing)
    }
    try play(&playground)
  }

  /// A screen of its own, so that what was there before comes back afterward; and the mouse's reports.
  private func openScreen() {
    guard style.isTerminal else { return }
    print("\u{1B}[?1049h\u{1B}[H\u{1B}[?1002h\u{1B}[?1006h", terminator: "")
    fflush(nil)
  }

  private func closeScreen() {
    guard style.isTerminal else { return }
    print("\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1049l", terminator: "")
    fflush(nil)
  }
}

/// Lets the terminal hand on each key at once and unseen; returns its settings from before, or nil where
/// the input is no terminal.
///
/// Control-C arrives as a key as well: a signal would end the program before the terminal is put back.
private func enterRawMode() -> termios? {
  var settings = termios()
  guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
  let before = settings
  settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
  settings.c_iflag &= ~tcflag_t(ICRNL)
  return tcsetattr(STDIN_FILENO, TCSANOW, &settings) == 0 ? before : nil
}

/// The next byte of standard input. What belongs to an escape sequence comes at once: whoever may not wait
/// looks for 50 ms.
private func byteOfInput(mayWait: Bool) -> UInt8? {
  var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
  if !mayWait && poll(&descriptor, 1, 50) != 1 { return nil }
  var byte: UInt8 = 0
  while true {
    let count = read(STDIN_FILENO, &byte, 1)
    if count == 1 { return byte }
    // A change of the window's size interrupts a read.
    if count == 0 || errno != EINTR { return nil }
  }
}
