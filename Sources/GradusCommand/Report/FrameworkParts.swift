/// A part of a framework that the course's exercises make.
struct FrameworkPart: Sendable {
  let name: String
  let lesson: Int
  /// The exercises by their ``CourseLesson/key(of:)``, as in `1.matmul`.
  let exercises: [String]

  init(_ name: String, _ lesson: Int, _ exercises: String...) {
    self.name = name
    self.lesson = lesson
    self.exercises = exercises.map { "\(lesson).\($0)" }
  }
}

/// The parts in the order of the lessons. Each exercise of the course stands in one of them.
let frameworkParts = [
  FrameworkPart("Matrix product", 1, "matmul"),
  FrameworkPart(
    "Linear model, its loss and its gradient", 1, "predict", "meanSquaredError", "gradient"),
  FrameworkPart("Training loop", 1, "step", "train"),
  FrameworkPart(
    "Features on one scale, and the normal equation", 1, "standardize", "normalEquation"),
  FrameworkPart("Tape", 2, "localDerivatives", "backward"),
  FrameworkPart("Pullbacks of tensors", 2, "reluBackward", "matmulBackward", "unbroadcast"),
  FrameworkPart("Gradient checker", 2, "centralDifference", "isGradient"),
  FrameworkPart("Softmax cross-entropy", 2, "logSumExp", "softmaxCrossEntropy"),
  FrameworkPart("Network and training step", 2, "forward", "trainingStep"),
  FrameworkPart("Momentum", 3, "momentum", "nesterov"),
  FrameworkPart("RMSProp, Adam, AdamW", 3, "rmsProp", "adam", "adamW"),
  FrameworkPart("Mini-batches", 3, "epoch"),
  FrameworkPart("Clipping, schedule and range test", 3, "clip", "learningRate", "rangeTest"),
  FrameworkPart(
    "Ridge and lasso", 4, "standardize", "polynomialFeatures", "l2Penalty", "ridge", "l1Step"),
  FrameworkPart("Dropout", 4, "dropout", "dropoutBackward"),
  FrameworkPart("Label smoothing", 4, "smoothedTargets"),
  FrameworkPart(
    "Augmentation of images", 5, "shifted", "flipped", "interpolated", "rotated", "randomCrop",
    "augmented"),
  FrameworkPart("Mixup", 5, "mixup"),
  FrameworkPart("Splits and folds", 6, "split", "folds", "optimism"),
  FrameworkPart("Early stopping", 6, "movingAverage", "chooseEpoch", "consider", "train"),
  FrameworkPart("Rate that falls on a plateau", 6, "lowerOnPlateau"),
  FrameworkPart(
    "Fast matrix product", 7, "rowByRow", "blocked", "dot", "tiled", "pack", "packed", "isProduct",
    "split"),
  FrameworkPart(
    "Convolution", 8, "outputSize", "convolve", "imageColumns", "convolveByColumns",
    "filterGradient", "inputGradient"),
  FrameworkPart(
    "Pooling, batch normalization, residual block", 8, "maxPool", "batchNorm", "residualBlock"),
  FrameworkPart("Saliency", 8, "saliency"),
  FrameworkPart("Detection", 8, "intersectionOverUnion", "nonMaximumSuppression"),
  FrameworkPart(
    "Recurrent network", 9, "step", "stepBackward", "unroll", "backwardThroughTime", "truncated"),
  FrameworkPart("LSTM and GRU", 9, "lstmStep", "gruStep"),
  FrameworkPart("Streams, sampling and windows", 9, "streams", "sample", "windows"),
  FrameworkPart(
    "Attention", 10, "causalMask", "attention", "attentionBackward", "multiHead", "rotated"),
  FrameworkPart("Transformer", 10, "shiftedTargets", "block", "trainingStep"),
  FrameworkPart("Byte pairs and n-grams", 10, "bytePairs", "probability"),
  FrameworkPart("Writing with a cache", 10, "nextProbabilities", "cachedStep"),
  FrameworkPart(
    "Word vectors", 11, "vocabulary", "pairs", "positiveInformation", "negatives", "pairLoss",
    "update"),
  FrameworkPart(
    "Neighbors, analogies and relations", 11, "neighbors", "analogy", "relationScore", "ranking",
    "splitByWord"),
  FrameworkPart(
    "Exact values of games", 12, "returns", "policyValues", "valueIteration", "minimax"),
  FrameworkPart("Q-learning", 12, "epsilonGreedy", "qUpdate", "replay", "qLoss"),
  FrameworkPart("Policy gradient", 12, "policyGradient", "advantages"),
  FrameworkPart(
    "Operation and kernel of one's own", 13, "squareplusGradients", "squareplus", "squareplusKernel"
  ),
  FrameworkPart(
    "Muon, a schedule and a loss of one's own", 13, "muonStep", "stableDecay", "robustLoss"),
  FrameworkPart("Second derivatives", 13, "hessianVectorProduct"),
  FrameworkPart(
    "Accumulated step, running mean, checker of layers", 13, "accumulatedStep", "centered",
    "isRightLayer"),
  FrameworkPart("Files of other frameworks", 14, "translated", "varint"),
  FrameworkPart(
    "Products in bytes", 14, "quantizedRow", "integerProduct", "errorBound", "comparison"),
  FrameworkPart("Roofline", 14, "roofline"),
  FrameworkPart("Search and many machines", 14, "halvingRound", "allReduce"),
]
