// Writes Swift files that call every public declaration of some modules.
//
// Usage: generate SYMBOLS OUTPUT MODULE...
//
// SYMBOLS is a folder of symbol graphs. Fails when a declaration can neither be called with the values in
// Values.swift nor is named in Exceptions.swift, and when an exception names nothing.
import Foundation

let symbols = URL(filePath: CommandLine.arguments[1])
let output = URL(filePath: CommandLine.arguments[2])
let all = try CommandLine.arguments.dropFirst(3).flatMap { try declarations(of: $0, in: symbols) }
// A folder without symbols would prove nothing.
precondition(all.count > 700, "found only \(all.count) declarations in \(symbols.path)")

var lists = ValueLists()
var calls: [String] = []
var problems: [String] = []
var unused = Set(exceptions.keys).union(typesWithoutValues.keys)
for declaration in all {
  let name = "\(declaration.module) \(declaration.title)"
  if exceptions[name] != nil {
    unused.remove(name)
    continue
  }
  do {
    calls.append(try call(declaration, named: name, &lists))
  } catch let problem as NotCallable {
    if typesWithoutValues[problem.type] != nil {
      unused.remove(problem.type)
    } else {
      problems.append("error: \(name) is not called: no value of the type \(problem.type)")
    }
  }
}
problems += unused.sorted().map { "error: the exception \($0) fits no declaration" }
problems.forEach { print($0) }

let perFile = 60
var names: [String] = []
for (number, start) in stride(from: 0, to: calls.count, by: perFile).enumerated() {
  let part = calls[start..<min(start + perFile, calls.count)].joined(separator: "\n")
  names.append("calls\(number)")
  try source(
    "func calls\(number)() -> [Call] {\n  var calls: [Call] = []\n\(part)\n  return calls\n}\n"
  )
  .write(to: output.appending(path: "Calls\(number).swift"), atomically: true, encoding: .utf8)
}
try source(lists.text).write(
  to: output.appending(path: "Lists.swift"), atomically: true, encoding: .utf8)
try "let everyCall: [() -> [Call]] = [\(names.joined(separator: ", "))]\n".write(
  to: output.appending(path: "EveryCall.swift"), atomically: true, encoding: .utf8)
print("\(calls.count) of \(all.count) public declarations are called")
if !problems.isEmpty { exit(1) }

func source(_ text: String) -> String {
  let modules = CommandLine.arguments.dropFirst(3).map { "import \($0)\n" }.joined()
  return "import Foundation\nimport Serialization\n\(modules)\n\(text)"
}

struct NotCallable: Error { let type: String }

/// The lists of values that the calls draw from, each written once.
struct ValueLists {
  private var numbers: [String: Int] = [:]
  private(set) var text = ""

  mutating func name(of values: [String], type: String) -> String {
    let key = type + "\n" + values.joined(separator: "\n")
    if let number = numbers[key] { return "list\(number)" }
    let number = numbers.count
    numbers[key] = number
    text += "let list\(number): Values<\(type)> = [\n"
    for value in values {
      let quoted = value.replacingOccurrences(of: "\\", with: "\\\\")
        .replacingOccurrences(of: "\"", with: "\\\"")
      text += "  (\"\(quoted)\", { \(value) }),\n"
    }
    text += "]\n\n"
    return "list\(number)"
  }
}

/// The code that adds one call, with all values that each of its arguments can have.
func call(_ declaration: Declaration, named name: String, _ lists: inout ValueLists) throws
  -> String
{
  // The list of values of each argument; where there is a receiver, it or what it is made of comes first.
  var arguments: [String] = []

  /// The text of an argument list, with a place for each argument.
  func written(_ parameters: [Declaration.Parameter], of callee: Declaration) throws -> [String] {
    try parameters.compactMap { parameter in
      guard let values = values(of: parameter, callee) else {
        if parameter.hasDefault { return nil }
        throw NotCallable(type: callee.concrete(parameter.type))
      }
      arguments.append(lists.name(of: values, type: callee.concrete(parameter.type)))
      let place = "\(parameter.isInout ? "&" : ""){\(arguments.count - 1)}"
      return parameter.label.map { "\($0): \(place)" } ?? place
    }
  }

  let isMember = [.method, .element, .property].contains(declaration.form)
  var receiver = ""
  var setup = ""
  if isMember {
    let type = declaration.self_
    let receiverParameter = Declaration.Parameter(name: "self", type: type)
    if let values = values(of: receiverParameter, declaration) {
      arguments.append(lists.name(of: values, type: type))
      receiver = "{0}"
    } else if let maker = all.first(where: {
      $0.form == .initializer && $0.self_ == type && canBeCalled($0)
    }) {
      setup = "\(type)(\(try written(maker.parameters, of: maker).joined(separator: ", ")))"
      receiver = "made"
    } else {
      throw NotCallable(type: type)
    }
  }
  let texts =
    declaration.form == .operation ? [] : try written(declaration.parameters, of: declaration)
  let joined = texts.joined(separator: ", ")
  var template: String
  switch declaration.form {
  case .function: template = "\(declaration.module).\(declaration.name)(\(joined))"
  case .initializer: template = "\(declaration.self_)(\(joined))"
  case .method: template = "\(receiver).\(declaration.name)(\(joined))"
  case .staticMethod: template = "\(declaration.self_).\(declaration.name)(\(joined))"
  case .element: template = "\(receiver)[\(joined)]"
  case .property: template = "\(receiver).\(declaration.name)"
  case .staticProperty: template = "\(declaration.self_).\(declaration.name)"
  case .operation:
    let sides = try declaration.parameters.map { parameter in
      try written([parameter], of: declaration)[0].split(separator: " ").last!
        .replacingOccurrences(of: "&", with: "")
    }
    template =
      sides.count == 1
      ? "\(declaration.name)\(sides[0])" : "\(sides[0]) \(declaration.name) \(sides[1])"
  }
  let isWritten = declaration.form == .element && declaration.isSettable
  if isWritten { template = "\(template) = \(template)" }
  let filled = { (text: String) in
    arguments.indices.reduce(text) { $0.replacingOccurrences(of: "{\($1)}", with: "a\($1)") }
  }
  let shown = setup.isEmpty ? template : template.replacing("made", with: setup, maxReplacements: 1)
  let takesPlace = declaration.takesPlace && !callsOtherCode.contains { name.hasPrefix($0 + "(") }
  var lines = ["  calls.append(Call("]
  lines.append("    \"\(name)\", takesPlace: \(takesPlace),")
  lines.append(
    "    text: #\"\(shown)\"#, [\(arguments.map { "\($0).map(\\.name)" }.joined(separator: ", "))]"
  )
  lines.append("  ) { choice in")
  for (index, argument) in arguments.enumerated() {
    lines.append("    var a\(index) = try \(argument)[choice[\(index)]].make()")
  }
  if !setup.isEmpty { lines.append("    var made = try \(filled(setup))") }
  // An assignment has no value to keep.
  lines.append(isWritten ? "    \(filled(template))" : "    keep(try \(filled(template)))")
  lines.append("  })")
  return lines.joined(separator: "\n")
}

/// Whether there are values for all that a declaration must be given.
func canBeCalled(_ declaration: Declaration) -> Bool {
  declaration.parameters.allSatisfy { $0.hasDefault || values(of: $0, declaration) != nil }
}

/// What an argument can be: good values first, then awkward ones; nil when the type is not known.
func values(of parameter: Declaration.Parameter, _ declaration: Declaration) -> [String]? {
  let type = declaration.concrete(parameter.type)
  let owner = declaration.owner.isEmpty ? "" : declaration.owner + "."
  let key = "\(owner)\(declaration.name).\(parameter.name)"
  if let only = onlyValues[key] { return only }
  let special =
    goodValues[key] ?? goodValues["\(key): \(declaration.parameters.count)"]
    ?? goodValues["\(key): \(type)"] ?? goodValues["\(parameter.name): \(type)"]
  let common =
    valuesOfType[type]
    ?? (type.hasSuffix("?") ? valuesOfType[String(type.dropLast())].map { ["nil"] + $0 } : nil)
  guard let special else { return common }
  // The good ones stand in front of those that belong to the type.
  return special + (common ?? []).filter { !special.contains($0) }
}
