import Curriculum
import Gradus

extension SeeingLesson {
  private static func bare(
    _ name: String, _ solve: @escaping @Sendable (inout Answers) -> Void
  ) -> Exercise<Answers> {
    Exercise(
      name, name, hints: [], learnt: "", landmark: Landmark("", ""), solution: solve,
      check: { _ in }, wrongAnswers: [])
  }

  static let outputSize = bare("outputSize") { $0.outputSize = Seeing.outputSize }
  static let convolve = bare("convolve") { $0.convolve = Seeing.convolve }
  static let imageColumns = bare("imageColumns") { $0.imageColumns = Seeing.imageColumns }
  static let convolveByColumns = bare("convolveByColumns") {
    $0.convolveByColumns = Seeing.convolveByColumns
  }
  static let filterGradient = bare("filterGradient") { $0.filterGradient = Seeing.filterGradient }
  static let inputGradient = bare("inputGradient") { $0.inputGradient = Seeing.inputGradient }
  static let maxPool = bare("maxPool") { $0.maxPool = Seeing.maxPool }
  static let batchNorm = bare("batchNorm") { $0.batchNorm = Seeing.batchNorm }
  static let residualBlock = bare("residualBlock") { $0.residualBlock = Seeing.residualBlock }
  static let saliency = bare("saliency") { $0.saliency = Seeing.saliency }
  static let intersectionOverUnion = bare("intersectionOverUnion") {
    $0.intersectionOverUnion = Seeing.intersectionOverUnion
  }
  static let nonMaximumSuppression = bare("nonMaximumSuppression") {
    $0.nonMaximumSuppression = Seeing.nonMaximumSuppression
  }
}
