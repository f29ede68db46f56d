import Autograd
import TensorCore

/// A convolution of small odd sizes, and what plain loops make of it.
struct ConvolutionCase: CustomStringConvertible, Sendable {
  /// [N, C, H, W].
  let input: [Int]
  let outputs: Int
  let kernel: Size2D
  var stride: Size2D = 1
  var padding: Size2D = 0
  var dilation: Size2D = 1
  var groups = 1

  var description: String {
    "\(input) to \(outputs), kernel \(kernel), stride \(stride), padding \(padding), "
      + "dilation \(dilation), groups \(groups)"
  }

  /// Odd sizes, windows that leave a rest, and each number apart as well as together.
  static let all: [ConvolutionCase] = [
    ConvolutionCase(input: [1, 1, 1, 1], outputs: 1, kernel: 1),
    ConvolutionCase(input: [2, 3, 5, 7], outputs: 4, kernel: 3),
    ConvolutionCase(input: [2, 3, 5, 7], outputs: 4, kernel: [2, 3]),
    ConvolutionCase(input: [1, 2, 7, 5], outputs: 3, kernel: [7, 5]),
    ConvolutionCase(input: [2, 2, 7, 6], outputs: 3, kernel: 3, stride: 2),
    ConvolutionCase(input: [2, 2, 7, 6], outputs: 3, kernel: [3, 2], stride: [3, 1]),
    ConvolutionCase(input: [1, 2, 5, 4], outputs: 3, kernel: 1, stride: [2, 3]),
    ConvolutionCase(input: [2, 2, 5, 5], outputs: 3, kernel: 3, padding: 1),
    ConvolutionCase(input: [1, 2, 3, 4], outputs: 2, kernel: [3, 2], padding: [2, 3]),
    ConvolutionCase(input: [1, 1, 2, 1], outputs: 2, kernel: 5, padding: 4),
    ConvolutionCase(input: [2, 2, 7, 9], outputs: 2, kernel: 3, dilation: [2, 3]),
    ConvolutionCase(input: [2, 4, 5, 5], outputs: 6, kernel: 3, groups: 2),
    ConvolutionCase(input: [2, 3, 5, 4], outputs: 6, kernel: [2, 3], groups: 3),
    ConvolutionCase(
      input: [2, 2, 7, 8], outputs: 3, kernel: 3, stride: 2, padding: [1, 2], dilation: 2),
    ConvolutionCase(
      input: [2, 6, 9, 8], outputs: 4, kernel: [3, 2], stride: [2, 3], padding: [2, 1],
      dilation: [1, 3], groups: 2),
    ConvolutionCase(
      input: [1, 1, 1, 3], outputs: 1, kernel: [1, 3], stride: 5, padding: [0, 1], dilation: 1),
  ]

  var weightShape: Shape { [outputs, input[1] / groups, kernel.height, kernel.width] }

  /// The number of windows along an axis, counted by trying.
  private func places(_ extent: Int, _ k: Int, _ s: Int, _ p: Int, _ d: Int) -> Int {
    var count = 0
    while count * s + (k - 1) * d < extent + 2 * p { count += 1 }
    return count
  }

  var outputShape: Shape {
    [
      input[0], outputs,
      places(input[2], kernel.height, stride.height, padding.height, dilation.height),
      places(input[3], kernel.width, stride.width, padding.width, dilation.width),
    ]
  }

  /// One product of the sum: where its three factors or results lie.
  typealias Term = (output: [Int], input: [Int], weight: [Int])

  /// Visits all products, seven loops deep.
  func forEachTerm(_ visit: (Term) -> Void) {
    let channels = input[1] / groups
    for n in 0..<input[0] {
      for o in 0..<outputs {
        for y in 0..<outputShape[2] {
          for x in 0..<outputShape[3] {
            for c in 0..<channels {
              for i in 0..<kernel.height {
                for j in 0..<kernel.width {
                  let row = y * stride.height + i * dilation.height - padding.height
                  let column = x * stride.width + j * dilation.width - padding.width
                  guard (0..<input[2]).contains(row), (0..<input[3]).contains(column) else {
                    continue
                  }
                  let channel = o / (outputs / groups) * channels + c
                  visit(([n, o, y, x], [n, channel, row, column], [o, c, i, j]))
                }
              }
            }
          }
        }
      }
    }
  }
}

extension Tensor {
  /// The element at a position of rank 4.
  subscript(at position: [Int]) -> Element {
    get { self[position[0], position[1], position[2], position[3]] }
    set { self[position[0], position[1], position[2], position[3]] = newValue }
  }
}

/// Random numbers for a test; the seed is part of its arguments.
func randomTensor<Scalar: TensorScalar>(
  _ shape: Shape, seed: UInt64, as type: Scalar.Type = Scalar.self
) -> Tensor<Scalar> {
  var generator = RandomGenerator(seed: seed)
  return .normal(shape, using: &generator)
}

/// The largest difference of two tensors of one shape, in units of what rounding can do to sums whose
/// terms have the magnitudes `scale`; infinite when the shapes differ.
func error<Scalar: TensorScalar & BinaryFloatingPoint>(
  _ found: Tensor<Scalar>, _ expected: Tensor<Scalar>, scale: Tensor<Scalar>, terms: Int
) -> Double {
  guard found.shape == expected.shape else { return .infinity }
  // Two sums of n products, each with an error of at most n·ε·Σ|terms|.
  let unit = Double(2 * (terms + 1)) * Double(Scalar.ulpOfOne)
  var largest = 0.0
  for ((a, b), s) in zip(zip(found.elements, expected.elements), scale.elements) {
    let difference = (a - b).magnitude
    if difference != 0 { largest = max(largest, Double(difference) / (unit * Double(s))) }
    if difference.isNaN { return .infinity }
  }
  return largest
}
