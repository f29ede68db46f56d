// Names every public declaration in a folder of symbol graphs that has no doc comment, and fails if
// there is one. What the compiler has made has no place in a file; what implements a requirement of a
// protocol has that one's comment.
import Foundation

struct SymbolGraph: Decodable {
  struct Symbol: Decodable {
    struct Kind: Decodable { let identifier, displayName: String }
    struct Comment: Decodable { let lines: [Line] }
    struct Line: Decodable { let text: String }
    struct Location: Decodable { let uri: String }

    let kind: Kind
    let pathComponents: [String]
    let docComment: Comment?
    let location: Location?

    var isDocumented: Bool { docComment?.lines.contains { !$0.text.isEmpty } ?? false }

    /// What is declared where, as in `Layers: Structure Linear (Linear.swift)`.
    var place: String {
      let steps = URL(string: location?.uri ?? "")?.pathComponents ?? []
      let sources = steps.lastIndex(of: "Sources") ?? 0
      let module = sources + 1 < steps.count ? steps[sources + 1] : "?"
      let name = pathComponents.joined(separator: ".")
      return "\(module): \(kind.displayName) \(name) (\(steps.last ?? "?"))"
    }
  }
  let symbols: [Symbol]
}

let folder = URL(filePath: CommandLine.arguments[1])
let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
  .filter { $0.lastPathComponent.hasSuffix(".symbols.json") }
let declared = try files.flatMap {
  try JSONDecoder().decode(SymbolGraph.self, from: Data(contentsOf: $0)).symbols
}.filter { $0.location != nil && $0.kind.identifier != "swift.extension" }
let undocumented = declared.filter { !$0.isDocumented }.map(\.place).sorted()
for place in undocumented { print("error: no doc comment: \(place)") }
print("\(declared.count) public declarations, \(undocumented.count) without a doc comment")
// A folder without symbols would prove nothing.
exit(undocumented.isEmpty && declared.count > 1000 ? 0 : 1)
