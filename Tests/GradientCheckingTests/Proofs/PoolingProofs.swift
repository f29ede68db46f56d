import Autograd
import GradientChecking
import TensorCore

/// Pooling and resizing, with windows that overlap, lie apart, leave a rest, and reach into the padding.
enum PoolingProof: String, CaseIterable, DifferentiableFunction {
  case max = "maxPool2D(_:)"
  case maxOverlapping = "maxPool2D(_:), overlapping"
  case maxPadded = "maxPool2D(_:), padded"
  case maxOfTies = "maxPool2D(_:), of equal numbers"
  case average = "averagePool2D(_:)"
  case averageOverlapping = "averagePool2D(_:), overlapping"
  case averageCountingPadding = "averagePool2D(_:), counting the padding"
  case averageWithoutPadding = "averagePool2D(_:), not counting the padding"
  case adaptive = "adaptiveAveragePool2D(_:)"
  case adaptiveEnlarging = "adaptiveAveragePool2D(_:), to more than there is"
  case nearest = "resized2D(to:)"
  case bilinear = "resized2D(to:), bilinear"
  case bilinearSmaller = "resized2D(to:), bilinear and smaller"
  case global = "globalAveragePool2D()"

  var name: String { rawValue }

  var samplesLieOnKinks: Bool { self == .maxOfTies }

  var inputs: [FunctionInput] {
    self == .maxOfTies ? [.values([1, 1, 2, 4], [2, 1, 0, 3, 2, 2, 3, 3])] : [[2, 2, 5, 4]]
  }

  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    let x = inputs[0]
    return switch self {
    case .max, .maxOfTies: x.maxPool2D(2)
    case .maxOverlapping: x.maxPool2D([3, 2], stride: 1)
    case .maxPadded: x.maxPool2D(3, stride: [2, 3], padding: 1)
    case .average: x.averagePool2D(2)
    case .averageOverlapping: x.averagePool2D([3, 2], stride: 1)
    case .averageCountingPadding: x.averagePool2D(3, stride: [2, 3], padding: 1)
    case .averageWithoutPadding:
      x.averagePool2D(3, stride: [2, 3], padding: 1, countsPadding: false)
    case .adaptive: x.adaptiveAveragePool2D([2, 3])
    case .adaptiveEnlarging: x.adaptiveAveragePool2D([7, 1])
    case .nearest: x.resized2D(to: [7, 3])
    case .bilinear: x.resized2D(to: [8, 9], by: .bilinear)
    case .bilinearSmaller: x.resized2D(to: [3, 4], by: .bilinear)
    case .global: x.globalAveragePool2D()
    }
  }
}
