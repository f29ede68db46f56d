import Curriculum
import Gradus

/// Digits in three parts of which the one to learn from has wrong labels among the right ones.
public struct NoisyDigits: Sendable {
  /// What is learned from: images of shape [N, 1, 8, 8] with the labels as they are given.
  public let training: Samples<Tensor<Float>, Tensor<Int>>
  /// The training images whose given label is wrong, with their true labels.
  public let mislabeled: Samples<Tensor<Float>, Tensor<Int>>
  /// What epochs and settings are chosen with; its labels are right.
  public let validation: Samples<Tensor<Float>, Tensor<Int>>
  /// What is measured with; its labels are right.
  public let test: Samples<Tensor<Float>, Tensor<Int>>

  /// Splits the 1500 training images of the digits in three, and replaces labels of the first part.
  ///
  /// One in five is for training, one in ten for validation, all others for the test: a test so large
  /// is a luxury, for once we want to see clearly.
  ///
  /// - Parameters:
  ///   - share: How many of the training labels are replaced by one of the nine others, from 0 to 1.
  ///   - seed: Of the split and of the labels.
  ///   - split: The function of exercise 1.
  public init(
    wrongLabels share: Double, seed: UInt64,
    split: ([Int], [Int], Double, Double) throws -> EarlyStoppingAnswers.Parts
  ) throws {
    let digits = try Dataset.digits.images(.train).samples
    let labels = digits.targets.elements
    var generator = RandomGenerator(seed: seed)
    let order = generator.permutation(labels.count)
    let parts = try split(labels, order, 0.1, 0.7)
    // A split may list a part in any sequence; what is learned from it depends on the sequence.
    var places = order
    for (place, position) in order.enumerated() { places[position] = place }
    func sorted(_ part: [Int]) -> [Int] {
      part.sorted { (labels[$0], places[$0]) < (labels[$1], places[$1]) }
    }
    validation = digits.gather(sorted(parts.validation))
    test = digits.gather(sorted(parts.test))

    let right = digits.gather(sorted(parts.train))
    var given = right.targets.elements
    let wrong = generator.permutation(given.count)
      .prefix(Int((share * Double(given.count)).rounded()))
    for position in wrong {
      given[position] = (given[position] + 1 + generator.uniformInteger(below: 9)) % 10
    }
    training = Samples(right.inputs, Tensor(given))
    mislabeled = right.gather(Array(wrong))
  }
}
