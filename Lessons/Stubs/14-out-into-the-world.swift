import Curriculum14
import Gradus

/// Lesson 14: out into the world: there and back, smaller, faster, tuned, and on many machines.
///
/// Replace each `throw Todo()` by your own code, from the top to the bottom, and after each one run
/// `swift test --filter Lesson14` or `swift run -q gradus check 14`.
enum Leaving {
  // MARK: 1. Names and layouts

  /// The tensors of a file from elsewhere, with the names and the layout of a model here.
  ///
  /// A name consists of parts between dots, as `h.0.attn.kernel`. Each part that is a key of `parts` is replaced by
  /// its value, once: "attn" is not looked for inside of "attn_norm", and a part that has just got its new name is
  /// not looked up again. Parts without a rule stay.
  ///
  /// A matrix whose *old* name has a last part in `transposed` is turned, [D, K] to [K, D]; a vector with such a
  /// name stays. Where two tensors would get one name, throw `NameClash(name)` with that name.
  ///
  ///     // ["h.0.kernel": [[1, 2, 3], [4, 5, 6]], "h.0.bias": [7]], ["h": "blocks", "kernel": "weight"],
  ///     // transposed ["kernel"]: ["blocks.0.weight": [[1, 4], [2, 5], [3, 6]], "blocks.0.bias": [7]]
  ///
  /// - Parameters:
  ///   - weights: The tensors by their names.
  ///   - parts: From the old part of a name to the new one.
  ///   - transposed: The last parts of old names whose matrices are to be turned.
  /// - Returns: The tensors by their new names.
  static func translated(
    _ weights: [String: Tensor<Double>], parts: [String: String], transposed: Set<String>
  ) throws -> [String: Tensor<Double>] {
    throw Todo()
  }

  // MARK: 2. Bytes of a file

  /// A whole number as Protocol Buffers write it, and so every ONNX file: a *varint*.
  ///
  /// The number is cut into groups of seven bits, the lowest first, as many as it takes and at least one. Each group
  /// is a byte; each byte but the last has its highest bit set, which says that another one follows.
  ///
  ///     // 5 is [5]; 300 = 2·128 + 44 is [44 + 128, 2] = [172, 2]
  ///
  /// - Parameter value: Any number of 64 bits.
  /// - Returns: One to ten bytes.
  static func varint(_ value: UInt64) throws -> [UInt8] {
    throw Todo()
  }

  // MARK: 3. A row in bytes

  /// A row of weights in signed bytes, with one scale.
  ///
  ///     scale = max |w| / 127           1 for a row of zeros
  ///     q[d]  = round(w[d] / scale)     to the nearest, ties to the even: .rounded(.toNearestOrEven)
  ///
  /// So q goes from −127 to 127, and −128 does not occur.
  ///
  ///     // [254, −101, 3] has the scale 2, and q = [127, −50, 2]: −50.5 and 1.5 are ties
  ///
  /// - Parameter row: At least one finite number.
  /// - Returns: The scale, what one step is worth, and the integers.
  static func quantizedRow(_ row: [Double]) throws -> (scale: Double, integers: [Int8]) {
    throw Todo()
  }

  // MARK: 4. A product in integers

  /// A layer of which inputs and weights are bytes.
  ///
  ///     y[k] = (Σ x[d]·w[k][d])·s·t[k] + b[k]
  ///
  /// The sum is one of integers, and exact: up to 100 000 products of up to 127·127.
  ///
  ///     // x = [100, 2], w = [[100, −3]], s = 0.5, t = [0.25], b = [1]: 9994·0.125 + 1 = 1250.25
  ///
  /// - Parameters:
  ///   - x: D bytes, from −127 to 127.
  ///   - weight: K rows of D bytes.
  ///   - xScale: s, what one step of x is worth.
  ///   - weightScales: t, what one step of each row is worth: K numbers.
  ///   - bias: b, K numbers.
  /// - Returns: y, K numbers.
  static func integerProduct(
    _ x: [Int8], weight: [[Int8]], xScale: Double, weightScales: [Double], bias: [Double]
  ) throws -> [Double] {
    throw Todo()
  }

  // MARK: 5. How wrong it can be

  /// How far the product of two quantized rows can be from that of the rows themselves.
  ///
  /// With x̂ = s·q and ŵ = t·p for the integers q and p, each number is off by at most half a step: x = x̂ + f
  /// and w = ŵ + e with |f| ≤ s/2 and |e| ≤ t/2. Then
  ///
  ///     |Σ x·w − Σ x̂·ŵ|  ≤  s/2·Σ|w| + t/2·Σ|x| + D·s·t/4
  ///
  ///     // x = [3, 1], s = 0.5, w = [−2, 7], t = 0.25: 0.25·9 + 0.125·4 + 2·0.125/4 = 2.8125
  ///
  /// - Parameters:
  ///   - x: D numbers, before they were quantized.
  ///   - xScale: s.
  ///   - weight: w, D numbers, before they were quantized.
  ///   - weightScale: t.
  /// - Returns: The bound.
  static func errorBound(
    _ x: [Double], xScale: Double, weight: [Double], weightScale: Double
  ) throws -> Double {
    throw Todo()
  }

  // MARK: 6. Before and after

  /// What has become of a model's predictions: how often they are the same, and both losses.
  ///
  ///     agreement: the share of rows in which both predict the same class, whether it is right or not
  ///     loss:      the mean over the rows of  log Σ exp(logits) − logit of the label
  ///
  /// The class that is predicted is that of the largest logit, the first of equal ones. Logits may be as large as
  /// 1000.
  ///
  ///     // before [[2, 0], [0, 1]], after [[1, 0], [3, 1]]: agreement 0.5
  ///
  /// - Parameters:
  ///   - before: The logits of the one model, shape [N, C].
  ///   - after: Those of the other, of the same shape.
  ///   - labels: N classes, in 0 ..< C.
  /// - Returns: The agreement, from 0 to 1, and the losses in nats.
  static func comparison(
    before: Tensor<Double>, after: Tensor<Double>, labels: [Int]
  ) throws -> (agreement: Double, lossBefore: Double, lossAfter: Double) {
    throw Todo()
  }

  // MARK: 7. What bounds the time

  /// What a prediction costs on a machine of which only two numbers are known: a *roofline*.
  ///
  /// The model is a chain of linear layers; one from D to K makes, for a batch of B rows,
  ///
  ///     operations  2·B·D·K + B·K              a multiplication and an addition each, and the bias
  ///     numbers     D·K + K + B·D + B·K        weights and bias are read once, inputs read, outputs written
  ///     seconds     max(operations / peak, bytes / bandwidth)
  ///
  /// and the layers wait for each other. Fewer than two sizes, perhaps none, are no layer: return zeros.
  ///
  ///     // sizes [3, 2], batch 1, 4 bytes, peak 7, bandwidth 13: 14 operations in 2 s, 52 bytes in 4 s: 4 s
  ///
  /// - Parameters:
  ///   - sizes: The inputs, and then the outputs of each layer.
  ///   - batch: B, at least 1.
  ///   - bytesPerNumber: 4 for `Float`, 1 for a byte.
  ///   - peak: Operations per second.
  ///   - bandwidth: Bytes per second.
  /// - Returns: Operations and bytes of all layers, and the sum of the layers' seconds.
  static func roofline(
    sizes: [Int], batch: Int, bytesPerNumber: Int, peak: Double, bandwidth: Double
  ) throws -> (operations: Int, bytes: Int, seconds: Double) {
    throw Todo()
  }

  // MARK: 8. A round of a search

  /// Settings drawn at random, tried, and the better half of them kept: a round of successive halving.
  ///
  ///     setting = lowest·(highest / lowest)^u          for each draw u: uniform in its logarithm
  ///
  /// `loss` trains with a setting and is called once per setting, in the order of the draws. The ⌈n/2⌉ settings of
  /// the lowest losses are kept, the best first; among equal losses the earlier draw comes first. A loss that is
  /// NaN counts as ∞: the training has diverged.
  ///
  ///     // draws [0.5, 0, 1] from 0.01 to 1 are [0.1, 0.01, 1]; with losses [3, NaN, 2], [1, 0.1] are kept
  ///
  /// - Parameters:
  ///   - draws: Numbers from 0 to 1, at least one.
  ///   - lowest: The least setting, above 0.
  ///   - highest: The largest, at least the lowest.
  ///   - loss: The loss of a setting on validation data.
  /// - Returns: The settings that are kept.
  static func halvingRound(
    draws: [Double], from lowest: Double, to highest: Double,
    loss: (_ setting: Double) throws -> Double
  ) throws -> [Double] {
    throw Todo()
  }

  // MARK: 9. Many machines

  /// The sum of the gradients of N workers, at each of them: all-reduce in a ring.
  ///
  /// A worker can send to its right neighbor only, (r + 1) % N. Each buffer is cut into N chunks of at most ⌈L/N⌉
  /// numbers, such as c·L/N ..< (c + 1)·L/N (multiply first); where there are fewer numbers than workers, some are empty.
  ///
  ///     first half, step s in 0 ..< N − 1:   worker r sends chunk r − s, and the neighbor adds what arrives
  ///     second half, step s in 0 ..< N − 1:  worker r sends chunk r + 1 − s, and the neighbor replaces its own
  ///
  /// with numbers of chunks going around, −1 being N − 1 (add N before % N: in Swift, −1 % N is −1). So a worker
  /// sends at most 2·(N − 1)·⌈L/N⌉ numbers of L. All buffers are equal in the end, bit for bit.
  ///
  ///     // [[1, 2], [3, 4]]: 0 sends [1] and 1 sends [4]; 1 has [4, 4], 0 has [1, 6]; then 0 sends [6] and
  ///     // 1 sends [4], and both have [4, 6]
  ///
  /// - Parameters:
  ///   - buffers: The numbers of each worker, all of one length; at least one worker.
  ///   - send: Sends numbers from a worker to another, and returns what arrives there.
  /// - Returns: The numbers of each worker afterward.
  static func allReduce(
    _ buffers: [[Double]], send: (_ numbers: [Double], _ from: Int, _ to: Int) throws -> [Double]
  ) throws -> [[Double]] {
    throw Todo()
  }
}
