import Foundation
import Gradus

/// A model of the lessons that `twin.py` trains, too: from the same weights, on the same batches, in the same order.
protocol Twin: Sendable {
  /// Its name in files.
  var name: String { get }
  /// B, how many samples a step has.
  var batchSize: Int { get }
  /// What is read in so many steps, and what should come out.
  func samples(steps: Int) throws -> TwinSamples
  /// The loss of each step, before it is taken. The weights before the first go into the file, where there is one.
  func losses<S: TensorScalar>(
    on samples: TwinSamples, in scalar: S.Type, weights: URL?
  ) throws -> [Double]
}

/// Samples in the order of the steps, [steps·B, …] of them.
struct TwinSamples {
  /// Pictures in `Double`, or tokens.
  let inputs: StoredTensor
  let labels: Tensor<Int>
  /// V, how many tokens there are; of pictures, how many classes.
  let vocabularySize: Int
}

/// All twins.
let twins: [any Twin] = [DigitsTwin(), PicturesTwin(), ReaderTwin(), WriterTwin()]

/// Trains each twin in `Double` and in `Float`, and writes what is needed to do the same elsewhere: `NAME.safetensors`,
/// the first weights in `Double`, and `NAME.npz`, the batches and the losses.
func trainTwins(_ folder: URL) throws {
  for twin in twins {
    let samples = try twin.samples(steps: 200)
    let file = folder.appending(path: twin.name)
    let exact = try twin.losses(
      on: samples, in: Double.self, weights: file.appendingPathExtension("safetensors"))
    let rounded = try twin.losses(on: samples, in: Float.self, weights: nil)
    try NPZ([
      "inputs": samples.inputs, "labels": .int(samples.labels),
      "batch": .int(Tensor(twin.batchSize)),
      "float64": .double(Tensor(exact)), "float32": .double(Tensor(rounded)),
    ]).write(to: file.appendingPathExtension("npz"))
  }
}

extension Twin {
  /// Takes a step for each batch: the training loop of all twins.
  func train<M: Model, Rule: Optimizer<M.Scalar>>(
    _ model: M, with rule: Rule, on samples: TwinSamples, weights: URL?,
    input: (Range<Int>) -> M.Input
  ) throws -> [Double] where M.Output == Variable<M.Scalar> {
    var (model, rule, context) = (model, rule, Context.training(seed: 1))
    if let weights { try model.saveWeights(to: weights) }
    return stride(from: 0, to: samples.labels.shape[0], by: batchSize).map { start in
      let batch = start..<start + batchSize
      let (loss, gradients) = valueWithGradients(at: &model) { model in
        softmaxCrossEntropy(
          logits: model.forward(input(batch), in: &context), labels: samples.labels[batch])
      }
      rule.update(&model, along: gradients)
      return loss.doubleValue
    }
  }
}

extension TwinSamples {
  /// Pictures in random order, again and again.
  init(_ images: Tensor<Double>, _ labels: Tensor<Int>, count: Int) {
    var generator = RandomGenerator(seed: 2)
    var order: [Int] = []
    while order.count < count { order += generator.permutation(labels.shape[0]) }
    order = Array(order.prefix(count))
    inputs = .double(images.gather(order))
    self.labels = labels.gather(order)
    vocabularySize = 10
  }

  /// Pieces of T characters that begin anywhere in Alice's Adventures in Wonderland, each with what comes next at
  /// each of its places.
  init(charactersOfAlice count: Int, length: Int) throws {
    let text = try Dataset.alice.text()
    let vocabulary = CharacterVocabulary(of: text)
    vocabularySize = vocabulary.count
    let tokens = try vocabulary.encode(text)
    var generator = RandomGenerator(seed: 2)
    let starts = (0..<count).map { _ in
      generator.uniformInteger(below: tokens.shape[0] - length)
    }
    inputs = .int(.stack(starts.map { tokens[$0..<$0 + length] }))
    labels = .stack(starts.map { tokens[$0 + 1..<$0 + length + 1] })
  }

  /// The inputs as tokens.
  var tokens: Tensor<Int> {
    guard case .int(let tokens) = inputs else { fatalError("TwinSamples: these are pictures") }
    return tokens
  }

  /// The inputs as numbers of a type.
  func numbers<S: TensorScalar>() -> Tensor<S> {
    guard case .double(let numbers) = inputs else { fatalError("TwinSamples: these are tokens") }
    return numbers as? Tensor<S> ?? Tensor(numbers)
  }
}
