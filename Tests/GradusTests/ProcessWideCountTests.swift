import Foundation
import Testing

/// Tests run side by side in one process, and the count of live buffers is that of the whole process: where a
/// test asks for it, another one may change it at any time.
@Suite struct ProcessWideCountTests {
  @Test("every file that counts live buffers does it in a process of its own")
  func ofTheirOwn() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let files = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    let itself = URL(filePath: #filePath).lastPathComponent
    var counting = 0
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      guard file.lastPathComponent != itself, text.contains(/liveBufferCount|leakedBufferCount/)
      else { continue }
      counting += 1
      #expect(text.contains("processExitsWith"), "\(file.lastPathComponent)")
    }
    #expect(counting >= 5)
  }
}
