import Curriculum
import Gradus

/// A few steps of training that an answer is to take, each on other tokens, with a model of the lesson's own
/// functions.
struct TrainingCase: CustomStringConvertible {
  let steps: Int
  private let model: SmallGPT
  private let tokens: [Tensor<Int>]
  private let rate: Double

  var description: String {
    "tokens of shape \(tokens[0].shape), \(model.table.shape[0]) in the vocabulary, rate \(rate)"
  }

  /// The losses, the weights after the steps, and after one more right one, for which the optimizer has to
  /// remember the others.
  struct Outcome {
    let losses, weights, weightsLater: Tensor<Double>
  }

  /// The norm of the gradients is above 10 and below it by turns in the first one, above 1 and below it in the third.
  static func all(seed: UInt64) -> [TrainingCase] {
    let sizes: [(b: Int, t: Int, v: Int, layers: Int, table: Double, steps: Int)] = [
      (3, 4, 6, 1, 60, 3), (1, 1, 2, 1, 1, 2), (2, 6, 9, 2, 1, 2), (9, 2, 3, 1, 30, 2),
      (3, 2, 4, 1, 1, 1), (2, 3, 3, 1, 1, 1), (2, 2, 3, 1, 1, 1), (1, 5, 4, 1, 1, 1),
    ]
    // Of both signs at first, then of one, very large and very small ones.
    let changes: [(Double) -> Double] =
      Array(repeating: { $0 }, count: 4)
      + [{ $0.magnitude }, { -$0.magnitude - 0.1 }, { 3000 * $0 }, { 1e-5 * $0 }]
    return sizes.enumerated().map { place, size in
      var generator = RandomGenerator(seed: seed &+ UInt64(place))
      var model = SmallGPT(
        AttendingLesson.lesson.solution, vocabulary: size.v, width: 4, heads: 2,
        layers: size.layers, using: &generator)
      model.table = Variable(model.table.value * size.table)
      model.visitParameters { _, parameter in
        parameter = Variable(parameter.value.map(changes[place]))
      }
      let tokens = (0...size.steps).map { _ in
        Tensor(
          shape: [size.b, size.t + 1],
          elements: (0..<size.b * (size.t + 1)).map { _ in
            generator.uniformInteger(below: size.v)
          })
      }
      return TrainingCase(
        steps: size.steps, model: model, tokens: tokens, rate: [0.05, 0.3, 1e-3][place % 3])
    }
  }

  /// Calls an answer for each step.
  func outcome(
    of answer: (inout SmallGPT, Tensor<Int>, inout Adam<Double>) throws -> Double
  ) rethrows -> Outcome {
    var (model, optimizer) = (model, Adam<Double>(learningRate: rate))
    var losses: [Double] = []
    for step in 0..<steps { losses.append(try answer(&model, tokens[step], &optimizer)) }
    let weights = Self.weights(of: model)
    _ = try? Attending.trainingStep(&model, on: tokens[steps], &optimizer)
    return Outcome(
      losses: Tensor(losses), weights: weights, weightsLater: Self.weights(of: model))
  }

  /// All in one row.
  private static func weights(of model: SmallGPT) -> Tensor<Double> {
    Tensor(model.parameters.flatMap(\.value.elements))
  }
}
