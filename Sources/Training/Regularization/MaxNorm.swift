import Layers
import TensorCore

/// Keeps the weights into each unit within a ball: where their norm exceeds c, they are scaled down to c
/// (Srebro and Shraibman, 2005, *Rank, Trace-Norm and Max-Norm*; with dropout: Srivastava et al., 2014).
///
/// As a callback it does so after each step. A unit's weights are a row of a matrix [outputs, inputs], or
/// one of the kernels [outputs, …] of a convolution. Unlike a penalty it costs nothing until the bound
/// is reached, and so allows high learning rates.
public struct MaxNorm: Callback {
  /// c, the largest norm.
  public let bound: Double
  private let selection: ParameterSelection

  /// Makes the constraint.
  ///
  /// - Parameters:
  ///   - bound: c, positive; the paper finds 3 to 4 good.
  ///   - selection: Which parameters, among those of at least two axes; all of them unless given.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when the bound is not positive.
  public init(
    _ bound: Double, of selection: ParameterSelection = .matrices,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(bound, "bound", .positive, of: "MaxNorm", file: file, line: line)
    self.bound = bound
    self.selection = selection
  }

  /// Scales down what exceeds the bound.
  public func apply<M: Module>(to model: inout M) {
    model.visitParameters { name, parameter in
      guard parameter.rank >= 2, selection.contains(name, parameter.shape) else { return }
      project(&parameter.value)
    }
  }

  /// Applies the constraint to the model.
  public mutating func stepEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) {
    apply(to: &run.model)
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func project<Scalar: TensorScalar>(_ weights: inout Tensor<Scalar>) {
    let rowCount = weights.shape[0]
    let rowLength = rowCount == 0 ? 0 : weights.elementCount / rowCount
    weights.withUnsafeMutableBufferPointer { weights in
      for row in 0..<rowCount {
        let places = row * rowLength..<(row + 1) * rowLength
        let own = UnsafeBufferPointer(rebasing: weights[places])
        let norm = euclideanNorm { sumOfSquares(own, scale: $0) }
        guard norm > bound else { continue }
        // In double precision: the factor may be too small for the scalar where its product is not.
        let factor = bound / norm
        for place in places { weights[place] = Scalar(weights[place].doubleValue * factor) }
      }
    }
  }
}
