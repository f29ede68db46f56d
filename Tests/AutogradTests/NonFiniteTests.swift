import Autograd
import Layers
import TensorCore
import Testing

/// A layer that takes the square root.
private struct SquareRoot<Scalar: TensorScalar>: ParameterlessLayer {
  func forward(_ x: Variable<Scalar>, in context: inout Context) -> Variable<Scalar> { x.sqrt() }
}

@Suite struct NonFiniteTests {
  /// A model whose second layer, inside a residual block, is a square root.
  private func finding(at x: Tensor<Double>) -> String? {
    var model = Sequential<Double>(
      Linear(weight: .identity(2), bias: Tensor([0, 0])),
      Sequential(ReLU(), SquareRoot()))
    var context = Context.training(seed: 1)
    return firstNonFinite {
      _ = valueWithGradients(at: &model) { $0.forward(Variable(x), in: &context).sum() }
    }
  }

  @Test func nothingToFind() { #expect(finding(at: [[1, 4]]) == nil) }

  @Test func namesOperationAndLayerOfAValue() {
    #expect(
      finding(at: Tensor([[1, .infinity]]))
        == "nan first appeared in the value of matmul, shape [1, 2] in layer 0")
    struct Model<Scalar: TensorScalar>: ParameterlessLayer {
      func forward(_ x: Variable<Scalar>, in context: inout Context) -> Variable<Scalar> {
        traced("body") { traced("logarithm") { x.log() } }
      }
    }
    let found = firstNonFinite {
      var context = Context.inference
      _ = gradient(at: Tensor<Float>([0, 1])) { Model().forward($0, in: &context).sum() }
    }
    #expect(found == "-inf first appeared in the value of log, shape [2] in layer body.logarithm")
  }

  @Test func namesOperationAndLayerOfAGradient() {
    // √0 is 0, but its slope is infinite.
    #expect(
      finding(at: [[1, 0]])
        == "inf first appeared in the gradient of sqrt, shape [1, 2] in layer 1.1"
    )
  }

  @Test func outsideOfLayersThereIsNone() {
    let found = firstNonFinite { _ = gradient(at: Tensor<Float>(0)) { 1 / $0 } }
    #expect(found == "inf first appeared in the value of number /, shape []")
  }

  @Test func errorsPassThrough() {
    struct Stop: Error {}
    #expect(throws: Stop.self) { try firstNonFinite { throw Stop() } }
  }
}
