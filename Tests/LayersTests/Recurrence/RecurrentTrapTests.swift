import Autograd
import Layers
import TensorCore
import Testing

/// What a recurrent layer says of what it cannot work with.
@Suite struct RecurrentTrapTests {
  /// Runs a network of 2 inputs and 3 units over four sequences of five steps.
  private static func run(
    _ shape: Shape = [4, 5, 2], state: RecurrentState<Float>? = nil, lengths: Tensor<Int>? = nil
  ) {
    var (generator, context) = (RandomGenerator(seed: 1), Context.inference)
    var network = LSTM<Float>(2, 3, layers: 2, using: &generator)
    let input = RecurrentInput<Float>(Variable(.ones(shape)), state: state, lengths: lengths)
    _ = network.forward(input, as: "reader", in: &context)
  }

  @Test func lengths() async {
    let zero = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      Self.run(lengths: [5, 1, 0, 2])
    }
    expect(
      "LSTM at reader: the length of sequence 2 is 0, but the sequences have 1 to 5 steps", in: zero
    )
    let beyond = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      Self.run(lengths: [5, 6, 1, 2])
    }
    expect("the length of sequence 1 is 6, but the sequences have 1 to 5 steps", in: beyond)
    let few = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      Self.run(lengths: [5, 1, 2])
    }
    expect("expected a length for each of 4 sequences, found lengths of shape [3]", in: few)
  }

  @Test func sequences() async {
    let rank = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      Self.run([4, 2])
    }
    expect(
      "LSTM at reader: expected sequences of shape [B, T, 2] with at least 1 step, found [4, 2]",
      in: rank)
    let empty = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      Self.run([4, 0, 2])
    }
    expect("with at least 1 step, found [4, 0, 2]", in: empty)
  }

  @Test func states() async {
    let batch = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      Self.run(state: LSTM(2, 3, layers: 2, using: &generator).blankState(batch: 5))
    }
    expect(
      "LSTM at reader: expected a state with h of shape [2, 4, 3], found [2, 5, 3]", in: batch)
    let layers = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      Self.run(state: LSTM(2, 3, using: &generator).blankState(batch: 4))
    }
    expect("expected a state with h of shape [2, 4, 3], found [1, 4, 3]", in: layers)
    let other = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      Self.run(state: GRU(2, 3, layers: 2, using: &generator).blankState(batch: 4))
    }
    expect("expected a state with h and c, found one of h alone, as of an RNN or a GRU", in: other)
  }

  @Test("weights of another shape are never read beyond their end") func weights() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var (generator, context) = (RandomGenerator(seed: 1), Context.inference)
      var network = GRU<Float>(2, 3, using: &generator)
      network.visitParameters { name, parameter in
        if name.path == "bias_hh_l0" { parameter = Variable(.ones([8])) }
      }
      _ = network.forward(RecurrentInput(Variable(.ones([4, 5, 2]))), in: &context)
    }
    expect(
      "GRU: expected weights [3·H, D] and [3·H, H], and two biases [3·H], found [[9, 2], [9, 3], [9], [8]]",
      in: result)
  }

  @Test func networks() async {
    let layers = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      _ = RNN<Float>(2, 3, layers: 0, using: &generator)
    }
    expect("RNN: expected at least 1 layer, found 0", in: layers, at: "RecurrentTrapTests.swift")
    let dropout = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      _ = RNN<Float>(2, 3, layers: 2, dropout: 1, using: &generator)
    }
    expect("RNN: expected a probability of at least 0 and below 1, found 1", in: dropout)
  }
}
