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

  // MARK: 5. A loss

  static func robustLoss(
    _ prediction: Variable<Double>, _ target: Tensor<Double>, weights: Tensor<Double>,
    epsilon: Double, reduction: LossReduction
  ) throws -> Variable<Double> {
    let error = prediction - Variable(target)
    let each = (error * error + epsilon * epsilon).sqrt() - epsilon
    let losses = each.mean(along: 1) * Variable(weights)
    switch reduction {
    case .none: return losses
    case .sum: return losses.sum()
    case .mean:
      let total = weights.sum()
      return total == 0 ? losses.sum() : losses.sum() / total
    }
  }

  // MARK: 6. Second order

  static func hessianVectorProduct(
    _ gradient: (Tensor<Dual<Double>>) throws -> Tensor<Dual<Double>>, at x: Tensor<Double>,
    along v: Tensor<Double>
  ) throws -> Tensor<Double> {
    let duals = zip(x.elements, v.elements).map { Dual($0, tangent: $1) }
    return try gradient(Tensor(shape: x.shape, elements: duals)).map(\.tangent)
  }

  // MARK: 7. A training loop

  static func accumulatedStep(
    _ parameters: [Tensor<Double>], sizes: [Int], maximumNorm: Double, learningRate: Double,
    gradient: (_ part: Int, _ parameters: [Tensor<Double>]) throws -> [Tensor<Double>]
  ) throws -> [Tensor<Double>] {
    var means = parameters.map { Tensor<Double>.zeros($0.shape) }
    let count = Double(sizes.reduce(0, +))
    for (part, size) in sizes.enumerated() {
      let gradients = try gradient(part, parameters)
      for i in means.indices { means[i] += gradients[i] * (Double(size) / count) }
    }
    let norm = means.reduce(0) { $0 + $1.squared().sum() }.squareRoot()
    let factor = norm > maximumNorm ? maximumNorm / norm : 1
    return zip(parameters, means).map { $0 - learningRate * factor * $1 }
  }

  // MARK: 8. A kernel

  static func squareplusKernel(
    _ x: UnsafePointer<Float>, _ b: Float, into y: UnsafeMutablePointer<Float>, count: Int
  ) throws {
    typealias Vector = SIMD8<Float>
    let whole = count / 8 * 8
    for i in stride(from: 0, to: whole, by: 8) {
      let v = UnsafeRawPointer(x + i).loadUnaligned(as: Vector.self)
      let result = (v + (v * v + b).squareRoot()) * 0.5
      UnsafeMutableRawPointer(y + i).storeBytes(of: result, as: Vector.self)
    }
    for i in whole..<count { y[i] = (x[i] + (x[i] * x[i] + b).squareRoot()) * 0.5 }
  }

  // MARK: 9. A running statistic

  static func centered(
    _ x: Variable<Double>, runningMean: inout Tensor<Double>, momentum: Double, isTraining: Bool
  ) throws -> Variable<Double> {
    guard isTraining else { return x - Variable(runningMean) }
    let mean = x.mean(along: 0)
    runningMean = (1 - momentum) * runningMean + momentum * mean.value
    return x - mean
  }

  // MARK: 10. Somebody else's layer

  static func isRightLayer(
    _ layer: (_ inputs: [Tensor<Double>]) throws -> (
      output: Tensor<Double>, pullback: (Tensor<Double>) throws -> [Tensor<Double>]
    ), shapes: [Shape], using generator: inout RandomGenerator
  ) throws -> Bool {
    for _ in 0..<3 {
      let inputs = shapes.map { Tensor<Double>.normal($0, using: &generator) }
      let (output, pullback) = try layer(inputs)
      let upstream = Tensor<Double>.normal(output.shape, using: &generator)
      let gradients = try pullback(upstream)
      guard gradients.map(\.shape) == shapes else { return false }
      let claimed = gradients.flatMap(\.elements)
      var slopes: [Double] = []
      for i in inputs.indices {
        for k in 0..<inputs[i].elementCount {
          func output(_ h: Double) throws -> Tensor<Double> {
            var (changed, elements) = (inputs, inputs[i].elements)
            elements[k] += h
            changed[i] = Tensor(shape: shapes[i], elements: elements)
            return try layer(changed).output
          }
          slopes.append(try ((output(1e-5) - output(-1e-5)) * upstream).sum() / 2e-5)
        }
      }
      let largest = (claimed + slopes).map(\.magnitude).max() ?? 0
      // Infinity would be within an infinite tolerance, and NaN is within none.
      guard largest.isFinite,
        zip(claimed, slopes).allSatisfy({ ($0 - $1).magnitude <= 1e-6 * largest })
      else { return false }
    }
    return true
  }
}
