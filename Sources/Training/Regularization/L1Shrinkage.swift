import Layers
import TensorCore

/// Moves every weight toward 0 by η·λ after each step, and stops there: with the loss's own gradient this
/// finds the exact zeros of the least loss with penalty λ·Σ|w| (Daubechies, Defrise and De Mol, 2004, *An
/// Iterative Thresholding Algorithm for Linear Inverse Problems*).
///
///     w ← sign(w) · max(|w| − η·λ, 0)
///
/// η is the optimizer's learning rate. With ``SGD`` without momentum the limit is that of
/// ``l1Penalty(_:strength:of:file:line:)``; other optimizers scale their steps, and the effect of λ with
/// them.
public struct L1Shrinkage: Callback {
  /// λ, the strength.
  public let strength: Double
  private let selection: ParameterSelection

  /// Makes the rule; it concerns the matrices unless told otherwise. Traps when λ is negative or not
  /// finite.
  public init(
    strength: Double, of selection: ParameterSelection = .matrices,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(strength, "strength", .atLeastZero, of: "L1Shrinkage", file: file, line: line)
    self.strength = strength
    self.selection = selection
  }

  /// Moves the selected weights toward 0 by η·λ. Traps when η is negative or not finite.
  public func apply<M: Module>(
    to model: inout M, learningRate: Double, file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(
      learningRate, "learning rate", .atLeastZero, of: "L1Shrinkage", in: M.Scalar.self,
      file: file, line: line)
    let distance = M.Scalar(learningRate * strength)
    model.visitParameters { name, parameter in
      guard selection.contains(name, parameter.shape) else { return }
      shrink(&parameter.value, by: distance)
    }
  }

  /// Applies the rule with the rate of the optimizer.
  public mutating func stepEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) {
    apply(to: &run.model, learningRate: run.optimizer.learningRate)
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func shrink<Scalar: TensorScalar>(_ weights: inout Tensor<Scalar>, by distance: Scalar) {
  weights.update { $0 > distance ? $0 - distance : $0 < -distance ? $0 + distance : 0 }
}
