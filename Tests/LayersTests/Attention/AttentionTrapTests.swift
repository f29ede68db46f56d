import Autograd
import Layers
import TensorCore
import Testing

/// What attention and a GPT say of what they cannot work with.
@Suite struct AttentionTrapTests {
  @Test func shapes() async {
    let heads = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let (q, k) = (Variable<Float>(.ones([3, 2, 4])), Variable<Float>(.ones([2, 2, 4])))
      _ = scaledDotProductAttention(q, k, k)
    }
    expect("a multiple of the key heads, found queries [3, 2, 4], keys [2, 2, 4]", in: heads)
    let width = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let (q, k) = (Variable<Float>(.ones([2, 4])), Variable<Float>(.ones([2, 3])))
      _ = scaledDotProductAttention(q, k, k)
    }
    expect("expected queries and keys of as many numbers", in: width)
    let mask = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let x = Variable<Float>(.ones([2, 4]))
      _ = scaledDotProductAttention(x, x, x, mask: .allowed([[true, false, true]]))
    }
    expect("expected a mask that broadcasts to the scores, [2, 2], found [1, 3]", in: mask)
    let length = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let x = Variable<Float>(.ones([2, 4, 3]))
      _ = scaledDotProductAttention(x, x, x, mask: .lengths([2, 5]))
    }
    expect("the length of sequence 1 is 5, but must be in 0...4", in: length)
  }

  @Test func layers() async {
    let heads = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      _ = MultiHeadAttention<Float>(6, heads: 4, using: &generator)
    }
    expect("expected a number of heads that divides the width 6, found 4", in: heads)
    let groups = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      _ = MultiHeadAttention<Float>(8, heads: 4, keyValueHeads: 3, using: &generator)
    }
    expect("a number of key and value heads that divides the 4 heads, found 3", in: groups)
    let odd = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      _ = MultiHeadAttention<Float>(6, heads: 2, isRotary: true, using: &generator)
    }
    expect("heads of an even width, to be turned in pairs, found 3", in: odd)
    let input = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var (generator, context) = (RandomGenerator(seed: 1), Context.inference)
      var layer = MultiHeadAttention<Float>(6, heads: 2, using: &generator)
      _ = layer.forward(AttentionInput(Variable(.ones([1, 2, 5]))), as: "eye", in: &context)
    }
    expect(
      "MultiHeadAttention at eye: expected queries of shape [B, T, 6] with at least 1 position, "
        + "found [1, 2, 5]", in: input)
  }

  @Test func models() async {
    let long = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      let model = GPT<Float>(
        vocabulary: 3, context: 4, width: 2, heads: 1, layers: 1, using: &generator)
      _ = model([[0, 1, 2, 0, 1]])
    }
    expect("GPT: expected at most 4 tokens, its context, found 5", in: long)
    let full = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var (generator, context) = (RandomGenerator(seed: 1), Context.inference)
      var model = GPT<Float>(
        vocabulary: 3, context: 4, width: 2, heads: 1, layers: 1, using: &generator)
      var cache: GPTCache<Float>? = GPTCache()
      _ = model.forward([[0, 1, 2]], after: &cache, in: &context)
      _ = model.forward([[0, 1]], after: &cache, in: &context)
    }
    expect("GPT: expected at most 4 tokens, its context, found 5", in: full)
    let rank = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      let model = GPT<Float>(
        vocabulary: 3, context: 4, width: 2, heads: 1, layers: 1, using: &generator)
      _ = model([0, 1])
    }
    expect("GPT: expected tokens of shape [B, T] with at least 1 position, found [2]", in: rank)
    let batch = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var (generator, context) = (RandomGenerator(seed: 1), Context.inference)
      var model = GPT<Float>(
        vocabulary: 3, context: 4, width: 2, heads: 1, layers: 1, using: &generator)
      var cache: GPTCache<Float>? = GPTCache()
      _ = model.forward([[0, 1, 2]], after: &cache, in: &context)
      _ = model.forward([[0], [1]], after: &cache, in: &context)
    }
    expect("the cache holds keys of shape [1, 3, 2], which [2, 1, 2] cannot go on", in: batch)
  }
}
