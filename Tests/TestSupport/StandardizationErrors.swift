import TensorCore

/// The largest errors of y = (x − μ)/√(σ² + ε) and of its pullback
/// g = (u − mean(u) − y·mean(u·y))/√(σ² + ε), as shares of what the roundings allow.
///
/// With v = `unit` and R = `roundings` in each sum: the mean is off by e ≤ (R + 1)·v·mean|x|, the variance
/// by (R + 4)·v of itself and e². So y is off by e/σ and by (R + 8)·v + e²/σ² of itself. The two means of
/// the pullback are off by (R + 3)·v of the means of magnitudes, the second by that of y besides.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func standardizationErrors<Scalar: TensorScalar>(
  _ x: [Scalar], _ u: [Scalar], _ y: [Scalar], _ g: [Scalar], epsilon: Double, roundings: Double,
  unit: Double
) -> (output: Double, gradient: Double) {
  let (x, u) = (x.map(\.doubleValue), u.map(\.doubleValue))
  let n = Double(x.count)
  let sum = ExactSum(x)
  let variance = ExactSum(x.map { ($0 - sum.mean) * ($0 - sum.mean) }).mean + epsilon
  let deviation = variance.squareRoot()
  let exactY = x.map { ($0 - sum.mean) / deviation }
  let meanOfU = ExactSum(u)
  let slope = ExactSum(zip(u, exactY).map { $0 * $1 })

  let e = (roundings + 1) * unit * sum.magnitude / n
  let relative = (roundings + 8) * unit + 1.01 * e * e / variance
  func errorOfY(_ y: Double) -> Double { e / deviation + relative * abs(y) }
  let errorOfMean = (roundings + 3) * unit * meanOfU.magnitude / n
  let errorOfSlope =
    (roundings + 3) * unit * slope.magnitude / n
    + meanOfU.magnitude / n * (e / deviation + relative)
  var worst = (output: 0.0, gradient: 0.0)
  for i in x.indices {
    let errorY = errorOfY(exactY[i])
    worst.output = max(worst.output, abs(y[i].doubleValue - exactY[i]) / errorY)
    let bracket = u[i] - meanOfU.mean - exactY[i] * slope.mean
    let errorOfBracket =
      errorOfMean + abs(exactY[i]) * errorOfSlope + errorY * (abs(slope.mean) + errorOfSlope)
      + 4 * unit * (abs(u[i]) + abs(meanOfU.mean) + abs(exactY[i] * slope.mean))
    let bound = (errorOfBracket + relative * abs(bracket)) / deviation * 1.01
    worst.gradient = max(worst.gradient, abs(g[i].doubleValue - bracket / deviation) / bound)
  }
  return worst
}
