import Autograd
import TensorCore
import TestSupport
import Testing

/// Convolution by vector kernels, beside the columns of the naive backend and the textbook's loops.
@Suite struct ConvolutionKernelTests {
  /// Shapes of real networks: several registers wide, one image and many, groups, each stride.
  static let large: [ConvolutionCase] = [
    ConvolutionCase(input: [1, 3, 33, 31], outputs: 17, kernel: 3, padding: 1),
    ConvolutionCase(input: [9, 5, 14, 14], outputs: 16, kernel: 3, stride: 2, padding: 1),
    ConvolutionCase(input: [3, 16, 15, 13], outputs: 33, kernel: 1, stride: 2),
    ConvolutionCase(
      input: [2, 8, 17, 18], outputs: 12, kernel: 5, stride: 3, padding: 2, groups: 4),
    ConvolutionCase(
      input: [4, 6, 12, 11], outputs: 6, kernel: [7, 2], padding: [3, 0], groups: 6),
    ConvolutionCase(input: [2, 4, 19, 20], outputs: 8, kernel: 3, padding: 2, dilation: 2),
  ]

  /// The value and the gradients of images and weight.
  private func results<S: TensorScalar>(
    _ c: ConvolutionCase, _: S.Type, _ backend: Backend, threads: Int = 1
  ) -> [Tensor<S>] {
    let inputs: [Tensor<S>] = [
      randomTensor(Shape(c.input), seed: 1), randomTensor(c.weightShape, seed: 2),
    ]
    return withBackend(backend, threads: threads) {
      let (value, gradients) = valueWithGradients(
        at: inputs, upstream: randomTensor(c.outputShape, seed: 3)
      ) {
        conv2D(
          $0[0], $0[1], stride: c.stride, padding: c.padding, dilation: c.dilation,
          groups: c.groups)
      }
      return [value] + gradients
    }
  }

  @Test("values and gradients are near those by columns", arguments: ConvolutionCase.all + large)
  func columns(_ c: ConvolutionCase) {
    func check<S: TensorScalar>(_: S.Type, tolerance: Double) {
      for (x, y) in zip(results(c, S.self, .simd), results(c, S.self, .naive)) {
        let scale = Swift.max(y.abs().max().doubleValue, 1)
        #expect((x - y).abs().max().doubleValue <= tolerance * scale)
      }
    }
    check(Float.self, tolerance: 1e-4)
    check(Double.self, tolerance: 1e-12)
  }

  @Test("values are near those of the textbook's loops", arguments: ConvolutionCase.all + large)
  func textbook(_ c: ConvolutionCase) {
    let plan = WindowPlan(
      over: Shape(c.input), kernel: c.kernel, stride: c.stride, padding: c.padding,
      dilation: c.dilation, as: { "test" }, file: #fileID, line: #line)
    let expected = textbookConvolution(
      randomTensor(Shape(c.input), seed: 1, as: Double.self),
      randomTensor(c.weightShape, seed: 2), plan, groups: c.groups)
    let found = results(c, Double.self, .simd)[0]
    #expect((found - expected).abs().max() <= 1e-12)
  }

  @Test("the number of threads changes no bit", arguments: ConvolutionCase.all + large)
  func threads(_ c: ConvolutionCase) {
    let one = results(c, Float.self, .simd)
    for threads in [2, 3, 8] {
      #expect(results(c, Float.self, .simd, threads: threads) == one, "\(threads) threads")
    }
  }

  /// ⟨y, u⟩ is linear in x and in w: both gradients give it once more.
  @Test("both gradients are adjoint to the convolution", arguments: ConvolutionCase.all + large)
  func adjoint(_ c: ConvolutionCase) {
    let found = results(c, Double.self, .simd)
    let products = [
      found[0] * randomTensor(c.outputShape, seed: 3),
      found[1] * randomTensor(Shape(c.input), seed: 1),
      found[2] * randomTensor(c.weightShape, seed: 2),
    ]
    let sums = products.map { $0.sum() }
    let magnitude = products[0].abs().sum()
    #expect(abs(sums[1] - sums[0]) <= 1e-12 * magnitude)
    #expect(abs(sums[2] - sums[0]) <= 1e-12 * magnitude)
  }
}
