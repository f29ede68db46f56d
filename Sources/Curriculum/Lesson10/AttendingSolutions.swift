import Gradus

/// Lesson 10, solved. The signatures are those of `Lessons/10-attending/Exercises.swift`, so that this
/// file can be pasted over it.
enum Attending {
  static func shiftedTargets(
    _ tokens: Tensor<Int>
  ) throws -> (inputs: Tensor<Int>, targets: Tensor<Int>) {
    let length = tokens.shape[1]
    return (tokens[0..., 0..<length - 1], tokens[0..., 1..<length])
  }

  static func causalMask(queries: Int, keys: Int) throws -> Tensor<Bool> {
    var mask = Tensor(repeating: false, shape: [queries, keys])
    for query in 0..<queries {
      for key in 0..<keys { mask[query, key] = key <= keys - queries + query }
    }
    return mask
  }

  static func attention(
    _ queries: Tensor<Double>, _ keys: Tensor<Double>, _ values: Tensor<Double>,
    mask: Tensor<Bool>
  ) throws -> Tensor<Double> {
    matmul(weights(queries, keys, mask), values)
  }

  /// softmax(Q·Kᵀ/√d) over what may be looked at, [..., Q, M].
  private static func weights(
    _ queries: Tensor<Double>, _ keys: Tensor<Double>, _ mask: Tensor<Bool>
  ) -> Tensor<Double> {
    let scores =
      matmul(queries, keys, transposeB: true) / Double(queries.shape[-1]).squareRoot()
    let largest = select(mask, scores, Tensor(-.infinity)).max(along: -1, keepingDimensions: true)
    let shares = select(mask, (scores - largest).exp(), Tensor(0))
    let sums = shares.sum(along: -1, keepingDimensions: true)
    return shares / select(sums .== 0, Tensor(1), sums)
  }

  static func attentionBackward(
    _ queries: Tensor<Double>, _ keys: Tensor<Double>, _ values: Tensor<Double>,
    mask: Tensor<Bool>, upstream: Tensor<Double>
  ) throws -> AttentionGradients {
    let weights = weights(queries, keys, mask)
    let ofWeights = matmul(upstream, values, transposeB: true)
    let mean = (weights * ofWeights).sum(along: -1, keepingDimensions: true)
    let ofScores = weights * (ofWeights - mean) / Double(queries.shape[-1]).squareRoot()
    return AttentionGradients(
      queries: matmul(ofScores, keys), keys: matmul(ofScores, queries, transposeA: true),
      values: matmul(weights, upstream, transposeA: true))
  }

  static func multiHead(
    _ queries: Variable<Double>, _ keys: Variable<Double>, _ values: Variable<Double>,
    heads: Int, attend: Attend
  ) throws -> Variable<Double> {
    func split(_ x: Variable<Double>) -> Variable<Double> {
      x.reshaped(to: [x.shape[0], x.shape[1], heads, x.shape[2] / heads]).permuted(to: [0, 2, 1, 3])
    }
    let brought = try attend(split(queries), split(keys), split(values))
    return brought.permuted(to: [0, 2, 1, 3])
      .reshaped(to: [queries.shape[0], queries.shape[1], values.shape[2]])
  }

  static func rotated(
    _ x: Tensor<Double>, at positions: Tensor<Double>
  ) throws -> Tensor<Double> {
    let (count, width) = (x.shape[-2], x.shape[-1])
    var (cosines, sines) = (
      Tensor<Double>.zeros([count, width]), Tensor<Double>.zeros([count, width])
    )
    for t in 0..<count {
      for i in 0..<width {
        let angle = positions[t] / Double.pow(10_000, Double(i / 2 * 2) / Double(width))
        cosines[t, i] = Double.cos(angle)
        sines[t, i] = i.isMultiple(of: 2) ? -Double.sin(angle) : Double.sin(angle)
      }
    }
    // Each number's partner: x[1], x[0], x[3], x[2] …
    let partners = x.gather((0..<width).map { $0 ^ 1 }, along: -1)
    return x * cosines + partners * sines
  }

  static func block(
    _ x: Variable<Double>, _ parts: BlockParts, attend: Attend
  ) throws -> Variable<Double> {
    let asking = parts.norm1(x)
    let seen = try multiHead(
      parts.query(asking), parts.key(asking), parts.value(asking), heads: parts.heads,
      attend: attend)
    let sum = x + parts.output(seen)
    return sum + parts.down(parts.up(parts.norm2(sum)).gelu())
  }

  static func bytePairs(
    _ tokens: [Int], merges: Int, vocabulary: Int
  ) throws -> (tokens: [Int], pairs: [TokenPair]) {
    var (tokens, pairs) = (tokens, [TokenPair]())
    while pairs.count < merges {
      var counts: [TokenPair: Int] = [:]
      for (first, second) in zip(tokens, tokens.dropFirst()) {
        counts[TokenPair(first, second), default: 0] += 1
      }
      // The largest count, and of equal counts the smallest pair.
      let best = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
      guard let (pair, count) = best, count >= 2 else { break }
      var merged: [Int] = []
      for token in tokens {
        if token == pair.second && merged.last == pair.first {
          merged[merged.count - 1] = vocabulary + pairs.count
        } else {
          merged.append(token)
        }
      }
      tokens = merged
      pairs.append(pair)
    }
    return (tokens, pairs)
  }

  static func probability(
    of token: Int, after context: [Int], in text: [Int], vocabulary: Int
  ) throws -> Double {
    let shorter =
      context.isEmpty
      ? 1 / Double(vocabulary)
      : try probability(
        of: token, after: Array(context.dropFirst()), in: text, vocabulary: vocabulary)
    var followers: [Int] = []
    for place in text.indices.dropFirst(context.count)
    where text[place - context.count..<place].elementsEqual(context) {
      followers.append(text[place])
    }
    if followers.isEmpty { return shorter }
    let (count, different) = (followers.count { $0 == token }, Set(followers).count)
    return (Double(count) + Double(different) * shorter) / Double(followers.count + different)
  }

  static func nextProbabilities(
    _ logits: Tensor<Double>, temperature: Double, k: Int, p: Double
  ) throws -> Tensor<Double> {
    let order = logits.argsort(isDescending: true).elements
    var result = Tensor<Double>.zeros(logits.shape)
    if temperature == 0 {
      result[order[0]] = 1
      return result
    }
    let kept = order.prefix(k)
    let shares = ((logits - logits.max()) / temperature).exp()
    let sum = kept.reduce(0) { $0 + shares[$1] }
    var total = 0.0
    for token in kept where total < p * sum {
      result[token] = shares[token]
      total += shares[token]
    }
    return result / total
  }

  static func cachedStep(
    _ queries: Tensor<Double>, _ keys: Tensor<Double>, _ values: Tensor<Double>,
    _ cache: KeyValues
  ) throws -> (result: Tensor<Double>, cache: KeyValues) {
    let (start, count) = (cache.keys.shape[2], queries.shape[2])
    let positions = Tensor((start..<start + count).map(Double.init))
    let all = KeyValues(
      keys: .concatenate([cache.keys, try rotated(keys, at: positions)], along: 2),
      values: .concatenate([cache.values, values], along: 2))
    let mask = try causalMask(queries: count, keys: start + count)
    let result = try attention(
      rotated(queries, at: positions), all.keys, all.values, mask: mask)
    return (result, all)
  }

  static func trainingStep(
    _ model: inout SmallGPT, on tokens: Tensor<Int>, _ optimizer: inout Adam<Double>
  ) throws -> Double {
    let (inputs, targets) = try shiftedTargets(tokens)
    var (loss, gradients) = try valueWithGradients(at: &model) { model in
      softmaxCrossEntropy(logits: try model.logits(inputs), labels: targets)
    }
    gradients.clip(toNorm: 1)
    optimizer.update(&model, along: gradients)
    return loss
  }
}
