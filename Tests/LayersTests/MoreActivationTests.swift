import Autograd
import Layers
import TensorCore
import Testing

@Suite struct MoreActivationTests {
  @Test("at kinks and at infinity")
  func limits() {
    #expect(derivative(at: 0) { $0.relu6() } == 0)
    #expect(derivative(at: 6) { $0.relu6() } == 0)
    #expect(derivative(at: 5.9) { $0.relu6() } == 1)
    #expect(derivative(at: 0) { $0.prelu(Variable(Tensor(0.3))) } == 0.3)
    let infinite = Tensor<Double>([.infinity, -.infinity, 0])
    #expect(Softsign<Double>()(infinite).elements == [1, -1, 0])
    #expect(Softsign<Double>()(Tensor([.nan])).elements[0].isNaN)
    #expect(Variable(infinite).softplus(beta: 3).value.elements[..<2] == [.infinity, 0])
  }

  @Test("PReLU has a slope for each channel, wherever they are followed by further axes")
  func slopesOfChannels() {
    var layer = PReLU<Double>(channels: 2)
    layer.weight = Variable([0.5, 2])
    #expect(layer([[-1, -1], [3, 3]]) == [[-0.5, -2], [3, 3]])
    let image = Tensor<Double>(repeating: -1, shape: [1, 2, 1, 2])
    #expect(layer(image).elements == [-0.5, -0.5, -2, -2])
    #expect(PReLU<Double>()([-4]) == [-1])
  }

  @Test func shapesThatDoNotFit() async {
    let channels = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = PReLU<Float>(channels: 3)(.zeros([2, 4]))
    }
    expect("PReLU: expected an input of shape [N, 3, …], found [2, 4]", in: channels)
    let odd = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GLU<Float>()(.zeros([2, 3]))
    }
    expect("GLU: expected an even extent along axis -1, found shape [2, 3]", in: odd)
    let beta = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Softplus<Float>(beta: 0)
    }
    expect(
      "Softplus: expected a finite beta above 0, found 0.0", in: beta,
      at: "LayersTests/MoreActivationTests.swift")
  }

  @Test("PyTorch's weights are narrower than those of this Linear by √6")
  func pytorchDefault() {
    func widest(_ initializer: Initializer) -> Double {
      var generator = RandomGenerator(seed: 4)
      return initializer.tensor([5, 7], as: Double.self, using: &generator).abs().max()
    }
    #expect(isClose(widest(.heUniform) / widest(.pytorchDefault), 6.0.squareRoot()))
  }

  @Test("smooth L1 is Huber's loss divided by its threshold")
  func smoothL1IsHuber() {
    let x = Variable<Double>([-3, -0.2, 0, 0.3, 5])
    let y = Tensor<Double>([0, 0, 0, 0.1, 0])
    #expect(smoothL1(x, y).value == huber(x, y).value)
    #expect(
      smoothL1(x, y, beta: 0.5, reduction: .none).value
        == huber(x, y, delta: 0.5, reduction: .none).value / 0.5)
  }
}
