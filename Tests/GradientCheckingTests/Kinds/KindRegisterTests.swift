import Foundation
import Testing

/// Nothing of a kind is public that is not proved: each type is named in the test of its kind.
@Suite struct KindRegisterTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// All Swift below a folder, without comments.
  private static func code(_ folder: String) throws -> String {
    let folder = root.appending(path: folder)
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return try paths.sorted().filter { $0.hasSuffix(".swift") }.map {
      try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
        .split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
        .joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// The public types that conform to a protocol.
  static func types(conformingTo name: String, in code: String) -> [String] {
    code.matches(of: /public (?:struct|final class|enum) (\w+)[^{]*?:([^{]*){/).compactMap {
      let conformances = $0.output.2.split(separator: ">").last ?? ""
      let names = conformances.split { !$0.isLetter }
      return names.contains(Substring(name)) ? String($0.output.1) : nil
    }
  }

  @Test(
    "each type is in the list of its kind",
    arguments: [
      ("Optimizer", "Training", "OptimizerKindTests", 14),
      ("Schedule", "Training", "ScheduleKindTests", 11),
      ("Augmentation", "DataLoading", "AugmentationKindTests", 8),
      ("MixingRule", "DataLoading", "AugmentationKindTests", 2),
      ("Environment", "Games", "EnvironmentKindTests", 2),
      ("BoardGame", "Games", "EnvironmentKindTests", 2),
    ])
  func types(kind: String, module: String, test: String, least: Int) throws {
    let declared = Self.types(conformingTo: kind, in: try Self.code("Sources/\(module)"))
    #expect(declared.count >= least, "\(declared)")
    let words = try Self.code("Tests/GradientCheckingTests/Kinds").split {
      !$0.isLetter && !$0.isNumber
    }
    let proved = Set(words)
    for type in declared {
      #expect(
        proved.contains(Substring(type)),
        "\(type) has no proof. Hint: add it to Tests/GradientCheckingTests/Kinds/\(test).swift.")
    }
  }

  @Test("each initializer is in the list") func initializers() throws {
    let code = try Self.code("Sources/Layers/Initializers")
    let declared = code.matches(of: /public static (?:let|func) (\w+)/).map { String($0.output.1) }
    #expect(declared.count >= 12, "\(declared)")
    let proved = InitializerCase.all.map(\.name)
    for name in declared { #expect(proved.contains(name), "\(name) has no proof.") }
  }

  @Test("a type without a proof is found") func found() {
    let code = """
      public struct New<Scalar: TensorScalar>: Sendable, Optimizer {}
      public struct Other<Following: Schedule>: Sendable {}
      public enum Wave: Schedule {}
      """
    #expect(Self.types(conformingTo: "Optimizer", in: code) == ["New"])
    #expect(Self.types(conformingTo: "Schedule", in: code) == ["Wave"])
  }
}
