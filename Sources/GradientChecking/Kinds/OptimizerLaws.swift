import Layers
import TensorCore
import Training

// What holds of every optimizer, whatever its rule.

extension OptimizerTrial {
  /// The same again gives the same bits, and a copy of the model stays as it was.
  func checkRepetition(_ report: inout ProofReport) {
    let first = trajectory(all)
    if !isSame(first, trajectory(all)) {
      report.add(
        "repetition", "a second run from the same optimizer takes other steps.",
        "the optimizer holds a class, so that a copy is none, or draws random numbers.")
    }
    var (optimizer, model) = (optimizer, model(all))
    step(&optimizer, &model, all, 0)
    let copy = model
    let before = copy.values.map { $0.value.elements }
    step(&optimizer, &model, all, 1)
    for index in all where copy.values[index].value.elements != before[index] {
      report.add(
        "in place", "a copy of the model changes with it: \(describe(index)).",
        "elements are written without asking whether they are shared: withUnsafeMutableBufferPointer asks."
      )
      return
    }
  }

  /// Which way the first step goes, and what nothing moves.
  func checkFirstSteps(_ report: inout ProofReport) {
    func moved(
      by factor: Double = 1, _ change: (inout O) -> Void
    ) -> [Tensor<Double>] {
      var (optimizer, model) = (optimizer, model(all))
      change(&optimizer)
      let tensors = all.map { index in
        // At least one gradient is not zero, as in every training.
        factor == 0 && index != zeroed ? gradients[0][index] : gradients[0][index] * factor
      }
      optimizer.update(&model, along: Gradients(names: names, tensors: tensors))
      return all.map { model.values[$0].value - starts[$0] }
    }
    let downhill = moved { $0.weightDecay = 0 }
    for index in all where starts[index].elementCount > 0 {
      let slope = (downhill[index] * gradients[0][index]).sum()
      guard !(slope < 0) else { continue }
      report.add(
        "direction",
        "the first step of \(describe(index)) "
          + (slope == 0
            ? "leaves it where it is."
            : "goes uphill: ⟨step, gradient⟩ is \(text(slope)), expected a negative number."),
        slope == 0
          ? "the change is made to a copy, or the average is used before it has seen anything."
          : slope.isNaN
            ? "a quotient of 0." : "the sign is wrong: p is to lose what the rule gives.")
      return
    }
    let still = moved { $0.learningRate = 0 }
    if let index = all.first(where: { still[$0].firstMagnitude(above: 0) != nil }) {
      report.add(
        "rate of 0", "with a learning rate of 0, \(describe(index)) moves.",
        "the rate is taken from where the optimizer was made, or the decay is not multiplied by it: "
          + "step.learningRate has the rate.")
    }
    let unmoved = moved(by: 0) { $0.weightDecay = 0 }
    if let place = unmoved[zeroed].firstMagnitude(above: 0) {
      let found = unmoved[zeroed].elements[place]
      report.add(
        "gradient of 0",
        "a gradient of 0 moves \(describe(zeroed)) by \(text(found)) at its first step.",
        found.isNaN ? "0/0: an epsilon is missing in the divisor." : nil)
    }
    for size in [1e-8, 1e8] {
      let change = moved(by: size) { _ in }
      guard let index = all.first(where: { !change[$0].elements.allSatisfy(\.isFinite) }) else {
        continue
      }
      report.add(
        "scale", "a gradient of the size \(text(size)) makes \(describe(index)) infinite or NaN.")
    }
  }

  /// The parameter whose gradient is made zero: the last with elements.
  private var zeroed: Int { all.last { starts[$0].elementCount > 0 } ?? 0 }

  /// No parameter depends on others, nor on their order.
  func checkIndependence(_ report: inout ProofReport) {
    let together = trajectory(all)
    let reversed = trajectory(all.reversed()).map { Array($0.reversed()) }
    if !isSame(together, reversed) {
      report.add(
        "order", "in another order of the parameters, it takes other steps.",
        "something is carried over from one parameter to the next.")
    }
    for index in all {
      let alone = trajectory([index])
      guard !isSame(together.map { [$0[index]] }, alone) else { continue }
      report.add(
        "independence", "alone, \(describe(index)) takes other steps than beside the others.",
        "something is shared between parameters, as a count of steps that each call raises.")
      return
    }
  }

  /// What goes on from a saved state takes the same steps.
  func checkRestart(_ report: inout ProofReport) {
    var (first, model) = (optimizer, model(all))
    let half = gradients.count / 2
    for index in 0..<half { step(&first, &model, all, index) }
    var saved: [String: Tensor<Double>] = [:]
    first.visitState { saved[$0] = $1 }
    var (resumed, other) = (optimizer, model)
    resumed.prepare(for: other)
    resumed.visitState { name, tensor in
      if let value = saved[name], value.shape == tensor.shape { tensor = value }
    }
    for index in half..<gradients.count {
      step(&first, &model, all, index)
      step(&resumed, &other, all, index)
      guard !isSame([model.values.map(\.value)], [other.values.map(\.value)]) else { continue }
      report.add(
        "restart",
        "from the state that was saved after step \(half), step \(index + 1) is another.",
        "something is remembered outside of `state`, which alone is saved.")
      return
    }
  }

  private func isSame(_ left: [[Tensor<Double>]], _ right: [[Tensor<Double>]]) -> Bool {
    zip(left, right).allSatisfy(haveSameBits)
  }
}
