import Curriculum
import Curriculum04
import Foundation
import Gradus
import Testing

/// What lesson 4's page claims.
@Suite("Lesson 4's experiment")
struct RegularizationExperimentTests {
  let experiment = RegularizationExperiment(RegularizationLesson.lesson.solution)

  @Test("(a) the test error is a U with its floor at the right degree", arguments: [1, 2, 3])
  func capacity(seed: UInt64) throws {
    let curve = try experiment.errorsByDegree(dataSets: 40, seed: seed)
    #expect(curve.settings[curve.best] == 3)
    for (before, after) in zip(curve.training, curve.training.dropFirst()) {
      #expect(after <= before, "a freer model fits its points no worse")
    }
    let floor = NoisyCurve.noise * NoisyCurve.noise
    #expect(curve.test[0] > 4 * floor && curve.test[11] > 1.5 * curve.test[2])
    #expect(curve.training[11] < floor / 3 && curve.test[2] < 1.6 * floor)
  }

  @Test("(b) ridge tames degree 12, and too much of it tames too much", arguments: [1, 2, 3])
  func strength(seed: UInt64) throws {
    let curve = try experiment.errorsByStrength(dataSets: 40, seed: seed)
    let (best, last) = (curve.best, curve.test.count - 1)
    #expect(best > 0 && best < last)
    #expect(curve.test[best] < 0.8 * curve.test[0] && curve.test[best] < 0.5 * curve.test[last])
    for (before, after) in zip(curve.squaredWeights, curve.squaredWeights.dropFirst()) {
      #expect(after < before, "a stronger penalty leaves smaller weights")
    }
  }

  @Test("(c) the leak of a selection makes noise look useful") func selection() throws {
    let result = try experiment.leakOfSelection(draws: 10, seed: 1)
    #expect(result.choosingFromAll.allSatisfy { $0 > 0 })
    for (all, training) in zip(result.choosingFromAll, result.choosingFromTraining) {
      #expect(all > training)
    }
    #expect(result.choosingFromTraining.reduce(0, +) < 0, "honestly, there is nothing to be known")
  }

  @Test("(c) each part its own statistics hides that later cars are lighter") func statistics()
    throws
  {
    let errors = try experiment.leakOfStatistics().map(\.error)
    #expect(errors[2] > 1.2 * errors[0])
    #expect(
      abs(errors[1] / errors[0] - 1) < 0.05, "a leak that hardly shows is a leak all the same")
  }

  @Test("(d) descent with the penalty ends where the closed form is") func ridge() throws {
    let cars = try experiment.noisyCars(noiseColumns: 3, seed: 4)
    let solution = RegularizationLesson.lesson.solution
    for strength in [0.05, 0.5, 5] {
      let descent = try experiment.ridgeByDescent(cars.train, strength: strength)
      let exact = try solution.ridge(cars.train.x, cars.train.y, strength)
      #expect(abs(descent.bias / exact.bias - 1) < 1e-9)
      for (a, b) in zip(descent.weights.elements, exact.weights.elements) {
        #expect(abs(a - b) < 1e-9, "strength \(strength)")
      }
    }
  }

  @Test("(d) the lasso's zeros are exact, and the conditions of its minimum hold") func lasso()
    throws
  {
    let cars = try experiment.noisyCars(seed: 5)
    let (x, y) = cars.train
    let strength = 1.0
    let model = try experiment.lasso(cars.train, strength: strength, steps: 5000)
    let error = matmul(x, model.weights) + model.bias - y
    let slopes = (matmul(x, error, transposeA: true) * (2 / Double(x.shape[0]))).elements
    // Where a weight is not 0, the slope of the error balances the penalty's; where it is, it is weaker.
    for (weight, slope) in zip(model.weights.elements, slopes) {
      if weight == 0 {
        #expect(abs(slope) <= strength + 1e-9)
      } else {
        #expect(abs(slope + (weight > 0 ? strength : -strength)) < 1e-9)
      }
    }
    #expect(model.weights.elements[6...].count { $0 == 0 } >= 30)
  }

  @Test("(d) ridge leaves no zero, the lasso zeros most of the noise") func paths() throws {
    let cars = try experiment.noisyCars(seed: 1)
    let (ridge, lasso) = (try experiment.ridgePath(cars), try experiment.lassoPath(cars))
    for index in ridge.strengths.indices {
      #expect(ridge.zeros(index) == (0, 0))
    }
    let best = lasso.testErrors.indices.min { lasso.testErrors[$0] < lasso.testErrors[$1] }!
    #expect(lasso.zeros(best).noise >= 20 && lasso.zeros(best).real < 6)
    #expect(lasso.testErrors[best] < ridge.testErrors.min()!)
  }

  @Test("(e) dropout keeps the mean, and its variance is p/(1 − p)") func dropout() throws {
    for result in try experiment.dropoutStatistics(seed: 2) {
      // Five standard errors, of the mean and of the variance of 100 000 draws.
      let (p, root) = (result.probability, 100_000.0.squareRoot())
      #expect(abs(result.mean - 1) < 5 * result.expectedVariance.squareRoot() / root)
      let spread = abs(1 - 2 * p) / (1 - p) * result.expectedVariance.squareRoot()
      #expect(abs(result.variance - result.expectedVariance) < 5 * spread / root + 1e-3)
      #expect(result.isOffAtInference)
    }
  }

  @Test("(f) the large network knows all 200 digits by heart, and the test loss rises")
  func overfitting() throws {
    let data = try SmallDigits<Float>.load()
    #expect(data.train.count == 200 && data.validation.count == 300 && data.test.count == 297)
    let history = try experiment.compare([.none], on: data, epochs: 60, seed: 3)[0]
    #expect(history["train accuracy"].last == 1)
    #expect(history["test accuracy"].last! < 0.9)
    let losses = history["test cross-entropy"]
    #expect(losses.last! > losses.min()! + 0.01)
  }

  @Test("(f) by hand: what the given functions do is what the framework does")
  func byHand() throws {
    let data = try SmallDigits<Double>.load(training: 64)
    let remedies = Remedies(l2: 3e-3, dropout: 0.5, smoothing: 0.1)
    let ours = try experiment.train(on: data, remedies, epochs: 3, seed: 9).model
    let yours = try experiment.trainByHand(on: data, remedies, epochs: 3, seed: 9)
    let (a, b) = (ours(data.test.inputs).elements, yours(data.test.inputs).elements)
    #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-9 })
    var lazy = RegularizationLesson.lesson.solution
    lazy.dropout = { x, _, _, _ in x }
    let other = try RegularizationExperiment(lazy)
      .trainByHand(on: data, remedies, epochs: 3, seed: 9)
    #expect(other(data.test.inputs).elements != b)
  }

  @Test("(g) the gap closes with more digits") func learningCurve() throws {
    let points = try experiment.learningCurve(counts: [50, 400], steps: 200, seeds: [1, 2])
    #expect(points.map(\.count) == [50, 400])
    #expect(points.allSatisfy { $0.trainError < 0.01 })
    #expect(points[0].testError > 1.5 * points[1].testError)
  }

  @Test(
    "(h) each remedy lowers the test loss in at least 16 of 20 pairs",
    .enabled("slow: set GRADUS_SLOW=1") {
      ProcessInfo.processInfo.environment["GRADUS_SLOW"] != nil
    })
  func claims() throws {
    let claims = try withBackend(.simd) {
      try experiment.claimsOnDigits() + experiment.claimsOnCars()
    }
    #expect(claims.count == 6)
    for claim in claims {
      let (name, wins) = (claim.experiment.name, claim.experiment.wins)
      #expect(claim.experiment.isProved, "\(name): \(wins) of 20")
      #expect(claim.experiment.remedyMean < claim.experiment.baselineMean, "\(name)")
    }
  }

  @Test(
    "(h) dropout: probability and epochs are those that validation digits choose",
    .enabled("slow: set GRADUS_SLOW=1") {
      ProcessInfo.processInfo.environment["GRADUS_SLOW"] != nil
    })
  func dropoutGrid() throws {
    let grid = try withBackend(.simd) { try experiment.dropoutGrid() }
    for setting in grid { print("lesson 4, dropout:", setting) }
    let best = grid.min { $0.loss < $1.loss }
    #expect(best?.epochs == 60 && best?.probability == 0.3)
  }

  @Test("(h) ridge and lasso on cars: each wins at least 16 of 20 pairs") func claimsOnCars() throws
  {
    for claim in try experiment.claimsOnCars() {
      #expect(claim.experiment.isProved, "\(claim.experiment.name): \(claim.experiment.wins) of 20")
      #expect(claim.chosen != claim.strengths.first && claim.chosen != claim.strengths.last)
    }
  }
}
