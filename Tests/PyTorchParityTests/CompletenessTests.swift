import Foundation
import Testing

/// Nothing public is left out, and nothing in the files is left unread.
@Suite struct CompletenessTests {
  /// What has no counterpart in PyTorch, and why.
  static let exempt = [
    "Lambda": "it is whatever function it is given; the losses are compared through it",
    "GaussianNoise": "PyTorch has no such layer",
    "Recurrent": "RNN, LSTM and GRU are this with a cell each",
    "StochasticDepth": "PyTorch itself has no such layer, and its draws would be others",
  ]

  static let compared =
    Set(layerMakers.keys).union(activationMakers.keys).union(convolutionMakers.keys)
    .union(normalizationMakers.keys).union(recurrenceMakers.keys)
    .union(attentionMakers.keys.filter { $0 != "scaledDotProductAttention" })
    .union(losses.keys).union(initializers.keys)

  @Test("each public layer, loss and initializer is compared with PyTorch")
  func everythingIsCompared() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/Layers")
    let names = try publicNames(in: folder)
    #expect(
      names.isSuperset(of: ["Linear", "Softmax", "softmaxCrossEntropy", "heNormal", "zeros"]))
    let missing = names.subtracting(Self.compared).subtracting(Self.exempt.keys)
    #expect(
      missing.isEmpty,
      "no fixture: \(missing.sorted()). Add cases to Fixtures/generate.py, and how each is made")
    #expect(Self.compared.subtracting(names) == [], "no such thing in Sources/Layers")
  }

  @Test("each fixture is compared by a test")
  func everyFixtureIsRead() throws {
    let subjects = Set(try Fixture.all.get().map(\.subject))
    let compared = Self.compared.union(operations.keys).union(operationsWithoutGradients.keys)
      .union(["scaledDotProductAttention"])
    #expect(subjects.symmetricDifference(compared).sorted() == [])
  }

  @Test("a layer, a loss or an initializer without a fixture is noticed")
  func aNewOneIsNoticed() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "gradus-\(UUID())")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "Losses"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let sources = [
      "Maxout.swift": "public struct Maxout<Scalar: TensorScalar>: ParameterlessLayer {",
      "Bilinear.swift": "public struct Bilinear<Scalar: TensorScalar>: Layer {",
      "Table.swift": "public struct Table<Scalar: TensorScalar>: Module {\n  struct Inner: Layer",
      "Tokens.swift": "public struct Tokens<Scalar: TensorScalar>: Model {",
      "Losses/Focal.swift": "public func focal<Scalar: TensorScalar>(\n  _ x: Variable<Scalar>",
      "Draw.swift": "extension Initializer {\n  public static let ones = constant(1)\n"
        + "  public static func sparse() -> Initializer {",
      "Context.swift": "public struct Context: Sendable {\n  public static func training() {",
    ]
    for (name, text) in sources {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    #expect(
      try publicNames(in: folder) == [
        "Bilinear", "Maxout", "Table", "Tokens", "focal", "ones", "sparse",
      ])
  }

  /// The public layers and other modules, losses and initializers that a folder's sources declare.
  private func publicNames(in folder: URL) throws -> Set<String> {
    let type =
      /public struct (\w+)<[^>]*>: (?:ParameterlessLayer|Layer|Model|Module|RecurrentCell)\b/
    let network = /public typealias (\w+)<[^>]*> = Recurrent</
    let loss = /public func (\w+)</
    let initializer = /public static (?:let|func) (\w+)/
    var names: Set<String> = []
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    where path.hasSuffix(".swift") {
      let source = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
      names.formUnion(source.matches(of: type).map { String($0.1) })
      names.formUnion(source.matches(of: network).map { String($0.1) })
      if path.hasPrefix("Losses/") {
        names.formUnion(source.matches(of: loss).map { String($0.1) })
      }
      if source.contains("extension Initializer {") {
        names.formUnion(source.matches(of: initializer).map { String($0.1) })
      }
    }
    return names
  }
}
