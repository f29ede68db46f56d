import Curriculum
import Foundation
import Gradus
import Plotting

/// Lesson 4's experiment on the terminal and in plots.
@Sendable
func reportRegularization(_ answers: RegularizationAnswers, _ run: LessonRun) throws {
  let report = RegularizationReport(experiment: RegularizationExperiment(answers), run: run)
  try run.part(
    "(a) Capacity: polynomials fitted to 15 noisy points", needs: ["polynomialFeatures", "ridge"],
    report.capacity)
  try run.part(
    "(b) Ridge: degree 12, tamed", needs: ["polynomialFeatures", "ridge"], report.ridge)
  try run.part(
    "(c) Splits that leak: miles per gallon", needs: ["standardize", "ridge"], report.leaks)
  try run.part(
    "(d) Cars, 6 real features and 40 of noise: ridge and lasso",
    needs: ["standardize", "l2Penalty", "ridge", "l1Step"], report.paths)
  try run.part("(e) Dropout of 100 000 ones", needs: ["dropout"], report.dropout)
  if run.isMine {
    try run.part(
      "(f) 200 digits: your remedies beside those of the framework",
      needs: ["l2Penalty", "dropout", "dropoutBackward", "smoothedTargets"], report.digitsByHand)
    return run.leaveOut(
      "g", "h",
      because: "they train the framework's network many times, and call none of your functions.")
  }
  try run.part("(f) 200 digits and a network that is too large", needs: [], report.overfitting)
  try run.part("(g) More digits: the learning curve", needs: [], report.learningCurve)
  try run.part(
    run.isQuick
      ? "(h) Claims, with too few seeds to prove anything"
      : "(h) Claims: chosen with 10 seeds, tried with 20 others", needs: [], report.claims)
}

struct RegularizationReport {
  let experiment: RegularizationExperiment
  let run: LessonRun

  // MARK: Polynomials

  func capacity() throws {
    let curve = try experiment.errorsByDegree(seed: run.seed)
    run.showTable(
      [["degree", "training error", "test error", "Σ w²"]]
        + curve.settings.indices.map {
          [
            "\(Int(curve.settings[$0]))", curve.training[$0].fixed(4), curve.test[$0].fixed(4),
            curve.squaredWeights[$0].scientific(),
          ]
        })
    try run.save(
      chart(curve, "Error over the degree, median of 100 data sets", xLabel: "degree", .linear),
      as: "capacity")
    try run.save(
      fits([1, 3, RegularizationExperiment.highDegree].map { ("degree \($0)", $0, 0) }),
      as: "three-fits")
  }

  func ridge() throws {
    let curve = try experiment.errorsByStrength(seed: run.seed)
    run.showTable(
      [["λ", "training error", "test error", "Σ w²"]]
        + stride(from: 0, to: curve.settings.count, by: 2).map {
          [
            curve.settings[$0].scientific(0), curve.training[$0].fixed(4), curve.test[$0].fixed(4),
            curve.squaredWeights[$0].scientific(),
          ]
        })
    try run.save(
      chart(
        curve, "Degree 12: error over the strength, median of 100 data sets", xLabel: "λ",
        .logarithmic), as: "ridge-strength")
    let degree = RegularizationExperiment.highDegree
    let best = curve.settings[curve.best]
    try run.save(
      fits([1e-8, best, 10].map { ("λ = \($0.scientific(0))", degree, $0) }), as: "ridge-fits")
  }

  private func chart(
    _ curve: CapacityCurve, _ title: String, xLabel: String, _ xScale: Chart.Scale
  ) -> String {
    var chart = Chart(
      title: title, xLabel: xLabel, yLabel: "mean squared error", xScale: xScale,
      yScale: .logarithmic)
    chart.add(.line("training", x: curve.settings, y: curve.training))
    chart.add(.line("test", x: curve.settings, y: curve.test))
    let floor = NoisyCurve.noise * NoisyCurve.noise
    chart.addHorizontalLine(at: floor, label: "noise")
    return chart.svg()
  }

  /// Polynomials through the same 15 points, side by side.
  private func fits(_ settings: [(name: String, degree: Int, strength: Double)]) throws -> String {
    var generator = RandomGenerator(seed: run.seed)
    let points = NoisyCurve(count: RegularizationExperiment.curvePoints, using: &generator)
    let x = Tensor<Double>(shape: [241, 1], elements: (0...240).map { -1.2 + Double($0) / 100 })
    let charts = try settings.map { name, degree, strength in
      let model = try experiment.polynomial(degree: degree, strength: strength, to: points)
      let y = try experiment.predict(x, degree: degree, with: model)
      var chart = Chart(title: name, xLabel: "x", yLabel: "y")
      chart.xRange = -1.1...1.1
      chart.yRange = -2.5...2.5
      chart.add(.points("points", x: points.x.elements, y: points.y.elements))
      chart.add(.line("fit", x: x.elements, y: y.elements))
      chart.add(.dashedLine("truth", x: x.elements, y: x.elements.map(NoisyCurve.truth)))
      return chart
    }
    return ChartGrid(columns: 3, charts: charts).svg()
  }

  // MARK: Cars

  func leaks() throws {
    run.showTable(
      [["mean and deviation of", "error on later cars (mpg)"]]
        + (try experiment.leakOfStatistics()).map { [$0.name, $0.error.fixed(2)] })
    show("")
    let draws = run.isQuick ? 5 : 20
    let result = try experiment.leakOfSelection(draws: draws, seed: run.seed)
    run.showTable(
      [["R² of ten columns of noise", "mean of \(draws)", "least", "most"]]
        + [
          ("chosen with all cars", result.choosingFromAll),
          ("chosen with the training cars", result.choosingFromTraining),
        ].map { name, values in
          [
            name, mean(values).fixed(2), (values.min() ?? .nan).fixed(2),
            (values.max() ?? .nan).fixed(2),
          ]
        })
  }

  func paths() throws {
    let cars = try experiment.noisyCars(seed: run.seed)
    try showAgreement(cars)
    let exact = try experiment.ridgePath(cars)
    let lasso = try experiment.lassoPath(cars)
    run.showTable(
      [["λ", "ridge: test error", "zeros", "lasso: test error", "real zeros", "noise zeros"]]
        + stride(from: 0, to: exact.strengths.count, by: 4).map {
          let (own, others) = (exact.zeros($0), lasso.zeros($0))
          return [
            exact.strengths[$0].fixed(3), exact.testErrors[$0].fixed(2), "\(own.real + own.noise)",
            lasso.testErrors[$0].fixed(2), "\(others.real) of 6", "\(others.noise) of 40",
          ]
        })
    var grid = ChartGrid(
      title: "46 weights over the strength of the penalty",
      charts: [("L2", exact), ("L1", lasso)].map { pathChart($0, $1) })
    grid.chartWidth = 400
    grid.chartHeight = 340
    try run.save(grid.svg(), as: "weight-paths")
  }

  /// Ridge by steps along the gradient beside its closed form.
  private func showAgreement(_ cars: NoisyCars) throws {
    let strength = 0.5
    let descent = try experiment.ridgeByDescent(cars.train, strength: strength)
    let exact = try experiment.ridge(cars.train, strength: strength)
    run.showTable(
      [["ridge, λ = \(strength)", "4000 steps", "closed form"]]
        + zip(Dataset.autoMPGFeatures, 0...).map { name, index in
          [name] + [descent, exact].map { $0.weights[index, 0].fixed(6) }
        } + [["bias", descent.bias.fixed(6), exact.bias.fixed(6)]])
    show("")
  }

  private func pathChart(_ name: String, _ path: WeightPath) -> Chart {
    var chart = Chart(title: name, xLabel: "λ", yLabel: "weight", xScale: .logarithmic)
    let real = Dataset.autoMPGFeatures
    let weights = { (feature: Int) in path.models.map { $0.weights[feature, 0] } }
    let noise = real.count..<path.models[0].weights.shape[0]
    // One series, and so one entry of the legend; a line is interrupted at NaN.
    chart.add(
      .line(
        "noise", x: noise.flatMap { _ in path.strengths + [.nan] },
        y: noise.flatMap { weights($0) + [.nan] }
      ).muted())
    for (feature, name) in real.enumerated() {
      chart.add(.line(name, x: path.strengths, y: weights(feature)))
    }
    return chart
  }

  // MARK: Dropout

  func dropout() throws {
    run.showTable(
      [["p", "mean", "variance", "p/(1 − p)", "at inference"]]
        + (try experiment.dropoutStatistics(seed: run.seed)).map {
          [
            "\($0.probability)", $0.mean.fixed(3), $0.variance.fixed(3),
            $0.expectedVariance.fixed(3), $0.isOffAtInference ? "unchanged" : "changed",
          ]
        })
  }
}
