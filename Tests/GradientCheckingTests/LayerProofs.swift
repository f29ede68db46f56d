import GradientChecking
import Layers
import TensorCore

/// Every layer whose gradients are proved. A new one is a case here and a line in the switch.
enum LayersProof: String, CaseIterable, LayerProof {
  case linear = "Linear"
  case linearWithoutBias = "Linear without bias"
  case linearOfBatches = "Linear of more axes"
  case sequential = "Sequential"
  case residual = "Residual"
  case dropout = "Dropout"
  case flatten = "Flatten"
  case flattenInside = "Flatten from axis 2"
  case relu = "ReLU"
  case leakyReLU = "LeakyReLU"
  case elu = "ELU"
  case selu = "SELU"
  case gelu = "GELU"
  case tanhGELU = "GELU by tanh"
  case silu = "SiLU"
  case mish = "Mish"
  case softplus = "Softplus"
  case sigmoid = "Sigmoid"
  case tanh = "Tanh"
  case hardSwish = "HardSwish"
  case softmax = "Softmax"
  case logSoftmax = "LogSoftmax"

  var name: String { rawValue }

  var inputShape: Shape {
    switch self {
    case .linearOfBatches, .flatten: [2, 4, 3]
    case .flattenInside: [2, 1, 2, 3]
    default: [4, 3]
    }
  }

  func layer<S: TensorScalar>(using generator: inout RandomGenerator) -> any Layer<S> {
    switch self {
    case .linear, .linearOfBatches: Linear<S>(3, 2, using: &generator)
    case .linearWithoutBias: Linear<S>(3, 2, hasBias: false, using: &generator)
    case .sequential:
      Sequential<S>(Linear(3, 5, using: &generator), ReLU(), Linear(5, 2, using: &generator))
    case .residual:
      Residual<S>(Sequential(Linear(3, 3, using: &generator), Dropout(0.3), Tanh()))
    case .dropout: Dropout<S>(0.4)
    case .flatten: Flatten<S>()
    case .flattenInside: Flatten<S>(startAxis: 2)
    case .relu: ReLU<S>()
    case .leakyReLU: LeakyReLU<S>(slope: 0.1)
    case .elu: ELU<S>()
    case .selu: SELU<S>()
    case .gelu: GELU<S>()
    case .tanhGELU: GELU<S>(.tanh)
    case .silu: SiLU<S>()
    case .mish: Mish<S>()
    case .softplus: Softplus<S>()
    case .sigmoid: Sigmoid<S>()
    case .tanh: Tanh<S>()
    case .hardSwish: HardSwish<S>()
    case .softmax: Softmax<S>()
    case .logSoftmax: LogSoftmax<S>(axis: 0)
    }
  }
}

let layerProofs: [any LayerProof] = LayersProof.allCases + NormalizationProof.allCases
