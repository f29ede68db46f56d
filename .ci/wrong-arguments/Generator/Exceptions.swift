/// Declarations that are not called, each with the reason. Those with a parameter of a type without values are
/// excused beside that type.
let exceptions: [String: String] = [
  "Interop Lambda.export(_:to:)": "always throws, which a test sees",
  "TensorCore Size2D.init(arrayLiteral:)": "is called by the compiler, with what a literal holds",
  "TensorCore Tensor.update(_:along:_:)":
    "wants as many tensors as its closure has arguments, for authors of optimizers",
  "DataLoading Batchable.sampleCount(of:_:file:line:)":
    "is for authors of data; a test sees it refuse parts that differ",
  "Layers Array.visitParameters(as:_:)": "wants a visit, which only a traversal makes",
  "Layers Optional.visitParameters(as:_:)": "wants a visit, which only a traversal makes",
  "Layers Model.forward(_:as:in:)": "runs the layer's `forward`, which is called",
  "Training EarlyStopping.recall(from:as:)": "reads a checkpoint, as a training does that resumes",
  "Training RegressionMetric.update(outputs:labels:)": "exists to refuse labels",
]

/// Declarations that call layers and losses of the caller: what those say has their own place.
let callsOtherCode: Set<String> = [
  "Training fit", "Training train", "Training evaluate", "Layers valueWithGradients",
  "Layers valueWithPullback", "Layers hessianVectorProduct", "Layers gradientPenalty",
  "Layers perSampleGradients", "Training parallelGradients",
  "Training learningRateRangeTest",
]
