import Curriculum
import Gradus

/// Pictures in rows, to train on, to choose with, and of the test.
struct PictureRows: Sendable {
  let name: String
  let train, validation, test: Samples<Tensor<Float>, Tensor<Int>>

  /// 1200 digits to train on, 300 to choose with, 297 to test with.
  static func digits() throws -> PictureRows {
    let data = try DigitsData<Float>.lastAsTest()
    return PictureRows(
      name: "digits", train: Samples(data.trainInputs[0..<1200], data.trainLabels[0..<1200]),
      validation: Samples(data.trainInputs[1200..<1500], data.trainLabels[1200..<1500]),
      test: Samples(data.testInputs, data.testLabels))
  }

  /// Digits of one and the same origin in all parts: 600 to train on, 100 to choose with, 297 to test with.
  static func fewDigits(seed: UInt64) throws -> PictureRows {
    let data = try DigitsData<Float>.randomAsTest(seed: seed)
    return PictureRows(
      name: "600 digits", train: Samples(data.trainInputs[0..<600], data.trainLabels[0..<600]),
      validation: Samples(data.trainInputs[600..<700], data.trainLabels[600..<700]),
      test: Samples(data.testInputs, data.testLabels))
  }

  /// Clothes, each pixel the mean of four: 1200 to train on, 300 to choose with, 1000 to test with.
  static func fashion() throws -> PictureRows {
    func part(_ part: Dataset.Part, _ range: Range<Int>) throws -> Samples<
      Tensor<Float>, Tensor<Int>
    > {
      let data = try Dataset.fashion.images(part, as: Float.self)
      let small = data.images[range].reshaped(to: [range.count, 14, 2, 14, 2]).mean(along: [2, 4])
      return Samples(small.reshaped(to: [range.count, 196]), data.labels[range])
    }
    return PictureRows(
      name: "Fashion-MNIST", train: try part(.train, 0..<1200),
      validation: try part(.train, 1200..<1500), test: try part(.test, 0..<1000))
  }
}

extension Sequential<Float> {
  /// The share of samples that are predicted rightly.
  func accuracy(on samples: Samples<Tensor<Float>, Tensor<Int>>) -> Double {
    let predicted = self(samples.inputs).argmax(along: 1)
    return Double(countRight(predicted, samples.targets)) / Double(samples.sampleCount)
  }
}
