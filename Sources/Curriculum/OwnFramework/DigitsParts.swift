import Curriculum
import Curriculum01
import Curriculum02
import Curriculum03
import Curriculum04
import Curriculum05
import Curriculum06
import Curriculum08
import Gradus
import MatmulLadder

/// The functions that a network for digits is made of, each as its exercise asks for it.
public struct DigitsParts: OwnParts {
  /// A tensor of `Double`.
  public typealias Matrix = Tensor<Double>
  /// The product of two matrices.
  public typealias Product = @Sendable (_ a: Matrix, _ b: Matrix) throws -> Matrix

  var product: Product
  var matmulBackward = CourseAnswers.ours.backpropagation.matmulBackward
  var reluBackward = CourseAnswers.ours.backpropagation.reluBackward
  var unbroadcast = CourseAnswers.ours.backpropagation.unbroadcast
  var softmaxCrossEntropy = CourseAnswers.ours.backpropagation.softmaxCrossEntropy
  var epoch = CourseAnswers.ours.optimization.epoch
  var learningRate = CourseAnswers.ours.optimization.learningRate
  var clip = CourseAnswers.ours.optimization.clip
  var adam = CourseAnswers.ours.optimization.adam
  var dropout = CourseAnswers.ours.regularization.dropout
  var dropoutBackward = CourseAnswers.ours.regularization.dropoutBackward
  var shifted = CourseAnswers.ours.augmentation.shifted
  var rotated = CourseAnswers.ours.augmentation.rotated
  var augmented = CourseAnswers.ours.augmentation.augmented
  var split = CourseAnswers.ours.earlyStopping.split
  var consider = CourseAnswers.ours.earlyStopping.consider
  var convolve = CourseAnswers.ours.seeing.convolveByColumns
  var filterGradient = CourseAnswers.ours.seeing.filterGradient
  var inputGradient = CourseAnswers.ours.seeing.inputGradient
  var maxPool = CourseAnswers.ours.seeing.maxPool

  /// All of them ours: the framework's product, and the lessons' solutions.
  public static let ours = DigitsParts(product: { matmul($0, $1) })

  /// Where the learner's functions fit in, as data flows: from the pictures to the step.
  public static let places: [Place<DigitsParts>] = [
    Place("training and validation", \.split, 6, "split") { $0.earlyStopping.split },
    Place("turned digits", \.rotated, 5, "rotated") { $0.augmentation.rotated },
    Place("moved digits", \.shifted, 5, "shifted") { $0.augmentation.shifted },
    Place("each digit changed", \.augmented, 5, "augmented") { $0.augmentation.augmented },
    Place("batches", \.epoch, 3, "epoch") { $0.optimization.epoch },
    Place(
      "convolution", \.convolve,
      [
        Candidate(8, "convolveByColumns") { $0.seeing.convolveByColumns },
        Candidate(8, "convolve") { $0.seeing.convolve },
      ]),
    Place("largest of four", \.maxPool, 8, "maxPool") { $0.seeing.maxPool },
    Place("dropout", \.dropout, 4, "dropout") { $0.regularization.dropout },
    Place("matrix product", \.product, matrixProducts),
    Place("loss and its gradient", \.softmaxCrossEntropy, 2, "softmaxCrossEntropy") {
      $0.backpropagation.softmaxCrossEntropy
    },
    Place("back through products", \.matmulBackward, 2, "matmulBackward") {
      $0.backpropagation.matmulBackward
    },
    Place("back through sums", \.unbroadcast, 2, "unbroadcast") { $0.backpropagation.unbroadcast },
    Place("back through ReLU", \.reluBackward, 2, "reluBackward") {
      $0.backpropagation.reluBackward
    },
    Place("back through dropout", \.dropoutBackward, 4, "dropoutBackward") {
      $0.regularization.dropoutBackward
    },
    Place("back to filters", \.filterGradient, 8, "filterGradient") { $0.seeing.filterGradient },
    Place("back to pictures", \.inputGradient, 8, "inputGradient") { $0.seeing.inputGradient },
    Place("gradients kept short", \.clip, 3, "clip") { $0.optimization.clip },
    Place("learning rate", \.learningRate, 3, "learningRate") { $0.optimization.learningRate },
    Place("a step", \.adam, 3, "adam") { $0.optimization.adam },
    Place("when to stop", \.consider, 6, "consider") { $0.earlyStopping.consider },
  ]
}

/// The exercises that ask for a matrix product, the fastest first.
let matrixProducts: [Candidate<DigitsParts.Product>] = [
  Candidate(7, "packed") { inDouble($0.speed.packed) },
  Candidate(7, "tiled") { inDouble($0.speed.tiled) },
  Candidate(7, "blocked") { inDouble($0.speed.blocked) },
  Candidate(7, "rowByRow") { inDouble($0.speed.rowByRow) },
  Candidate(1, "matmul") { $0.linearRegression.matmul },
]

/// A product of lesson 7, which has pointers to `Float`, for tensors of `Double`.
private func inDouble(_ product: @escaping SpeedAnswers.Product) -> DigitsParts.Product {
  { a, b in
    let (m, k, n) = (a.shape[0], a.shape[1], b.shape[1])
    let (x, y) = (Tensor<Float>(a).elements, Tensor<Float>(b).elements)
    var c = [Float](repeating: 0, count: m * n)
    try c.withUnsafeMutableBufferPointer { c in
      try x.withUnsafeBufferPointer { x in
        try y.withUnsafeBufferPointer { y in
          try product(x.baseAddress!, y.baseAddress!, c.baseAddress!, m, k, n)
        }
      }
    }
    return Tensor(Tensor<Float>(shape: [m, n], elements: c))
  }
}
