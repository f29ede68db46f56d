import Autograd
import GradientChecking
import TensorCore

/// Operations of two inputs, which are broadcast.
struct BinaryProof: DifferentiableFunction {
  enum Operation: String, CaseIterable {
    case sum = "Variable + Variable"
    case difference = "Variable - Variable"
    case product = "Variable * Variable"
    case quotient = "Variable / Variable"
    case power = "pow(_:)"
    case maximum = "maximum(_:)"
    case minimum = "minimum(_:)"
  }

  let operation: Operation
  let left: Shape
  let right: Shape

  var name: String { "\(operation.rawValue), \(left) and \(right)" }

  var inputs: [FunctionInput] {
    switch operation {
    case .quotient: [FunctionInput(left), .positive(right)]
    case .power: [.positive(left), FunctionInput(right)]
    case .maximum, .minimum: [left, right].map(Self.around)
    default: [FunctionInput(left), FunctionInput(right)]
    }
  }

  /// A single number in the middle, so that each input of a maximum is the larger one somewhere.
  private static func around(_ shape: Shape) -> FunctionInput {
    shape.rank == 0 ? .uniform([], in: -0.1...0.1) : FunctionInput(shape)
  }

  func callAsFunction<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S> {
    switch operation {
    case .sum: x[0] + x[1]
    case .difference: x[0] - x[1]
    case .product: x[0] * x[1]
    case .quotient: x[0] / x[1]
    case .power: x[0].pow(x[1])
    case .maximum: x[0].maximum(x[1])
    case .minimum: x[0].minimum(x[1])
    }
  }

  /// Every operation with every kind of broadcasting.
  static let all = Operation.allCases.flatMap { operation in
    shapes.map { BinaryProof(operation: operation, left: $0, right: $1) }
  }

  private static let shapes: [(Shape, Shape)] = [
    ([3, 4], [3, 4]), ([3, 4], [4]), ([4], [3, 4]), ([3, 1], [1, 4]), ([2, 3, 4], [3, 1]),
    ([2, 3], []), ([], [2, 3]),
  ]
}

/// One tensor used as both inputs: the gradients of both add up.
enum SharedInputProof: String, CaseIterable, DifferentiableFunction {
  case square = "Variable * Variable, the same"
  case power = "pow(_:), of itself"
  case matmul = "matmul(_:_:), the same"
  case quotient = "Variable / Variable, of its sum"

  var name: String { rawValue }
  var inputs: [FunctionInput] { [.positive([3, 3])] }

  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    let x = inputs[0]
    return switch self {
    case .square: x * x
    case .power: x.pow(x)
    case .matmul: Autograd.matmul(x, x)
    case .quotient: x / x.sum(along: 1, keepingDimensions: true)
    }
  }
}

/// Single numbers, shape [], where one of two inputs would always be the larger.
enum RankZeroProof: String, CaseIterable, DifferentiableFunction {
  case sum = "Variable + Variable, [] and []"
  case product = "Variable * Variable, [] and []"
  case quotient = "Variable / Variable, [] and []"
  case allAxes = "sum(along:), [] without axes"

  var name: String { rawValue }
  var inputs: [FunctionInput] { self == .allAxes ? [.positive([])] : [[], .positive([])] }

  func callAsFunction<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S> {
    switch self {
    case .sum: (x[0] + x[1]).squared()
    case .product: x[0] * x[1]
    case .quotient: x[0] / x[1]
    case .allAxes: x[0].sum(along: [])
    }
  }
}
