import Gradus

// Text written a character at a time, by a model that keeps what it has computed of the characters before.

extension Workload {
  static let generation = [gptText]

  private static let gptText = Workload(
    "gpt_text_4x64_t64",
    "64 characters, one after the other, through a GPT of 4 blocks, 64 wide, 4 heads, 65 tokens, with a "
      + "key-value cache; Float", .microsecondsPerStep
  ) {
    var generator = RandomGenerator(seed: 1)
    var model = GPT<Float>(
      vocabulary: 65, context: 64, width: 64, heads: 4, layers: 4, using: &generator)
    // Which characters they are does not change what they cost.
    let text = (0..<64).map { _ in
      Tensor(shape: [1, 1], elements: [generator.uniformInteger(below: 65)])
    }
    var context = Context.inference
    var logits = Tensor<Float>.zeros([65])
    return PreparedWork(
      run: { times in
        for _ in 0..<times {
          var cache: GPTCache<Float>? = GPTCache()
          for token in text {
            logits = model.forward(token, after: &cache, in: &context).value
          }
        }
      },
      result: { logits.elements.map(Double.init) })
  }
}
