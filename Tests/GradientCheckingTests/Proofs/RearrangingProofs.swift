import Autograd
import GradientChecking
import TensorCore

/// Operations that move elements.
enum RearrangingProof: String, CaseIterable, DifferentiableFunction {
  case reshaped = "reshaped(to:)"
  case permuted = "permuted(to:)"
  case permutedFromBack = "permuted(to:), axes from the back"
  case transposed = "transposed()"
  case transposedBatch = "transposed(), of a batch"
  case broadcast = "broadcast(to:)"
  case broadcastOfNumber = "broadcast(to:), of a number"
  case sliceOfRows = "subscript(_:), rows"
  case sliceOfColumns = "subscript(_:), columns"
  case sliceOfIndex = "subscript(_:), an index"
  case concatenate = "concatenate(_:)"
  case concatenateColumns = "concatenate(_:), along the last axis"
  case gather = "gather(_:), with repeats"
  case gatherRows = "gatherRows(_:), with repeats"
  case gatherRowsOfResult = "gatherRows(_:), of a result"
  case gatherColumns = "gather(_:), columns with repeats"
  case stack = "stack(_:)"
  case stackColumns = "stack(_:), along the last axis"
  case padded = "padded(_:)"
  case flattened = "flattened()"
  case expandingDimension = "expandingDimension(at:)"
  case squeezingDimension = "squeezingDimension(at:)"
  case gatherElements = "gather(_:along:), elements with repeats"
  case gatherElementOfEachRow = "gather(_:along:), one of each row"
  case split = "split(into:)"
  case splitColumns = "split(sizes:)"
  case replacing = "replacing(_:with:)"
  case replacingRow = "replacing(_:with:), a row"
  case paddedByReflection = "paddedByReflection(_:)"
  case cumulativeSum = "cumulativeSum(along:)"
  case cumulativeSumOfColumns = "cumulativeSum(along:), of columns"

  var name: String { rawValue }

  var inputs: [FunctionInput] {
    switch self {
    case .permuted, .permutedFromBack, .transposedBatch, .sliceOfIndex: [[2, 3, 4]]
    case .broadcast: [[3, 1]]
    case .broadcastOfNumber: [[]]
    case .concatenate: [[2, 3], [1, 3], [2, 3]]
    case .concatenateColumns: [[3, 2], [3, 1]]
    case .replacing: [[3, 4], [2, 2]]
    case .replacingRow: [[3, 4], [4]]
    case .stack, .stackColumns: [[2, 3], [2, 3], [2, 3]]
    default: [[3, 4]]
    }
  }

  func callAsFunction<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S> {
    switch self {
    case .reshaped: x[0].reshaped(to: [2, 6])
    case .permuted: x[0].permuted(to: [1, 2, 0])
    case .permutedFromBack: x[0].permuted(to: [-1, 0, -2])
    case .transposed, .transposedBatch: x[0].transposed()
    case .broadcast: x[0].broadcast(to: [2, 3, 4])
    case .broadcastOfNumber: x[0].broadcast(to: [2, 3])
    case .sliceOfRows: x[0][1...]
    case .sliceOfColumns: x[0][0..., 1..<3]
    case .sliceOfIndex: x[0][1, 0..<2, 3]
    case .concatenate: Variable.concatenate(x)
    case .concatenateColumns: Variable.concatenate(x, along: -1)
    case .gather: x[0].gather([2, 0, 2, 2])
    case .gatherRows: x[0].gatherRows([2, 0, 2, 2]) * x[0].gatherRows([1, 2, 0, 1])
    case .gatherRowsOfResult: x[0].squared().gatherRows([2, 0, 2, 2])
    case .gatherColumns: x[0].gather([3, 3, 0], along: -1)
    case .stack: Variable.stack(x)
    case .stackColumns: Variable.stack(x, along: -1)
    case .padded: x[0].padded([(1, 0), (0, 2)], with: 3)
    case .flattened: x[0].flattened()
    case .expandingDimension: x[0].expandingDimension(at: 1)
    case .squeezingDimension: x[0].reshaped(to: [3, 1, 4]).squeezingDimension(at: 1)
    case .gatherElements:
      x[0].gather([[3, 3, 0, 1, 3], [0, 1, 2, 3, 0], [2, 2, 2, 2, 2]], along: 1)
    case .gatherElementOfEachRow: x[0].gather(Tensor<Int>([3, 0, 3]), along: -1)
    case .split: x[0].split(into: 3).reduce(x[0][0..<1]) { $0 * $1 }
    case .splitColumns:
      { parts in parts[0] * parts[2] + parts[1] }(x[0].split(sizes: [1, 2, 1], along: -1))
    case .replacing: x[0].replacing(1..., 0..<2, with: x[1])
    case .replacingRow: x[0].replacing(1, with: x[1])
    case .paddedByReflection: x[0].paddedByReflection([(2, 1), (0, 3)])
    case .cumulativeSum: x[0].cumulativeSum(along: -1)
    case .cumulativeSumOfColumns: x[0].cumulativeSum(along: 0)
    }
  }
}

/// Elements of one input or of the other, after broadcasting.
struct SelectProof: DifferentiableFunction {
  let name = "select(_:_:_:)"
  let inputs: [FunctionInput] = [[3, 4], [4]]

  func callAsFunction<S: TensorScalar>(_ x: [Variable<S>]) -> Variable<S> {
    let condition = Tensor(
      shape: [3, 4], elements: (0..<12).map { $0.isMultiple(of: 3) || $0.isMultiple(of: 5) })
    return select(condition, x[0], x[1])
  }
}
