import Autograd
import Layers
import TensorCore

// Normalization written another way than in the layers: each output on its own, from the list of the
// elements that share its statistics. Means and variances come from sums and sums of squares.

/// γ·(x − μ)/√(σ² + ε) + β of each element, where μ and σ² are those of all elements with the same key.
func normalizedByKey(
  _ x: Tensor<Double>, epsilon: Double, weight: (Int) -> Double = { _ in 1 },
  bias: (Int) -> Double = { _ in 0 }, key: (Int) -> Int
) -> Tensor<Double> {
  let elements = x.elements
  return Tensor(
    shape: x.shape,
    elements: elements.indices.map { place in
      let group = elements.indices.filter { key($0) == key(place) }.map { elements[$0] }
      let (mean, variance) = meanAndVariance(group)
      return weight(place) * (elements[place] - mean) / (variance + epsilon).squareRoot()
        + bias(place)
    })
}

/// Σx/n and Σx²/n − (Σx/n)².
func meanAndVariance(_ numbers: [Double]) -> (mean: Double, variance: Double) {
  let count = Double(numbers.count)
  let mean = numbers.reduce(0, +) / count
  return (mean, numbers.reduce(0) { $0 + $1 * $1 } / count - mean * mean)
}

/// What a layer gives for an input.
func output<L: Layer>(_ layer: inout L, _ x: Tensor<L.Scalar>, training: Bool) -> Tensor<L.Scalar> {
  var context = training ? Context.training(seed: 1) : .inference
  return layer.forward(Variable(x), in: &context).value
}

/// A tensor of normally distributed numbers.
func randomTensor(
  _ shape: Shape, seed: UInt64, mean: Double = 0, standardDeviation: Double = 1
) -> Tensor<Double> {
  var generator = RandomGenerator(seed: seed)
  return .normal(shape, mean: mean, standardDeviation: standardDeviation, using: &generator)
}
