import Foundation

/// What `gradus new` is asked to write.
struct NewOptions {
  let kind: SkeletonKind
  let name: String
  /// The folder in which a package is made; the current one unless given.
  var folder = URL.currentDirectory()

  init(_ arguments: inout Arguments) throws {
    let kinds = SkeletonKind.allCases.map(\.rawValue)
    guard let word = arguments.nextUnlessOption() else {
      throw UsageError("new needs a kind and a name after it, as in: gradus new layer Gate")
    }
    guard let kind = SkeletonKind(rawValue: word) else {
      throw UsageError.unknown("kind", word, known: kinds)
    }
    guard let name = arguments.nextUnlessOption() else {
      throw UsageError("new \(kind) needs a name after it, as in: \(kind.example)")
    }
    self.kind = kind
    self.name = name
    while let option = try arguments.next() {
      guard option == "--at", kind == .package else {
        throw UsageError.unexpected(
          option, after: "new \(kind)", known: kind == .package ? ["--at"] : [])
      }
      folder = URL(filePath: try arguments.value(of: option), directoryHint: .isDirectory)
    }
    if let fault = kind.fault(of: name) { throw UsageError(fault) }
  }
}

/// What a skeleton can be of.
enum SkeletonKind: String, CaseIterable, CustomStringConvertible {
  case operation, layer, loss, optimizer, schedule, lesson, package

  var description: String { rawValue }

  /// Whether Swift writes the name with a small letter at first, as a function's.
  var isFunction: Bool { self == .operation || self == .loss || self == .lesson }

  var example: String {
    self == .lesson
      ? "gradus new lesson pruning" : "gradus new \(self) \(isFunction ? "softstep" : "Softstep")"
  }

  /// What is declared under a name, where it could be declared already.
  func declaredNames(for name: String) -> [String] {
    let type = name.prefix(1).uppercased() + name.dropFirst()
    return switch self {
    case .package: []
    case .lesson: [type, "\(type)Lesson", "\(type)Answers"]
    default: [name]
    }
  }

  /// Why something is no name for this kind; nil where it is one.
  func fault(of name: String) -> String? {
    let letters = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    guard letters, let first = name.first, first.isLetter else {
      return "\"\(name)\" is no name in Swift: letters and digits, and a letter first"
    }
    if Self.keywords.contains(name) { return "\"\(name)\" is a word of Swift itself" }
    if self == .package, Self.modules.contains(name) {
      return "\"\(name)\" is a module that the package uses"
    }
    if first.isLowercase != isFunction {
      let other = isFunction ? first.lowercased() : first.uppercased()
      return "a\(self == .operation || self == .optimizer ? "n" : "") \(self) begins with a "
        + "\(isFunction ? "small" : "capital") letter: \(other)\(name.dropFirst())"
    }
    return nil
  }

  private static let modules: Set<String> = [
    "Autograd", "DataLoading", "Files", "Foundation", "Games", "GradientChecking", "Gradus",
    "Interop", "Layers", "Plotting", "SIMDKernels", "ScalarAutograd", "Serialization",
    "TensorCore", "Testing", "Training",
  ]

  /// Words that cannot be the name of a function, a type or a module.
  private static let keywords: Set<String> = [
    "Any", "Protocol", "Self", "Swift", "Type", "as", "associatedtype", "await", "break", "case",
    "catch", "class", "continue", "default", "defer", "deinit", "do", "else", "enum", "extension",
    "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import", "in", "init",
    "inout", "internal", "is", "let", "nil", "operator", "precedencegroup", "private", "protocol",
    "public", "repeat", "rethrows", "return", "self", "static", "struct", "subscript", "super",
    "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
  ]
}
