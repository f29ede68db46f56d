import Autograd
import Layers
import TensorCore
import Training

// The steps of an optimizer against a rule or against numbers from elsewhere.

extension OptimizerTrial {
  /// Compares each element after each step with a rule that is written out.
  func checkRule(
    _ memory: Int, _ rule: (inout Double, inout [Double], ElementStep) -> Void,
    _ report: inout ProofReport
  ) {
    // The first parameter has a rate of its own, and the second does not decay.
    let treatment: @Sendable (ParameterName, Shape) -> ParameterTreatment = { name, _ in
      name == "p0" ? .rate(0.5) : name == "p1" ? .undecayed : .trained
    }
    let found = trajectory(all) { $0.parameterRule = ParameterRule(treatment) }
    var expected = starts.map(\.elements)
    var memories = starts.map {
      Array(repeating: Array(repeating: 0.0, count: memory), count: $0.elementCount)
    }
    for step in gradients.indices {
      for index in starts.indices {
        let before = Tensor(shape: starts[index].shape, elements: expected[index])
        let treatment = treatment(names[index], starts[index].shape)
        for place in expected[index].indices {
          rule(
            &expected[index][place], &memories[index][place],
            ElementStep(
              gradient: gradients[step][index].elements[place], count: step + 1,
              learningRate: optimizer.learningRate * Self.rateFactors[step] * treatment.rateFactor,
              weightDecay: treatment.decays ? optimizer.weightDecay : 0))
        }
        let wanted = Tensor(shape: starts[index].shape, elements: expected[index])
        let cause =
          step == 0
          ? (index == 1 ? "step.weightDecay is to be used." : nil)
          : step < 3
            ? "what is remembered of earlier steps, or the count of them, is another."
            : "the rate has changed at step 4: step.learningRate is to be used."
        guard
          isRight(found[step][index], wanted, before, step, describe(index), cause, &report)
        else { return }
      }
    }
  }

  /// Compares a parameter after each step with numbers from elsewhere.
  func checkNumbers(
    _ start: Tensor<Double>, _ steps: [(gradient: Tensor<Double>, parameter: Tensor<Double>)],
    _ report: inout ProofReport
  ) {
    let name = names[0]
    var (optimizer, model) = (
      optimizer, LooseParameters(names: [name], values: [Variable(start)])
    )
    for (index, step) in steps.enumerated() {
      guard step.gradient.shape == start.shape, step.parameter.shape == start.shape else {
        report.add(
          "trajectory",
          "the numbers of step \(index + 1) have the shapes \(step.gradient.shape) and "
            + "\(step.parameter.shape), and the start \(start.shape).")
        return
      }
      guard (start.elements + step.gradient.elements).allSatisfy(\.isFinite) else {
        report.add("trajectory", "the start or the gradient of step \(index + 1) is not finite.")
        return
      }
      let before = model.values[0].value
      optimizer.update(&model, along: Gradients(names: [name], tensors: [step.gradient]))
      let cause =
        index == 0 ? nil : "what is remembered of earlier steps, or the count of them, is another."
      guard
        isRight(
          model.values[0].value, step.parameter, before, index, "the parameter", cause, &report)
      else { return }
    }
  }

  /// Whether a parameter is what it should be, up to rounding: a few dozen operations in each of some ten steps,
  /// which a quotient may amplify, are far below 10⁻¹⁰ of the largest number.
  private func isRight(
    _ found: Tensor<Double>, _ expected: Tensor<Double>, _ before: Tensor<Double>, _ step: Int,
    _ parameter: String, _ cause: String?, _ report: inout ProofReport
  ) -> Bool {
    let tolerance = 1e-10 * max(before.largestMagnitude, expected.largestMagnitude)
    guard let place = (found - expected).firstMagnitude(above: tolerance) else { return true }
    let (came, wanted) = (found.elements[place], expected.elements[place])
    let ratio = (came - before.elements[place]) / (wanted - before.elements[place])
    func isAbout(_ number: Double) -> Bool { (ratio / number - 1).magnitude < 1e-6 }
    report.add(
      "trajectory",
      "after step \(step + 1), \(parameter) has \(text(came)) at \(found.shape.position(ofElement: place)), "
        + "the reference \(text(wanted)); the step is \(text(ratio)) times as long.",
      !came.isFinite
        ? "a quotient of 0, or a root of a negative number."
        : isAbout(-1)
          ? "the sign is wrong."
          : isAbout(2) && step == 0
            ? "the rate of the parameter, which is half of the optimizer's here, is not used: "
              + "step.learningRate has it." : cause)
    return false
  }
}
