import Autograd
import TensorCore
import TestSupport
import Testing

/// Convolution by image columns and matrix products against seven loops.
@Suite struct ConvolutionTests {
  @Test(arguments: ConvolutionCase.all) func agreesWithLoopsInDouble(_ c: ConvolutionCase) {
    expectAgreement(c, as: Double.self)
  }

  @Test(arguments: ConvolutionCase.all) func agreesWithLoopsInFloat(_ c: ConvolutionCase) {
    expectAgreement(c, as: Float.self)
  }

  private func expectAgreement<Scalar: TensorScalar & BinaryFloatingPoint>(
    _ c: ConvolutionCase, as type: Scalar.Type
  ) {
    let x: Tensor<Scalar> = randomTensor(Shape(c.input), seed: 1)
    let w: Tensor<Scalar> = randomTensor(c.weightShape, seed: 2)
    let b: Tensor<Scalar> = randomTensor([c.outputs], seed: 3)
    let u: Tensor<Scalar> = randomTensor(c.outputShape, seed: 4)
    let (y, gradients) = valueWithGradients(at: [x, w, b], upstream: u) {
      conv2D(
        $0[0], $0[1], $0[2], stride: c.stride, padding: c.padding, dilation: c.dilation,
        groups: c.groups)
    }

    var expected = Tensor<Scalar>.zeros(c.outputShape) + b.reshaped(to: [c.outputs, 1, 1])
    var dx = Tensor<Scalar>.zeros(x.shape)
    var dw = Tensor<Scalar>.zeros(w.shape)
    var scales = (y: expected.abs(), dx: dx, dw: dw)
    c.forEachTerm { term in
      let (a, k, g) = (x[at: term.input], w[at: term.weight], u[at: term.output])
      expected[at: term.output] += a * k
      dx[at: term.input] += g * k
      dw[at: term.weight] += g * a
      scales.y[at: term.output] += (a * k).magnitude
      scales.dx[at: term.input] += (g * k).magnitude
      scales.dw[at: term.weight] += (g * a).magnitude
    }
    let db = u.sum(along: [0, 2, 3])
    let terms = c.weightShape.elementCount + c.outputShape.elementCount
    #expect(error(y, expected, scale: scales.y, terms: terms) <= 1)
    #expect(error(gradients[0], dx, scale: scales.dx, terms: terms) <= 1)
    #expect(error(gradients[1], dw, scale: scales.dw, terms: terms) <= 1)
    #expect(gradients[2] == db)
  }

  /// The oracle that other kernels are compared with is itself what the loops here say.
  @Test(.on(.naive), arguments: ConvolutionCase.all)
  func textbookAgreesWithLoops(_ c: ConvolutionCase) {
    let x: Tensor<Double> = randomTensor(Shape(c.input), seed: 5)
    let w: Tensor<Double> = randomTensor(c.weightShape, seed: 6)
    let plan = WindowPlan(
      over: x.shape, kernel: c.kernel, stride: c.stride, padding: c.padding, dilation: c.dilation,
      as: { "test" }, file: #fileID, line: #line)
    var expected = Tensor<Double>.zeros(c.outputShape)
    c.forEachTerm { expected[at: $0.output] += x[at: $0.input] * w[at: $0.weight] }
    #expect(textbookConvolution(x, w, plan, groups: c.groups) == expected)
    // The matrix product adds the same products in the same order.
    let y = conv2D(
      Variable(x), Variable(w), stride: c.stride, padding: c.padding, dilation: c.dilation,
      groups: c.groups)
    #expect(y.value == expected)
  }

  @Test func byHand() {
    let x = Tensor<Float>([[1, 2, 3], [4, 5, 6], [7, 8, 9]]).reshaped(to: [1, 1, 3, 3])
    let w = Tensor<Float>([[1, 0], [0, -1]]).reshaped(to: [1, 1, 2, 2])
    // The kernel is not turned around: 1 − 5, 2 − 6, 4 − 8, 5 − 9.
    #expect(conv2D(Variable(x), Variable(w)).value == Tensor(repeating: -4, shape: [1, 1, 2, 2]))
    let padded = conv2D(Variable(x), Variable(w), padding: 1, as: "").value
    #expect(padded[0, 0, 0, 0] == -1 && padded[0, 0, 3, 3] == 9 && padded[0, 0, 0, 3] == 0)
  }

  @Test func noImages() {
    let (y, gradients) = valueWithGradients(
      at: [Tensor<Float>.zeros([0, 2, 5, 5]), .ones([3, 2, 3, 3])], upstream: .zeros([0, 3, 3, 3])
    ) { conv2D($0[0], $0[1]) }
    #expect(y.shape == [0, 3, 3, 3])
    #expect(gradients[0].shape == [0, 2, 5, 5] && gradients[1] == .zeros([3, 2, 3, 3]))
  }

  @Test(.on(.naive), arguments: [(1, 0, 1, 1), (2, 1, 1, 1), (1, 3, 2, 1), (3, 2, 2, 2)])
  func oneDimensionAgreesWithALoop(stride: Int, padding: Int, dilation: Int, groups: Int) {
    let (channels, outputs, length, size) = (4, 6, 11, 3)
    let x: Tensor<Double> = randomTensor([2, channels, length], seed: 7)
    let w: Tensor<Double> = randomTensor([outputs, channels / groups, size], seed: 8)
    let b: Tensor<Double> = randomTensor([outputs], seed: 9)
    let y = conv1D(
      Variable(x), Variable(w), Variable(b), stride: stride, padding: padding,
      dilation: dilation, groups: groups
    ).value
    #expect(y.shape[2] == (length + 2 * padding - dilation * (size - 1) - 1) / stride + 1)
    for n in 0..<2 {
      for o in 0..<outputs {
        for place in 0..<y.shape[2] {
          var sum = 0.0
          for c in 0..<channels / groups {
            for j in 0..<size {
              let t = place * stride - padding + j * dilation
              if t < 0 || t >= length { continue }
              sum += x[n, o / (outputs / groups) * (channels / groups) + c, t] * w[o, c, j]
            }
          }
          #expect(y[n, o, place] == sum + b[o])
        }
      }
    }
  }
}
