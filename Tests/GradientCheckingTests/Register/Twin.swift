import Autograd
import Layers
import TensorCore

/// The operations that tensors and variables both have. A new one is a case here and a line in the switch.
enum Twin: String, CaseIterable {
  case plus = "Tensor + Tensor"
  case minus = "Tensor - Tensor"
  case times = "Tensor * Tensor"
  case dividedBy = "Tensor / Tensor"
  case plusNumber = "Tensor + Element"
  case minusNumber = "Tensor - Element"
  case timesNumber = "Tensor * Element"
  case dividedByNumber = "Tensor / Element"
  case numberPlus = "Element + Tensor"
  case numberMinus = "Element - Tensor"
  case numberTimes = "Element * Tensor"
  case numberDividedBy = "Element / Tensor"
  case negation = "-Tensor"
  case exp = "exp()"
  case expm1 = "expm1()"
  case log = "log()"
  case log1p = "log1p()"
  case sqrt = "sqrt()"
  case squared = "squared()"
  case abs = "abs()"
  case sin = "sin()"
  case cos = "cos()"
  case tanh = "tanh()"
  case erf = "erf()"
  case sigmoid = "sigmoid()"
  case relu = "relu()"
  case sign = "sign()"
  case floor = "floor()"
  case round = "round()"
  case pow = "pow(_:)"
  case powOfNumber = "pow(_:), a number"
  case clamped = "clamped(to:)"
  case maximum = "maximum(_:)"
  case minimum = "minimum(_:)"
  case select = "select(_:_:_:)"
  case sum = "sum()"
  case sumAlong = "sum(along:)"
  case mean = "mean()"
  case meanAlong = "mean(along:)"
  case variance = "variance()"
  case varianceAlong = "variance(along:)"
  case logSumExp = "logSumExp()"
  case logSumExpAlong = "logSumExp(along:)"
  case norm = "norm()"
  case normAlong = "norm(along:)"
  case product = "product()"
  case productAlong = "product(along:)"
  case productAlongTwo = "product(along:), two axes"
  case max = "max()"
  case maxAlong = "max(along:)"
  case maxAlongTwo = "max(along:), two axes"
  case min = "min()"
  case minAlong = "min(along:)"
  case minAlongTwo = "min(along:), two axes"
  case softmax = "softmax()"
  case logSoftmax = "logSoftmax()"
  case cumulativeSum = "cumulativeSum(along:)"
  case cumulativeProduct = "cumulativeProduct(along:)"
  case einsum = "einsum(_:_:)"
  case combine = "combine(_:)"
  case matmul = "matmul(_:_:)"
  case broadcast = "broadcast(to:)"
  case concatenate = "concatenate(_:)"
  case gather = "gather(_:)"
  case gatherElements = "gather(_:along:)"
  case flattened = "flattened()"
  case expandingDimension = "expandingDimension(at:)"
  case squeezingDimension = "squeezingDimension(at:)"
  case padded = "padded(_:)"
  case paddedByReflection = "paddedByReflection(_:)"
  case replacing = "replacing(_:with:)"
  case permuted = "permuted(to:)"
  case reshaped = "reshaped(to:)"
  case slice = "subscript(_:)"
  case stack = "stack(_:)"
  case transposed = "transposed()"

  /// Whether it has an operand besides the first: a tensor or a number.
  var hasNumber: Bool {
    switch self {
    case .plusNumber, .minusNumber, .timesNumber, .dividedByNumber, .numberPlus, .numberMinus,
      .numberTimes, .numberDividedBy, .powOfNumber:
      true
    default: false
    }
  }

  /// What the operation gives for tensors and for variables with the same values: two square matrices of
  /// the same shape, and a number.
  func results<S: TensorScalar>(
    _ a: Tensor<S>, _ b: Tensor<S>, number c: S
  ) -> (tensor: Tensor<S>, variable: Variable<S>) {
    let (x, y) = (Variable(a), Variable(b))
    let n = a.shape[0]
    return switch self {
    case .plus: (a + b, x + y)
    case .minus: (a - b, x - y)
    case .times: (a * b, x * y)
    case .dividedBy: (a / b, x / y)
    case .plusNumber: (a + c, x + c)
    case .minusNumber: (a - c, x - c)
    case .timesNumber: (a * c, x * c)
    case .dividedByNumber: (a / c, x / c)
    case .numberPlus: (c + a, c + x)
    case .numberMinus: (c - a, c - x)
    case .numberTimes: (c * a, c * x)
    case .numberDividedBy: (c / a, c / x)
    case .negation: (-a, -x)
    case .exp: (a.exp(), x.exp())
    case .expm1: (a.expm1(), x.expm1())
    case .log: (a.log(), x.log())
    case .log1p: (a.log1p(), x.log1p())
    case .sqrt: (a.sqrt(), x.sqrt())
    case .squared: (a.squared(), x.squared())
    case .abs: (a.abs(), x.abs())
    case .sin: (a.sin(), x.sin())
    case .cos: (a.cos(), x.cos())
    case .tanh: (a.tanh(), x.tanh())
    case .erf: (a.erf(), x.erf())
    case .sigmoid: (a.sigmoid(), x.sigmoid())
    case .relu: (a.relu(), x.relu())
    case .sign: (a.sign(), x.sign())
    case .floor: (a.floor(), x.floor())
    case .round: (a.round(), x.round())
    case .pow: (a.pow(b), x.pow(y))
    case .powOfNumber: (a.pow(c), x.pow(c))
    case .clamped: (a.clamped(to: -0.5...0.5), x.clamped(to: -0.5...0.5))
    case .maximum: (a.maximum(b), x.maximum(y))
    case .minimum: (a.minimum(b), x.minimum(y))
    case .select: (TensorCore.select(a .> b, a, b), Autograd.select(a .> b, x, y))
    case .sum: (Tensor(a.sum()), x.sum())
    case .sumAlong: (a.sum(along: 0), x.sum(along: 0))
    case .mean: (Tensor(a.mean()), x.mean())
    case .meanAlong: (a.mean(along: 1), x.mean(along: 1))
    case .variance: (Tensor(a.variance()), x.variance())
    case .varianceAlong: (a.variance(along: 0, correction: 1), x.variance(along: 0, correction: 1))
    case .logSumExp: (Tensor(a.logSumExp()), x.logSumExp())
    case .logSumExpAlong: (a.logSumExp(along: 1), x.logSumExp(along: 1))
    case .norm: (Tensor(a.norm()), x.norm())
    case .normAlong: (a.norm(along: 1), x.norm(along: 1))
    case .product: (Tensor(a.product()), x.product())
    case .productAlong: (a.product(along: 0), x.product(along: 0))
    case .productAlongTwo: (a.product(along: [1, 0]), x.product(along: [1, 0]))
    case .max: (Tensor(a.max()), x.max())
    case .maxAlong: (a.max(along: 0), x.max(along: 0))
    case .maxAlongTwo: (a.max(along: [1, 0]), x.max(along: [1, 0]))
    case .min: (Tensor(a.min()), x.min())
    case .minAlong: (a.min(along: 1), x.min(along: 1))
    case .minAlongTwo: (a.min(along: [1, 0]), x.min(along: [1, 0]))
    case .softmax: (a.softmax(), x.softmax())
    case .logSoftmax: (a.logSoftmax(along: 0), x.logSoftmax(along: 0))
    case .cumulativeSum: (a.cumulativeSum(along: 0), x.cumulativeSum(along: 0))
    case .cumulativeProduct: (a.cumulativeProduct(along: 1), x.cumulativeProduct(along: 1))
    case .einsum: (Autograd.einsum("ij,kj->ki", a, b), Autograd.einsum("ij,kj->ki", x, y))
    case .combine: (Einsum("ij,ij->i").combine(a, b), Einsum("ij,ij->i").combine(x, y))
    case .matmul: (TensorCore.matmul(a, b), Autograd.matmul(x, y))
    case .broadcast: (a.broadcast(to: [2, n, n]), x.broadcast(to: [2, n, n]))
    case .concatenate: (.concatenate([a, b]), .concatenate([x, y]))
    case .gather: (a.gather([n - 1, 0]), x.gather([n - 1, 0]))
    case .gatherElements:
      (a.gather(b.argmax(along: 1), along: 1), x.gather(b.argmax(along: 1), along: 1))
    case .flattened: (a.flattened(), x.flattened())
    case .expandingDimension: (a.expandingDimension(at: 1), x.expandingDimension(at: 1))
    case .squeezingDimension:
      (
        a.reshaped(to: [n, 1, n]).squeezingDimension(at: 1),
        x.reshaped(to: [n, 1, n]).squeezingDimension(at: 1)
      )
    case .padded: (a.padded([(1, 0), (0, 2)]), x.padded([(1, 0), (0, 2)]))
    case .paddedByReflection:
      (a.paddedByReflection([(1, 0), (0, 2)]), x.paddedByReflection([(1, 0), (0, 2)]))
    case .replacing:
      (a.replacing(1..<3, with: b[0..<2]), x.replacing(1..<3, with: y[0..<2]))
    case .permuted: (a.permuted(to: [1, 0]), x.permuted(to: [1, 0]))
    case .reshaped: (a.reshaped(to: [n * n]), x.reshaped(to: [n * n]))
    case .slice: (a[1..., 0..<2], x[1..., 0..<2])
    case .stack: (.stack([a, b]), .stack([x, y]))
    case .transposed: (a.transposed(), x.transposed())
    }
  }
}
