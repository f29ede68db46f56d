import Layers
import TensorCore

/// Adafactor (Shazeer and Stern, 2018, *Adafactor: Adaptive Learning Rates with Sublinear Memory Cost*), as
/// PyTorch has it: of a matrix of R × C numbers it remembers R + C, where ``Adam`` remembers 2·R·C.
///
/// The mean square of each element is estimated from those of its row and of its column, which is exact where
/// the squares are a column times a row:
///
///     r ← β·r + (1 − β)·(mean of g² over each row)        with β = 1 − t^(−c) at step t
///     k ← β·k + (1 − β)·(mean of g² over each column)
///     v = r·k / mean(r)                                   v ← β·v + (1 − β)·g² with fewer than 2 axes
///     u = g / √max(v, ε₁²)
///     α = max(ε₂, RMS(p)) · min(η, 1/√t)
///     p ← p − η·λ·p
///     p ← p − α · u / max(1, RMS(u)/d)                    RMS(x) = √(mean of x²)
///
/// So a step is a share of the parameter's own size, at most about η of it; there is no momentum. Of a tensor
/// with more than two axes, the last two are rows and columns, and each matrix has its own.
/// What is saved is memory between steps: a step needs a few tensors of the parameter's size for a moment.
public struct Adafactor<Scalar: TensorScalar>: Optimizer, Sendable {
  /// η, about the largest share of a parameter's size that a step changes; 0.01 by default.
  public var learningRate: Double
  /// c, how fast the averages become long ones: β = 1 − t^(−c); 0.8 by default.
  public let decayExponent: Double
  /// ε₁, the least root mean square of a gradient; the scalar's distance from 1 to the next number by default.
  public let epsilon1: Double
  /// ε₂, the least size of a parameter, without which one of zeros would stay there; 0.001 by default.
  public let epsilon2: Double
  /// d, how large the root mean square of u may be; 1 by default.
  public let threshold: Double
  /// λ, the share of η·p that is taken from p at each step; 0 by default.
  public var weightDecay: Double
  /// Which parameters are trained, and how.
  public var parameterRule = ParameterRule.all
  /// r and k of each parameter, or v.
  public var state = OptimizerState<Scalar>()

  /// Makes the optimizer with the defaults of PyTorch.
  ///
  /// Traps when the rate, the decay or the exponent is negative, an epsilon is not positive, or the threshold
  /// below 1.
  ///
  /// - Parameters:
  ///   - learningRate: η.
  ///   - decayExponent: c.
  ///   - epsilon1: ε₁; the scalar's `ulpOfOne` unless given.
  ///   - epsilon2: ε₂.
  ///   - threshold: d.
  ///   - weightDecay: λ.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public init(
    learningRate: Double = 1e-2, decayExponent: Double = 0.8, epsilon1: Double? = nil,
    epsilon2: Double = 1e-3, threshold: Double = 1, weightDecay: Double = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireHyperparameters(
      learningRate, weightDecay, of: "Adafactor", in: Scalar.self, file: file, line: line)
    requireNumber(
      decayExponent, "decay exponent", .atLeastZero, of: "Adafactor", file: file, line: line)
    let epsilon1 = epsilon1 ?? Scalar.ulpOfOne.doubleValue
    // Its square is what is calculated with.
    requireNumber(
      epsilon1 * epsilon1, "square of epsilon 1", .positive, of: "Adafactor", in: Scalar.self,
      file: file, line: line)
    requireNumber(
      epsilon2, "epsilon 2", .positive, of: "Adafactor", in: Scalar.self, file: file, line: line)
    require(
      threshold >= 1 && threshold.isFinite,
      "Adafactor: expected a finite threshold of at least 1, found \(threshold)", file: file,
      line: line)
    self.learningRate = learningRate
    self.decayExponent = decayExponent
    self.epsilon1 = epsilon1
    self.epsilon2 = epsilon2
    self.threshold = threshold
    self.weightDecay = weightDecay
  }

  /// A number for each row and for each column; what has neither is remembered whole.
  public func stateTensors(
    of name: ParameterName, _ shape: Shape
  ) -> [(name: String, shape: Shape)] {
    guard shape.rank >= 2 else { return [("square", shape)] }
    let (matrices, rows, columns) = (
      shape.dimensions.dropLast(2), shape[shape.rank - 2], shape[shape.rank - 1]
    )
    return [("rowSquare", Shape(matrices + [rows])), ("columnSquare", Shape(matrices + [columns]))]
  }

  /// One step of one parameter.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func updateParameter(
    _ parameter: inout Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    along gradient: Tensor<Scalar>, at step: OptimizerStep
  ) {
    let count = Double(step.count)
    let rate =
      max(epsilon2, rootMeanSquare(parameter)) * min(step.learningRate, 1 / count.squareRoot())
    let share = Scalar(Double.pow(count, -decayExponent))
    let update = direction(gradient, &state, share: share)
    let shortened = Scalar(rate / max(1, rootMeanSquare(update) / threshold))
    let keep = Scalar(1 - step.learningRate * step.weightDecay)
    parameter.update(with: update) { p, u in keep * p - shortened * u }
  }

  /// u, after the averages have moved toward the gradient's squares.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func direction(
    _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>], share: Scalar
  ) -> Tensor<Scalar> {
    let follow = { (average: Scalar, new: Scalar) in average + share * (new - average) }
    let smallest = Scalar(epsilon1)
    let squares = gradient.squared()
    let estimate: Tensor<Scalar>
    if gradient.rank < 2 {
      state[0].update(with: squares, follow)
      estimate = state[0]
    } else {
      let (rows, columns) = (gradient.rank - 2, gradient.rank - 1)
      state[0].update(with: squares.mean(along: [columns]), follow)
      state[1].update(with: squares.mean(along: [rows]), follow)
      let mean = state[0].mean(along: [rows], keepingDimensions: true)
        .map { $0 < smallest ? smallest : $0 }
      estimate =
        state[0].expandingDimension(at: columns)
        * (state[1] / mean).expandingDimension(at: rows)
    }
    let floor = smallest * smallest
    return gradient / estimate.map { Scalar.sqrt($0 < floor ? floor : $0) }
  }

  private func rootMeanSquare(_ tensor: Tensor<Scalar>) -> Double {
    tensor.squared().mean().doubleValue.squareRoot()
  }
}
