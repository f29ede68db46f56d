import Testing

@testable import Curriculum

@Suite("what is drawn again and again")
struct LiveViewTests {
  @Test("a window that became narrower shows a line in several rows") func rows() {
    let text = "a title\n\u{1B}[2m│\u{1B}[0m" + String(repeating: "x", count: 59) + "\n"
    // With the empty line at the end, after which the next text begins.
    #expect(LiveView.rows(of: text, width: 80) == 3)
    #expect(LiveView.rows(of: text, width: 60) == 3)
    #expect(LiveView.rows(of: text, width: 59) == 4)
    #expect(LiveView.rows(of: text, width: 20) == 5)
    #expect(LiveView.rows(of: "", width: 20) == 0)
  }
}
