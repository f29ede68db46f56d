import Curriculum
import Gradus
import Plotting

extension BackpropagationReport {
  func softmax() throws {
    let worked = try experiment.workedSoftmax()
    let classes = worked.logits.indices.map { index in
      let isRight = index == worked.label
      return [
        "class \(index)" + (isRight ? ", the right one" : ""), worked.logits[index].fixed(0),
        worked.exponentials[index].fixed(4), worked.probabilities[index].fixed(4),
        isRight ? worked.loss.fixed(4) : "", isRight ? "1" : "0", worked.gradient[index].fixed(4),
      ]
    }
    run.showTable(
      [["", "logit", "exp", "softmax p", "−ln p", "y", "gradient p − y"]] + classes + [
        [
          "sum", "", worked.exponentials.reduce(0, +).fixed(4),
          worked.probabilities.reduce(0, +).fixed(4), "", "1", signless(worked.gradient).fixed(4),
        ]
      ])
    show("")
    let shares = [0.99, 0.9, 0.5, 0.1, 0.01]
    run.showTable([
      ["p of the right class"] + shares.map { "\($0)" },
      ["1 − p"] + shares.map { (1 - $0).fixed(2) },
      ["−ln p"] + shares.map { (-Double.log($0)).fixed(2) },
    ])
    try run.save(lossOfProbability().svg(), as: "cross-entropy")
  }

  /// The sum of numbers that add up to 0 but for rounding, without its sign.
  private func signless(_ numbers: [Double]) -> Double { abs(numbers.reduce(0, +)) }

  /// Two losses for the probability of the right class.
  private func lossOfProbability() -> Chart {
    var chart = Chart(
      title: "What a probability costs", xLabel: "probability p of the right class", yLabel: "loss")
    chart.xRange = 0...1
    chart.yRange = 0...5
    // Close together at the left, where the curve is steep.
    let shares = (0...100).map { Double.pow(Double($0) / 100, 2) }.filter { $0 > 0 }
    chart.add(.line("−ln p", x: shares, y: shares.map { -Double.log($0) }))
    chart.add(.dashedLine("1 − p", x: [0, 1], y: [1, 0]))
    return chart
  }
}
