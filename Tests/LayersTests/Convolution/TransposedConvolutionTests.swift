import Autograd
import TensorCore
import Testing

/// Transposed convolution: the adjoint of convolution.
@Suite struct TransposedConvolutionTests {
  /// What has to be added below and on the right so that the output has the size that the convolution
  /// began with.
  private func outputPadding(_ c: ConvolutionCase) -> Size2D {
    func rest(_ extent: Int, _ k: Int, _ s: Int, _ p: Int, _ d: Int) -> Int {
      (extent + 2 * p - d * (k - 1) - 1) % s
    }
    return Size2D(
      height: rest(
        c.input[2], c.kernel.height, c.stride.height, c.padding.height, c.dilation.height),
      width: rest(c.input[3], c.kernel.width, c.stride.width, c.padding.width, c.dilation.width))
  }

  private func transposed(
    _ c: ConvolutionCase, _ x: Variable<Double>, _ w: Variable<Double>, _ b: Variable<Double>?
  ) -> Variable<Double> {
    transposedConv2D(
      x, w, b, stride: c.stride, padding: c.padding, outputPadding: outputPadding(c),
      dilation: c.dilation, groups: c.groups)
  }

  /// ⟨conv(a), b⟩ = ⟨a, transposed(b)⟩ for the same weight, whose two first axes change their roles.
  @Test(arguments: ConvolutionCase.all) func isTheAdjoint(_ c: ConvolutionCase) {
    let a: Tensor<Double> = randomTensor(Shape(c.input), seed: 1)
    let b: Tensor<Double> = randomTensor(c.outputShape, seed: 2)
    let w: Tensor<Double> = randomTensor(c.weightShape, seed: 3)
    let forward = conv2D(
      Variable(a), Variable(w), stride: c.stride, padding: c.padding, dilation: c.dilation,
      groups: c.groups
    ).value
    let back = transposed(c, Variable(b), Variable(w), nil).value
    #expect(back.shape == a.shape)
    let (left, right) = (forward * b, a * back)
    let magnitude = left.abs().sum() + right.abs().sum()
    #expect((left.sum() - right.sum()).magnitude <= 1e-13 * magnitude)
  }

  /// Value and gradients, each a sum over the same products.
  @Test(arguments: ConvolutionCase.all) func agreesWithLoops(_ c: ConvolutionCase) {
    let x: Tensor<Double> = randomTensor(c.outputShape, seed: 4)
    let w: Tensor<Double> = randomTensor(c.weightShape, seed: 5)
    let b: Tensor<Double> = randomTensor([c.input[1]], seed: 6)
    let u: Tensor<Double> = randomTensor(Shape(c.input), seed: 7)
    let (y, gradients) = valueWithGradients(at: [x, w, b], upstream: u) {
      transposed(c, $0[0], $0[1], $0[2])
    }
    var expected = Tensor<Double>.zeros(u.shape) + b.reshaped(to: [c.input[1], 1, 1])
    var dx = Tensor<Double>.zeros(x.shape)
    var dw = Tensor<Double>.zeros(w.shape)
    var scales = (y: expected.abs(), dx: dx, dw: dw)
    c.forEachTerm { term in
      // Input and output have changed places.
      let (a, k, g) = (x[at: term.output], w[at: term.weight], u[at: term.input])
      expected[at: term.input] += a * k
      dx[at: term.output] += g * k
      dw[at: term.weight] += g * a
      scales.y[at: term.input] += (a * k).magnitude
      scales.dx[at: term.output] += (g * k).magnitude
      scales.dw[at: term.weight] += (g * a).magnitude
    }
    let terms = c.weightShape.elementCount + c.outputShape.elementCount
    #expect(error(y, expected, scale: scales.y, terms: terms) <= 1)
    #expect(error(gradients[0], dx, scale: scales.dx, terms: terms) <= 1)
    #expect(error(gradients[1], dw, scale: scales.dw, terms: terms) <= 1)
    #expect(gradients[2] == u.sum(along: [0, 2, 3]))
  }

  @Test func byHand() {
    let x = Tensor<Float>([[1, 2]]).reshaped(to: [1, 1, 1, 2])
    let w = Tensor<Float>([[1, 10, 100]]).reshaped(to: [1, 1, 1, 3])
    func row(stride: Int, padding: Int = 0, outputPadding: Int = 0, dilation: Int = 1) -> [Float] {
      transposedConv2D(
        Variable(x), Variable(w), stride: [1, stride], padding: [0, padding],
        outputPadding: [0, outputPadding], dilation: [1, dilation]
      ).value.elements
    }
    #expect(row(stride: 1) == [1, 12, 120, 200])
    #expect(row(stride: 2) == [1, 10, 102, 20, 200])
    #expect(row(stride: 2, padding: 1) == [10, 102, 20])
    #expect(row(stride: 2, padding: 1, outputPadding: 1) == [10, 102, 20, 200])
    #expect(row(stride: 4, outputPadding: 1) == [1, 10, 100, 0, 2, 20, 200, 0])
    // PyTorch allows an output padding up to the dilation, too.
    #expect(row(stride: 1, outputPadding: 1, dilation: 2) == [1, 2, 10, 20, 100, 200, 0])
  }
}
