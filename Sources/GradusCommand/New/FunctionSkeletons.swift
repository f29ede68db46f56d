// Skeletons of what is a function of variables: an operation and a loss.

extension Skeleton {
  /// An operation: its rule, and a proof that runs by itself.
  static func operation(_ name: String, _ type: String) -> Skeleton {
    Skeleton(
      files: [
        (
          "Sources/Autograd/\(type).swift",
          """
          import TensorCore

          extension Variable {
            /// x·|x| of each element; derivative 2·|x|. (Your formula, its derivative and the paper stand here.)
            @specialized(where Scalar == Float)
            @specialized(where Scalar == Double)
            public func \(name)() -> Variable {
              let x = value
              return Variable(
                "\(name)", x.map { $0 * $0.magnitude },
                (self, { upstream in upstream.zip(with: x) { 2 * $0 * $1.magnitude } }))
            }
          }

          """
        ),
        (
          "Tests/GradientCheckingTests/Proofs/\(type)Proof.swift",
          """
          import Autograd
          import GradientChecking
          import TensorCore
          import Testing

          struct \(type)Proof: DifferentiableFunction {
            let name = "\(name)()"
            let inputs: [FunctionInput] = [[3, 4]]
            func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
              inputs[0].\(name)()
            }
          }

          @Suite struct \(type)Tests {
            @Test("gradients are right", arguments: [1, 2, 3]) func gradients(seed: UInt64) throws {
              try requireRightGradients(of: \(type)Proof(), seed: seed)
            }

            @Test("values by hand") func values() {
              #expect(Variable<Double>([-2, 0, 3]).\(name)().value == [-4, 0, 9])
            }
          }

          """
        ),
      ],
      next: [
        "swift test --filter \(type)Tests     after each change of formula, derivative and values",
        "Tests/GradientCheckingTests/FunctionProofs.swift: add  + [\(type)Proof()]",
        "Tests/AutogradTests/RuleSpeedTests.swift: add  (\"\(name)\", { $0[0].\(name)() }),",
        "The page: Sources/Gradus/Gradus.docc/AddingAnOperation.md",
      ])
  }

  /// A loss: its formula, and a proof that runs by itself.
  static func loss(_ name: String, _ type: String) -> Skeleton {
    Skeleton(
      files: [
        (
          "Sources/Layers/Losses/\(type).swift",
          """
          import Autograd
          import TensorCore

          /// The mean fourth power of the errors: 1/n · Σ (ŷ − y)⁴ over all n elements. (Your formula and the paper
          /// stand here.)
          ///
          /// - Parameters:
          ///   - prediction: ŷ, any shape.
          ///   - target: y, the same shape.
          ///   - reduction: Mean (default), sum, or none: (ŷ − y)⁴ of each element.
          ///   - file: The caller's file.
          ///   - line: The caller's line.
          ///
          /// Traps when the shapes differ; they are not broadcast.
          @specialized(where Scalar == Float)
          @specialized(where Scalar == Double)
          public func \(name)<Scalar: TensorScalar>(
            _ prediction: Variable<Scalar>, _ target: Tensor<Scalar>, reduction: LossReduction = .mean,
            file: StaticString = #fileID, line: UInt = #line
          ) -> Variable<Scalar> {
            require(
              prediction.shape == target.shape,
              "\(name): expected a target of shape \\(prediction.shape), found \\(target.shape)",
              file: file, line: line)
            let losses = (prediction - Variable(target)).squared().squared()
            return switch reduction {
            case .mean: losses.mean()
            case .sum: losses.sum()
            case .none: losses
            }
          }

          """
        ),
        (
          "Tests/GradientCheckingTests/Proofs/\(type)Proof.swift",
          """
          import Autograd
          import GradientChecking
          import Layers
          import TensorCore
          import Testing

          struct \(type)Proof: LossProof {
            let name = "\(name)(_:_:)"
            let prediction: FunctionInput = [3, 4]
            let target: FunctionInput = [3, 4]
            func loss<S: TensorScalar>(
              _ prediction: Variable<S>, _ target: Tensor<S>, reduction: LossReduction
            ) -> Variable<S> { \(name)(prediction, target, reduction: reduction) }
            func bestPrediction(for target: Tensor<Double>) -> Tensor<Double>? { target }
          }

          @Suite struct \(type)Tests {
            @Test("gradients, reductions and extremes are right", arguments: [1, 2, 3])
            func proof(seed: UInt64) { #expect(checkLoss(\(type)Proof(), seed: seed) == []) }

            @Test("values by hand") func values() {
              #expect(\(name)(Variable<Double>([1, 4]), [3, 3]).value.scalar() == 8.5)
            }
          }

          """
        ),
      ],
      next: [
        "swift test --filter \(type)Tests     after each change of the formula and its values",
        "Tests/GradientCheckingTests/FunctionProofs.swift: add  + ReducedLossProof.all(of: [\(type)Proof()])",
        "Sources/Gradus/Gradus.docc/Gradus.md, under Losses: add  - ``\(name)(_:_:reduction:file:line:)``",
        "Tests/PyTorchParityTests: a fixture of PyTorch's values, or why it has none, in CompletenessTests.swift",
      ])
  }
}
