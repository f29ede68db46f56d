import Gradus

/// Lesson 2: backpropagation, twice: on single numbers, then on tensors.
///
/// Replace each `throw Todo()` by your own code, from the top to the bottom, and after each one run
/// `swift test --filter Lesson02` or `swift run -q gradus check 2`.
///
/// The letters of the shapes: B samples in a batch (those that one step is computed from), D inputs,
/// H hidden units, K classes. *Upstream* is the gradient that arrives at the output of an operation: how
/// much the loss changes for each unit that the output changes.
enum Backpropagation {
  // MARK: On numbers

  /// The derivatives of an operation with respect to its two inputs.
  ///
  /// The operations are `.add` (x + y), `.subtract`, `.multiply`, `.divide` (x / y), `.tanh`, `.relu`
  /// (max(x, 0)) and `.exp` (eˣ). The last three have no y: return 0 for it. The derivative of relu is 0
  /// at 0. `Double.tanh(x)` and `Double.exp(x)` are the functions.
  ///
  ///     localDerivatives(of: .multiply, at: 2, 5)     // (5, 2): for each unit of x, x·y changes by y
  ///
  /// - Parameters:
  ///   - operation: One of the seven; a `switch` does it.
  ///   - x: The first input.
  ///   - y: The second input.
  static func localDerivatives(
    of operation: ScalarOperation, at x: Double, _ y: Double
  ) throws -> (x: Double, y: Double) {
    throw Todo()
  }

  /// The derivatives of the last number on a tape with respect to every number on it.
  ///
  /// Each record lists the numbers that it was computed from: `tape[5].inputs`, and of each input its
  /// place `index` on the tape and the `localDerivative`. Inputs stand before what is made of them.
  ///
  /// The derivative of the last number with respect to itself is 1. Then go from the back to the front:
  /// each record hands `localDerivative · its own derivative` to each of its inputs, where it is added
  /// to what is there.
  ///
  ///     // a = 3, b = a·a (listed twice: ∂b/∂a = a, for each of the two)
  ///     backward([ScalarRecord(), ScalarRecord([.init(0, localDerivative: 3),
  ///                                             .init(0, localDerivative: 3)])])     // [6, 1]
  ///
  /// - Parameter tape: At least one record.
  /// - Returns: As many numbers as there are records.
  static func backward(_ tape: [ScalarRecord]) throws -> [Double] {
    throw Todo()
  }

  /// The slope of a function between x − h and x + h, an approximation of its derivative at x:
  ///
  ///     (f(x + h) − f(x − h)) / 2h
  ///
  ///     centralDifference(of: { $0 * $0 }, at: 3, h: 0.1)     // 6
  ///
  /// Since `f` may throw, call it with `try`.
  static func centralDifference(
    of f: (Double) throws -> Double, at x: Double, h: Double
  ) throws -> Double {
    throw Todo()
  }

  // MARK: On tensors

  /// The gradient of relu's input: upstream where x > 0, and 0 elsewhere.
  ///
  /// `x .> 0` is a tensor of truth values, and `select(condition, a, b)` takes from a where it is true.
  ///
  ///     reluBackward([[-1, 2]], upstream: [[10, 20]])     // [[0, 20]]
  ///
  /// - Parameters:
  ///   - x: The input of relu, any shape.
  ///   - upstream: The same shape.
  static func reluBackward(
    _ x: Tensor<Double>, upstream: Tensor<Double>
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  /// The gradients of both operands of c = a·b: U·bᵀ for a, and aᵀ·U for b, with upstream U.
  ///
  /// Use the framework's `matmul(x, y)` and `x.transposed()`.
  ///
  ///     matmulBackward([[2]], [[3]], upstream: [[10]])     // a [[30]], b [[20]]
  ///
  /// - Parameters:
  ///   - a: Shape [B, D].
  ///   - b: Shape [D, H].
  ///   - upstream: Shape [B, H], like c.
  /// - Returns: The gradients of a, shape [B, D], and of b, shape [D, H].
  static func matmulBackward(
    _ a: Tensor<Double>, _ b: Tensor<Double>, upstream: Tensor<Double>
  ) throws -> (a: Tensor<Double>, b: Tensor<Double>) {
    throw Todo()
  }

  /// The gradient of a tensor that was broadcast from `shape`: what was repeated is summed up.
  ///
  /// Axes that broadcasting has added stand in front: sum along axis 0 while there are too many
  /// (`t.rank` and `shape.rank` are the numbers of axes). Where `shape[axis]` is 1, sum along that axis
  /// and keep it: `t.sum(along: Axes(axis), keepingDimensions: true)`.
  ///
  ///     unbroadcast([[1, 2], [3, 4]], to: [2])        // [4, 6]
  ///     unbroadcast([[1, 2], [3, 4]], to: [2, 1])     // [[3], [7]]
  ///
  /// - Parameters:
  ///   - upstream: The gradient of the broadcast tensor.
  ///   - shape: The shape from which it was broadcast.
  static func unbroadcast(
    _ upstream: Tensor<Double>, to shape: Shape
  ) throws -> Tensor<Double> {
    throw Todo()
  }

  /// ln Σₖ exp(xₖ) of each row, without overflow: with m the largest of the row,
  ///
  ///     m + ln Σₖ exp(xₖ − m)
  ///
  /// `x.max(along: 1, keepingDimensions: true)` has shape [B, 1]; `exp()`, `log()` and `sum(along:)`
  /// are methods as well.
  ///
  ///     logSumExp([[0, 0], [1000, 1000]])     // [[0.693], [1000.693]], since ln 2 = 0.693
  ///
  /// - Parameter x: Shape [B, K].
  /// - Returns: Shape [B, 1].
  static func logSumExp(_ x: Tensor<Double>) throws -> Tensor<Double> {
    throw Todo()
  }

  /// The mean cross-entropy of softmax, and its gradient with respect to the logits:
  ///
  ///     ln p[i, k] = x[i, k] − logSumExp(x)[i]
  ///     loss       = −1/B · Σᵢ ln p[i, labels[i]]
  ///     gradient   = (p − y) / B     where y[i, k] is 1 at the label, and 0 elsewhere
  ///
  /// The loss is a mean over B samples, so each sample's part of the gradient has the factor 1/B.
  /// `Lessons/SOFTMAX.md` derives all of this. Use your `logSumExp`. `labels[i]` is the class of sample i.
  ///
  ///     softmaxCrossEntropy([[0, 0]], labels: [1])     // loss 0.693, gradient [[0.5, -0.5]]
  ///
  /// - Parameters:
  ///   - logits: Shape [B, K].
  ///   - labels: Shape [B], each in 0 ..< K.
  /// - Returns: The loss, and its gradient of shape [B, K].
  static func softmaxCrossEntropy(
    _ logits: Tensor<Double>, labels: Tensor<Int>
  ) throws -> (loss: Double, gradient: Tensor<Double>) {
    throw Todo()
  }

  /// Whether something that claims to be the gradient of a function is: a gradient checker.
  ///
  /// Compare each element of `claimed(x)` with the central difference of the function when only that
  /// element of x changes; a step of h = 10⁻⁵ suits. No difference may be larger than 10⁻⁶ times the
  /// largest magnitude among all elements, claimed and measured. A claim of another shape than x is wrong,
  /// and so is one with an element that is infinite or NaN.
  ///
  /// Gradients here may be very small or very large as a whole. A tolerance that does not follow their
  /// size accepts what is wrong, or rejects what is right.
  ///
  /// - Parameters:
  ///   - claimed: Gives a tensor of the shape of its input, if it is right.
  ///   - function: Gives a number.
  ///   - x: Where to compare them, shape [B, D].
  static func isGradient(
    _ claimed: (Tensor<Double>) throws -> Tensor<Double>,
    of function: (Tensor<Double>) throws -> Double, at x: Tensor<Double>
  ) throws -> Bool {
    throw Todo()
  }

  // MARK: A network

  /// The values of a network with one hidden layer, on the way forward:
  ///
  ///     hidden = relu(x·W₁ + b₁)     shape [B, H]
  ///     logits = hidden·W₂ + b₂      shape [B, K]
  ///
  /// An `MLP` has `weight1` [D, H], `bias1` [H], `weight2` [H, K] and `bias2` [K]. Use the framework's
  /// `matmul`, and `t.relu()`.
  ///
  /// - Parameters:
  ///   - network: The parameters.
  ///   - x: Shape [B, D].
  static func forward(
    _ network: MLP, _ x: Tensor<Double>
  ) throws -> (hidden: Tensor<Double>, logits: Tensor<Double>) {
    throw Todo()
  }

  /// One step of gradient descent: forward, loss, backward, and each parameter p ← p − η·∂loss/∂p.
  ///
  /// On the way back each operation of `forward` comes in turn, the last first, with the functions that
  /// you have written: softmaxCrossEntropy gives the gradient of the logits, matmulBackward that of
  /// `hidden` and W₂, unbroadcast that of b₂, reluBackward that of x·W₁ + b₁, and so on. (Where relu's
  /// input was positive, its output is too.)
  ///
  /// - Parameters:
  ///   - network: The parameters before the step.
  ///   - x: Shape [B, D].
  ///   - labels: Shape [B].
  ///   - learningRate: η.
  /// - Returns: The network after the step, and the loss before it.
  static func trainingStep(
    _ network: MLP, _ x: Tensor<Double>, labels: Tensor<Int>, learningRate: Double
  ) throws -> (network: MLP, loss: Double) {
    throw Todo()
  }
}
