import Foundation

/// A command that a page tells its readers to type.
struct QuotedCommand: Sendable {
  let line: Int
  /// As it stands there, without the comment after it.
  let text: String
  let meaning: Meaning

  /// What the command asks for.
  enum Meaning: Equatable, Sendable {
    /// This tool, with these arguments.
    case gradus([String])
    /// Another executable of the package.
    case product(String)
    /// `swift test --filter NAME`, or several names.
    case tests(filter: String)
    /// A script.
    case script(String)
    /// A command in which nothing of this repository is named.
    case general
  }

  /// Reads a line of a terminal; nil when it is not a command that these pages use.
  init?(_ text: String, line: Int) {
    self.line = line
    let command = text.replacing(/(^|\s+)#.*/, with: "").trimmingPrefix("$ ")
    self.text = String(command)
    // Variables may be set in front: NAME=value.
    var words = command.split(separator: " ").drop { $0.contains(/^[A-Z_]+=/) }.map(String.init)[
      ...]
    guard let program = words.popFirst() else { return nil }
    switch program {
    case "gradus": meaning = .gradus(QuotedCommand.arguments(words))
    case "swift":
      let action = words.popFirst()
      switch action {
      case "run":
        if words.first == "-q" { words = words.dropFirst() }
        if words.first == "--skip-build" { words = words.dropFirst() }
        if words.first == "--scratch-path" { words = words.dropFirst(2) }
        guard let product = words.popFirst() else { return nil }
        meaning =
          product == "gradus" ? .gradus(QuotedCommand.arguments(words)) : .product(product)
      case "test":
        guard let filter = words.firstIndex(of: "--filter") else {
          meaning = .general
          return
        }
        meaning = .tests(filter: words.dropFirst(filter - words.startIndex + 1).first ?? "")
      case "build", "format", "package": meaning = .general
      default: return nil
      }
    case "bash", "python3": meaning = .script(words.first ?? "")
    case "git", "cd": meaning = .general
    case _ where program.hasPrefix(".") && program.contains("/"): meaning = .script(program)
    default: return nil
    }
  }

  /// The words up to an ellipsis, with the first lesson where a page speaks of lesson N.
  private static func arguments(_ words: ArraySlice<String>) -> [String] {
    words.prefix { $0 != "…" && $0 != "..." }.map { $0 == "N" ? "\(course[0].number)" : $0 }
  }
}

extension MarkdownPage {
  /// All commands of the page: those in blocks, then those in backticks.
  var commands: [QuotedCommand] {
    blocks.flatMap(\.commands) + codeSpans.compactMap { QuotedCommand($0.text, line: $0.line) }
  }

  /// Commands that this tool does not understand, tests and files that do not exist; and lines of a block
  /// of commands that are none.
  func wrongCommands(in files: RepositoryFiles) -> [DocumentationFault] {
    let noCommands = blocks.filter { !$0.commands.isEmpty && !$0.isTerminal }.flatMap { block in
      block.lines.enumerated().compactMap { index, text in
        let line = block.line + 1 + index
        return text.isEmpty || QuotedCommand(text, line: line) != nil
          ? nil : fault(line, expected: text, found: "no command that this check knows")
      }
    }
    return noCommands
      + commands.compactMap { command in
        command.obstacle(in: files).map {
          fault(command.line, expected: command.text, found: $0)
        }
      }
  }
}

extension MarkdownPage.Block {
  /// Whether it shows a terminal: a command after a dollar sign, and what that prints.
  var isTerminal: Bool { language.isEmpty && lines.first?.hasPrefix("$ ") == true }

  /// The commands in it.
  var commands: [QuotedCommand] {
    guard language.isEmpty else { return [] }
    let lines = isTerminal ? lines.prefix(1) : lines[...]
    return lines.enumerated().compactMap { QuotedCommand($1, line: line + 1 + $0) }
  }
}

extension QuotedCommand {
  /// Why the command cannot be typed, as a sentence; nil if it can.
  func obstacle(in files: RepositoryFiles) -> String? {
    switch meaning {
    case .gradus(let arguments):
      do {
        let (rest, variables) = try separatingBackendOptions(arguments)
        try requireSensibleBackend(variables)
        _ = try Invocation(rest)
        return nil
      } catch {
        return "\(error)".split(separator: "\n").first.map(String.init) ?? ""
      }
    case .product(let name):
      let manifest = (try? files.read("Package.swift")) ?? ""
      return manifest.contains(".executable(name: \"\(name)\"")
        ? nil : "Package.swift has no executable \(name)"
    case .tests(let filter):
      // Names, separated by bars, perhaps in quotation marks.
      let names = filter.trimmingCharacters(in: ["'"]).split(separator: "|")
      let areThere = names.allSatisfy { name in
        files.paths.contains { $0.hasPrefix("Tests/") && $0.contains(name) }
      }
      return areThere && !names.isEmpty ? nil : "no test of this name"
    case .script(let file): return files.exists(file) ? nil : "no file \(file)"
    case .general: return nil
    }
  }
}
