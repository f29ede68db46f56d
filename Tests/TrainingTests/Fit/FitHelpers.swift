import DataLoading
import Layers
import TensorCore
import Testing
import Training

/// Whether a process that trapped printed this sentence, and pointed at the caller's file.
func expectTrap(
  _ sentence: String, in result: ExitTest.Result?, at file: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  #expect(
    output.contains(sentence) && (file.isEmpty || output.contains(file)),
    "the process printed: \(output)", sourceLocation: sourceLocation)
}

/// Two clouds of points around (1, 1) and (−1, −1) that overlap a little, with their labels.
func twoClouds(_ count: Int, seed: UInt64) -> Samples<Tensor<Float>, Tensor<Int>> {
  var generator = RandomGenerator(seed: seed)
  let labels = (0..<count).map { $0 % 2 }
  let noise = Tensor<Float>.normal([count, 2], using: &generator)
  let centers = Tensor(shape: [count, 1], elements: labels.map { $0 == 0 ? Float(1) : -1 })
  return Samples(noise + centers, Tensor(labels))
}

/// A small network with two inputs and two classes.
func smallNetwork(seed: UInt64, dropout: Double = 0) -> Sequential<Float> {
  var generator = RandomGenerator(seed: seed)
  return Sequential(
    Linear(2, 8, using: &generator), Tanh(), Dropout(dropout), Linear(8, 2, using: &generator))
}

/// All numbers of a model, in the order of its traversal.
func numbers<M: Module>(of model: M) -> [M.Scalar] { model.state.flatMap(\.value.elements) }
