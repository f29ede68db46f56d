/// Declarations that are not called, each with the reason. Those with a parameter of a type without values are
/// excused beside that type.
let exceptions: [String: String] = [
  "TensorCore Size2D.init(arrayLiteral:)": "is called by the compiler, with what a literal holds",
  "TensorCore Tensor.update(_:along:_:)":
    "wants as many tensors as its closure has arguments, for authors of optimizers",
  "Training RegressionMetric.update(outputs:labels:)": "exists to refuse labels",
]

/// Declarations that call layers and losses of the caller: what those say has their own place.
let callsOtherCode: Set<String> = [
  "Training fit", "Training train", "Training evaluate", "Layers valueWithGradients",
  "Layers valueWithPullback",
  "Training learningRateRangeTest",
]
