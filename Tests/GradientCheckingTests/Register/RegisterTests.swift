import Foundation
import GradientChecking
import Testing

/// Nothing is public that has not been proved.
@Suite struct RegisterTests {
  private static let sources = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources")

  private static let register = ProofRegister(
    of: functionProofs.map { gradientReport(of: $0) } + layerProofs.map { gradientReport(of: $0) }
      + moduleProofs.map { gradientReport(of: $0) })

  @Test func everythingIsProved() throws {
    var declared = try Declarations(
      in: ["Autograd", "Layers", "Training"].map { Self.sources.appending(path: $0) })
    // It has no gradient, and traps where one is asked for, which is a test of its own.
    declared.layers["QuantizedLinear"] = nil
    let missing = Self.register.missing(from: declared)
    #expect(missing.isEmpty, "\(missing.joined(separator: "\n"))")
    // The other way round: an operation whose name the reader of the sources has overlooked.
    let unknown = Self.register.operations.subtracting(declared.operations.keys)
    #expect(unknown.isEmpty)
    // And the reader reads: there is at least what there was when this was written.
    #expect(declared.layers.count >= 18)
    #expect(declared.functions.count >= 60)
    #expect(declared.operations.count >= 45)
  }

  /// A register that never fails would prove nothing.
  @Test func unprovedDeclarationsAreFound() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())/New")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
    let source = """
      /// public struct InAComment<Scalar: TensorScalar>: Layer {}
      public struct Unproved<Scalar: TensorScalar>: ParameterlessLayer {
        public func forward(_ x: Variable<Scalar>, in context: inout Context) -> Variable<Scalar> {
          Variable(
            "unproved", x.value, (x, { $0 }))
        }
      }
      public struct Extended<Scalar: TensorScalar> {}
      extension Extended: Layer {}
      public struct NotALayer<Layer: TensorScalar>: Sendable {}
      public func unprovedLoss<Scalar: TensorScalar>(
        _ x: Variable<Scalar>, _ y: Tensor<Scalar>, reduction: LossReduction = .mean,
        file: StaticString = #fileID
      ) -> Variable<Scalar> { x.exp() }
      extension Variable {
        public static func % (x: Variable, c: Scalar) -> Variable { x }
        public func exp(along axis: Int) -> Variable { x }
        public func count() -> Int { 0 }
        func notPublic() -> Variable { self }
      }
      """
    try source.write(
      to: folder.appending(path: "Unproved.swift"), atomically: true, encoding: .utf8)
    let missing = Self.register.missing(from: try Declarations(in: [folder]))
    let file = "New/Unproved.swift"
    #expect(
      missing == [
        "\(file): Variable % Scalar has no proof. Hint: add it to FunctionProofs.swift.",
        "\(file): exp(along:) has no proof. Hint: add it to FunctionProofs.swift.",
        "\(file): no proof sends a gradient through the operation \"unproved\".",
        "\(file): the layer Extended has no proof. Hint: add it to LayerProofs.swift.",
        "\(file): the layer Unproved has no proof. Hint: add it to LayerProofs.swift.",
        "\(file): unprovedLoss(_:_:) has no proof. Hint: add it to FunctionProofs.swift.",
      ])
  }

  /// A proof that fails is none.
  @Test func failedProofsDoNotCount() {
    let register = ProofRegister(of: [gradientReport(of: WrongPullback.signError)])
    #expect(register.names.isEmpty && register.operations.isEmpty)
    let right = ProofRegister(of: [gradientReport(of: SoftsignProof())])
    #expect(right.names == ["softsign"] && right.operations == ["softsign"])
    let layer = ProofRegister(of: [gradientReport(of: GatedProof())])
    #expect(layer.layers == ["Gated"])
    #expect(layer.operations == ["matmul", "+", "sigmoid", "*"])
  }
}
