import Curriculum
import Files
import Foundation
import TensorCore
import Testing

@testable import Fuzzer

@Suite struct FuzzerTests {
  @Test("every reader accepts its examples", arguments: Reader.all.map(\.name))
  func examples(name: String) throws {
    let reader = try #require(Reader.named(name))
    #expect(reader.examples().contains { reader.accepts($0) })
  }

  @Test("every input of the corpus is read or refused", arguments: Reader.all.map(\.name))
  func corpus(name: String) throws {
    let reader = try #require(Reader.named(name))
    let inputs = savedCorpus(of: reader)
    #expect(!inputs.isEmpty)
    for input in inputs { _ = reader.accepts(input) }
  }

  @Test("changed inputs are no longer than allowed, and seldom the same")
  func mutation() {
    var generator = RandomGenerator(seed: 7)
    let mutation = Mutation(words: [Array("word".utf8)])
    let example = Array("12 apples, 345 pears".utf8)
    var different: Set<[UInt8]> = []
    for _ in 0..<1000 {
      var input = example
      mutation(&input, other: [1, 2, 3], using: &generator)
      #expect(input.count <= Mutation.longestInput)
      different.insert(input)
    }
    #expect(different.count > 800)
    #expect(different.contains { $0.starts(with: "word".utf8) })
  }

  /// Each fault has an input here that shows it; that the fuzzer can find one by itself is shown by
  /// the run that counts edges (see the README).
  @Test(
    "crash, hang, oversized allocation and unexpected error are told apart",
    arguments: [
      ("planted-crash", [0x5C, 0x5F, 0x2F, 200, 1], "crash"),
      ("planted-hang", [0x5C, 0x5F, 0x2F, 0], "hang: more than 1 s of a processor"),
      (
        "planted-allocation", [0x5C, 0x5F, 0x2F, 0x7F, 0, 0, 0],
        "oversized allocation: more than 16 MiB"
      ),
      ("planted-error", [0x5C, 0x5F, 0x2F, 0x80], "in place of a DataError"),
    ] as [(String, [UInt8], String)])
  func faults(name: String, input: [UInt8], reason: String) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "gradus-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "input")
    try Data(input).write(to: file)
    let output = folder.appending(path: "output").path(percentEncoded: false)
    let ending = try ChildProcess.run(
      try fuzzer().path(percentEncoded: false),
      [
        name, "--only", file.path(percentEncoded: false), "--failures",
        folder.appending(path: "failures").path(percentEncoded: false),
      ],
      environment: [:], output: output)
    guard case .exit(1) = ending else {
      Issue.record("\(name) ended with \(ending)")
      return
    }
    let said = try String(contentsOfFile: output, encoding: .utf8)
    #expect(said.contains(reason), "it said: \(said)")
    #expect(said.contains("failures/\(name)-\(nameByContent(input))"))
  }

  /// The tool stands beside the tests.
  private func fuzzer() throws -> URL {
    #if os(Linux)
      let tests = Bundle.main.executableURL
    #else
      let tests: URL? = Bundle(for: Anchor.self).bundleURL
    #endif
    let tool = try #require(tests?.deletingLastPathComponent().appending(path: "fuzz"))
    try #require(FileManager.default.isExecutableFile(atPath: tool.path(percentEncoded: false)))
    return tool
  }
}

#if !os(Linux)
  private final class Anchor {}
#endif
