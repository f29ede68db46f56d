import Foundation

/// What a folder of source files declares and somebody has to prove.
struct Declarations {
  /// Where something is declared, by its name.
  typealias Places = [String: String]

  /// Types that conform to `Layer`, `Model`, `Module` or `RecurrentCell`.
  var layers: Places = [:]
  /// Public functions, operators and subscripts that give a `Variable`, such as `mean(along:)`.
  var functions: Places = [:]
  /// Public functions and operators of tensors that give a tensor or an element, by the same names.
  var tensorFunctions: Set<String> = []
  /// What public functions of tensors and of variables may be called with, by their base names.
  var tensorParameters: [String: Set<[String]>] = [:]
  var variableParameters: [String: Set<[String]>] = [:]
  /// Names under which operations stand on the tape.
  var operations: Places = [:]

  init() {}

  /// Reads all Swift files below some folders.
  init(in folders: [URL]) throws {
    for folder in folders {
      let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      for path in paths.sorted() where path.hasSuffix(".swift") {
        let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        read(text, from: "\(folder.lastPathComponent)/\(path)")
      }
    }
  }

  /// What gives a `Variable` without being a rule: a constant, and the layers' own function, which is
  /// proved with the layer.
  private static let exempt: Set<String> = [
    "detached()", "forward(_:in:)", "forward(_:as:in:)", "forward(_:after:in:)",
  ]

  /// Adds what one file declares.
  mutating func read(_ text: String, from file: String) {
    // Examples in comments declare nothing.
    let code = text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.drop(while: { $0 == " " }).hasPrefix("//") }.joined(separator: "\n")

    for match in code.matches(of: /public (?:struct|final class|enum) (\w+)[^{]*?:([^{]*){/) {
      // The last colon begins the conformances; one before it belongs to a generic parameter.
      let conformances = match.output.2.split(separator: ">").last ?? ""
      if conformances.contains(/\b(Layer|ParameterlessLayer|Model|Module|RecurrentCell)\b/) {
        layers[String(match.output.1)] = file
      }
    }
    for match in code.matches(
      of: /extension (\w+)\s*:[^{]*\b(Layer|ParameterlessLayer|Model|Module|RecurrentCell)\b/)
    {
      layers[String(match.output.1)] = file
    }
    for match in code.matches(of: /\b(?:Variable|extremum)\(\s*"([^"]+)"/) {
      operations[String(match.output.1)] = file
    }
    for match in code.matches(of: /public [^\n{}=]*?\b(?:func |subscript)/) {
      guard let signature = Signature(after: match.range.upperBound, in: code) else { continue }
      if signature.result.hasPrefix("Variable") && !Self.exempt.contains(signature.name) {
        functions[signature.name] = file
        variableParameters[signature.base, default: []].insert(signature.parameters)
      }
      if signature.result.hasPrefix("Tensor") || signature.result == "Element" {
        tensorFunctions.insert(signature.name)
        tensorParameters[signature.base, default: []].insert(signature.parameters)
      }
    }
  }
}

/// A function's name with the labels of the parameters that must be given, and its result.
struct Signature {
  let name: String
  let result: String
  /// The name alone.
  let base: String
  /// All parameters without their names, such as `along: Int = 0`. Variables count as tensors.
  let parameters: [String]

  /// Reads what stands after `func` or `subscript`; nil when there is no result.
  init?(after start: String.Index, in code: String) {
    let rest = code[start...]
    guard let open = rest.firstIndex(of: "(") else { return nil }
    base = rest[..<open].prefix { $0 != "<" }.trimmingCharacters(in: .whitespaces)
    var depth = 0
    let close = rest[open...].firstIndex { character in
      depth += character == "(" ? 1 : character == ")" ? -1 : 0
      return depth == 0
    }
    guard let close, let body = rest[close...].firstIndex(of: "{") else { return nil }
    let tail = rest[rest.index(after: close)..<body]
    guard let arrow = tail.range(of: "->") else { return nil }
    result = tail[arrow.upperBound...].trimmingCharacters(in: .whitespacesAndNewlines)

    let all = rest[rest.index(after: open)..<close].split(separator: ",")
      .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
      .filter { $0.contains(":") }
    parameters = all.map { parameter in
      let label = parameter.prefix { $0 != " " && $0 != ":" }
      return "\(label)\(parameter[parameter.firstIndex(of: ":")!...])"
        .replacing("Variable", with: "Tensor").replacing("Scalar", with: "Element")
        // Both write zero.
        .replacing(".zero", with: "0")
    }
    let given = all.filter { !$0.contains("=") }
    let types = given.map {
      $0.split(separator: ":")[1].trimmingCharacters(in: .whitespaces)
    }
    if base.isEmpty {
      let labels = given.map { $0.prefix { $0 != ":" }.contains(" ") ? $0 : "_" }
      name = "subscript(\(labels.map { "\($0.prefix { $0 != " " && $0 != ":" }):" }.joined()))"
    } else if base.first?.isLetter == true {
      let labels = given.map { "\($0.prefix { $0 != " " && $0 != ":" }):" }
      name = "\(base)(\(labels.joined()))"
    } else {
      name = types.count == 1 ? base + types[0] : types.joined(separator: " \(base) ")
    }
  }
}
