import Foundation
import Testing

/// The map of modules in Architecture.md is what the sources import and what the manifest says.
@Suite struct ModuleMapTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The modules of the map, in order, with what each imports.
  private static func map() throws -> [(module: String, imports: Set<String>)] {
    let page = try text("Sources/Gradus/Gradus.docc/Architecture.md")
    return page.matches(of: /(?m)^\| `(\w+)` \| (nothing|`[\w`, ]+`) \|/).map { row in
      (String(row.1), Set(row.2.matches(of: /`(\w+)`/).map { String($0.1) }))
    }
  }

  @Test("each module imports what the map says") func imports() throws {
    let map = try Self.map()
    #expect(map.count >= 12)
    let names = Set(map.map(\.module))
    for (module, expected) in map {
      let found = try Self.imports(of: module).intersection(names)
      #expect(found == expected, "\(module)")
    }
  }

  @Test("each target depends on what the map says") func dependencies() throws {
    let manifest = try Self.text("Package.swift")
    for (module, expected) in try Self.map() {
      let target = try Regex(
        #"\.target\(\s*name: "\#(module)"(?:,\s*dependencies: \[([^\]]*)\])?"#)
      let found = try #require(manifest.firstMatch(of: target), "\(module)")
      let names = (found.output[1].substring ?? "").matches(of: /"(\w+)"/)
      #expect(Set(names.map { String($0.1) }) == expected, "\(module)")
    }
  }

  @Test("arrows point one way") func order() throws {
    var above: Set<String> = []
    for (module, imports) in try Self.map() {
      #expect(imports.isSubset(of: above), "\(module)")
      above.insert(module)
    }
  }

  /// All modules that the files of a module import, whatever stands before or after the word.
  private static func imports(of module: String) throws -> Set<String> {
    let folder = root.appending(path: "Sources/\(module)")
    var found: Set<String> = []
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      for line in text.matches(of: /(?m)^ *(?:@\w+ )*import (?:\w+ )?(\w+)/) {
        found.insert(String(line.1))
      }
    }
    return found
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}
