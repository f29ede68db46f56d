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
  /// √Σg², the length of all gradients together as one vector. The sum is taken in double precision.
  public var globalNorm: Double {
    var sum = 0.0
    for tensor in tensors { sum += squaredNorm(tensor) }
    return sum.squareRoot()
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
    requireLimit(limit, file: file, line: line)
    let norm = globalNorm
    let factor = limit / (norm + 1e-6)
    if factor < 1 {
      for index in tensors.indices { scale(&tensors[index], by: Scalar(factor)) }
    }
    return norm
  }

  /// Moves each element into −limit … limit; this changes the direction of the step.
  ///
  /// Traps when the limit is negative or not finite.
  public mutating func clip(
    toMagnitude limit: Double, file: StaticString = #fileID, line: UInt = #line
  ) {
    requireLimit(limit, file: file, line: line)
    for index in tensors.indices { clamp(&tensors[index], to: Scalar(limit)) }
  }

  private func requireLimit(_ limit: Double, file: StaticString, line: UInt) {
    require(
      limit >= 0 && limit.isFinite, "clip: expected a limit of at least 0, found \(limit)",
      file: file, line: line)
  }
}

/// Σx². Four sums at a time, because each addition waits for the one before it: an error of at most
/// (n/4 + 4)·2⁻⁵³ of the sum of n squares.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func squaredNorm<Scalar: TensorScalar>(_ tensor: Tensor<Scalar>) -> Double {
  tensor.withUnsafeBufferPointer { x in
    var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
    let inFours = x.count / 4 * 4
    for i in stride(from: 0, to: inFours, by: 4) {
      a += x[i].doubleValue * x[i].doubleValue
      b += x[i + 1].doubleValue * x[i + 1].doubleValue
      c += x[i + 2].doubleValue * x[i + 2].doubleValue
      d += x[i + 3].doubleValue * x[i + 3].doubleValue
    }
    for i in inFours..<x.count { a += x[i].doubleValue * x[i].doubleValue }
    return (a + b) + (c + d)
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
