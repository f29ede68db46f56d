import Foundation

/// A public declaration that can be called, as the symbol graph of its module describes it.
struct Declaration {
  enum Form {
    case function, operation, initializer, method, staticMethod, element, property, staticProperty
  }

  struct Parameter {
    /// What is written before the argument; nil for `_`.
    var label: String?
    var name: String
    var type: String
    var isInout = false
    var hasDefault = false
  }

  let module: String
  let form: Form
  /// The type that it belongs to, without generic arguments; empty for a function.
  let owner: String
  /// Its name without labels.
  let name: String
  /// Owner and name with labels, as in `Tensor.padded(_:with:file:line:)`.
  let title: String
  let isSettable: Bool
  /// Without `file` and `line`.
  let parameters: [Parameter]
  /// Whether it is told the caller's line.
  let takesPlace: Bool
  /// What stands for each generic parameter.
  let types: [String: String]

  /// The owner with its generic arguments.
  var self_: String { witnesses[owner] ?? concrete(owner) }
}

/// The part of a symbol graph that is needed here.
struct SymbolGraph: Decodable {
  struct Symbol: Decodable {
    struct Kind: Decodable { let identifier: String }
    struct Identifier: Decodable { let precise: String }
    struct Fragment: Decodable { let spelling: String }
    struct Names: Decodable { let title: String }
    struct Constraint: Decodable { let kind, lhs, rhs: String }
    struct Generics: Decodable {
      struct Parameter: Decodable { let name: String }
      let parameters: [Parameter]?
      let constraints: [Constraint]?
    }
    let kind: Kind
    let identifier: Identifier
    let pathComponents: [String]
    let names: Names
    let declarationFragments: [Fragment]
    let swiftGenerics: Generics?
    let swiftExtension: Generics?
  }
  struct Relationship: Decodable { let kind, source: String }
  let symbols: [Symbol]
  let relationships: [Relationship]
}

/// The declarations of one module that can be called.
///
/// Requirements of protocols are left out: what implements them is called.
func declarations(of module: String, in folder: URL) throws -> [Declaration] {
  let files = try FileManager.default.contentsOfDirectory(
    at: folder, includingPropertiesForKeys: nil
  )
  .filter { $0.lastPathComponent.split(whereSeparator: { "@.".contains($0) }).first! == module }
  .sorted { $0.path < $1.path }
  return try files.flatMap { file in
    let graph = try JSONDecoder().decode(SymbolGraph.self, from: Data(contentsOf: file))
    let requirements = Set(
      graph.relationships.filter { $0.kind == "requirementOf" }.map(\.source))
    return graph.symbols.filter { !requirements.contains($0.identifier.precise) }
      .compactMap { declaration($0, module) }
  }.sorted { ($0.title, "\($0.parameters)") < ($1.title, "\($1.parameters)") }
}

private func declaration(_ symbol: SymbolGraph.Symbol, _ module: String) -> Declaration? {
  let forms: [String: Declaration.Form] = [
    "swift.func": .function, "swift.func.op": .operation, "swift.init": .initializer,
    "swift.method": .method, "swift.type.method": .staticMethod, "swift.subscript": .element,
    "swift.property": .property, "swift.type.property": .staticProperty,
  ]
  guard let form = forms[symbol.kind.identifier] else { return nil }
  let text = symbol.declarationFragments.map(\.spelling).joined()
  // What is stored is only read.
  if [.property, .staticProperty].contains(form), !text.hasSuffix("{ get }") { return nil }
  let title = symbol.names.title
  let labels = title.firstIndex(of: "(").map {
    title[$0...].dropFirst().dropLast().split(separator: ":").map(String.init)
  }
  let all = zip(labels ?? [], arguments(text)).map { label, argument in
    parameter(argument, label: label)
  }
  let owner = symbol.pathComponents.dropLast().joined(separator: ".")
  var types: [String: String] = [:]
  for parameter in symbol.swiftGenerics?.parameters ?? [] {
    types[parameter.name] = genericArguments[parameter.name]
  }
  for constraint in (symbol.swiftGenerics?.constraints ?? [])
    + (symbol.swiftExtension?.constraints ?? [])
  where genericArguments[constraint.lhs] != nil {
    if constraint.kind == "sameType" {
      types[constraint.lhs] = constraint.rhs.replacing(#/\b\w+\b/#) {
        genericArguments[String($0.output)] ?? String($0.output)
      }
    }
    if constraint.rhs == "ExpressibleByBooleanLiteral" { types[constraint.lhs] = "Bool" }
  }
  return Declaration(
    module: module, form: form, owner: owner, name: String(title.prefix { $0 != "(" }),
    title: symbol.pathComponents.joined(separator: "."),
    isSettable: text.hasSuffix("{ get set }"),
    parameters: all.filter { !["file", "line"].contains($0.label) },
    takesPlace: labels?.contains("line") ?? false, types: types)
}

/// The parameters between the first parentheses of a declaration.
private func arguments(_ text: String) -> [String] {
  var depth = 0
  var parts = [""]
  // Generic parameters stand before the parentheses; an operator may hold a `<` itself.
  guard let start = text.firstIndex(of: "(") else { return [] }
  for character in text[start...] {
    if ")]}>".contains(character), !parts[parts.count - 1].hasSuffix("-") { depth -= 1 }
    if depth == 0, character == ")" { break }
    if depth == 1, character == "," {
      parts.append("")
    } else if depth > 0 {
      parts[parts.count - 1].append(character)
    }
    if "([{<".contains(character) { depth += 1 }
  }
  return parts.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
}

private func parameter(_ text: String, label: String) -> Declaration.Parameter {
  let halves = text.split(separator: ":", maxSplits: 1).map {
    $0.trimmingCharacters(in: .whitespaces)
  }
  let name = String(halves[0].split(separator: " ").last!)
  var result = Declaration.Parameter(label: label == "_" ? nil : label, name: name, type: "")
  guard halves.count > 1 else { return result }
  var type = halves[1]
  if let equals = type.range(of: " = ") {
    result.hasDefault = true
    type = String(type[..<equals.lowerBound])
  }
  for word in ["inout ", "@escaping ", "@Sendable "] where type.contains(word) {
    if word == "inout ", type.hasPrefix(word) { result.isInout = true }
    if type.hasPrefix(word) { type = String(type.dropFirst(word.count)) }
  }
  result.type = type.replacingOccurrences(of: "...", with: "").replacing("consuming ", with: "")
  return result
}

extension Declaration {
  /// A type with the generic parameters replaced by what stands for them.
  func concrete(_ type: String) -> String {
    var words = [""]
    // Of a type inside of a generic one: `Recurrent<Cell>.Scalar`.
    for character in type.replacing(#/\w+<\w+>\.Scalar/#, with: "Float") {
      if character.isLetter || character.isNumber || character == "_" || character == "." {
        words[words.count - 1].append(character)
      } else {
        words += [String(character), ""]
      }
    }
    let replaced = words.map { word -> String in
      if word.hasSuffix(".Scalar") { return "Float" }
      if word.hasSuffix(".Observation") { return genericArguments["Observation"]! }
      // Of the layer that stands for a model.
      if word.hasSuffix("Input.Data") { return "Tensor<Float>" }
      if word == "M.Output" { return "Variable<Float>" }
      if word.hasSuffix(".IntegerLiteralType") { return "Int64" }
      if word.hasSuffix(".BooleanLiteralType") { return "Bool" }
      if word == "Self" { return self_ }
      let head = word.split(separator: ".").first.map(String.init) ?? ""
      if let type = types[head] {
        // Where a constraint says that it is the scalar of a model.
        if type.hasSuffix(".Scalar") { return "Float" }
        return word.hasSuffix(".Type") ? "\(type).Type" : type
      }
      return word
    }.joined()
    let generic = genericTypes[replaced].map { arguments in
      let chosen = arguments.map { types[$0] ?? genericArguments[$0]! }
      return "\(replaced)<\(chosen.joined(separator: ", "))>"
    }
    return generic ?? replaced
  }
}
