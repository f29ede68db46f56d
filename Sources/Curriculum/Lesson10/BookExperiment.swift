import Curriculum
import Gradus

extension GPT<Float> {
  /// Goes on from a text by so many tokens; returns all of it.
  func continuing(
    _ start: [Int], by count: Int, _ sampler: TokenSampler, using generator: inout RandomGenerator
  ) -> [Int] {
    var writer = TextWriter(self, after: start)
    for _ in 0..<count { writer.append(sampler.next(from: writer.logits, using: &generator)) }
    return writer.tokens
  }
}

extension AttendingExperiment {
  /// The GPT of the page's run, which may take some seconds.
  static func sizeOfPage(isQuick: Bool) -> GPTSize {
    isQuick ? GPTSize(layers: 1, epochs: 1) : GPTSize(layers: 2, epochs: 8)
  }

  /// Where one head looks.
  struct HeadMap: Sendable {
    let (layer, head): (Int, Int)
    /// The share of attention at the character itself, one back, and two back, on average.
    let shares: [Double]
    /// The weights of the first 32 characters of a piece, [32, 32].
    let example: Tensor<Float>
  }

  /// Where each head looks in 16 pieces of the held-out text.
  func maps(of model: GPT<Float>, _ book: Book) -> [HeadMap] {
    var (model, context) = (model, Context.inference)
    context[AttentionMaps<Float>.self] = [:]
    let length = model.contextLength
    let pieces = Tensor<Int>.stack(
      (0..<16).map { book.tokens[book.test + $0 * length..<book.test + ($0 + 1) * length] })
    _ = model.forward(pieces, in: &context)
    let maps = context[AttentionMaps<Float>.self]!
    return maps.keys.sorted().enumerated().flatMap { layer, name in
      let weights = maps[name]!  // [16, H, T, T]
      return (0..<weights.shape[1]).map { head in
        let mean = weights[0..., head].mean(along: 0)
        let shares = (0..<3).map { back in
          (8..<length).reduce(0) { $0 + Double(mean[$1, $1 - back]) } / Double(length - 8)
        }
        return HeadMap(
          layer: layer, head: head, shares: shares, example: weights[0, head, 0..<32, 0..<32])
      }
    }
  }
}
