import Autograd
import Layers
import TensorCore
import Testing
import Training

/// Whether a process that trapped printed this sentence, and pointed at a file of these tests.
func expect(
  _ sentence: String, in result: ExitTest.Result?, at file: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  #expect(
    output.contains(sentence) && (file.isEmpty || output.contains("TrainingTests/\(file)")),
    "the process printed: \(output)", sourceLocation: sourceLocation)
}

/// A matrix, a vector and a number, with a buffer between them.
struct SmallModel: Module, Equatable {
  var weight = Variable(Tensor<Double>([[1, -2], [0.5, 3]]))
  var seen = Variable(Tensor<Double>([7]))
  var bias = Variable(Tensor<Double>([4, -1]))
  var scale = Variable(Tensor<Double>(3))

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    visit("weight", &weight)
    visit(.buffer("seen"), &seen)
    visit("bias", &bias)
    visit("scale", &scale)
  }

  static func == (left: SmallModel, right: SmallModel) -> Bool {
    zip(left.state, right.state).allSatisfy { $0.value == $1.value }
  }

  /// Gradients of a step, all different and none zero.
  func gradients(at step: Int) -> Gradients<Double> {
    Gradients(
      names: parameters.map(\.name),
      tensors: parameters.enumerated().map { index, parameter in
        parameter.value.map { Double.sin($0 + Double(step) + 0.3 * Double(index)) + 0.1 }
      })
  }
}

/// One of each optimizer, with rates at which they get somewhere.
let allOptimizers: [any Optimizer<Double> & Sendable] = [
  SGD(learningRate: 0.1), SGD(learningRate: 0.05, momentum: 0.9, dampening: 0.5),
  SGD(learningRate: 0.05, momentum: 0.9, isNesterov: true), Adam(learningRate: 0.1),
  AdamW(learningRate: 0.1), AMSGrad(learningRate: 0.1), AdaMax(learningRate: 0.1),
  NAdam(learningRate: 0.1), RAdam(learningRate: 0.1), AdaGrad(learningRate: 0.5),
  AdaDelta(learningRate: 1, rho: 0.9, epsilon: 1e-3), RMSProp(learningRate: 0.02),
  RMSProp(learningRate: 0.02, momentum: 0.5, isCentered: true), Lion(learningRate: 0.02),
  Adafactor(learningRate: 0.1),
  OptimizerGroups([
    "matrices": SGD(learningRate: 0.1, momentum: 0.9), "rest": Adam(learningRate: 0.1),
  ]) {
    _, shape in shape.rank == 2 ? "matrices" : "rest"
  },
]
