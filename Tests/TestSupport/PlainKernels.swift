import SIMDKernels

// The vector kernels once more, as plain loops: what those that promise it must equal bit for bit, and
// what the others are compared with.

extension ArithmeticOperation {
  /// x ∘ y.
  public func plain<Scalar: BinaryFloatingPoint>(_ x: Scalar, _ y: Scalar) -> Scalar {
    switch self {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .maximum: x >= y || x.isNaN ? x : y
    case .minimum: x <= y || x.isNaN ? x : y
    }
  }
}

/// One step of Adam, each expression as `Training.Adam` has it.
public func plainAdam<Scalar: BinaryFloatingPoint>(
  _ p: inout [Scalar], _ m: inout [Scalar], _ v: inout [Scalar], _ g: [Scalar],
  _ c: AdamCoefficients<Scalar>
) {
  for i in p.indices {
    let g = g[i] + c.coupledDecay * p[i]
    m[i] = c.keep1 * m[i] + c.take1 * g
    v[i] = c.keep2 * v[i] + c.take2 * g * g
    p[i] = c.keep * p[i] - c.rate * m[i] / (v[i].squareRoot() * c.correction + c.epsilon)
  }
}

/// Losses and slopes of softmax cross-entropy, row by row.
public func plainCrossEntropy(
  _ x: [Double], _ q: [Double], rows: Int, columns: Int
) -> (losses: [Double], slope: [Double]) {
  var losses: [Double] = []
  var slope: [Double] = []
  for row in 0..<rows {
    let (x, q) = (x[row * columns..<(row + 1) * columns], q[row * columns..<(row + 1) * columns])
    let maximum = x.max() ?? 0
    let e = x.map { ElementFunction.exp.reference($0 - maximum) }
    let sum = e.reduce(0, +)
    let logSum = ElementFunction.log.reference(sum)
    losses.append(
      zip(x, q).reduce(0) { $1.1 == 0 ? $0 : $0 - $1.1 * ($1.0 - maximum - logSum) })
    let scale = q.reduce(0, +) / sum
    slope += zip(e, q).map { scale * $0 - $1 }
  }
  return (losses, slope)
}
