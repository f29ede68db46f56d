import Foundation
import TensorCore

extension GradientTrial {
  /// Compares every element of every gradient with a difference of values.
  mutating func checkDifferences(_ gradients: [Tensor<Double>]) throws(Kink) {
    let differences = CentralDifferences(
      computation: computation, arguments: arguments, upstream: upstream, output: output)
    let numerics = arguments.indices.map(differences.gradient)
    for (index, analytic) in gradients.enumerated() {
      let numeric = numerics[index]
      let tolerance = max(
        differences.tolerance(for: numeric), differences.tolerance(for: analytic))
      let errors = (analytic - numeric).abs()
      let wrong = errors.elements.indices.filter { !(errors.elements[$0] <= tolerance) }
      for place in wrong
      where differences.isKink(at: index, place, tolerance: tolerance) {
        throw Kink(
          argument: samples[index].name, place: "\(analytic.shape.position(ofElement: place))")
      }
      if wrong.isEmpty {
        checkZero(index, analytic, below: differences.rounding)
      } else {
        // The largest error shows most clearly what happened; a NaN is larger still.
        let worst = wrong.max { errors.elements[$0] < errors.elements[$1] } ?? wrong[0]
        reportDifference(index, analytic, numerics, at: worst, count: wrong.count)
      }
    }
  }

  /// A gradient of nothing but zeros passes every comparison, so it has to be declared.
  private mutating func checkZero(_ index: Int, _ gradient: Tensor<Double>, below bound: Double) {
    let isZero = gradient.largestMagnitude <= bound
    if isZero && !samples[index].hasZeroGradient && gradient.elementCount > 0 {
      report(
        index, .centralDifferences,
        "the gradient is zero everywhere. Hint: if that is meant, declare it; if not, draw samples "
          + "that the output depends on.")
    } else if !isZero && samples[index].hasZeroGradient {
      report(
        index, .centralDifferences,
        "the gradient is declared to be zero, but is \(text(gradient.largestMagnitude)) at its largest."
      )
    }
  }

  private mutating func reportDifference(
    _ index: Int, _ analytic: Tensor<Double>, _ numerics: [Tensor<Double>], at place: Int,
    count: Int
  ) {
    let (found, expected) = (analytic.elements[place], numerics[index].elements[place])
    let ratio = found != 0 && expected != 0 ? ", ratio \(text(found / expected))" : ""
    let (computation, arguments) = (computation, arguments)
    let wrong = WrongGradient(
      analytic: analytic, numeric: numerics[index],
      others: arguments.indices.filter { $0 != index }.map { (samples[$0].name, numerics[$0]) },
      argument: arguments[index], upstream: upstream,
      pullback: { computation.reversePass(at: arguments, upstream: $0).gradients[index] })
    report(
      index, .centralDifferences,
      "at \(analytic.shape.position(ofElement: place)) the pullback gives \(text(found)), differences give "
        + "\(text(expected))\(ratio); \(count) of \(analytic.elementCount) elements are wrong.",
      wrong.likelyCause)
  }

  /// Compares the forward derivative with the reverse one, and the second derivative with differences
  /// of gradients; one argument is moved at a time.
  mutating func checkDuals(_ gradients: [Tensor<Double>]) throws(Kink) {
    for index in arguments.indices {
      let direction = arguments.indices.map {
        $0 == index ? directions[$0] : .zeros(directions[$0].shape)
      }
      let pass = DualPass(
        of: computation, at: arguments, along: direction, upstream: upstream)
      let valueError = (pass.value - output).abs()
      if valueError.firstMagnitude(above: 1e-12 * output.largestMagnitude) != nil {
        report(nil, .dualNumbers, "with dual numbers, it gives other values than with Double.")
        return
      }
      // ⟨J·v, u⟩ = ⟨v, Jᵀ·u⟩, whatever J is.
      let forward = innerProduct(pass.tangent, upstream)
      let reverse = innerProduct(direction[index], gradients[index])
      let isKnownToBeWrong = problems.contains { $0.argument == samples[index].name }
      if !isKnownToBeWrong
        && !((forward.sum - reverse.sum).magnitude
          <= 1e-12 * (forward.magnitude + reverse.magnitude))
      {
        report(
          index, .dualNumbers,
          "⟨J·v, u⟩ is \(text(forward.sum)) by dual numbers, ⟨v, Jᵀ·u⟩ is \(text(reverse.sum)) by the "
            + "pullbacks.",
          "the pullback sends the gradient to another place than the value came from, or the function "
            + "leaves its scalar type (`doubleValue`).")
      }
      if problems.isEmpty && !computation.samplesLieOnKinks {
        try checkSecondDerivative(pass, along: direction, of: index, gradients)
      }
    }
  }

  /// H·v against (∇f(x + h·v) − ∇f(x − h·v)) / 2h.
  private mutating func checkSecondDerivative(
    _ pass: DualPass, along direction: [Tensor<Double>], of index: Int,
    _ gradients: [Tensor<Double>]
  ) throws(Kink) {
    let step = CentralDifferences<Computation>.step
    func gradientsMoved(by offset: Double) -> [Tensor<Double>] {
      let moved = zip(arguments, direction).map { $0 + $1 * offset }
      return computation.reversePass(at: moved, upstream: upstream).gradients
    }
    let (above, below) = (gradientsMoved(by: step), gradientsMoved(by: -step))
    for other in arguments.indices {
      let numeric = (above[other] - below[other]) / (2 * step)
      let analytic = pass.gradientTangents[other]
      let scale =
        max(gradients[other].largestMagnitude, (output * upstream).largestMagnitude)
      let tolerance =
        1e-6 * max(numeric.largestMagnitude, analytic.largestMagnitude)
        + 32 * Double.ulpOfOne * scale / step
      guard let place = (analytic - numeric).firstMagnitude(above: tolerance) else { continue }
      if hasKink({ gradientsMoved(by: $0)[other] }, step: step, tolerance: tolerance) {
        throw Kink(argument: samples[index].name, place: "a step along all its elements")
      }
      report(
        other, .secondDerivative,
        "moving \(samples[index].name), the gradient at \(analytic.shape.position(ofElement: place)) changes "
          + "by \(text(analytic.elements[place])) by dual numbers, by "
          + "\(text(numeric.elements[place])) by differences.",
        "the pullback leaves its scalar type (`doubleValue`) or uses a value that was kept outside."
      )
    }
  }
}

/// A number with as many digits as a difference can be trusted to have.
func text(_ number: Double) -> String { numberText(number, "%.9g") }
