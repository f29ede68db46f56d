import TensorCore

extension GradientTrial {
  /// What holds of every gradient, whatever the function: the same again gives the same bits, zero
  /// upstream gives zeros, and what is used twice has twice the gradient.
  mutating func checkConsistency(of pass: ReversePass<Double>) {
    let again = computation.reversePass(at: arguments, upstream: upstream)
    if !haveSameBits([pass.value, output], [again.value, pass.value]) {
      report(
        nil, .repetition, "called again, it gives another value.",
        "random numbers without a seed, or a state that is kept.")
      return
    }
    for index in arguments.indices
    where !haveSameBits([pass.gradients[index]], [again.gradients[index]]) {
      report(index, .repetition, "asked again, the pullback gives another gradient.")
    }

    let ofZero = computation.reversePass(at: arguments, upstream: .zeros(output.shape))
    for (index, gradient) in ofZero.gradients.enumerated() {
      guard let place = gradient.elements.firstIndex(where: { $0 != 0 }) else { continue }
      report(
        index, .zeroUpstream,
        "a zero upstream gradient gives \(text(gradient.elements[place])) at "
          + "\(gradient.shape.position(ofElement: place)) instead of 0.",
        causeOfNotBeingZero(gradient))
    }

    let twice = computation.reversePass(at: arguments, upstream: upstream, repetitions: 2)
    for (index, gradient) in twice.gradients.enumerated() {
      let expected = pass.gradients[index] * 2
      // The contributions may be added in another order, which rounds differently.
      let tolerance = 1e-12 * expected.largestMagnitude
      guard let place = (gradient - expected).firstMagnitude(above: tolerance) else { continue }
      report(
        index, .usedTwice,
        "f(x) + f(x) has the gradient \(text(gradient.elements[place])) at "
          + "\(gradient.shape.position(ofElement: place)), twice that of f(x) is "
          + "\(text(expected.elements[place])).",
        "the second contribution replaces the first instead of being added to it.")
    }
  }

  private func causeOfNotBeingZero(_ gradient: Tensor<Double>) -> String {
    gradient.elements.allSatisfy(\.isFinite)
      ? "something does not use the upstream gradient: the derivative must be multiplied by it."
      : "it divides by the upstream gradient, or multiplies it by an infinity."
  }
}

/// Whether tensors have the same shapes and the same bits.
func haveSameBits(_ left: [Tensor<Double>], _ right: [Tensor<Double>]) -> Bool {
  zip(left, right).allSatisfy { x, y in
    x.shape == y.shape && x.elements.map(\.bitPattern) == y.elements.map(\.bitPattern)
  }
}

extension Tensor<Double> {
  /// The place of the first element of a magnitude above a bound, or that is NaN.
  func firstMagnitude(above bound: Double) -> Int? {
    elements.firstIndex { !($0.magnitude <= bound) }
  }
}
