import Foundation
import Testing

/// No optimizer and no schedule is left out, and nothing in the files is left unread.
@Suite struct OptimizerCompletenessTests {
  /// What has no counterpart in PyTorch, and why.
  static let exempt: [String: String] = [:]

  static let compared =
    Set(optimizerNames).union(scheduleNames).union(["ReduceOnPlateau"])

  @Test("each optimizer and each schedule is compared with PyTorch")
  func everythingIsCompared() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/Training")
    let names = try publicNames(in: folder)
    #expect(names.isSuperset(of: ["SGD", "Adam", "Lion", "CosineDecay", "ReduceOnPlateau"]))
    let missing = names.subtracting(Self.compared).subtracting(Self.exempt.keys)
    #expect(
      missing.isEmpty,
      "no fixture: \(missing.sorted()). Add cases to the script, and how each is made")
    #expect(Self.compared.subtracting(names) == [], "no such thing in Sources/Training")
  }

  @Test("each fixture is compared by a test")
  func everyFixtureIsRead() throws {
    let fixtures = try Fixture.ofOptimizers.get()
    let subjects = Set(fixtures.map(\.subject))
    #expect(subjects.symmetricDifference(Self.compared) == ["surface", "SparseAdam"])
    // An option that no initializer knows would be ignored, and the default compared in its place.
    for fixture in fixtures where optimizerNames.contains(fixture.subject) {
      let known = Self.options.union(OptimizerParityTests.around)
      #expect(known.isSuperset(of: fixture.configuration.keys), "\(fixture)")
    }
  }

  static let options: Set = [
    "learningRate", "weightDecay", "momentum", "dampening", "isNesterov", "beta1", "beta2",
    "epsilon", "momentumDecay", "rateDecay", "initialSum", "rho", "alpha", "isCentered",
    "isAMSGrad", "decayExponent", "epsilon1", "epsilon2", "threshold",
  ]

  @Test("an optimizer or a schedule without a fixture is noticed")
  func aNewOneIsNoticed() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "gradus-\(UUID())")
    for part in ["Optimizers", "Schedules"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: part), withIntermediateDirectories: true)
    }
    defer { try? FileManager.default.removeItem(at: folder) }
    let sources = [
      "Optimizers/Rprop.swift":
        "public struct Rprop<Scalar: TensorScalar>: Optimizer, Sendable {\n  struct Inner: Optimizer",
      "Optimizers/Rule.swift": "public struct Rule: Sendable {",
      "Other.swift": "public struct Muon<Scalar: TensorScalar>: Sendable, Optimizer {",
      "Schedules/Cyclic.swift": "public struct Cyclic: Schedule {",
      "Schedules/Chain.swift": "public struct Chain<First: Schedule>: Schedule {",
      "Schedules/Patience.swift": "public struct Patience: Sendable {",
    ]
    for (name, text) in sources {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    #expect(try publicNames(in: folder) == ["Chain", "Cyclic", "Muon", "Patience", "Rprop"])
  }

  /// The public optimizers of a folder's sources, and all public structures among its schedules.
  private func publicNames(in folder: URL) throws -> Set<String> {
    let optimizer = /public struct (\w+)(?:<[^>]*>)?: [^{]*\b(?:Optimizer|Schedule)\b/
    let schedule = /public struct (\w+)/
    var names: Set<String> = []
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    where path.hasSuffix(".swift") {
      let source = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
      names.formUnion(source.matches(of: optimizer).map { String($0.1) })
      if path.hasPrefix("Schedules/") {
        names.formUnion(source.matches(of: schedule).map { String($0.1) })
      }
    }
    return names
  }
}
