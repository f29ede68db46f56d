import Autograd
import TensorCore
import Testing

/// A pooling, and what plain loops make of it.
struct PoolingCase: CustomStringConvertible, Sendable {
  /// [N, C, H, W].
  let input: [Int]
  let kernel: Size2D
  var stride: Size2D?
  var padding: Size2D = 0

  var description: String {
    "\(input), kernel \(kernel), stride \(stride ?? kernel), padding \(padding)"
  }

  static let all: [PoolingCase] = [
    PoolingCase(input: [2, 3, 4, 6], kernel: 2),
    PoolingCase(input: [2, 3, 5, 7], kernel: 2),
    PoolingCase(input: [1, 2, 7, 5], kernel: [3, 2]),
    PoolingCase(input: [1, 2, 7, 5], kernel: 3, stride: 1),
    PoolingCase(input: [2, 1, 6, 7], kernel: 3, stride: 2, padding: 1),
    PoolingCase(input: [1, 2, 5, 6], kernel: [4, 3], stride: [1, 3], padding: [2, 1]),
    PoolingCase(input: [1, 1, 1, 1], kernel: 2, stride: 1, padding: 1),
    PoolingCase(input: [1, 2, 5, 5], kernel: 1, stride: 3),
  ]

  /// The windows: for each place of the output the elements inside the image, in order.
  var windows: [(output: [Int], inside: [[Int]])] {
    let stride = stride ?? kernel
    var windows: [(output: [Int], inside: [[Int]])] = []
    for n in 0..<input[0] {
      for c in 0..<input[1] {
        for (y, top) in tops(input[2], kernel.height, stride.height, padding.height).enumerated() {
          for (x, left) in tops(input[3], kernel.width, stride.width, padding.width).enumerated() {
            let rows = (top..<top + kernel.height).filter((0..<input[2]).contains)
            let columns = (left..<left + kernel.width).filter((0..<input[3]).contains)
            windows.append(
              ([n, c, y, x], rows.flatMap { row in columns.map { [n, c, row, $0] } }))
          }
        }
      }
    }
    return windows
  }

  /// Where windows begin along an axis.
  private func tops(_ extent: Int, _ kernel: Int, _ stride: Int, _ padding: Int) -> [Int] {
    Array(Swift.stride(from: -padding, through: extent + padding - kernel, by: stride))
  }

  var outputShape: Shape { Shape(windows.last!.output.map { $0 + 1 }) }
}

@Suite struct PoolingTests {
  /// With ties: the numbers are integers from −2 to 2, so that most windows have several maxima.
  @Test(arguments: PoolingCase.all, [true, false])
  func maximaAgreeWithLoops(_ c: PoolingCase, hasTies: Bool) {
    let draws: Tensor<Double> = randomTensor(Shape(c.input), seed: 1)
    let x = hasTies ? draws.map { $0.rounded() } : draws
    let u: Tensor<Double> = randomTensor(c.outputShape, seed: 2)
    let (y, gradients) = valueWithGradients(at: [x], upstream: u) {
      $0[0].maxPool2D(c.kernel, stride: c.stride, padding: c.padding)
    }
    var expected = Tensor<Double>.zeros(c.outputShape)
    var gradient = Tensor<Double>.zeros(x.shape)
    for (output, inside) in c.windows {
      let values = inside.map { x[at: $0] }
      let first = values.firstIndex(of: values.max()!)!
      expected[at: output] = values[first]
      gradient[at: inside[first]] += u[at: output]
    }
    #expect(y == expected)
    #expect(gradients[0] == gradient)
  }

  @Test(arguments: PoolingCase.all, [true, false])
  func meansAgreeWithLoops(_ c: PoolingCase, countsPadding: Bool) {
    let x: Tensor<Double> = randomTensor(Shape(c.input), seed: 3)
    let u: Tensor<Double> = randomTensor(c.outputShape, seed: 4)
    let (y, gradients) = valueWithGradients(at: [x], upstream: u) {
      $0[0].averagePool2D(
        c.kernel, stride: c.stride, padding: c.padding, countsPadding: countsPadding)
    }
    var expected = Tensor<Double>.zeros(c.outputShape)
    var gradient = Tensor<Double>.zeros(x.shape)
    for (output, inside) in c.windows {
      let count = countsPadding ? c.kernel.height * c.kernel.width : inside.count
      expected[at: output] = inside.map { x[at: $0] }.reduce(0, +) / Double(count)
      for place in inside { gradient[at: place] += u[at: output] / Double(count) }
    }
    // At most 12 numbers of magnitude below 4: a few roundings of 10⁻¹⁵.
    #expect((y - expected).abs().max() <= 1e-14)
    #expect((gradients[0] - gradient).abs().max() <= 1e-14)
  }

  @Test func byHand() {
    let x = Tensor<Float>([[1, 2, 3], [4, 5, 6], [7, 8, 9]]).reshaped(to: [1, 1, 3, 3])
    let image = Variable(x)
    #expect(image.maxPool2D(2).value.elements == [5])
    #expect(image.maxPool2D(2, stride: 1).value.elements == [5, 6, 8, 9])
    #expect(image.maxPool2D(2, padding: 1).value.elements == [1, 3, 7, 9])
    #expect(
      (-image).maxPool2D(3, stride: 2, padding: 1).value.elements == [-1, -2, -4, -5])
    #expect(image.averagePool2D(2, stride: 1).value.elements == [3, 4, 6, 7])
    #expect(image.averagePool2D(2, padding: 1).value.elements == [0.25, 1.25, 2.75, 7])
    #expect(
      image.averagePool2D(2, padding: 1, countsPadding: false).value.elements
        == [1, 2.5, 5.5, 7])
    #expect(image.globalAveragePool2D().value == [[5]])
  }

  @Test func gradientGoesToTheFirstOfSeveralMaxima() {
    let x = Tensor<Float>([[2, 2], [2, 1]]).reshaped(to: [1, 1, 2, 2])
    let gradient = gradient(at: x) { $0.maxPool2D(2).sum() }
    #expect(gradient.elements == [1, 0, 0, 0])
  }

  @Test func notANumberIsTheMaximum() {
    let x = Tensor<Float>([[1, .nan], [3, 2]]).reshaped(to: [1, 1, 2, 2])
    #expect(Variable(x).maxPool2D(2).value.elements[0].isNaN)
  }

  /// 49·(1/49) would be less than 1.
  @Test func averagesAreRoundedOnce() {
    for counting in [true, false] {
      let y = Variable(Tensor<Double>.ones([1, 1, 7, 7]))
        .averagePool2D(7, countsPadding: counting)
      #expect(y.value.elements == [1])
    }
  }

  @Test func globalAverageIsTheMeanOfEachChannel() {
    let x: Tensor<Double> = randomTensor([2, 3, 5, 4], seed: 5)
    let y = Variable(x).globalAveragePool2D().value
    #expect(y == x.reshaped(to: [6, 20]).sum(along: 1).reshaped(to: [2, 3]) / 20)
  }
}
