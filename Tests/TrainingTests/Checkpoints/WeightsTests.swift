import DataLoading
import Foundation
import Layers
import Serialization
import TensorCore
import Testing

@testable import Training

@Suite struct WeightsTests {
  @Test("tensors are named and laid out as PyTorch's state_dict has them")
  func names() {
    var generator = RandomGenerator(seed: 1)
    let model = Sequential<Float>(
      Linear(3, 2, using: &generator),
      Residual(Sequential(Conv2D(2, 4, kernel: 3, padding: 1, using: &generator))),
      BatchNorm(2), TransposedConv2D(2, 5, kernel: 2, using: &generator))
    let file = Safetensors(weightsOf: model)
    #expect(
      file.tensors.mapValues(\.shape) == [
        "0.weight": [2, 3], "0.bias": [2], "1.body.0.weight": [4, 2, 3, 3], "1.body.0.bias": [4],
        "2.weight": [2], "2.bias": [2], "2.running_mean": [2], "2.running_var": [2],
        "3.weight": [2, 5, 2, 2], "3.bias": [5],
      ])
    #expect(file.metadata == ["format": "pt"])
  }

  @Test("PyTorch's count of batches is passed over, where running statistics are, and only there")
  func countOfBatches() throws {
    var model: any Layer<Float> = BatchNorm<Float>(2)
    var file = Safetensors()
    for name in ["weight", "bias", "running_mean", "running_var"] {
      file.tensors[name] = .float([1, 2])
    }
    file.tensors["num_batches_tracked"] = .int(Tensor(7))
    let url = FileManager.default.temporaryDirectory.appending(path: "gradus-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    try file.write(to: url)
    try model.loadWeights(from: url)
    #expect(model.state.allSatisfy { $0.value == [1, 2] })
    file.tensors["x.num_batches_tracked"] = .int(Tensor(7))
    try file.write(to: url)
    #expect(throws: DataError.self) { try model.loadWeights(from: url) }
  }

  @Test("loading gives each parameter memory of its own")
  func memory() throws {
    var generator = RandomGenerator(seed: 1)
    let saved = Linear<Double>(2, 2, using: &generator)
    let url = FileManager.default.temporaryDirectory.appending(path: "gradus-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    try saved.saveWeights(to: url)
    var (first, second) = (
      Linear<Double>(2, 2, using: &generator), Linear<Float>(2, 2, using: &generator)
    )
    try first.loadWeights(from: url)
    first.weight.value += 1
    #expect(first.weight.value == saved.weight.value + 1)
    #expect(throws: DataError.self) { try second.loadWeights(from: url) }
  }
}
