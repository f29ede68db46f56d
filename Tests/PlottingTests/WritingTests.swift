import Foundation
import Testing

@testable import Plotting

@Suite struct WritingTests {
  @Test("where there is no room for a plot, this is thrown, and the old file is kept")
  func noRoom() async throws {
    await #expect(processExitsWith: .success) {
      // The system then refuses files beyond 4 KiB, as it refuses those on a full disk.
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 1 << 12, rlim_max: 1 << 12)
      #if os(Linux)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      #else
        setrlimit(RLIMIT_FSIZE, &limit)
      #endif
      let folder = FileManager.default.temporaryDirectory
        .appending(path: "gradus-\(UUID().uuidString)", directoryHint: .isDirectory)
      defer { try? FileManager.default.removeItem(at: folder) }
      let url = folder.appending(path: "plot.svg")
      try SVGDocument.write("before", to: url)
      let long = String(repeating: "x", count: 1 << 13)
      #expect(throws: (any Error).self) { try SVGDocument.write(long, to: url) }
      #expect(try String(contentsOf: url, encoding: .utf8) == "before")
      let names = try FileManager.default.contentsOfDirectory(
        atPath: folder.path(percentEncoded: false))
      #expect(names == ["plot.svg"])
    }
  }
}
