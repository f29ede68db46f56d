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
  case residualWithProjection = "Residual with a projection"
  case stochasticDepth = "StochasticDepth"
  case dropout = "Dropout"
  case gaussianNoise = "GaussianNoise"
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
  case softplusOfOtherBeta = "Softplus, beta 2.5"
  case relu6 = "ReLU6"
  case prelu = "PReLU"
  case preluOfChannels = "PReLU of channels"
  case softsign = "Softsign"
  case glu = "GLU"
  case sigmoid = "Sigmoid"
  case tanh = "Tanh"
  case hardSwish = "HardSwish"
  case softmax = "Softmax"
  case logSoftmax = "LogSoftmax"
  case conv2D = "Conv2D"
  case conv2DOfGroups = "Conv2D of groups, without bias"
  case conv2DKeepingSize = "Conv2D, keeping the size"
  case conv1D = "Conv1D"
  case conv1DKeepingSize = "Conv1D, keeping the size"
  case transposedConv2D = "TransposedConv2D"
  case maxPool2D = "MaxPool2D"
  case averagePool2D = "AveragePool2D"
  case globalAveragePool2D = "GlobalAveragePool2D"
  case adaptiveAveragePool2D = "AdaptiveAveragePool2D"
  case upsample2D = "Upsample2D"
  case upsample2DBilinear = "Upsample2D, bilinear"
  case convolutionalNetwork = "Sequential of convolution, pooling and Linear"

  var name: String { rawValue }

  var inputShape: Shape {
    switch self {
    case .linearOfBatches, .flatten: [2, 4, 3]
    case .flattenInside: [2, 1, 2, 3]
    case .glu: [3, 4]
    case .conv2D, .conv2DOfGroups, .conv2DKeepingSize, .transposedConv2D: [2, 2, 4, 3]
    case .maxPool2D, .averagePool2D, .globalAveragePool2D: [2, 2, 4, 3]
    case .adaptiveAveragePool2D, .upsample2D, .upsample2DBilinear: [2, 2, 4, 3]
    case .conv1D, .conv1DKeepingSize: [2, 2, 5]
    case .convolutionalNetwork: [2, 1, 4, 4]
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
    case .residualWithProjection:
      Residual<S>(
        Sequential(Linear(3, 2, using: &generator), Tanh()),
        projection: Linear(3, 2, hasBias: false, using: &generator))
    case .stochasticDepth:
      StochasticDepth<S>(0.4, Sequential(Linear(3, 3, using: &generator), Tanh()))
    case .dropout: Dropout<S>(0.4)
    case .gaussianNoise: GaussianNoise<S>(standardDeviation: 0.5)
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
    case .softplusOfOtherBeta: Softplus<S>(beta: 2.5)
    case .relu6: ReLU6<S>()
    case .prelu: PReLU<S>()
    case .preluOfChannels: PReLU<S>(channels: 3, slope: 0.1)
    case .softsign: Softsign<S>()
    case .glu: GLU<S>()
    case .sigmoid: Sigmoid<S>()
    case .tanh: Tanh<S>()
    case .hardSwish: HardSwish<S>()
    case .softmax: Softmax<S>()
    case .logSoftmax: LogSoftmax<S>(along: 0)
    case .conv2D:
      Conv2D<S>(2, 3, kernel: [3, 2], stride: [2, 1], padding: 1, using: &generator)
    case .conv2DOfGroups:
      Conv2D<S>(
        2, 4, kernel: 2, dilation: [2, 1], groups: 2, hasBias: false, using: &generator)
    case .conv2DKeepingSize:
      Conv2D<S>(2, 3, kernel: [2, 3], keepsSize: true, using: &generator)
    case .conv1DKeepingSize:
      Conv1D<S>(2, 3, kernel: 4, keepsSize: true, using: &generator)
    case .conv1D:
      Conv1D<S>(2, 3, kernel: 2, stride: 2, padding: 1, dilation: 2, using: &generator)
    case .transposedConv2D:
      TransposedConv2D<S>(
        2, 2, kernel: 2, stride: 2, padding: [1, 0], outputPadding: [0, 1], groups: 2,
        using: &generator)
    case .maxPool2D: MaxPool2D<S>(2, stride: 1, padding: [1, 0])
    case .averagePool2D: AveragePool2D<S>(2, padding: 1, countsPadding: false)
    case .globalAveragePool2D: GlobalAveragePool2D<S>()
    case .adaptiveAveragePool2D: AdaptiveAveragePool2D<S>([3, 2])
    case .upsample2D: Upsample2D<S>([2, 3])
    case .upsample2DBilinear: Upsample2D<S>(2, by: .bilinear)
    case .convolutionalNetwork:
      Sequential<S>(
        Conv2D(1, 2, kernel: 3, padding: 1, using: &generator), Tanh(), MaxPool2D(2),
        Flatten(), Linear(8, 2, using: &generator))
    }
  }
}

let layerProofs: [any LayerProof] = LayersProof.allCases + NormalizationProof.allCases
