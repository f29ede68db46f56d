import Curriculum
import Gradus

/// Lesson 8: convolution by hand, residual blocks, and finding things in pictures.
public enum SeeingLesson {
  /// The functions that are judged.
  public typealias Answers = SeeingAnswers
  typealias Images = Tensor<Double>

  /// The lesson's exercises and their solution.
  public static let lesson = Lesson(
    number: 8, title: "Seeing", folder: "08-seeing", backendOfPage: .simd,
    exercises: [
      outputSize, convolve.after(outputSize), imageColumns.after(outputSize),
      convolveByColumns.after(imageColumns), filterGradient.after(imageColumns), inputGradient,
      maxPool, batchNorm, residualBlock.after(convolve), saliency.after(convolve, inputGradient),
      intersectionOverUnion, nonMaximumSuppression.after(intersectionOverUnion),
    ],
    studies: [clothesStudy, detectionStudy, littleDataStudy, allClothesStudy], tryIt: trySeeing,
    triesWithCheckpoint: true, report: reportSeeing
  )
}
