import TensorCore

/// Muon: steps along the orthogonal matrix that is nearest to the momentum (Jordan et al., 2024, *Muon: An
/// optimizer for hidden layers in neural networks*).
///
///     m ← μ·m + (1 − μ)·g
///     u ← μ·m + (1 − μ)·g              without Nesterov's momentum u ← m
///     p ← p − η·λ·p − η·√max(1, rows / columns) · orthogonalized(u)
///
/// The momentum of a weight matrix is mostly a few large directions. An orthogonal matrix has all its
/// singular values equal, so that the rare directions are learned as fast as the common ones.
///
/// It is for matrices. A kernel [O, C, H, W] counts as one with O rows. What has fewer than two axes, as
/// biases have, goes to another optimizer, or is frozen by ``parameterRule``. So should tables of
/// embeddings and the last layer of a classifier, says the paper.
public struct Muon<Scalar: TensorScalar>: Optimizer, Sendable {
  /// η, how far a step turns and stretches a matrix; 0.001 by default, as in PyTorch. The paper takes 0.02.
  public var learningRate: Double
  /// μ, the share of the mean gradient that stays at each step; 0.95 by default.
  public let momentum: Double
  /// Whether the gradient counts once more after the mean has been formed; true by default.
  public let isNesterov: Bool
  /// λ, the share of η·p that is taken from p at each step; 0.1 by default.
  public var weightDecay: Double
  /// Which parameters are trained, and how.
  public var parameterRule = ParameterRule.all
  /// m of each parameter.
  public var state = OptimizerState<Scalar>("mean")

  /// Makes the optimizer with PyTorch's defaults.
  ///
  /// Traps when the rate or the decay is negative, or the momentum is not in 0 ..< 1.
  public init(
    learningRate: Double = 1e-3, momentum: Double = 0.95, isNesterov: Bool = true,
    weightDecay: Double = 0.1, file: StaticString = #fileID, line: UInt = #line
  ) {
    requireHyperparameters(
      learningRate, weightDecay, of: "Muon", in: Scalar.self, file: file, line: line)
    requireNumber(momentum, "momentum", .belowOne, of: "Muon", file: file, line: line)
    self.learningRate = learningRate
    self.momentum = momentum
    self.isNesterov = isNesterov
    self.weightDecay = weightDecay
  }

  /// One step of one parameter. Traps when the parameter has fewer than two axes.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func updateParameter(
    _ parameter: inout Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    along gradient: Tensor<Scalar>, at step: OptimizerStep
  ) {
    let shape = parameter.shape
    require(
      shape.rank >= 2,
      "Muon: expected parameters of at least two axes, found shape \(shape). "
        + "Hint: give it to another optimizer, or freeze it by parameterRule")
    let (keep, take) = (Scalar(momentum), Scalar(1 - momentum))
    state[0].update(with: gradient) { mean, g in keep * mean + take * g }
    var direction = state[0]
    if isNesterov { direction.update(with: gradient) { mean, g in keep * mean + take * g } }

    let (rows, columns) = (shape[0], shape.elementCount / max(1, shape[0]))
    let orthogonal = direction.reshaped(to: [rows, columns]).orthogonalized().reshaped(to: shape)
    let rate = Scalar(
      step.learningRate * max(1, Double(rows) / Double(max(1, columns))).squareRoot())
    let keptShare = Scalar(1 - step.learningRate * step.weightDecay)
    parameter.update(with: orthogonal) { p, o in keptShare * p - rate * o }
  }
}

extension Tensor where Element: TensorScalar {
  /// Nearly the orthogonal matrix that is nearest to this one: U·Vᵀ of its singular value decomposition
  /// U·S·Vᵀ, but for singular values between some 0.7 and 1.2 in place of ones.
  ///
  /// Five steps of a Newton–Schulz iteration, which needs products alone:
  ///
  ///     X ← X / ‖X‖
  ///     X ← a·X + (b·A + c·A²)·X  with A = X·Xᵀ
  ///
  /// Each takes every singular value s to a·s + b·s³ + c·s⁵. The coefficients a, b, c of Jordan et al.
  /// let small ones grow fastest, and do not care that large ones end at 1 exactly.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  func orthogonalized() -> Tensor {
    let (a, b, c): (Element, Element, Element) = (3.4445, -4.7750, 2.0315)
    // The product with itself is the smaller the fewer rows there are.
    let isTall = shape[0] > shape[1]
    var x = isTall ? transposed() : self
    x *= 1 / Swift.max(norm(), 1e-7)
    for _ in 0..<5 {
      let gram = matmul(x, x, transposeB: true)
      var polynomial = matmul(gram, gram)
      polynomial.update(with: gram) { square, gram in b * gram + c * square }
      var next = matmul(polynomial, x)
      next.update(with: x) { product, x in a * x + product }
      x = next
    }
    return isTall ? x.transposed() : x
  }
}
