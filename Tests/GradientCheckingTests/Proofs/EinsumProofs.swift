import Autograd
import GradientChecking
import TensorCore

/// Sums of products: each kind of axis, alone and with the others.
enum EinsumProof: String, CaseIterable, DifferentiableFunction {
  case product = "ij, jk -> ik"
  case transposed = "ij, kj -> ki"
  case outer = "i, j -> ij"
  case batches = "bij, bkj -> bik"
  case elementwise = "ij, ij -> ij"
  case dot = "ij, ji ->"
  case loneAxes = "ij, jk -> j"
  case one = "ijk -> ki"
  case three = "ij, jk, kl -> il"

  var name: String {
    self == .three ? "combine(_:), \(rawValue)" : "einsum(_:_:), \(rawValue)"
  }

  var inputs: [FunctionInput] {
    switch self {
    case .product, .loneAxes: [[2, 3], [3, 4]]
    case .transposed: [[2, 3], [4, 3]]
    case .outer: [[2], [3]]
    case .batches: [[2, 3, 2], [2, 2, 2]]
    case .elementwise: [[2, 3], [2, 3]]
    case .dot: [[2, 3], [3, 2]]
    case .one: [[2, 3, 2]]
    case .three: [[2, 3], [3, 2], [2, 4]]
    }
  }

  func callAsFunction<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S> {
    switch x.count {
    case 1: einsum(rawValue, x[0])
    case 2: einsum(rawValue, x[0], x[1])
    default: Einsum(rawValue).combine(x[0], x[1], x[2])
    }
  }
}
