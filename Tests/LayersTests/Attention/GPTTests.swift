import Autograd
import Layers
import TensorCore
import Testing

/// What a language model promises: it does not peek, its cache changes no bit, its table is there once.
@Suite struct GPTTests {
  private static func model<S: TensorScalar>(
    _ positions: PositionEncoding, kind: FeedForwardKind = .gelu, keyValueHeads: Int = 4
  ) -> GPT<S> {
    var generator = RandomGenerator(seed: 3)
    var model = GPT<S>(
      vocabulary: 11, context: 13, width: 16, heads: 4, layers: 2, keyValueHeads: keyValueHeads,
      kind: kind, positions: positions, using: &generator)
    // Weights of 0.02 make a model that says the same of everything.
    model.visitParameters { _, parameter in parameter = Variable(parameter.value * 5) }
    return model
  }

  private static func tokens(_ count: Int, seed: UInt64) -> [Int] {
    var generator = RandomGenerator(seed: seed)
    return (0..<count).map { _ in generator.uniformInteger(below: 11) }
  }

  @Test(
    "no later token changes a bit of an earlier logit", arguments: PositionEncoding.allCases,
    [Backend.naive, .simd])
  func causality(_ positions: PositionEncoding, _ backend: Backend) {
    withBackend(backend) {
      let model: GPT<Float> = Self.model(positions)
      var tokens = Self.tokens(13, seed: 1)
      let logits = model(Tensor(tokens).reshaped(to: [1, 13]))
      for place in (1..<13).reversed() {
        tokens[place] = (tokens[place] + 1 + place % 9) % 11
        let changed = model(Tensor(tokens).reshaped(to: [1, 13]))
        #expect(changed[0, 0..<place, 0...] == logits[0, 0..<place, 0...], "\(place)")
        #expect(changed[0, place, 0...] != logits[0, place, 0...], "\(place)")
      }
    }
  }

  @Test(
    "with a cache the logits are the same to the bit, whatever pieces the text comes in",
    arguments: PositionEncoding.allCases)
  func cache(_ positions: PositionEncoding) {
    func check<S: TensorScalar>(_: S.Type, keyValueHeads: Int) {
      var model: GPT<S> = Self.model(positions, keyValueHeads: keyValueHeads)
      let tokens = Tensor((1...2).flatMap { Self.tokens(13, seed: $0) }).reshaped(to: [2, 13])
      let whole = model(tokens)
      for pieces in [Array(repeating: 1, count: 13), [5, 1, 4, 3]] {
        var cache: GPTCache<S>? = GPTCache()
        var context = Context.inference
        var start = 0
        for count in pieces {
          let logits = model.forward(
            tokens[0..., start..<start + count], after: &cache, in: &context
          ).value
          #expect(logits == whole[0..., start..<start + count], "\(S.self), \(start)")
          start += count
          #expect(cache?.count == start)
        }
      }
    }
    withBackend(.naive) {
      check(Float.self, keyValueHeads: 4)
      check(Double.self, keyValueHeads: 2)
    }
  }

  @Test("a copy of a cache goes on by itself") func cacheIsAValue() {
    var model: GPT<Float> = Self.model(.learned)
    var context = Context.inference
    var cache: GPTCache<Float>? = GPTCache()
    _ = model.forward([[1, 2, 3]], after: &cache, in: &context)
    var other = cache
    let first = model.forward([[4]], after: &cache, in: &context).value
    _ = model.forward([[5, 6]], after: &other, in: &context)
    #expect(cache?.count == 4 && other?.count == 5)
    #expect(model([[1, 2, 3, 4]])[0..., 3..<4].isClose(to: first, absoluteTolerance: 1e-5).all())
  }

  @Test("the table counts once, is saved once, and both its uses train it") func tiedTable() {
    var model: GPT<Double> = Self.model(.none)
    let names = model.state.map(\.name.path)
    #expect(names.filter { $0 == "table.weight" }.count == 1)
    #expect(!names.contains { $0.contains("head") })
    let perBlock = 3 * 16 * 16 + 3 * 16 + 16 * 16 + 16 + 2 * 4 * 16 * 16 + 4 * 16 + 16 + 4 * 16
    #expect(model.parameterCount == 11 * 16 + 2 * perBlock + 2 * 16)
    // Token 7 is never read, and its row has a gradient all the same: as what might come next.
    var context = Context.inference
    let (_, gradients) = valueWithGradients(at: &model) { model in
      softmaxCrossEntropy(logits: model.forward([[1, 2]], in: &context), labels: [[2, 1]])
    }
    let table = gradients["table.weight"]!
    #expect(table[7, 0...].abs().max() > 0)
  }
}
