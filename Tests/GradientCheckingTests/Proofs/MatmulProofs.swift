import Autograd
import GradientChecking
import TensorCore

/// Matrix products: all flags, vectors, and batches that are broadcast.
struct MatmulProof: DifferentiableFunction {
  let left: Shape
  let right: Shape
  var transposeA = false
  var transposeB = false

  var name: String {
    "matmul(_:_:), \(left)\(transposeA ? "ᵀ" : "") · \(right)\(transposeB ? "ᵀ" : "")"
  }

  var inputs: [FunctionInput] { [FunctionInput(left), FunctionInput(right)] }

  func callAsFunction<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S> {
    matmul(x[0], x[1], transposeA: transposeA, transposeB: transposeB)
  }

  static let all: [MatmulProof] = [
    MatmulProof(left: [2, 3], right: [3, 4]),
    MatmulProof(left: [3, 2], right: [3, 4], transposeA: true),
    MatmulProof(left: [2, 3], right: [4, 3], transposeB: true),
    MatmulProof(left: [3, 2], right: [4, 3], transposeA: true, transposeB: true),
    MatmulProof(left: [3], right: [3]),
    MatmulProof(left: [3], right: [3, 4]),
    MatmulProof(left: [3], right: [4, 3], transposeB: true),
    MatmulProof(left: [2, 3], right: [3]),
    MatmulProof(left: [3, 2], right: [3], transposeA: true),
    MatmulProof(left: [2, 2, 3], right: [2, 3, 4]),
    MatmulProof(left: [2, 2, 3], right: [3, 4]),
    MatmulProof(left: [2, 3], right: [2, 3, 4]),
    MatmulProof(left: [2, 1, 2, 3], right: [3, 3, 4]),
    MatmulProof(left: [2, 1, 3, 2], right: [3, 4, 3], transposeA: true, transposeB: true),
    MatmulProof(left: [2, 2, 3], right: [3]),
    MatmulProof(left: [3], right: [2, 3, 4]),
    MatmulProof(left: [3], right: [2, 4, 3], transposeB: true),
    MatmulProof(left: [2, 3, 2], right: [3], transposeA: true),
  ]
}
