import GradientChecking
import Layers
import TensorCore

/// Every layer whose gradients are proved. A new one is a case here and a line in each switch.
enum LayersProof: String, CaseIterable, LayerProof {
  case linear = "Linear"
  case linearWithoutBias = "Linear without bias"
  case linearOfBatches = "Linear of more axes"
  case relu = "ReLU"
  case sequential = "Sequential"

  var name: String { rawValue }

  var inputShape: Shape {
    switch self {
    case .linearOfBatches: [2, 4, 3]
    default: [4, 3]
    }
  }

  func layer<S: TensorScalar>(using generator: inout RandomGenerator) -> any Layer<S> {
    switch self {
    case .linear, .linearOfBatches: Linear<S>(3, 2, using: &generator)
    case .linearWithoutBias: Linear<S>(3, 2, hasBias: false, using: &generator)
    case .relu: ReLU<S>()
    case .sequential:
      Sequential<S>(Linear(3, 5, using: &generator), ReLU(), Linear(5, 2, using: &generator))
    }
  }
}

let layerProofs: [any LayerProof] = LayersProof.allCases
