import Layers
import TensorCore
import Testing
import Training

@Suite struct SoftstrideTests {
  @Test("two steps by hand") func twoSteps() {
    var model = Linear<Double>(weight: [[1, -2]], bias: [0])
    var optimizer = Softstride<Double>(learningRate: 0.5)
    let gradients = Gradients<Double>(
      names: ["weight", "bias"], tensors: [[[2, -4]], [0]])
    optimizer.update(&model, along: gradients)  // m = [2, -4]
    #expect(model.weight.value == [[0, 0]])
    optimizer.update(&model, along: gradients)  // m = [3, -6]
    #expect(model.weight.value == [[-1.5, 3]])
  }
}
