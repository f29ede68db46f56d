import Foundation
import Gradus

/// The first network: 64 pixels, 32 hidden units, ten digits, by descent with momentum.
struct DigitsTwin: Twin {
  let name = "digits"
  let batchSize = 32

  func samples(steps: Int) throws -> TwinSamples {
    let data = try Dataset.digits.images(.train, as: Double.self)
    return TwinSamples(
      data.images.reshaped(to: [data.labels.elementCount, 64]), data.labels,
      count: steps * batchSize)
  }

  func losses<S: TensorScalar>(
    on samples: TwinSamples, in scalar: S.Type, weights: URL?
  ) throws -> [Double] {
    var generator = RandomGenerator(seed: 1)
    let model = Sequential<S>(
      Linear(64, 32, using: &generator), ReLU(), Linear(32, 10, using: &generator))
    let inputs: Tensor<S> = samples.numbers()
    return try train(
      model, with: SGD<S>(learningRate: 0.05, momentum: 0.9), on: samples, weights: weights
    ) { Variable(inputs[$0]) }
  }
}

/// Two convolutions for pictures of clothes, by Adam. (At a rate of 1e-3, on processors with AVX-512, a maximum of a pool
/// falls the other way in Float after some 190 steps, and rounding grows to 4e-4.)
struct PicturesTwin: Twin {
  let name = "pictures"
  let batchSize = 32

  func samples(steps: Int) throws -> TwinSamples {
    let data = try Dataset.fashion.images(.train, as: Double.self)
    return TwinSamples(
      data.images.expandingDimension(at: 1), data.labels, count: steps * batchSize)
  }

  func losses<S: TensorScalar>(
    on samples: TwinSamples, in scalar: S.Type, weights: URL?
  ) throws -> [Double] {
    var generator = RandomGenerator(seed: 1)
    let model = Sequential<S>(
      Conv2D(1, 8, kernel: 3, padding: 1, using: &generator), ReLU(), MaxPool2D(2),
      Conv2D(8, 16, kernel: 3, padding: 1, using: &generator), ReLU(), MaxPool2D(2), Flatten(),
      Linear(784, 10, using: &generator))
    let inputs: Tensor<S> = samples.numbers()
    return try train(
      model, with: Adam<S>(learningRate: 3e-4), on: samples, weights: weights
    ) { Variable(inputs[$0]) }
  }
}

/// A recurrent network that reads a book character by character, by Adam.
struct ReaderTwin: Twin {
  let name = "reader"
  let batchSize = 16

  /// Tokens [B, T] to logits [B, T, V].
  struct Network<S: TensorScalar>: Model {
    var table: Embedding<S>
    var reader: GRU<S>
    var head: Linear<S>

    mutating func forward(_ tokens: Tensor<Int>, in context: inout Context) -> Variable<S> {
      let vectors = table.forward(tokens, as: "table", in: &context)
      let (outputs, _) = reader.forward(RecurrentInput(vectors), as: "reader", in: &context)
      return head.forward(outputs, as: "head", in: &context)
    }

    mutating func visitParameters(_ visit: ParameterVisit<S>) {
      table.visitParameters(as: "table", visit)
      reader.visitParameters(as: "reader", visit)
      head.visitParameters(as: "head", visit)
    }
  }

  func samples(steps: Int) throws -> TwinSamples {
    try TwinSamples(charactersOfAlice: steps * batchSize, length: 32)
  }

  func losses<S: TensorScalar>(
    on samples: TwinSamples, in scalar: S.Type, weights: URL?
  ) throws -> [Double] {
    var generator = RandomGenerator(seed: 1)
    let count = samples.vocabularySize
    let model = Network<S>(
      table: Embedding(count, 32, using: &generator), reader: GRU(32, 64, using: &generator),
      head: Linear(64, count, using: &generator))
    return try train(
      model, with: Adam<S>(learningRate: 3e-3), on: samples, weights: weights
    ) { samples.tokens[$0] }
  }
}

/// A GPT of two blocks for the same book, by AdamW. (At a rate of 1e-3 the losses are so steep near step 88 that rounding
/// grows a thousandfold there, to 1.2e-4 in `Float`.)
struct WriterTwin: Twin {
  let name = "gpt"
  let batchSize = 8

  func samples(steps: Int) throws -> TwinSamples {
    try TwinSamples(charactersOfAlice: steps * batchSize, length: 32)
  }

  func losses<S: TensorScalar>(
    on samples: TwinSamples, in scalar: S.Type, weights: URL?
  ) throws -> [Double] {
    var generator = RandomGenerator(seed: 1)
    let model = GPT<S>(
      vocabulary: samples.vocabularySize, context: 32, width: 64, heads: 4, layers: 2,
      using: &generator)
    return try train(
      model, with: AdamW<S>(learningRate: 3e-4, weightDecay: 0.1), on: samples, weights: weights
    ) { samples.tokens[$0] }
  }
}
