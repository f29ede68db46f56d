import Autograd
import Layers
import TensorCore
import Testing
import Training

/// That the path of an average is PyTorch's is compared with the optimizers.
@Suite struct ModelAverageTests {
  @Test("an average moves by its share, and takes buffers over")
  func step() {
    var model = SmallModel()
    var average = model
    model.bias = Variable(Tensor([6, 3]))
    model.seen = Variable(Tensor([9]))
    average.updateAverage(with: model, decay: 0.75)
    #expect(average.bias.value == Tensor([4.5, 0]) && average.scale.value == Tensor(3))
    #expect(average.seen.value == Tensor([9]))
    #expect(model.bias.value == Tensor([6, 3]), "the model itself stays")
    average.updateAverage(with: model, decay: 1)
    #expect(average.bias.value == Tensor([4.5, 0]))
    average.updateAverage(with: model, decay: 0)
    #expect(average == model)
  }

  @Test("an average of noise is quieter than the noise")
  func noise() {
    var generator = RandomGenerator(seed: 11)
    var model = SmallModel()
    var average = model
    var squares = (model: 0.0, average: 0.0)
    for step in 0..<2000 {
      model.scale = Variable(Tensor<Double>.normal([], using: &generator))
      average.updateAverage(with: model, decay: 0.95)
      guard step >= 200 else { continue }
      squares.model += model.scale.value.squared().scalar()
      squares.average += average.scale.value.squared().scalar()
    }
    // The variance of the average is (1 − d)/(1 + d) of that of the noise: one in 39.
    #expect((20...70).contains(squares.model / squares.average), "seed 11")
  }

  @Test func anotherModel() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var average = Sequential<Float>(Linear(weight: .zeros([2, 3]), bias: nil))
      average.updateAverage(with: Sequential(Linear(weight: .zeros([2, 4]), bias: nil)))
    }
    expect(
      "updateAverage: the average has 0.weight of shape [2, 3], the model 0.weight of shape [2, 4]",
      in: result, at: "ModelAverageTests.swift:")
  }

  @Test func decayAboveOne() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var average = SmallModel()
      average.updateAverage(with: SmallModel(), decay: 1.5)
    }
    expect(
      "updateAverage: expected a decay from 0 to 1, found 1.5", in: result,
      at: "ModelAverageTests.swift:")
  }
}
