import Curriculum
import Curriculum02
import Curriculum03
import Curriculum09
import Gradus

/// The functions that a network is made of that reads and writes names.
public struct NamesParts: OwnParts {
  var streams = CourseAnswers.ours.remembering.streams
  var unroll = CourseAnswers.ours.remembering.unroll
  var backwardThroughTime = CourseAnswers.ours.remembering.backwardThroughTime
  var sample = CourseAnswers.ours.remembering.sample
  var product = DigitsParts.ours.product
  var softmaxCrossEntropy = DigitsParts.ours.softmaxCrossEntropy
  var matmulBackward = DigitsParts.ours.matmulBackward
  var unbroadcast = DigitsParts.ours.unbroadcast
  var clip = DigitsParts.ours.clip
  var adam = DigitsParts.ours.adam

  /// All of them ours.
  public static let ours = NamesParts()

  /// Where the learner's functions fit in, as data flows: from the names to the step, and to new names.
  public static let places: [Place<NamesParts>] = [
    Place("text in pieces", \.streams, 9, "streams") { $0.remembering.streams },
    Place("letter after letter", \.unroll, 9, "unroll") { $0.remembering.unroll },
    Place("matrix product", \.product, matrixProducts),
    Place("loss and its gradient", \.softmaxCrossEntropy, 2, "softmaxCrossEntropy") {
      $0.backpropagation.softmaxCrossEntropy
    },
    Place("back through products", \.matmulBackward, 2, "matmulBackward") {
      $0.backpropagation.matmulBackward
    },
    Place("back through sums", \.unbroadcast, 2, "unbroadcast") { $0.backpropagation.unbroadcast },
    Place("back through time", \.backwardThroughTime, 9, "backwardThroughTime") {
      $0.remembering.backwardThroughTime
    },
    Place("gradients kept short", \.clip, 3, "clip") { $0.optimization.clip },
    Place("a step", \.adam, 3, "adam") { $0.optimization.adam },
    Place("a letter drawn", \.sample, 9, "sample") { $0.remembering.sample },
  ]
}
