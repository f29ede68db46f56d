import Layers
import TensorCore

/// Limits on gradients, so that one bad batch does not throw the parameters far away (Pascanu, Mikolov
/// and Bengio, 2013, *On the difficulty of training recurrent neural networks*).
///
/// ```swift
/// var (_, gradients) = valueWithGradients(at: &model) { … }
/// gradients.clip(toNorm: 1)
/// optimizer.update(&model, along: gradients)
/// ```
extension Gradients {
  /// √Σg², the length of all gradients together as one vector. The sum is taken in double precision, and
  /// neither overflows nor underflows unless the length itself does.
  public var globalNorm: Double {
    euclideanNorm { scale in
      parts.values.reduce(0) { sum, tensor in
        sum + tensor.withUnsafeBufferPointer { sumOfSquares($0, scale: scale) }
      }
    }
  }

  /// Shortens all gradients by one factor, so that their ``globalNorm`` is at most `limit`: the direction
  /// of the step stays.
  ///
  ///     g ← g · min(1, limit / (norm + 1e-6))
  ///
  /// The summand, PyTorch's, keeps the division finite. Returns the norm before, which is worth watching.
  /// Traps when the limit is negative or not finite.
  @discardableResult
  public mutating func clip(
    toNorm limit: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Double {
    requireNumber(
      limit, "limit", .atLeastZero, of: "clip", in: Scalar.self, file: file, line: line)
    let norm = globalNorm
    let factor = limit / (norm + 1e-6)
    if factor < 1 {
      for index in names.indices { scale(&parts.values[index], by: Scalar(factor)) }
    }
    return norm
  }

  /// Moves each element into −limit … limit; this changes the direction of the step.
  ///
  /// Traps when the limit is negative or not finite.
  public mutating func clip(
    toMagnitude limit: Double, file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(
      limit, "limit", .atLeastZero, of: "clip", in: Scalar.self, file: file, line: line)
    for index in names.indices { clamp(&parts.values[index], to: Scalar(limit)) }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func scale<Scalar: TensorScalar>(_ tensor: inout Tensor<Scalar>, by factor: Scalar) {
  tensor.update { $0 * factor }
}

/// A NaN stays, so that the optimizer can complain of it.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func clamp<Scalar: TensorScalar>(_ tensor: inout Tensor<Scalar>, to limit: Scalar) {
  tensor.update { $0 > limit ? limit : $0 < -limit ? -limit : $0 }
}
