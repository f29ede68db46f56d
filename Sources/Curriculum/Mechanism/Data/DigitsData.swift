import Gradus

/// Handwritten digits of 8 × 8 pixels, some to train on and 297 to test with.
///
/// Which are held back matters, because the files are not in random order. They do not name the
/// writers, but the digit most like another of its class lies within 100 places of it in more than half
/// of the cases, where chance would give 11 %: what one person has written stands together.
public struct DigitsData<Scalar: TensorScalar>: Sendable {
  /// Shape [1500, 64], from 0 to 1.
  public let trainInputs: Tensor<Scalar>
  /// Shape [1500].
  public let trainLabels: Tensor<Int>
  /// Shape [297, 64].
  public let testInputs: Tensor<Scalar>
  /// Shape [297].
  public let testLabels: Tensor<Int>

  /// How many are held back for the test.
  public static var testCount: Int { 297 }

  /// The first 1500 to train on, the last 297 to test with: mostly by other people.
  public static func lastAsTest() throws -> DigitsData {
    let train = try Dataset.digits.images(.train, as: Scalar.self)
    let test = try Dataset.digits.images(.test, as: Scalar.self)
    return DigitsData(
      trainInputs: train.images.reshaped(to: [train.labels.elementCount, 64]),
      trainLabels: train.labels,
      testInputs: test.images.reshaped(to: [test.labels.elementCount, 64]), testLabels: test.labels)
  }

  /// 297 drawn at random to test with, the others to train on: mostly by the same people.
  public static func randomAsTest(seed: UInt64) throws -> DigitsData {
    let data = try lastAsTest()
    let inputs = Tensor.concatenate([data.trainInputs, data.testInputs])
    let labels = Tensor.concatenate([data.trainLabels, data.testLabels])
    var generator = RandomGenerator(seed: seed)
    let split = try DataSplit(
      count: labels.elementCount, test: Double(testCount) / Double(labels.elementCount),
      using: &generator)
    return DigitsData(
      trainInputs: inputs.gather(split.train), trainLabels: labels.gather(split.train),
      testInputs: inputs.gather(split.test), testLabels: labels.gather(split.test))
  }
}

/// How many labels were predicted.
package func countRight(_ predictions: Tensor<Int>, _ labels: Tensor<Int>) -> Int {
  zip(predictions.elements, labels.elements).count { $0 == $1 }
}
