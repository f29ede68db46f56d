// Names that the values in the generator use.
import Autograd
import DataLoading
import Foundation
import Layers
import ScalarAutograd
import TensorCore
import Training

func filled(_ value: Float, _ extents: Int...) -> Tensor<Float> {
  Tensor(repeating: value, shape: Shape(extents))
}

func ones(_ extents: Int...) -> Tensor<Float> { Tensor(repeating: 1, shape: Shape(extents)) }

extension Size2D {
  init(_ side: Int) { self.init(height: side, width: side) }
}

/// From 3 to 3 features.
var linear: Linear<Float> { Linear(weight: ones(3, 3), bias: ones(3)) }

var history: History {
  var history = History()
  history.beginEpoch()
  history.record("a", 1)
  return history
}

var confusion: ConfusionMatrix {
  var matrix = ConfusionMatrix()
  matrix.update(outputs: ones(2, 3), labels: Tensor<Int>([0, 1]))
  return matrix
}

/// Two vectors of one byte.
func idx() throws -> IDX { try IDX(bytes: [0, 0, 8, 1, 0, 0, 0, 2, 0, 1], name: "example") }

func table() throws -> CSVTable { try CSVTable(text: "a,b\n1,2\n3,4\n") }

extension Linear {
  mutating func forwardForTraining(_ input: Tensor<Scalar>) -> Variable<Scalar> {
    var context = Context.training(seed: 1)
    return forward(Variable(input), in: &context)
  }
}

/// The identity of two rows.
var eye: Tensor<Float> { .identity(2) }

/// Three numbers of one graph.
let graph = Graph()
let (one, zero, notANumber) = (graph.variable(1), graph.variable(0), graph.variable(.nan))
