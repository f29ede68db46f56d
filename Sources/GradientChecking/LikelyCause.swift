import TensorCore

/// A wrong gradient next to the right one, to guess what happened.
struct WrongGradient {
  /// What the pullback gives.
  let analytic: Tensor<Double>
  /// What differences give.
  let numeric: Tensor<Double>
  /// What the pullback gives for twice the upstream gradient.
  let ofTwiceTheUpstream: Tensor<Double>
  /// The value of the argument.
  let argument: Tensor<Double>
  /// The shape of the function's output.
  let outputShape: Shape

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
    return wrongUseOfUpstream ?? wrongFactor ?? wrongPlaces ?? wrongPower ?? wrongElements
  }

  /// A pullback is linear: twice the upstream gives twice the gradient.
  private var wrongUseOfUpstream: String? {
    if isClose(ofTwiceTheUpstream, analytic) {
      return
        "the pullback does not use its upstream gradient: the derivative must be multiplied by it."
    }
    if isClose(ofTwiceTheUpstream * 2, analytic) {
      return "the pullback divides by its upstream gradient instead of multiplying by it."
    }
    if !isClose(ofTwiceTheUpstream, analytic * 2) {
      return "the pullback is not proportional to its upstream gradient, as every pullback is."
    }
    return nil
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
      [argument.elementCount, outputShape.elementCount] + argument.shape.dimensions
      + outputShape.dimensions
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
    if isZero(numeric) { return "the function does not depend on this argument at all." }
    let bound = 1e-4 * scale
    let wrong = analytic.elements.indices.filter {
      (analytic.elements[$0] - numeric.elements[$0]).magnitude > bound
    }
    guard wrong.count < analytic.elementCount else { return nil }
    return
      "\(analytic.elementCount - wrong.count) elements are right: where an element is used several "
      + "times, its gradients add up (`+=`, not `=`)."
  }

  private var scale: Double { max(numeric.abs().max(), analytic.abs().max()) }

  private func isZero(_ tensor: Tensor<Double>) -> Bool { tensor.abs().max() <= 1e-9 * scale }

  private func isClose(_ left: Tensor<Double>, _ right: Tensor<Double>) -> Bool {
    (left - right).abs().max() <= 1e-4 * max(left.abs().max(), right.abs().max())
  }
}

extension WrongShape {
  /// The mistake that gives such a shape, if one is known.
  var likelyCause: String? {
    if found.contains(expected) {
      return "the gradient of a broadcast input is not summed over what broadcasting has repeated."
    }
    if expected.contains(found) {
      return "the gradient of a reduction is not repeated for every element that was reduced."
    }
    if found.dimensions.sorted() == expected.dimensions.sorted() { return "it is transposed." }
    return nil
  }
}

extension Shape {
  /// Whether a tensor of another shape could be broadcast to this one.
  fileprivate func contains(_ other: Shape) -> Bool {
    other.rank <= rank
      && zip(other.dimensions.reversed(), dimensions.reversed()).allSatisfy { $0 == $1 || $0 == 1 }
  }
}
