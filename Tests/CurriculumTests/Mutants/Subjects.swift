import Curriculum
import Curriculum01
import Curriculum02
import Curriculum03
import Curriculum04
import Curriculum05
import Curriculum06
import Curriculum08
import Curriculum09
import Gradus

extension Subject {
  /// Makes the subjects of a lesson.
  static func all(ofLesson number: Int) -> [Subject] {
    switch number {
    case 1: lesson1
    case 2: lesson2 + lesson2WithFunctions
    case 3: lesson3 + lesson3WithFunctions
    case 4: lesson4
    case 5: lesson5 + lesson5WithGenerators
    case 6: lesson6 + lesson6WithFunctions
    case 7: lesson7
    case 8: lesson8
    case 9: lesson9
    case 10: lesson10
    case 11: lesson11
    case 12: lesson12
    case 13: lesson13
    case 14: lesson14
    default: []
    }
  }

  private static var lesson1: [Subject] {
    let lesson = LinearRegressionLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "matmul", "a b", solution.matmul) { $0.matmul = $1 },
      Subject(lesson, "predict", "x model", solution.predict) { $0.predict = $1 },
      Subject(lesson, "meanSquaredError", "prediction target", solution.meanSquaredError) {
        $0.meanSquaredError = $1
      },
      Subject(lesson, "gradient", "x target model", solution.gradient) { $0.gradient = $1 },
      Subject(lesson, "step", "model gradient learningRate", solution.step) { $0.step = $1 },
      Subject(lesson, "train", "x target model learningRate steps", solution.train) {
        $0.train = $1
      },
      Subject(lesson, "standardize", "x", solution.standardize) { $0.standardize = $1 },
      Subject(lesson, "normalEquation", "x target", solution.normalEquation) {
        $0.normalEquation = $1
      },
    ]
  }

  private static var lesson2: [Subject] {
    let lesson = BackpropagationLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "localDerivatives", "operation x y", solution.localDerivatives) {
        $0.localDerivatives = $1
      },
      Subject(lesson, "backward", "tape", solution.backward) { $0.backward = $1 },
      Subject(lesson, "reluBackward", "x upstream", solution.reluBackward) { $0.reluBackward = $1 },
      Subject(lesson, "matmulBackward", "a b upstream", solution.matmulBackward) {
        $0.matmulBackward = $1
      },
      Subject(lesson, "unbroadcast", "upstream shape", solution.unbroadcast) {
        $0.unbroadcast = $1
      },
      Subject(lesson, "logSumExp", "x", solution.logSumExp) { $0.logSumExp = $1 },
      Subject(lesson, "softmaxCrossEntropy", "logits labels", solution.softmaxCrossEntropy) {
        $0.softmaxCrossEntropy = $1
      },
      Subject(lesson, "forward", "network x", solution.forward) { $0.forward = $1 },
      Subject(lesson, "trainingStep", "network x labels learningRate", solution.trainingStep) {
        $0.trainingStep = $1
      },
    ]
  }

  private static var lesson3: [Subject] {
    let lesson = OptimizationLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "momentum", "parameter velocity gradient rate decay", solution.momentum) {
        $0.momentum = $1
      },
      Subject(lesson, "nesterov", "parameter velocity gradient rate decay", solution.nesterov) {
        $0.nesterov = $1
      },
      Subject(
        lesson, "rmsProp", "parameter meanSquare gradient rate decay epsilon", solution.rmsProp
      ) { $0.rmsProp = $1 },
      Subject(
        lesson, "adam", "parameter state gradient rate beta1 beta2 epsilon", solution.adam
      ) { $0.adam = $1 },
      Subject(
        lesson, "adamW", "parameter state gradient rate beta1 beta2 epsilon weightDecay",
        solution.adamW
      ) { $0.adamW = $1 },
      Subject(lesson, "learningRate", "step warmUp total peak", solution.learningRate) {
        $0.learningRate = $1
      },
      Subject(lesson, "clip", "gradients limit", solution.clip) { $0.clip = $1 },
    ]
  }

  private static var lesson4: [Subject] {
    let lesson = RegularizationLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "standardize", "train test", solution.standardize) { $0.standardize = $1 },
      Subject(lesson, "polynomialFeatures", "x degree", solution.polynomialFeatures) {
        $0.polynomialFeatures = $1
      },
      Subject(lesson, "l2Penalty", "model strength", solution.l2Penalty) { $0.l2Penalty = $1 },
      Subject(lesson, "ridge", "x target strength", solution.ridge) { $0.ridge = $1 },
      Subject(lesson, "l1Step", "model gradient rate strength", solution.l1Step) {
        $0.l1Step = $1
      },
      Subject(lesson, "dropout", "x draws probability isTraining", solution.dropout) {
        $0.dropout = $1
      },
      Subject(lesson, "dropoutBackward", "upstream draws probability", solution.dropoutBackward) {
        $0.dropoutBackward = $1
      },
      Subject(lesson, "smoothedTargets", "labels classCount smoothing", solution.smoothedTargets) {
        $0.smoothedTargets = $1
      },
    ]
  }

  private static var lesson5: [Subject] {
    let lesson = AugmentationLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "shifted", "image right down", solution.shifted) { $0.shifted = $1 },
      Subject(lesson, "flipped", "image", solution.flipped) { $0.flipped = $1 },
      Subject(lesson, "interpolated", "image x y", solution.interpolated) { $0.interpolated = $1 },
      Subject(lesson, "rotated", "image degrees", solution.rotated) { $0.rotated = $1 },
      Subject(lesson, "mixup", "images targets partners shares", solution.mixup) { $0.mixup = $1 },
    ]
  }

  private static var lesson6: [Subject] {
    let lesson = EarlyStoppingLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "split", "labels order validation test", solution.split) { $0.split = $1 },
      Subject(lesson, "folds", "count k", solution.folds) { $0.folds = $1 },
      Subject(lesson, "movingAverage", "values window", solution.movingAverage) {
        $0.movingAverage = $1
      },
      Subject(lesson, "chooseEpoch", "validation test", solution.chooseEpoch) {
        $0.chooseEpoch = $1
      },
      Subject(lesson, "consider", "value state rule", solution.consider) { $0.consider = $1 },
      Subject(lesson, "lowerOnPlateau", "loss state rule", solution.lowerOnPlateau) {
        $0.lowerOnPlateau = $1
      },
      Subject(lesson, "optimism", "first second", solution.optimism) { $0.optimism = $1 },
    ]
  }

  private static var lesson9: [Subject] {
    let lesson = RememberingLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "step", "x state weights", solution.step) { $0.step = $1 },
      Subject(
        lesson, "stepBackward", "x state next weights upstream", solution.stepBackward
      ) { $0.stepBackward = $1 },
      Subject(lesson, "unroll", "x start weights", solution.unroll) { $0.unroll = $1 },
      Subject(
        lesson, "backwardThroughTime", "x start states weights upstream",
        solution.backwardThroughTime
      ) { $0.backwardThroughTime = $1 },
      Subject(
        lesson, "truncated", "x start weights length upstream", solution.truncated
      ) { $0.truncated = $1 },
      Subject(lesson, "lstmStep", "x hidden cell weights", solution.lstmStep) {
        $0.lstmStep = $1
      },
      Subject(lesson, "gruStep", "x state weights stateBias", solution.gruStep) {
        $0.gruStep = $1
      },
      Subject(lesson, "streams", "tokens count length", solution.streams) { $0.streams = $1 },
      Subject(lesson, "sample", "logits temperature draw", solution.sample) { $0.sample = $1 },
      Subject(lesson, "windows", "series length heldOut", solution.windows) { $0.windows = $1 },
    ]
  }
}
