import Curriculum
import Curriculum01
import Gradus
import Testing

/// The figures of lesson 1, as its page gives them.
@Suite("Lesson 1's experiment")
struct LinearRegressionExperimentTests {
  let experiment = LinearRegressionExperiment(LinearRegressionLesson.lesson.solution)

  @Test("(a) one sample: w + b = 2·(1 − 0.96¹⁰⁰⁰)") func firstExample() throws {
    let (model, losses) = try experiment.firstExample()
    let power = Double.pow(0.96, 1000)
    #expect(abs(model.weights[0, 0] + model.bias - 2 * (1 - power)) < 1e-12)
    // Both start at zero and have the same gradient, so they share the sum evenly.
    #expect(model.weights[0, 0] == model.bias)
    #expect(abs(model.bias - 1) < 1e-12)
    #expect(losses.count == 1000)
    #expect(losses[0] == 4)
    #expect(abs(losses[100] - 4 * Double.pow(0.96, 200)) < 1e-15)
  }

  @Test("(b) penguins, from any start", arguments: [1, 2, 77] as [UInt64])
  func penguins(seed: UInt64) throws {
    let start = LinearRegressionExperiment.randomStart(features: 1, seed: seed)
    let fit = try experiment.penguins(from: start)
    #expect(fit.x.shape == [333, 1])
    #expect(abs(fit.descent.weights[0, 0] - 50.153) < 0.0005)
    #expect(abs(fit.descent.bias - -5872.09) < 0.005)
    #expect(abs(fit.rSquared - 0.762) < 0.0005)
    #expect(relativeDifference(fit.descent, fit.exact) < 1e-6)
    #expect(fit.losses.count == 100)
    // At the end the loss moves by rounding errors only.
    #expect(zip(fit.losses, fit.losses.dropFirst()).allSatisfy { $1 <= $0 * (1 + 1e-12) })
  }

  @Test("(b) the bowl: each step leads down, and straight to the bottom") func bowl() throws {
    let bowl = try experiment.bowl()
    #expect(bowl.path.count == 31 && bowl.moments.map(\.step) == [0, 3, 30])
    let places = bowl.path.map { (slope: $0.weights[0, 0], intercept: $0.bias) }
    let losses = bowl.losses(at: places)
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 > $1 })
    for moment in bowl.moments {
      #expect(moment.model.weights == bowl.path[moment.step].weights)
      #expect(abs(moment.loss / losses[moment.step] - 1) < 1e-12)
    }
    // Standardized, the bowl is round: slope and intercept close the same share of their ways.
    let (from, at) = (places[0], places[3])
    let goal = (slope: bowl.best.weights[0, 0], intercept: bowl.best.bias)
    for share in [
      (goal.slope - at.slope) / (goal.slope - from.slope),
      (goal.intercept - at.intercept) / (goal.intercept - from.intercept),
    ] { #expect(abs(share - 0.8 * 0.8 * 0.8) < 1e-9) }
    let best = bowl.losses(at: [goal])[0]
    #expect(losses[30] > best && losses[30] < 1.0001 * best)
    // One deviation away along any direction, the loss is as much larger.
    let around = bowl.losses(at: [
      (goal.slope + 300, goal.intercept), (goal.slope, goal.intercept - 300),
    ])
    #expect(around.allSatisfy { abs($0 - best - 90000) < 1e-3 })
  }

  @Test("(b) the lines of the bowl are those of its places") func bowlLines() throws {
    let bowl = try experiment.bowl()
    let (mean, deviation) = (bowl.lengths.mean(), bowl.lengths.variance().squareRoot())
    for moment in bowl.moments {
      for (length, mass) in zip([bowl.lengths.min(), bowl.lengths.max()], moment.ends) {
        let x = (length - mean) / deviation
        #expect(abs(moment.model.weights[0, 0] * x + moment.model.bias - mass) < 1e-6)
      }
    }
  }

  @Test("different seeds start at different places") func starts() {
    let starts = ([1, 2, 77] as [UInt64]).map {
      LinearRegressionExperiment.randomStart(features: 1, seed: $0).bias
    }
    #expect(Set(starts).count == 3)
  }

  @Test("(c) Auto MPG, from any start", arguments: [1, 5] as [UInt64])
  func autoMPG(seed: UInt64) throws {
    var reported: [Int] = []
    let fit = try experiment.autoMPG(
      from: LinearRegressionExperiment.randomStart(features: 6, seed: seed)
    ) { steps, _ in reported.append(steps) }
    #expect(fit.x.shape == [392, 6])
    #expect(abs(fit.rSquared - 0.809) < 0.0005)
    #expect(relativeDifference(fit.descent, fit.exact) < 1e-6)
    #expect(reported == Array(stride(from: 50, through: 2000, by: 50)))
  }

  @Test("(d) Anscombe's four sets have one line") func anscombe() throws {
    let sets = try experiment.anscombe()
    #expect(sets.map(\.name) == ["I", "II", "III", "IV"])
    // From the sums that Anscombe's paper (1973) gives: Σx = 99, Σy = 82.51, slope 0.500, R² 0.667.
    for set in sets {
      #expect(set.x.shape == [11, 1])
      #expect(set.x.mean() == 9)
      #expect(abs(set.y.mean() - 7.50) < 0.005)
      #expect(abs(set.line.weights[0, 0] - 0.500) < 0.0005)
      #expect(abs(set.line.bias - 3.00) < 0.005)
      #expect(abs(set.rSquared - 0.667) < 0.001)
    }
    #expect(Set(sets.map { $0.y.elements }).count == 4)
  }

  @Test("(e) the cliff is where the loss begins to grow", arguments: [true, false])
  func cliff(standardized: Bool) throws {
    let cliff = try experiment.cliff(standardized: standardized)
    for (rate, loss) in zip(cliff.rates, cliff.losses) {
      let share = rate / cliff.rate
      if share < 0.999 {
        #expect(loss.isFinite && loss < start(cliff), "at \(share) of the cliff's rate")
      } else if share > 1.001 {
        #expect(loss > start(cliff), "at \(share) of the cliff's rate")
      }
    }
    let shares = cliff.rates.map { $0 / cliff.rate }
    #expect(shares.contains { $0 < 0.999 } && shares.contains { $0 > 1.001 })
    #expect(cliff.curves.map(\.share) == [0.5, 0.98, 1, 1.02])
    // Below the cliff a picture's straight pieces between neighbors are never steep: what it shows at 0.98 is what
    // the table says.
    let below = zip(shares, cliff.losses).filter { $0.0 > 0.1 && $0.0 <= 0.98 }.map(\.1)
    #expect(below.count > 20 && below.max()! < 1.1 * below.min()!)
    let nearCliff = shares.filter { (0.97...1.01).contains($0) }
    #expect(
      nearCliff.count > 10 && zip(nearCliff, nearCliff.dropFirst()).allSatisfy { $1 - $0 < 0.011 })
    #expect(cliff.curves[3].losses[cliff.steps] > cliff.curves[3].losses[cliff.steps - 1])
  }

  @Test("(e) 2/λmax agrees with the power iteration", arguments: [true, false])
  func largestCurvature(standardized: Bool) throws {
    let table = try Dataset.penguins.table()
    var x: Tensor<Double> = try table.matrix(columns: ["flipper_length_mm"])
    if standardized { x = try LinearRegressionLesson.lesson.solution.standardize(x).x }
    // The gradient of the loss for the target 0 is linear in the model, and what it multiplies by is
    // the matrix of second derivatives.
    let zero = Tensor<Double>.zeros([x.shape[0], 1])
    var model = LinearModel(weights: [[0.6]], bias: 0.8)
    var length = 0.0
    for _ in 0..<50 {
      let image = try LinearRegressionLesson.lesson.solution.gradient(x, zero, model)
      length = (image.weights.squared().sum() + image.bias * image.bias).squareRoot()
      model = LinearModel(weights: image.weights / length, bias: image.bias / length)
    }
    let cliff = try experiment.cliff(standardized: standardized, steps: 1)
    #expect(abs(cliff.rate * length / 2 - 1) < 1e-9)
    #expect(standardized ? abs(cliff.conditionNumber - 1) < 1e-6 : cliff.conditionNumber > 1e6)
  }

  /// The loss of the model with which each descent of the cliff begins.
  private func start(_ cliff: LinearRegressionExperiment.Cliff) -> Double {
    cliff.curves[0].losses[0]
  }

  /// The largest difference of two models' parameters, relative to the larger.
  private func relativeDifference(_ a: LinearModel, _ b: LinearModel) -> Double {
    zip(a.weights.elements + [a.bias], b.weights.elements + [b.bias])
      .map { abs($0 - $1) / max(abs($0), abs($1)) }.max()!
  }
}
