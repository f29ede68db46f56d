import TensorCore

extension Initializer {
  /// A matrix whose rows are orthonormal, or its columns if there are more rows than columns, times a
  /// gain: it keeps lengths and angles (Saxe, McClelland and Ganguli, 2014, *Exact Solutions to the
  /// Nonlinear Dynamics of Learning in Deep Linear Neural Networks*).
  ///
  /// A weight of shape [K, D, …] counts as a matrix of K rows. The directions are those of a normal
  /// matrix, made orthogonal one after the other by modified Gram–Schmidt, so every orthogonal matrix
  /// is equally likely. Traps when the gain is not finite, or the shape has fewer than 2 axes.
  public static func orthogonal(
    gain: Double = 1, file: StaticString = #fileID, line: UInt = #line
  ) -> Initializer {
    requireNumber(gain, "gain", .finite, of: "orthogonal", file: file, line: line)
    return Initializer { shape, generator in
      require(
        shape.rank >= 2, "orthogonal: expected a shape of at least 2 axes, found \(shape)",
        file: file, line: line)
      let rows = shape[0]
      let columns = shape.elementCount / rows
      let vectors = orthonormalVectors(
        count: min(rows, columns), length: max(rows, columns), using: &generator)
      return (0..<rows * columns).map { place in
        let (row, column) = (place / columns, place % columns)
        return gain * (rows <= columns ? vectors[row][column] : vectors[column][row])
      }
    }
  }
}

/// Random vectors of length 1 at right angles to each other; at most as many as they have elements.
private func orthonormalVectors(
  count: Int, length: Int, using generator: inout RandomGenerator
) -> [[Double]] {
  var vectors: [[Double]] = []
  for _ in 0..<count {
    var vector = (0..<length).map { _ in generator.normal() }
    // A second pass takes out what the rounding of the first has left.
    for _ in 0..<2 {
      for other in vectors {
        let overlap = dot(vector, other)
        for i in 0..<length { vector[i] -= overlap * other[i] }
      }
    }
    let norm = dot(vector, vector).squareRoot()
    vectors.append(vector.map { $0 / norm })
  }
  return vectors
}

private func dot(_ x: [Double], _ y: [Double]) -> Double {
  var sum = 0.0
  for i in x.indices { sum += x[i] * y[i] }
  return sum
}
