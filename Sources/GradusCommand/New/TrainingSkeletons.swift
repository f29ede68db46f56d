// Skeletons of parts of a training: an optimizer and a schedule.

extension Skeleton {
  /// An optimizer, and the proof of its steps.
  static func optimizer(_ type: String) -> Skeleton {
    Skeleton(
      files: [
        (
          "Sources/Training/Optimizers/\(type).swift",
          """
          import TensorCore

          /// Steps along a running mean of gradients. (Your rule and the paper stand here.)
          ///
          ///     m ← μ·m + g
          ///     p ← p − η·(m + λ·p)
          public struct \(type)<Scalar: TensorScalar>: Optimizer, Sendable {
            /// η, the length of a step; 0.01 by default.
            public var learningRate: Double
            /// μ, the share of the mean that stays at each step; 0.5 by default.
            public let momentum: Double
            /// λ, which draws parameters toward zero beside the gradient; 0 by default.
            public var weightDecay: Double
            /// Which parameters are trained, and how.
            public var parameterRule = ParameterRule.all
            /// m of each parameter.
            public var state = OptimizerState<Scalar>("momentum")

            /// Makes the optimizer. Traps when the rate or the decay is negative, or the momentum not in 0 ..< 1.
            public init(
              learningRate: Double = 0.01, momentum: Double = 0.5, weightDecay: Double = 0,
              file: StaticString = #fileID, line: UInt = #line
            ) {
              require(
                learningRate >= 0 && weightDecay >= 0,
                "\(type): expected a rate and a decay of at least 0, found \\(learningRate) and "
                  + "\\(weightDecay)", file: file, line: line)
              require(
                (0..<1).contains(momentum),
                "\(type): expected a momentum of at least 0 and below 1, found \\(momentum)",
                file: file, line: line)
              self.learningRate = learningRate
              self.momentum = momentum
              self.weightDecay = weightDecay
            }

            /// One step of one parameter.
            @specialized(where Scalar == Float)
            @specialized(where Scalar == Double)
            public func updateParameter(
              _ parameter: inout Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
              along gradient: Tensor<Scalar>, at step: OptimizerStep
            ) {
              let (rate, decay) = (Scalar(step.learningRate), Scalar(step.weightDecay))
              let kept = Scalar(momentum)
              parameter.update(&state, along: gradient) { p, m, g in
                m = kept * m + g
                p -= rate * (m + decay * p)
              }
            }
          }

          """
        ),
        (
          "Tests/GradientCheckingTests/Kinds/\(type)Tests.swift",
          """
          import GradientChecking
          import Testing
          import Training

          @Suite struct \(type)Tests {
            @Test("its steps are those of the rule", arguments: [1, 2, 3]) func steps(seed: UInt64) {
              let problems = checkOptimizer(
                \(type)(learningRate: 0.5, weightDecay: 0.25),
                against: .rule(memory: 1) { p, m, step in
                  m[0] = 0.5 * m[0] + step.gradient
                  p -= step.learningRate * (m[0] + step.weightDecay * p)
                }, seed: seed)
              #expect(problems == [])
            }
          }

          """
        ),
      ],
      next: [
        "swift test --filter \(type)Tests     after each change of the rule and its values",
        "Tests/TrainingTests/TestHelpers.swift: add  \(type)(learningRate: 0.1),  to allOptimizers",
        "Tests/TrainingTests/SparseGradientTests.swift: what it does with gradients of rows; dense, unless it says so",
        "Sources/Gradus/Gradus.docc/Gradus.md, under Optimizers: add  - ``\(type)``",
        "Tests/PyTorchParityTests: a fixture of PyTorch's steps, or why it has none, in OptimizerCompletenessTests.swift",
        "The page: Sources/Gradus/Gradus.docc/AddingAnOptimizer.md",
      ])
  }

  /// A schedule, and the proof of its rates.
  static func schedule(_ type: String) -> Skeleton {
    Skeleton(
      files: [
        (
          "Sources/Training/Schedules/\(type).swift",
          """
          import TensorCore

          /// A rate that is halved again and again: η·2^(−t/T). (Your formula and the paper stand here.)
          public struct \(type): Schedule {
            /// η, the first rate.
            public let learningRate: Double
            /// T, how many steps halve it.
            public let steps: Int

            /// Makes the schedule; traps when the rate is negative or not finite, or the steps not positive.
            public init(
              from learningRate: Double, steps: Int, file: StaticString = #fileID, line: UInt = #line
            ) {
              require(
                learningRate >= 0 && learningRate.isFinite && steps > 0,
                "\(type): expected a rate of at least 0 and at least 1 step, found \\(learningRate) and "
                  + "\\(steps)", file: file, line: line)
              self.learningRate = learningRate
              self.steps = steps
            }

            /// η·2^(−t/T).
            public func rate(at step: Int) -> Double {
              learningRate * Double.pow(2, -Double(step) / Double(steps))
            }
          }

          """
        ),
        (
          "Tests/GradientCheckingTests/Kinds/\(type)Tests.swift",
          """
          import GradientChecking
          import Testing
          import Training

          @Suite struct \(type)Tests {
            @Test("its rates are right, before and after the end") func rates() {
              let problems = checkSchedule(
                \(type)(from: 0.5, steps: 10), steps: 30, rates: [0: 0.5, 10: 0.25, 30: 0.0625],
                largestChange: 0.04)
              #expect(problems == [])
            }
          }

          """
        ),
      ],
      next: [
        "swift test --filter \(type)Tests     after each change of the formula and its values",
        "Sources/Gradus/Gradus.docc/Gradus.md, under Learning rates: add  - ``\(type)``",
        "Tests/PyTorchParityTests: a fixture of PyTorch's rates, or why it has none, in OptimizerCompletenessTests.swift",
        "The page: Sources/Gradus/Gradus.docc/TrainingYourWay.md",
      ])
  }
}
