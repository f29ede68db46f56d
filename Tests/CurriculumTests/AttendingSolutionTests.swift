import Curriculum
import Gradus
import Testing

@testable import Curriculum10

/// What lesson 10's solutions compute is what the framework computes.
@Suite("Solutions of lesson 10")
struct AttendingSolutionTests {
  @Test("a GPT of the exercises' functions says what the framework's says with the same weights")
  func sameGPT() throws {
    var generator = RandomGenerator(seed: 1_010)
    var small = SmallGPT(
      AttendingLesson.lesson.solution, vocabulary: 9, width: 12, heads: 3, layers: 2,
      using: &generator)
    small.visitParameters { _, parameter in
      parameter = Variable(.normal(parameter.shape, standardDeviation: 0.4, using: &generator))
    }
    var model = GPT<Double>(
      vocabulary: 9, context: 7, width: 12, heads: 3, layers: 2, positions: .rotary,
      using: &generator)
    var weights = ["table.weight": small.table]
    func put(_ name: String, _ affine: Affine) {
      weights["\(name).weight"] = affine.weight.transposed()
      weights["\(name).bias"] = affine.bias
    }
    func put(_ name: String, _ norm: Norm) {
      weights["\(name).weight"] = norm.scale
      weights["\(name).bias"] = norm.shift
    }
    for (place, parts) in small.blocks.enumerated() {
      let block = "blocks.\(place)"
      let asking = [parts.query, parts.key, parts.value]
      weights["\(block).self_attn.in_proj_weight"] = .concatenate(
        asking.map { $0.weight.transposed() }, along: 0)
      weights["\(block).self_attn.in_proj_bias"] = .concatenate(asking.map(\.bias), along: 0)
      put("\(block).self_attn.out_proj", parts.output)
      put("\(block).linear1", parts.up)
      put("\(block).linear2", parts.down)
      put("\(block).norm1", parts.norm1)
      put("\(block).norm2", parts.norm2)
    }
    put("norm", small.norm)
    #expect(Set(model.parameters.map(\.name.path)) == Set(weights.keys))
    model.visitParameters { name, parameter in parameter = weights[name.path] ?? parameter }
    let tokens = Tensor<Int>([[0, 8, 3, 3, 5, 1, 7], [2, 2, 2, 4, 6, 0, 1]])
    let (found, expected) = (try small.logits(tokens).value, model(tokens))
    #expect(found.shape == expected.shape)
    #expect((found - expected).abs().max() < 1e-10)

    // And so are the losses and weights of a few steps.
    let rows = Tensor<Int>([[0, 8, 3, 3, 5, 1, 7, 2], [2, 2, 2, 4, 6, 0, 1, 5]])
    var (optimizer, other) = (Adam<Double>(learningRate: 0.01), Adam<Double>(learningRate: 0.01))
    var context = Context.inference
    for _ in 0..<3 {
      var (loss, gradients) = valueWithGradients(at: &model) {
        softmaxCrossEntropy(
          logits: $0.forward(rows[0..., 0..<7], in: &context), labels: rows[0..., 1...])
      }
      gradients.clip(toNorm: 1)
      other.update(&model, along: gradients)
      #expect(abs(try Attending.trainingStep(&small, on: rows, &optimizer) - loss) < 1e-9)
    }
    #expect((try small.logits(tokens).value - model(tokens)).abs().max() < 1e-8)
  }

  @Test("the merges are those of the framework's tokenizer", arguments: 0..<20 as Range<UInt64>)
  func merges(seed: UInt64) throws {
    var generator = RandomGenerator(seed: seed)
    let letters = Array("abcd".utf8.prefix(2 + Int(seed % 3)))
    // One word, so that no pair goes across words.
    let word = (0..<60).map { _ in letters[generator.uniformInteger(below: letters.count)] }
    let text = String(decoding: word, as: UTF8.self)
    let tokenizer = BytePairTokenizer(trainedOn: text, merges: 8)
    let found = try Attending.bytePairs(word.map(Int.init), merges: 8, vocabulary: 256)
    #expect(found.pairs == tokenizer.merges)
    #expect(found.tokens == tokenizer.encode(text).elements)
  }

  @Test("probabilities after a context add up to 1, and are those of the ladder's n-grams")
  func probabilities() throws {
    var generator = RandomGenerator(seed: 1_011)
    let text = (0..<80).map { _ in generator.uniformInteger(below: 4) }
    let grams = NGrams(order: 4, of: text, characters: 5)
    for start in 0..<30 {
      let context = Array(text[start..<start + start % 4])
      let all = try (0..<5).map {
        try Attending.probability(of: $0, after: context, in: text, vocabulary: 5)
      }
      #expect(abs(all.reduce(0, +) - 1) < 1e-12)
      for token in 0..<5 {
        #expect(abs(all[token] - grams.probability(of: token, after: context[...])) < 1e-12)
      }
    }
  }

  @Test("turned by their positions, a query and a key know their distance alone") func distance()
    throws
  {
    var generator = RandomGenerator(seed: 1_012)
    let (query, key) = (
      Tensor<Double>.normal([1, 8], using: &generator),
      Tensor<Double>.normal([1, 8], using: &generator)
    )
    func product(_ first: Double, _ second: Double) throws -> Double {
      try
        (Attending.rotated(query, at: Tensor([first]))
        * Attending.rotated(key, at: Tensor([second]))).sum()
    }
    for distance in [0.0, 1, 5, -3] {
      let near = try product(distance, 0)
      for start in [1.0, 17, 1000, -40] {
        #expect(abs(try product(start + distance, start) - near) < 1e-10)
      }
    }
    #expect(abs(try product(1, 0) - product(2, 0)) > 1e-3)
    let turned = try Attending.rotated(query, at: [7])
    #expect((try Attending.rotated(turned, at: [-7]) - query).abs().max() < 1e-12)
  }
}
