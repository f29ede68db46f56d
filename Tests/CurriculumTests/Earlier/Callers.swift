import Curriculum
import Curriculum01
import Curriculum02
import Curriculum03
import Curriculum05
import Curriculum06
import Foundation
import Gradus

/// An exercise that calls earlier ones, written as most learners write it: with whatever functions the
/// answers have at the earlier ones' places.
struct Caller: Sendable, CustomStringConvertible {
  let lesson: Int
  let name: String
  /// An earlier exercise, and one of its wrong answers.
  let mistakes: [(earlier: String, mistake: String)]
  /// The verdict on the caller with one of the mistakes, or with none.
  let judge: @Sendable (_ mistake: Int?) -> Verdict

  var description: String { "\(lesson).\(name)" }

  /// Makes a lesson's callers, which stand in the order of its exercises: each calls those before it.
  static func callers<Answers>(
    _ lesson: Lesson<Answers>, _ functions: [(name: String, install: Install<Answers>)]
  ) -> [Caller] {
    functions.enumerated().map { place, function in
      let exercise = lesson.exercise(function.name)
      let wrong = exercise.earlier.flatMap { earlier in
        lesson.exercise(earlier).wrongAnswers.map { (earlier, $0) }
      }
      let mistakes = wrong.map { (earlier: $0, mistake: $1.mistake) }
      return Caller(lesson: lesson.number, name: function.name, mistakes: mistakes) { mistake in
        var answers = lesson.solution
        if let mistake { wrong[mistake].1.apply(&answers) }
        for (name, install) in functions[...place]
        where mistake.map({ wrong[$0].0 != name }) ?? true {
          install(&answers, answers)
        }
        return exercise.judge(answers)
      }
    }
  }

  /// Puts a caller at its place among the answers, given those of the exercises before it.
  typealias Install<Answers> = @Sendable (inout Answers, _ earlier: Answers) -> Void

  static var all: [Caller] {
    lesson1 + lesson2 + others + lesson8 + lesson9 + lesson10 + lesson11 + lesson12
  }

  private static var lesson1: [Caller] {
    callers(
      LinearRegressionLesson.lesson,
      [
        (
          "predict",
          { answers, earlier in
            answers.predict = { x, model in try earlier.matmul(x, model.weights) + model.bias }
          }
        ),
        (
          "gradient",
          { answers, earlier in
            answers.gradient = { x, target, model in
              let error = try earlier.predict(x, model) - target
              let n = Double(x.shape[0])
              return LinearModel(
                weights: try earlier.matmul(x.transposed(), error) * (2 / n),
                bias: 2 / n * error.sum())
            }
          }
        ),
        (
          "train",
          { answers, earlier in
            answers.train = { x, target, start, rate, steps in
              var (model, losses) = (start, [Double]())
              for _ in 0..<steps {
                losses.append(try earlier.meanSquaredError(earlier.predict(x, model), target))
                model = try earlier.step(model, earlier.gradient(x, target, model), rate)
              }
              return (model, losses)
            }
          }
        ),
        (
          "normalEquation",
          { answers, earlier in
            answers.normalEquation = { x, target in
              let features = Tensor.concatenate([x, .ones([x.shape[0], 1])], along: 1)
              let transposed = features.transposed()
              let solution = try solve(
                earlier.matmul(transposed, features), earlier.matmul(transposed, target))
              let d = x.shape[1]
              return LinearModel(weights: solution[0..<d], bias: solution[d, 0])
            }
          }
        ),
      ])
  }

  private static var lesson2: [Caller] {
    callers(
      BackpropagationLesson.lesson,
      [
        (
          "softmaxCrossEntropy",
          { answers, earlier in
            answers.softmaxCrossEntropy = { logits, labels in
              let logProbabilities = logits - (try earlier.logSumExp(logits))
              var (loss, gradient) = (0.0, logProbabilities.exp())
              for i in 0..<logits.shape[0] {
                loss -= logProbabilities[i, labels[i]]
                gradient[i, labels[i]] -= 1
              }
              let n = Double(logits.shape[0])
              return (loss / n, gradient / n)
            }
          }
        ),
        (
          "isGradient",
          { answers, earlier in
            answers.isGradient = { claimed, function, x in
              let gradient = try claimed(x)
              guard gradient.shape == x.shape else { return false }
              var numeric = Tensor<Double>.zeros(x.shape)
              for i in 0..<x.shape[0] {
                for j in 0..<x.shape[1] {
                  numeric[i, j] = try earlier.centralDifference(
                    { value in
                      var changed = x
                      changed[i, j] = value
                      return try function(changed)
                    }, x[i, j], 1e-5)
                }
              }
              let scale = max(gradient.abs().max(), numeric.abs().max())
              let difference = (gradient - numeric).abs().max()
              return difference.isFinite && difference <= 1e-6 * scale
            }
          }
        ),
        (
          "trainingStep",
          { answers, earlier in
            answers.trainingStep = { network, x, labels, rate in
              let (hidden, logits) = try earlier.forward(network, x)
              let (loss, ofLogits) = try earlier.softmaxCrossEntropy(logits, labels)
              let (ofHidden, ofWeight2) = try earlier.matmulBackward(
                hidden, network.weight2, ofLogits)
              let ofSum = try earlier.reluBackward(hidden, ofHidden)
              let (_, ofWeight1) = try earlier.matmulBackward(x, network.weight1, ofSum)
              var next = network
              next.weight1 -= rate * ofWeight1
              next.bias1 -= rate * (try earlier.unbroadcast(ofSum, network.bias1.shape))
              next.weight2 -= rate * ofWeight2
              next.bias2 -= rate * (try earlier.unbroadcast(ofLogits, network.bias2.shape))
              return (next, loss)
            }
          }
        ),
      ])
  }

  private static var others: [Caller] {
    callers(
      OptimizationLesson.lesson,
      [
        (
          "adamW",
          { answers, earlier in
            answers.adamW = { parameter, state, gradient, rate, beta1, beta2, epsilon, decay in
              try earlier.adam(
                parameter - rate * decay * parameter, state, gradient, rate, beta1, beta2, epsilon)
            }
          }
        )
      ])
      + callers(
        AugmentationLesson.lesson,
        [
          (
            "rotated",
            { answers, earlier in
              answers.rotated = { image, degrees in
                let (h, w) = (image.shape[0], image.shape[1])
                let angle = degrees * .pi / 180
                let (middleX, middleY) = (Double(w - 1) / 2, Double(h - 1) / 2)
                var result = Tensor<Double>.zeros([h, w])
                for row in 0..<h {
                  for column in 0..<w {
                    let (dx, dy) = (Double(column) - middleX, Double(row) - middleY)
                    result[row, column] = try earlier.interpolated(
                      image, middleX + cos(angle) * dx - sin(angle) * dy,
                      middleY + sin(angle) * dx + cos(angle) * dy)
                  }
                }
                return result
              }
            }
          ),
          (
            "randomCrop",
            { answers, earlier in
              answers.randomCrop = { image, padding, generator in
                let top = generator.uniformInteger(below: 2 * padding + 1)
                let left = generator.uniformInteger(below: 2 * padding + 1)
                return try earlier.shifted(image, padding - left, padding - top)
              }
            }
          ),
        ])
      + callers(
        EarlyStoppingLesson.lesson,
        [
          (
            "train",
            { answers, earlier in
              answers.train = { start, epochs, rule, runEpoch, validationLoss in
                var (model, state, losses) = (start, PatienceState(), [Double]())
                var best = (model: start, epoch: 0)
                for epoch in 1...epochs {
                  try runEpoch(&model)
                  losses.append(try validationLoss(model))
                  let (next, decision) = try earlier.consider(losses[losses.count - 1], state, rule)
                  state = next
                  if decision == .improved { best = (model, epoch) }
                  if decision == .stop { break }
                }
                return (best.model, best.epoch, losses)
              }
            }
          )
        ])
  }
}
