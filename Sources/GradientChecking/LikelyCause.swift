import TensorCore

/// A wrong gradient next to the right one, to guess what happened.
struct WrongGradient {
  /// What the pullback gives.
  let analytic: Tensor<Double>
  /// What differences give.
  let numeric: Tensor<Double>
  /// What differences give for the other arguments.
  let others: [(name: String, numeric: Tensor<Double>)]
  /// The value of the argument.
  let argument: Tensor<Double>
  /// The upstream gradient.
  let upstream: Tensor<Double>
  /// What the pullback gives for another upstream gradient.
  let pullback: (_ upstream: Tensor<Double>) -> Tensor<Double>

  /// The mistake that would give just this, if one is known.
  var likelyCause: String? {
    if !analytic.elements.allSatisfy(\.isFinite) {
      return "a NaN or an infinity: 0/0, 0·∞, or the logarithm of 0?"
    }
    if isZero(analytic) {
      return
        "no gradient arrives at all: is the variable's value used where the variable should be, "
        + "or is this input missing from the operation?"
    }
    if isZero(numeric) { return "the function does not depend on this argument at all." }
    return wrongUseOfUpstream ?? wrongFactor ?? wrongPlaces ?? wrongPower ?? wrongElements
  }

  /// A pullback is linear: twice the upstream gives twice the gradient.
  private var wrongUseOfUpstream: String? {
    let ofTwice = pullback(upstream * 2)
    if isClose(ofTwice, analytic) {
      return
        "the pullback does not use its upstream gradient: the derivative must be multiplied by it."
    }
    if isClose(ofTwice * 2, analytic) {
      return "the pullback divides by its upstream gradient instead of multiplying by it."
    }
    if !isClose(ofTwice, analytic * 2) {
      return "the pullback is not proportional to its upstream gradient, as every pullback is."
    }
    guard upstream.rank == 2 else { return nil }
    let turned = upstream.transposed().reshaped(to: upstream.shape)
    return isClose(pullback(turned), numeric)
      ? "the upstream gradient arrives transposed. (A reshape moves no element, a transpose does.)"
      : nil
  }

  /// All elements wrong by the same factor.
  private var wrongFactor: String? {
    let largest = numeric.elements.indices.max {
      numeric.elements[$0].magnitude < numeric.elements[$1].magnitude
    }
    guard let largest, numeric.elements[largest] != 0 else { return nil }
    let factor = analytic.elements[largest] / numeric.elements[largest]
    guard isClose(numeric * factor, analytic) else { return nil }
    func isFactor(_ other: Double) -> Bool { (factor / other - 1).magnitude < 1e-4 }
    if isFactor(-1) { return "the sign is wrong." }
    if isFactor(2) { return "it is twice what it should be: counted twice, or a half is missing?" }
    if isFactor(0.5) { return "it is half of what it should be: is a factor 2 missing?" }
    let counts =
      [argument.elementCount, upstream.elementCount] + argument.shape.dimensions
      + upstream.shape.dimensions
    for count in Set(counts).sorted(by: >) where count > 2 {
      if isFactor(Double(count)) {
        return
          "it is \(count) times too large, which is a number of elements: is 1/n of a mean missing?"
      }
      if isFactor(1 / Double(count)) {
        return
          "it is \(count) times too small, which is a number of elements: is it divided by n once "
          + "too often?"
      }
    }
    return "every element is wrong by the same factor, \(factor)."
  }

  /// The right numbers in a wrong order.
  private var wrongPlaces: String? {
    for other in others where other.numeric.shape == analytic.shape {
      if isClose(other.numeric, analytic) { return "it is the gradient of \(other.name)." }
    }
    if analytic.rank == 2 {
      let turned = analytic.reshaped(to: [analytic.shape[1], analytic.shape[0]]).transposed()
      if isClose(turned, numeric) {
        return "the gradient is transposed. (A reshape moves no element, a transpose does.)"
      }
    }
    let sorted = Tensor(analytic.elements.sorted())
    guard isClose(sorted, Tensor(numeric.elements.sorted())) else { return nil }
    return
      "the right numbers at the wrong places: a permutation without its inverse, parts exchanged, "
      + "or an offset that is off by one?"
  }

  /// Each element wrong by a power of its own argument.
  private var wrongPower: String? {
    let powers: [(Double, String)] = [
      (1, "x"), (-1, "1/x"), (2, "x²"), (-2, "1/x²"), (-0.5, "1/√x"), (0.5, "√x"),
    ]
    for (exponent, text) in powers {
      for factor in [1.0, -1, 2, 0.5] {
        let power = argument.map { Double.pow($0, exponent) * factor }
        guard power.elements.allSatisfy(\.isFinite), isClose(numeric * power, analytic) else {
          continue
        }
        let number = factor == 1 ? "" : "\(factor)·"
        return
          "it is \(number)\(text) times what it should be, x being this argument: is a factor or "
          + "a square forgotten, or multiplied where it should be divided?"
      }
    }
    return nil
  }

  /// Some elements right, others not.
  private var wrongElements: String? {
    let wrong = analytic.elements.indices.filter {
      (analytic.elements[$0] - numeric.elements[$0]).magnitude > 1e-4 * scale
    }
    let rightCount = analytic.elementCount - wrong.count
    if rightCount > 0 && wrong.allSatisfy({ numeric.elements[$0].magnitude < 1e-4 * scale }) {
      return
        "the wrong ones should be 0: is the gradient let through where the output does not depend "
        + "on the element (a maximum, a clamp, a mask)?"
    }
    guard rightCount >= wrong.count else { return nil }
    return
      "\(rightCount) elements are right: is one branch of the function wrong, or do the gradients of "
      + "an element that is used several times not add up (`=` instead of `+=`)?"
  }

  private var scale: Double { max(numeric.abs().max(), analytic.abs().max()) }

  private func isZero(_ tensor: Tensor<Double>) -> Bool { tensor.abs().max() <= 1e-9 * scale }

  private func isClose(_ left: Tensor<Double>, _ right: Tensor<Double>) -> Bool {
    (left - right).abs().max() <= 1e-4 * max(left.abs().max(), right.abs().max())
  }
}
