import Gradus

/// Lesson 10: attention, a transformer, and text that writes itself.
///
/// Replace each `throw Todo()` by your own code, from the top to the bottom, and after each one run
/// `swift test --filter Lesson10` or `swift run -q gradus check 10`.
///
/// The letters of the shapes: B texts in a batch, T tokens, D numbers for each, H heads with d = D/H numbers,
/// V tokens in the vocabulary; Q queries look at M keys, and find M values of e numbers.
enum Attending {
  // MARK: Attention

  /// From rows of tokens to what the model reads and what it is to say: at each place, the next token.
  ///
  ///     shiftedTargets([[3, 1, 4, 1]])     // inputs [[3, 1, 4]], targets [[1, 4, 1]]
  ///
  /// - Parameter tokens: Shape [B, T + 1].
  /// - Returns: The inputs and the targets, shape [B, T] each.
  static func shiftedTargets(
    _ tokens: Tensor<Int>
  ) throws -> (inputs: Tensor<Int>, targets: Tensor<Int>) {
    throw Todo()
  }

  /// Where each query may look: *true means that it may*.
  ///
  /// Keys stand in the order of time, and the last query stands where the last key does, the one before it
  /// one place before. A query may look at its own place and at what came before, and not at what comes after.
  ///
  ///     causalMask(queries: 2, keys: 3)     // [[true, true, false],
  ///                                         //  [true, true, true]]
  ///
  /// - Parameters:
  ///   - queries: Q.
  ///   - keys: M, at least Q.
  /// - Returns: Shape [Q, M].
  static func causalMask(queries: Int, keys: Int) throws -> Tensor<Bool> {
    throw Todo()
  }

  /// What each query brings home: a mean of the values, weighted by how well their keys fit.
  ///
  ///     weights = softmax(Q·Kᵀ / √d) along each query's row, over the keys where the mask is true
  ///     attention = weights·V
  ///
  /// Where the mask is false, a weight is 0. Scores may be thousands: before e is raised to them, subtract the
  /// largest of the row, of those that the mask allows. A query that may look nowhere brings home zeros: beware,
  /// its largest score is −∞, −∞ − (−∞) is NaN, and so is 0 / 0.
  ///
  /// `matmul(a, b, transposeB: true)` multiplies the last two axes, for everything in front of them at once;
  /// `select(mask, a, b)` takes a where the mask is true, and b elsewhere, and b may be one number, `Tensor(0)`.
  /// Axes count from the end as well, however many stand in front: `shape[-1]` is the extent of the last one, and
  /// `t.max(along: -1, keepingDimensions: true)` takes the largest number of each row.
  ///
  /// - Parameters:
  ///   - queries: Q, shape [..., Q, d].
  ///   - keys: K, shape [..., M, d].
  ///   - values: V, shape [..., M, e].
  ///   - mask: Where each query may look, shape [Q, M], the same for everything in front.
  /// - Returns: Shape [..., Q, e].
  static func attention(
    _ queries: Tensor<Double>, _ keys: Tensor<Double>, _ values: Tensor<Double>,
    mask: Tensor<Bool>
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  /// The gradients of attention, given that of its result.
  ///
  /// P are the weights, S the scores Q·Kᵀ / √d, and "of X" is the gradient of X. Compute P again. Then go back
  /// through the product with the values, through the softmax of each row, and through the product of the scores:
  ///
  ///     of V = Pᵀ·upstream      of P = upstream·Vᵀ
  ///     of S = P ⊙ (of P − the row's sum of P ⊙ of P)
  ///     of Q = (of S)·K / √d    of K = (of S)ᵀ·Q / √d
  ///
  /// `matmul(a, b, transposeA: true)` is aᵀ·b of the last two axes.
  ///
  /// - Parameters:
  ///   - queries: Q, shape [..., Q, d].
  ///   - keys: K, shape [..., M, d].
  ///   - values: V, shape [..., M, e].
  ///   - mask: Where each query may look, shape [Q, M].
  ///   - upstream: The gradient of the result, shape [..., Q, e].
  /// - Returns: `AttentionGradients(queries: …, keys: …, values: …)`, each of the shape of what it is the
  ///   gradient of.
  static func attentionBackward(
    _ queries: Tensor<Double>, _ keys: Tensor<Double>, _ values: Tensor<Double>,
    mask: Tensor<Bool>, upstream: Tensor<Double>
  ) throws -> AttentionGradients {
    throw Todo()
  }

  // MARK: A transformer

  // From here on, some numbers are `Variable<Double>`: a tensor that remembers how it came about, so that its
  // gradient can be asked for. It has a shape and the tensor's operations: +, matmul, reshaped, permuted, gelu.

  /// Attention with several heads: the D numbers of each token are cut into H parts of D/H, one for each head.
  ///
  /// Cut all three into heads, [B, T, D] → [B, T, H, d] → [B, H, T, d], let `attend` look once for all heads, and
  /// put what the heads bring side by side again. `x.permuted(to: [0, 2, 1, 3])` exchanges the two axes in the
  /// middle. Call attend with `try`, as you call your own functions.
  ///
  /// - Parameters:
  ///   - queries: Shape [B, Q, D].
  ///   - keys: Shape [B, M, D].
  ///   - values: Shape [B, M, E].
  ///   - heads: H, a divisor of D and of E.
  ///   - attend: From queries [B, H, Q, D/H], keys [B, H, M, D/H] and values [B, H, M, E/H] to what they bring,
  ///     [B, H, Q, E/H]. One head has an axis as well.
  /// - Returns: Shape [B, Q, E].
  static func multiHead(
    _ queries: Variable<Double>, _ keys: Variable<Double>, _ values: Variable<Double>,
    heads: Int, attend: Attend
  ) throws -> Variable<Double> {
    throw Todo()
  }

  /// Rotary positions: neighboring pairs of numbers of a vector are turned by angles proportional to its position,
  /// the first pair fastest.
  ///
  ///     a = position / 10000^(2i/d)     for the pair of the numbers 2i and 2i + 1
  ///     y[2i]     = x[2i]·cos a − x[2i + 1]·sin a
  ///     y[2i + 1] = x[2i]·sin a + x[2i + 1]·cos a
  ///
  ///     rotated([[1, 0, 1, 0]], at: [1])     // [[0.5403, 0.8415, 0.99995, 0.0099998]]
  ///
  /// The product of two vectors that are turned so depends on the difference of their positions alone. The
  /// functions are `Double.cos(a)`, `Double.sin(a)` and `Double.pow(10_000, b)`.
  ///
  /// - Parameters:
  ///   - x: Shape [..., T, d] with an even d.
  ///   - positions: That of each vector, shape [T]. They are numbers of any kind, in any order: negative ones, and
  ///     fractions, too.
  /// - Returns: The shape of x.
  static func rotated(
    _ x: Tensor<Double>, at positions: Tensor<Double>
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  /// A block of a transformer with its norms first: a look at the other tokens, and a thought about each.
  ///
  ///     x ← x + output(multi-head attention of query, key and value of norm1(x))
  ///     x ← x + down(gelu(up(norm2(x))))
  ///
  /// Use your `multiHead`. The parts are called like functions: `parts.norm1(x)`, `parts.query(x)`.
  ///
  /// - Parameters:
  ///   - x: Shape [B, T, D].
  ///   - parts: `norm1`, `norm2`, `query`, `key`, `value`, `output`, `up`, `down`, and the number of `heads`.
  ///   - attend: What `multiHead` needs.
  /// - Returns: Shape [B, T, D].
  static func block(
    _ x: Variable<Double>, _ parts: BlockParts, attend: Attend
  ) throws -> Variable<Double> {
    throw Todo()
  }

  // MARK: Text

  /// Byte-pair encoding: again and again, the most frequent pair of neighbors becomes one new token.
  ///
  /// Of equally frequent pairs the smallest is taken, by its first token, then by its second: `TokenPair(1, 9)`
  /// is less than `TokenPair(2, 0)`. In "aaa" there are two pairs, and merging makes one token of the first two:
  /// from the left to the right. The first new token is V, the next one V + 1. It ends early when no pair occurs
  /// twice.
  ///
  ///     bytePairs([0, 0, 0, 1, 0, 0], merges: 1, vocabulary: 2)
  ///     // tokens [2, 0, 1, 2], pairs [TokenPair(0, 0)]
  ///
  /// - Parameters:
  ///   - tokens: Each below V.
  ///   - merges: The largest number of merges.
  ///   - vocabulary: V.
  /// - Returns: The text in the new tokens, and the pairs that have become one, in the order of the merges.
  static func bytePairs(
    _ tokens: [Int], merges: Int, vocabulary: Int
  ) throws -> (tokens: [Int], pairs: [TokenPair]) {
    throw Todo()
  }

  /// What counting says of the next token: an n-gram, interpolated with all shorter ones by Witten and Bell's
  /// rule. A network that learns has to be better.
  ///
  ///     p(c | context) = (count(context, c) + k·p(c | the context without its first token)) / (count(context) + k)
  ///
  /// Here count(context, c) says how often c comes after the context in the text, count(context) how often anything
  /// does (contexts may overlap), and k is the number of *different* tokens that do. After a context that nothing
  /// follows anywhere, p is that of the shorter one. The empty context stands before every token of the text, and
  /// the one that is shorter still says 1/V.
  ///
  ///     probability(of: 1, after: [], in: [0, 1, 1], vocabulary: 4)       // (2 + 2·¼) / (3 + 2) = 0.5
  ///     probability(of: 1, after: [0], in: [0, 1, 1], vocabulary: 4)      // (1 + 1·0.5) / (1 + 1) = 0.75
  ///
  /// - Parameters:
  ///   - token: c, below V.
  ///   - context: The tokens before it, as many as there are, the last one last.
  ///   - text: What is counted.
  ///   - vocabulary: V.
  static func probability(
    of token: Int, after context: [Int], in text: [Int], vocabulary: Int
  ) throws -> Double {
    throw Todo()
  }

  /// How likely each token is to be drawn as the next one, from a model's logits.
  ///
  /// First the logits are divided by the temperature. Then only the k largest are kept, and of these, in falling
  /// order, only as many as it takes to have a share of p of them together; the first of them always. The
  /// probabilities are softmax over those that are kept, and 0 elsewhere. Of equal logits the first are kept.
  /// At temperature 0 the first of the largest has all. Logits may be thousands.
  ///
  ///     nextProbabilities([ln 5, ln 3, ln 2], temperature: 1, k: 3, p: 0.7)     // [0.625, 0.375, 0]
  ///
  /// `logits.argsort(isDescending: true)` are the places of the logits in falling order, equal logits in the order
  /// of their places.
  ///
  /// - Parameters:
  ///   - logits: Shape [V].
  ///   - temperature: 0 or more. Only 0 itself is a case of its own.
  ///   - k: At least 1; V or more keeps all.
  ///   - p: More than 0; 1 keeps all.
  /// - Returns: Shape [V], with a sum of 1.
  static func nextProbabilities(
    _ logits: Tensor<Double>, temperature: Double, k: Int, p: Double
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  /// Attention for tokens that go on from those that a cache holds, without computing anything of those again.
  ///
  /// The cache has t positions, so that the new ones are t, t + 1, and so on. Turn the new queries and keys by
  /// their positions (those of the cache are turned already), add the new keys and values after those of the
  /// cache, and let the new queries look at all that is theirs to see.
  ///
  /// Use your `rotated`, `causalMask` and `attention`. `Tensor.concatenate([a, b], along: 2)` joins two tensors.
  ///
  /// - Parameters:
  ///   - queries: Of the new tokens, shape [B, H, T, d].
  ///   - keys: Shape [B, H, T, d].
  ///   - values: Shape [B, H, T, e].
  ///   - cache: `keys` [B, H, t, d] and `values` [B, H, t, e]; t may be 0.
  /// - Returns: What the new queries bring home, [B, H, T, e], and `KeyValues(keys: …, values: …)` of all t + T.
  static func cachedStep(
    _ queries: Tensor<Double>, _ keys: Tensor<Double>, _ values: Tensor<Double>,
    _ cache: KeyValues
  ) throws -> (result: Tensor<Double>, cache: KeyValues) {
    throw Todo()
  }

  // MARK: Training

  /// One step of training: what is said of each next token is compared with the token, and the model moves a
  /// step against the gradient of the loss.
  ///
  /// Use your `shiftedTargets`. `try valueWithGradients(at: &model) { model in … }` gives the value of a loss and
  /// its gradients. `model.logits(inputs)` has shape [B, T, V], and `softmaxCrossEntropy(logits: …, labels: …)` is
  /// the mean surprise. Shorten the gradients with `gradients.clip(toNorm: 1)`, which changes them, so that they
  /// have to be a `var`. Then comes the optimizer's step, `optimizer.update(&model, along: gradients)`.
  ///
  /// - Parameters:
  ///   - model: A GPT of your functions.
  ///   - tokens: Shape [B, T + 1].
  ///   - optimizer: It remembers what it needs from step to step.
  /// - Returns: The loss before the step.
  static func trainingStep(
    _ model: inout SmallGPT, on tokens: Tensor<Int>, _ optimizer: inout Adam<Double>
  ) throws -> Double {
    throw Todo()
  }
}
