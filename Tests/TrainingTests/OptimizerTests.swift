import Autograd
import Foundation
import Layers
import TensorCore
import Testing
import Training

/// Two parameters with a buffer between them.
private struct Model: Module {
  var a = Variable(Tensor<Double>([1, -2]))
  var seen = Variable(Tensor<Double>([7]))
  var b = Variable(Tensor<Double>(3))

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    visit("a", &a)
    visit(.buffer("seen"), &seen)
    visit("b", &b)
  }
}

private func gradients(_ a: [Double], _ b: Double) -> Gradients<Double> {
  Gradients(names: ["a", "b"], tensors: [Tensor(a), Tensor(b)])
}

private func isClose(_ x: Tensor<Double>, _ y: [Double]) -> Bool {
  zip(x.elements, y).allSatisfy { ($0 - $1).magnitude <= 1e-14 * max(1, $1.magnitude) }
}

@Suite struct OptimizerTests {
  @Test func stepsOfSGD() {
    var model = Model()
    var optimizer = SGD<Double>(learningRate: 0.25)
    optimizer.update(&model, along: gradients([2, -4], 8))
    #expect(model.a.value == Tensor([0.5, -1]))
    #expect(model.b.value == Tensor(1))
    optimizer.learningRate = 0.5
    optimizer.update(&model, along: gradients([1, 0], -1))
    #expect(model.a.value == Tensor([0, -1]))
    #expect(model.b.value == Tensor(1.5))
    #expect(model.seen.value == Tensor([7]), "buffers are left alone")
  }

  /// m̂/√v̂ is ±1 at the first step, whatever the size of the gradient.
  @Test func firstStepOfAdam() {
    var model = Model()
    var optimizer = Adam<Double>(learningRate: 0.1, epsilon: 1e-300)
    optimizer.update(&model, along: gradients([3, -1e-9], 0))
    #expect(isClose(model.a.value, [0.9, -1.9]))
    #expect(model.b.value == Tensor(3), "no gradient, no step")
    #expect(optimizer.stepCount == 1)
    #expect(model.seen.value == Tensor([7]))
  }

  /// β₁ = ½, β₂ = ¾ and gradients 2, then −4: m = 1, then −3/2; v = 1, then 19/4; so that the second
  /// m̂ = −3/2 / (3/4) = −2 and v̂ = 19/4 / (7/16) = 76/7.
  @Test func secondStepOfAdam() {
    var model = Model()
    var optimizer = Adam<Double>(learningRate: 0.1, beta1: 0.5, beta2: 0.75, epsilon: 0.5)
    optimizer.update(&model, along: gradients([2, 0], 0))
    let first = 1 - 0.1 * 2 / (2 + 0.5)
    #expect(isClose(model.a.value, [first, -2]))
    optimizer.update(&model, along: gradients([-4, 0], 0))
    #expect(isClose(model.a.value, [first + 0.1 * 2 / ((76.0 / 7).squareRoot() + 0.5), -2]))
  }

  /// Both find the least of (x − 3)² + (y + 1)².
  @Test(arguments: ["SGD", "Adam"]) func minimizes(name: String) {
    var model = Model()
    var sgd = SGD<Double>(learningRate: 0.1)
    var adam = Adam<Double>(learningRate: 0.1)
    for _ in 0..<500 {
      let (_, gradients) = valueWithGradients(at: &model) {
        ($0.a - Variable(Tensor([3, -1]))).squared().sum()
      }
      if name == "SGD" {
        sgd.update(&model, along: gradients)
      } else {
        adam.update(&model, along: gradients)
      }
    }
    #expect((model.a.value - Tensor([3, -1])).abs().max() < 1e-6)
    #expect(model.b.value == Tensor(3), "the loss does not depend on it")
  }

  /// A copy of model and optimizer is a checkpoint: going on from it gives the same.
  @Test func copiesAreIndependent() {
    var model = Model()
    var optimizer = Adam<Double>()
    optimizer.update(&model, along: gradients([1, 2], 3))
    var (copyOfModel, copyOfOptimizer) = (model, optimizer)
    optimizer.update(&model, along: gradients([-3, 2], 1))
    #expect(copyOfModel.a.value != model.a.value && copyOfOptimizer.stepCount == 1)
    copyOfOptimizer.update(&copyOfModel, along: gradients([-3, 2], 1))
    #expect(copyOfModel.a.value == model.a.value && copyOfModel.b.value == model.b.value)
  }

  @Test func parametersAreChangedInPlace() {
    var model = Model()
    var adam = Adam<Double>()
    var sgd = SGD<Double>(learningRate: 0.1)
    func address() -> UnsafePointer<Double>? {
      model.a.value.withUnsafeBufferPointer { $0.baseAddress }
    }
    let start = address()
    for _ in 0..<1000 {
      adam.update(&model, along: gradients([1, 2], 3))
      sgd.update(&model, along: gradients([1, 2], 3))
    }
    #expect(address() == start)
  }
}
