extension Skeleton {
  /// A layer with one parameter, and a proof that runs by itself.
  static func layer(_ type: String) -> Skeleton {
    Skeleton(
      files: [
        (
          "Sources/Layers/\(type).swift",
          """
          import Autograd
          import TensorCore

          /// Each feature times a number that is learned: y = x ⊙ w. (Your formula and the paper stand here.)
          ///
          /// Inputs and outputs have shape [..., D].
          public struct \(type)<Scalar: TensorScalar>: Layer {
            /// w, shape [D].
            public var weight: Variable<Scalar>

            /// Makes a layer of D features, at first with ones; traps when D is not positive.
            public init(_ features: Int, file: StaticString = #fileID, line: UInt = #line) {
              require(
                features > 0, "\(type): expected at least 1 feature, found \\(features)", file: file,
                line: line)
              weight = Variable(.ones([features]))
            }

            /// x ⊙ w; traps when the last axis is not D long.
            public func forward(
              _ input: Variable<Scalar>, in context: inout Context
            ) -> Variable<Scalar> {
              require(
                input.rank >= 1 && input.shape[-1] == weight.shape[0],
                "\\(context.naming("\(type)")): expected an input of shape [..., \\(weight.shape[0])], "
                  + "found \\(input.shape)")
              return input * weight
            }

            /// The weight.
            public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
              visit("weight", &weight)
            }
          }

          """
        ),
        (
          "Tests/GradientCheckingTests/\(type)Proof.swift",
          """
          import Autograd
          import GradientChecking
          import Layers
          import TensorCore
          import Testing

          struct \(type)Proof: LayerProof {
            let name = "\(type)"
            let inputShape: Shape = [4, 3]
            func layer<S: TensorScalar>(using generator: inout RandomGenerator) -> any Layer<S> {
              \(type)<S>(3)
            }
          }

          @Suite struct \(type)Tests {
            @Test("gradients are right", arguments: [1, 2, 3]) func gradients(seed: UInt64) throws {
              try requireRightGradients(of: \(type)Proof(), seed: seed)
            }

            @Test("values by hand") func values() {
              var layer = \(type)<Double>(2)
              layer.weight.value = [2, -1]
              #expect(layer([[1, 3]]) == [[2, -3]])
            }
          }

          """
        ),
      ],
      next: [
        "swift test --filter \(type)Tests     after each change of the formula and its values",
        "Tests/GradientCheckingTests/LayerProofs.swift: add  + [\(type)Proof()]  to layerProofs",
        "Sources/Gradus/Gradus.docc/Gradus.md, under Layers: add  - ``\(type)``",
        "Tests/PyTorchParityTests: a fixture of PyTorch's values, or why it has none, in CompletenessTests.swift",
        "Tests/InteropTests: its form in ONNX, or why it has none, in ONNXExportTests.swift",
        "The page: Sources/Gradus/Gradus.docc/AddingALayer.md",
      ])
  }
}
