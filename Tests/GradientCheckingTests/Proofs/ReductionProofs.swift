import Autograd
import GradientChecking
import TensorCore

/// Reductions along axes, with and without keeping them.
struct ReductionProof: DifferentiableFunction {
  enum Operation: String, CaseIterable {
    case sum = "sum(along:)"
    case mean = "mean(along:)"
    case variance = "variance(along:)"
    case logSumExp = "logSumExp(along:)"
    case norm = "norm(along:)"
    case product = "product(along:)"
    case max = "max(along:)"
    case min = "min(along:)"
  }

  let operation: Operation
  let axes: [Int]
  let keepingDimensions: Bool

  var name: String {
    "\(operation.rawValue) \(axes)\(keepingDimensions ? ", keeping dimensions" : "")"
  }

  var inputs: [FunctionInput] { [[2, 3, 4]] }

  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    let x = inputs[0]
    let (along, keeps) = (Axes(axes), keepingDimensions)
    return switch operation {
    case .sum: x.sum(along: along, keepingDimensions: keeps)
    case .mean: x.mean(along: along, keepingDimensions: keeps)
    case .variance: x.variance(along: along, correction: 1, keepingDimensions: keeps)
    case .logSumExp: x.logSumExp(along: along, keepingDimensions: keeps)
    case .norm: x.norm(along: along, keepingDimensions: keeps)
    case .product: x.product(along: along, keepingDimensions: keeps)
    case .max: x.max(along: along, keepingDimensions: keeps)
    case .min: x.min(along: along, keepingDimensions: keeps)
    }
  }

  static let all = Operation.allCases.flatMap { operation in
    [[0], [1], [-1], [0, 2], [2, 1], [0, 1, 2]].flatMap { axes in
      [false, true].map {
        ReductionProof(operation: operation, axes: axes, keepingDimensions: $0)
      }
    }
  }
}

/// Reductions of all elements, and softmax, which is made of one.
enum WholeReductionProof: String, CaseIterable, DifferentiableFunction {
  case sum = "sum()"
  case mean = "mean()"
  case variance = "variance()"
  case unbiasedVariance = "variance(), unbiased"
  case logSumExp = "logSumExp()"
  case norm = "norm()"
  case product = "product()"
  case max = "max()"
  case min = "min()"
  case softmax = "softmax()"
  case softmaxOfColumns = "softmax(), along axis 0"
  case softmaxInside = "softmax(), along the axis in the middle"
  case logSoftmax = "logSoftmax()"
  case logSoftmaxOfColumns = "logSoftmax(), along axis 0"

  var name: String { rawValue }
  var inputs: [FunctionInput] { self == .softmaxInside ? [[2, 3, 4]] : [[3, 4]] }

  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    let x = inputs[0]
    return switch self {
    case .sum: x.sum()
    case .mean: x.mean()
    case .variance: x.variance()
    case .unbiasedVariance: x.variance(correction: 1)
    case .logSumExp: x.logSumExp()
    case .norm: x.norm()
    case .product: x.product()
    case .max: x.max()
    case .min: x.min()
    case .softmax: x.softmax()
    case .softmaxOfColumns: x.softmax(along: 0)
    case .softmaxInside: x.softmax(along: 1)
    case .logSoftmax: x.logSoftmax()
    case .logSoftmaxOfColumns: x.logSoftmax(along: 0)
    }
  }
}

/// Products, some of whose factors are 0: one in a row, two, and none.
enum ProductProof: String, CaseIterable, DifferentiableFunction {
  case product = "product(along:), with zeros"
  case productOfColumns = "product(along:), of columns with zeros"
  case cumulativeProduct = "cumulativeProduct(along:)"
  case cumulativeProductOfColumns = "cumulativeProduct(along:), of columns"

  var name: String { rawValue }
  var inputs: [FunctionInput] {
    [.values([3, 4], [2, 0, -0.5, 1.5, 0, 0.7, 0, -1, 0.3, 1.2, -2, 0.6])]
  }

  func callAsFunction<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S> {
    switch self {
    case .product: x[0].product(along: 1)
    case .productOfColumns: x[0].product(along: 0)
    case .cumulativeProduct: x[0].cumulativeProduct(along: -1)
    case .cumulativeProductOfColumns: x[0].cumulativeProduct(along: 0)
    }
  }
}

/// Maxima of which several are equal: all the gradient goes to the first.
enum TieProof: String, CaseIterable, DifferentiableFunction {
  case max = "max(along:), with ties"
  case min = "min(along:), with ties"
  case maximum = "maximum(_:), with ties"
  case minimum = "minimum(_:), with ties"

  var name: String { rawValue }
  var samplesLieOnKinks: Bool { true }

  var inputs: [FunctionInput] {
    let ties = FunctionInput.values([2, 3], [2, 1, 2, 0, 0, 0])
    return self == .max || self == .min
      ? [ties] : [ties, .values([2, 3], [2, 0, 3, 0, 1, 0])]
  }

  func callAsFunction<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S> {
    switch self {
    case .max: x[0].max(along: 1)
    case .min: x[0].min(along: 1)
    case .maximum: x[0].maximum(x[1])
    case .minimum: x[0].minimum(x[1])
    }
  }
}
