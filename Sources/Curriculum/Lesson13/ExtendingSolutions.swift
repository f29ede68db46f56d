import GradientChecking
import Gradus

/// The solution of lesson 13.
enum Extending {
  // MARK: 1. From a formula to a pullback

  static func squareplusGradients(
    _ x: Tensor<Double>, _ b: Tensor<Double>, upstream: Tensor<Double>
  ) throws -> (x: Tensor<Double>, b: Tensor<Double>) {
    let root = (x * x + b).sqrt()
    let slopeOfX = 0.5 * (1 + x / root)
    let slopeOfB = 0.25 / root
    return (
      (upstream * slopeOfX).unbroadcast(to: x.shape), (upstream * slopeOfB).unbroadcast(to: b.shape)
    )
  }

  // MARK: 2. An operation on the tape

  static func squareplus<Scalar: TensorScalar>(
    _ x: Variable<Scalar>, _ b: Variable<Scalar>
  ) throws -> Variable<Scalar> {
    let root = (x.value * x.value + b.value).sqrt()
    return Variable(
      "squareplus", 0.5 * (x.value + root),
      (x, { upstream in (upstream * (0.5 * (1 + x.value / root))).unbroadcast(to: x.shape) }),
      (b, { upstream in (upstream * (0.25 / root)).unbroadcast(to: b.shape) }))
  }

  // MARK: 3. An optimizer from a paper

  static func muonStep(
    _ weight: Tensor<Double>, gradient: Tensor<Double>, velocity: Tensor<Double>,
    learningRate: Double, momentum: Double
  ) throws -> (weight: Tensor<Double>, velocity: Tensor<Double>) {
    let velocity = momentum * velocity + gradient
    let direction = gradient + momentum * velocity
    var x = direction / (direction.squared().sum().squareRoot() + 1e-7)
    for _ in 0..<5 {
      let a = matmul(x, x, transposeB: true)
      x = 3.4445 * x + matmul(2.0315 * matmul(a, a) - 4.775 * a, x)
    }
    let (rows, columns) = (Double(weight.shape[0]), Double(weight.shape[1]))
    let scale = max(1, rows / columns).squareRoot()
    return (weight - learningRate * scale * x, velocity)
  }

  // MARK: 4. A schedule

  static func stableDecay(
    step: Int, of total: Int, peak: Double, warmup: Int, decay: Int
  ) throws -> Double {
    if step < warmup { return peak * Double(step + 1) / Double(warmup) }
    if step >= total { return 0 }
    let decayed = step - (total - decay)
    return decayed <= 0 ? peak : peak * (1 - (Double(decayed) / Double(decay)).squareRoot())
  }
}
