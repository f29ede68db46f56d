import Autograd
import Layers
import TensorCore
import Testing

@testable import Training

@Suite struct MuonTests {
  @Test(
    "five steps bring all singular values near 1", arguments: [[5, 5], [3, 8], [8, 3], [1, 4]])
  func singularValues(_ dimensions: [Int]) {
    var generator = RandomGenerator(seed: 1)
    // Of different sizes before: a factor of 30 between the first row and the last.
    let sizes = Tensor<Double>.linearlySpaced(from: 0.1, through: 3, count: dimensions[0]).reshaped(
      to: [dimensions[0], 1])
    let matrix = Tensor<Double>.normal(Shape(dimensions), using: &generator) * sizes
    let found = matrix.orthogonalized()
    let isTall = dimensions[0] > dimensions[1]
    let gram = matmul(found, found, transposeA: isTall, transposeB: !isTall)
    let squares = eigenvectors(ofSymmetric: gram).values
    #expect(squares.min() > 0.6 * 0.6 && squares.max() < 1.3 * 1.3, "\(squares)")
    // It turns nothing: the product with the matrix stays positive along all directions.
    #expect((found * matrix).sum() > 0)
  }

  @Test("a tall matrix goes the way of the wide one")
  func transposed() {
    var generator = RandomGenerator(seed: 2)
    let matrix = Tensor<Double>.normal([7, 3], using: &generator)
    let difference = matrix.orthogonalized() - matrix.transposed().orthogonalized().transposed()
    #expect(difference.abs().max() < 1e-13)
  }

  @Test("a kernel is a matrix with a row for each output channel")
  func kernel() {
    var generator = RandomGenerator(seed: 3)
    let weight = Tensor<Double>.normal([4, 2, 3, 3], using: &generator)
    let gradient = Tensor<Double>.normal([4, 2, 3, 3], using: &generator)
    var kernel = One(weight: Variable(weight))
    var matrix = One(weight: Variable(weight.reshaped(to: [4, 18])))
    var (first, second) = (Muon<Double>(learningRate: 0.1), Muon<Double>(learningRate: 0.1))
    for _ in 0..<3 {
      first.update(&kernel, along: Gradients(names: ["weight"], tensors: [gradient]))
      second.update(
        &matrix, along: Gradients(names: ["weight"], tensors: [gradient.reshaped(to: [4, 18])]))
    }
    #expect(kernel.weight.value.elements == matrix.weight.value.elements)
    #expect(kernel.weight.value != weight)
  }

  @Test("a gradient of zero moves nothing but the decay")
  func zero() {
    var model = One(weight: Variable(Tensor<Double>.ones([2, 3])))
    var muon = Muon<Double>(learningRate: 0.1, weightDecay: 0.5)
    muon.update(&model, along: Gradients(names: ["weight"], tensors: [.zeros([2, 3])]))
    #expect(model.weight.value == Tensor<Double>.ones([2, 3]) * 0.95)
  }

  @Test("a bias is refused, with a hint")
  func bias() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var (model, muon) = (SmallModel(), Muon<Double>())
      muon.update(&model, along: model.gradients(at: 0))
    }
    expect("Muon: expected parameters of at least two axes, found shape [2]", in: result)
  }
}

private struct One: Module {
  var weight: Variable<Double>

  mutating func visitParameters(_ visit: ParameterVisit<Double>) { visit("weight", &weight) }
}
