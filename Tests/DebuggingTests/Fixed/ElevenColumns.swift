import Debugging
import Gradus

/// Fits weights to rows of eleven numbers with a dot product of its own, four products at a time.
enum ElevenColumns {
  static func train(
    on samples: NumberedRows
  ) throws -> (curve: Curve, weights: [Double]) {
    let targets = samples.targets.elements
    let rows = targets.indices.map { samples.inputs[$0..<$0 + 1].elements }
    var weights = Array(repeating: 0.0, count: samples.inputs.shape[1])
    var curve = Curve("loss")

    for _ in 1...60 {
      let errors = zip(rows, targets).map { dot($0, weights) - $1 }
      for column in weights.indices {
        let slope = zip(rows, errors).reduce(0.0) { $0 + $1.0[column] * $1.1 }
        weights[column] -= 0.3 * slope / Double(rows.count)
      }
      curve.append(errors.reduce(0) { $0 + $1 * $1 } / Double(rows.count))
    }
    return (curve, weights)
  }

  /// Σᵢ aᵢ·bᵢ
  static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sums = SIMD4<Double>.zero
    for i in stride(from: 0, through: a.count - 4, by: 4) {
      sums += SIMD4(a[i..<i + 4]) * SIMD4(b[i..<i + 4])
    }
    return (a.count / 4 * 4..<a.count).reduce(sums.sum()) { $0 + a[$1] * b[$1] }
  }
}
