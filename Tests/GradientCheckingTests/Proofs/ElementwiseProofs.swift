import Autograd
import GradientChecking
import TensorCore

/// Functions of each element. A new one is a case here and a line in the switch.
enum ElementwiseProof: String, CaseIterable, DifferentiableFunction {
  case exp = "exp()"
  case log = "log()"
  case log1p = "log1p()"
  case expm1 = "expm1()"
  case sqrt = "sqrt()"
  case squared = "squared()"
  case abs = "abs()"
  case sin = "sin()"
  case cos = "cos()"
  case tanh = "tanh()"
  case sigmoid = "sigmoid()"
  case erf = "erf()"
  case relu = "relu()"
  case sign = "sign()"
  case floor = "floor()"
  case round = "round()"
  case power = "pow(_:) of a number"
  case powerOfNegative = "pow(_:) of a number, squares of numbers of either sign"
  case clamp = "clamped(to:)"
  case negation = "-Variable"
  case plusNumber = "Variable + Scalar"
  case numberPlus = "Scalar + Variable"
  case minusNumber = "Variable - Scalar"
  case numberMinus = "Scalar - Variable"
  case timesNumber = "Variable * Scalar"
  case numberTimes = "Scalar * Variable"
  case dividedByNumber = "Variable / Scalar"
  case numberDividedBy = "Scalar / Variable"

  var name: String { rawValue }

  var inputs: [FunctionInput] {
    switch self {
    case .log, .sqrt, .power, .numberDividedBy: [.positive([3, 4])]
    case .log1p: [.uniform([3, 4], in: -0.5...2)]
    case .sign, .floor, .round: [FunctionInput([3, 4], hasZeroGradient: true)]
    default: [[3, 4]]
    }
  }

  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    let x = inputs[0]
    return switch self {
    case .exp: x.exp()
    case .log: x.log()
    case .log1p: x.log1p()
    case .expm1: x.expm1()
    case .sqrt: x.sqrt()
    case .squared: x.squared()
    case .abs: x.abs()
    case .sin: x.sin()
    case .cos: x.cos()
    case .tanh: x.tanh()
    case .sigmoid: x.sigmoid()
    case .erf: x.erf()
    case .relu: x.relu()
    case .sign: x.sign()
    case .floor: x.floor()
    case .round: x.round()
    case .power: x.pow(2.5)
    case .powerOfNegative: x.pow(2)
    case .clamp: x.clamped(to: -0.6...0.7)
    case .negation: -x
    case .plusNumber: (x + 0.7).squared()
    case .numberPlus: (0.7 + x).squared()
    case .minusNumber: (x - 0.7).squared()
    case .numberMinus: (0.7 - x).squared()
    case .timesNumber: x * -2.5
    case .numberTimes: -2.5 * x
    case .dividedByNumber: x / -2.5
    case .numberDividedBy: 0.7 / x
    }
  }
}
