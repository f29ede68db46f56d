import Gradus

/// Lesson 9: recurrent networks, from one step by hand to LSTM and GRU.
///
/// Replace each `throw Todo()` by your own code, from the top to the bottom, and after each one run
/// `swift test --filter Lesson09` or `swift run -q gradus check 9`.
///
/// The letters of the shapes: B sequences in a batch, T steps, D inputs, H hidden units, V characters.
/// `CellWeights` has `w` [D, H], `u` [H, H] and `b` [H]; those of a cell with gates have the gates side
/// by side, as columns. To add up gradients of weights, begin with zeros of the same shapes:
/// `var sum = weights.zeros`, and then `sum.add(other)`.
enum Remembering {
  // MARK: A network with a memory

  /// One step of a recurrent network, from a state h and an input x to the next state:
  ///
  ///     h′ = tanh(x·W + h·U + b)
  ///
  ///     step([[1]], [[0.5]], W = [[2]], U = [[-1]], b = [0.1])     // [[tanh 1.6]] = [[0.9217]]
  ///
  /// - Parameters:
  ///   - x: The input, shape [B, D].
  ///   - state: The state before the step, h, shape [B, H].
  ///   - weights: W, U and b.
  /// - Returns: The state after the step, shape [B, H].
  static func step(
    _ x: Tensor<Double>, _ state: Tensor<Double>, _ weights: CellWeights
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  /// The gradients of one step, given that of its result: of the input, of the state before, of W, U and b.
  ///
  /// First back through tanh, whose derivative is 1 − tanh², that is 1 − next². Then, as in lesson 2, back
  /// through two products and a bias that was added to every row:
  ///
  ///     ofSum = upstream ⊙ (1 − next²)
  ///     of x = ofSum·Wᵀ    of h = ofSum·Uᵀ
  ///     of W = xᵀ·ofSum    of U = hᵀ·ofSum    of b = ofSum, summed over the batch
  ///
  /// - Parameters:
  ///   - x: Shape [B, D].
  ///   - state: The state before the step, h, shape [B, H].
  ///   - next: The state after the step, as `step` has returned it, shape [B, H].
  ///   - weights: W, U and b.
  ///   - upstream: The gradient of `next`, shape [B, H].
  /// - Returns: `CellGradients(x: …, state: …, weights: CellWeights(w: …, u: …, b: …))`, each of
  ///   the shape of what it is the gradient of.
  static func stepBackward(
    _ x: Tensor<Double>, _ state: Tensor<Double>, next: Tensor<Double>, _ weights: CellWeights,
    upstream: Tensor<Double>
  ) throws -> CellGradients {
    throw Todo()
  }

  /// The states after each step of whole sequences. The state that a step returns goes into the next one.
  ///
  /// Use your `step`. `x[0..., t]` is the input of step t, shape [B, D], and `Tensor.stack(states, along: 1)`
  /// joins T states along a new axis.
  ///
  /// - Parameters:
  ///   - x: Shape [B, T, D], with T at least 1.
  ///   - start: The state before the first step, shape [B, H].
  ///   - weights: The same for all steps.
  /// - Returns: Shape [B, T, H].
  static func unroll(
    _ x: Tensor<Double>, from start: Tensor<Double>, _ weights: CellWeights
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  /// Backpropagation through time: the gradients of all that `unroll` has computed with.
  ///
  /// From the last step to the first, with your `stepBackward`. A state was used twice: as a result, with the
  /// gradient upstream[0..., t], and by the next step, which hands back the gradient of the state before it.
  /// The gradient of the state is the sum of both. The weights were used in every step: their gradients add up.
  ///
  /// - Parameters:
  ///   - x: Shape [B, T, D].
  ///   - start: The state before the first step, shape [B, H].
  ///   - states: The states after each step, as `unroll` has returned them, shape [B, T, H].
  ///   - weights: W, U and b.
  ///   - upstream: The gradient of `states`, shape [B, T, H].
  /// - Returns: The gradient of x, [B, T, D], that of `start` as `state`, [B, H], and those of the weights.
  static func backwardThroughTime(
    _ x: Tensor<Double>, from start: Tensor<Double>, states: Tensor<Double>,
    _ weights: CellWeights, upstream: Tensor<Double>
  ) throws -> CellGradients {
    throw Todo()
  }

  /// Truncated backpropagation through time: the sequence is read in chunks of `length` steps, of which the
  /// last may be shorter. Each chunk begins with the state at the end of the one before, as a constant, so
  /// that each has a way back of its own.
  ///
  /// Use your `unroll` and `backwardThroughTime`. `x[0..., 3..<6]` are three steps of all sequences, and
  /// `Tensor.concatenate(parts, along: 1)` joins them again.
  ///
  /// - Parameters:
  ///   - x: Shape [B, T, D].
  ///   - start: The state before the first step, shape [B, H].
  ///   - weights: The same in all chunks.
  ///   - length: The number of steps of a chunk, at least 1.
  ///   - upstream: The gradient of the states, shape [B, T, H].
  /// - Returns: The states of all steps, [B, T, H], and the sum of the chunks' gradients of the weights.
  static func truncated(
    _ x: Tensor<Double>, from start: Tensor<Double>, _ weights: CellWeights, length: Int,
    upstream: Tensor<Double>
  ) throws -> (states: Tensor<Double>, gradient: CellWeights) {
    throw Todo()
  }

  // MARK: Gates

  /// One step of an LSTM, whose memory, the cell c, is changed by gates alone:
  ///
  ///     i, f, g, o = the four parts of x·W + h·U + b, in this order: input, forget, candidate, output
  ///     c′ = σ(f) ⊙ c + σ(i) ⊙ tanh(g)
  ///     h′ = σ(o) ⊙ tanh(c′)
  ///
  /// σ is the sigmoid, `t.sigmoid()`, and `t.split(into: 4, along: 1)` cuts [B, 4·H] into four of [B, H].
  ///
  /// - Parameters:
  ///   - x: Shape [B, D].
  ///   - hidden: h, shape [B, H].
  ///   - cell: c, shape [B, H].
  ///   - weights: W [D, 4·H], U [H, 4·H] and b [4·H].
  /// - Returns: h′ and c′, both of shape [B, H].
  static func lstmStep(
    _ x: Tensor<Double>, hidden: Tensor<Double>, cell: Tensor<Double>, _ weights: CellWeights
  ) throws -> (hidden: Tensor<Double>, cell: Tensor<Double>) {
    throw Todo()
  }

  /// One step of a GRU, as PyTorch defines it, with a bias for each of the two products:
  ///
  ///     xReset, xKeep, xNew = the three parts of x·W + weights.b, in this order
  ///     hReset, hKeep, hNew = the three parts of h·U + stateBias, in the same order
  ///     reset = σ(xReset + hReset)    keep = σ(xKeep + hKeep)
  ///     new = tanh(xNew + reset ⊙ hNew)
  ///     h′ = (1 − keep) ⊙ new + keep ⊙ h
  ///
  /// - Parameters:
  ///   - x: Shape [B, D].
  ///   - state: h, shape [B, H].
  ///   - weights: W [D, 3·H], U [H, 3·H] and the bias of the input's part, b [3·H].
  ///   - stateBias: The bias of the state's part, shape [3·H].
  /// - Returns: h′, shape [B, H].
  static func gruStep(
    _ x: Tensor<Double>, _ state: Tensor<Double>, _ weights: CellWeights,
    stateBias: Tensor<Double>
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  // MARK: Text

  /// A text for several readers, in batches that go on where the last one ended.
  ///
  /// The N − 1 characters that have a next one are divided into `count` stretches of (N − 1) / count
  /// characters, one for each reader, and what is left at the end is dropped. Batch k has the characters
  /// k · length ..< (k + 1) · length of each stretch; what does not fill a batch is dropped as well. The
  /// targets are the characters that come next.
  ///
  ///     streams([0, 1, 2, 3, 4, 5, 6, 7, 8], count: 2, length: 2)     // two batches:
  ///     // inputs [[0, 1], [4, 5]], targets [[1, 2], [5, 6]]; inputs [[2, 3], [6, 7]], targets [[3, 4], [7, 8]]
  ///
  /// - Parameters:
  ///   - tokens: The text as numbers, shape [N], with N at least 1.
  ///   - count: B, the number of readers.
  ///   - length: T, the characters of a batch for each reader.
  /// - Returns: `TextBatch(inputs: …, targets: …)` of shape [B, T] each; none where the text is too short.
  static func streams(
    _ tokens: Tensor<Int>, count: Int, length: Int
  ) throws -> [TextBatch] {
    throw Todo()
  }

  /// A character, drawn by its probability, softmax(logits / temperature).
  ///
  /// A number `draw` between 0 and 1 decides: the result is the first character k at which
  /// p[0] + … + p[k] > draw. Rounding may leave the whole sum a little below 1, so that none is found: then
  /// the result is the last character. At temperature 0, and only there, it is the one with the largest logit,
  /// the first of equal ones. Logits may be thousands: subtract the largest before anything else.
  ///
  ///     sample([0, 0, 0, 0], temperature: 1, draw: 0.6)     // 2: the probabilities are 0.25 each
  ///
  /// - Parameters:
  ///   - logits: Shape [V].
  ///   - temperature: 0 or more.
  ///   - draw: At least 0, and below 1.
  /// - Returns: The number of the character, from 0 up to V − 1.
  static func sample(
    _ logits: Tensor<Double>, temperature: Double, draw: Double
  ) throws -> Int {
    throw Todo()
  }

  // MARK: A series

  /// Windows of a series, each with the number that comes next, standardized by what is known.
  ///
  /// The last `heldOut` numbers are the targets of the test. All numbers before them are known: their mean and
  /// deviation standardize the whole series, (number − mean) / deviation, windows and targets of both parts.
  /// The deviation is the root of the mean of the squared differences from the mean: `variance()` has that
  /// mean, and `squareRoot()` takes the root. The window of the number at place i are the `length` numbers
  /// before it. Each number at place `length` or later is a target: of the test if it is one of the last
  /// `heldOut`, else of the training. Both parts are in the order of the series.
  ///
  ///     windows(of: [1, 3, 1, 3, 7], length: 2, heldOut: 1)     // known: mean 2, deviation 1
  ///     // training: inputs [[-1, 1], [1, -1]], targets [-1, 1]; test: inputs [[-1, 1]], targets [5]
  ///
  /// - Parameters:
  ///   - series: Shape [N]; what is known is not all the same.
  ///   - length: T, at least 1, and below N − heldOut.
  ///   - heldOut: At least 1.
  /// - Returns: `SeriesWindows(inputs: …, targets: …)` of shapes [M, T] and [M] for each part.
  static func windows(
    of series: Tensor<Double>, length: Int, heldOut: Int
  ) throws -> (training: SeriesWindows, test: SeriesWindows) {
    throw Todo()
  }
}
