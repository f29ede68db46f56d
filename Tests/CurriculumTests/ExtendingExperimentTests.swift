import Curriculum
import Gradus
import Testing

@testable import Curriculum13

/// What lesson 13's page says of its experiment.
@Suite("Experiment of lesson 13")
struct ExtendingExperimentTests {
  private let experiment = ExtendingExperiment(ExtendingLesson.lesson.solution)

  @Test("(a) the operation trains a network, and its second input learns along")
  func ownOperation() throws {
    let training = try experiment.training(
      with: experiment.answers.squareplus, epochs: 2, seed: 1)
    #expect(training.losses[1] < training.losses[0] / 2)
    #expect(training.leastShape < 0.99, "b begins at 1, and moves")
    #expect(training.right.value > 0.7)
  }

  @Test("(a) an operation whose second pullback is forgotten trains as well, and b stays")
  func silentFault() throws {
    let training = try experiment.training(
      with: { x, b in try experiment.answers.squareplus(x, Variable(b.value)) }, epochs: 1, seed: 1)
    #expect(training.losses[0] < 2)
    #expect(training.leastShape == 1 && training.largestShape == 1)
  }

  @Test("(b) the parts of the data do not overlap, and the race's rate is one of those tried")
  func race() throws {
    let data = try Pictures.digits()
    #expect(
      [data.train, data.validation, data.test].map(\.labels.elementCount) == [1200, 300, 297])
    let small = Pictures(
      name: data.name, train: (data.train.inputs[0..<200], data.train.labels[0..<200]),
      validation: data.validation, test: data.test)
    let outcomes = try experiment.race(on: small, epochs: 1, seeds: [1, 2])
    #expect(outcomes.map(\.optimizer) == ["Adam", "Muon"])
    for outcome in outcomes {
      #expect([0.001, 0.003, 0.01, 0.03, 0.1].contains(outcome.rate))
      #expect(outcome.losses.count == 2 && outcome.losses[0] != outcome.losses[1])
      #expect(outcome.meanLoss < 2.4 && outcome.meanLoss.isFinite)
    }
  }

  @Test("(b) Muon moves both hidden matrices: without its rounds the race ends elsewhere")
  func muonMatters() throws {
    let data = try Pictures.digits()
    let small = Pictures(
      name: data.name, train: (data.train.inputs[0..<200], data.train.labels[0..<200]),
      validation: data.validation, test: data.test)
    var frozen = experiment.answers
    frozen.muonStep = { weight, _, velocity, _, _ in (weight, velocity) }
    let moved = try experiment.race(on: small, epochs: 1, seeds: [1])[1]
    let stayed = try ExtendingExperiment(frozen).race(on: small, epochs: 1, seeds: [1])[1]
    #expect(moved.meanLoss < stayed.meanLoss)
  }

  @Test("(c) a penalty makes the gradient shorter")
  func penalty() throws {
    let free = try experiment.spirals(penalty: 0, steps: 60, seed: 1)
    let held = try experiment.spirals(penalty: 0.3, steps: 60, seed: 1)
    #expect(held.gradientLength < free.gradientLength)
  }

  @Test("(c) what holds the parameters is the derivative of a gradient, and not a gradient")
  func secondOrderMatters() throws {
    var wrong = experiment.answers
    wrong.hessianVectorProduct = { _, x, _ in 0 * x }
    let without = try ExtendingExperiment(wrong).spirals(penalty: 0.3, steps: 20, seed: 1)
    let free = try experiment.spirals(penalty: 0, steps: 20, seed: 1)
    #expect(without.gradientLength == free.gradientLength)
    let held = try experiment.spirals(penalty: 0.3, steps: 20, seed: 1)
    #expect(held.gradientLength != free.gradientLength)
  }

  @Test("(d) the ways compute the same, and each has a rate for each count")
  func kernel() throws {
    let ways = experiment.kernelWays(withAnswer: true)
    let speeds = try experiment.kernelSpeeds(of: ways, counts: [1, 19, 100], rounds: 1)
    #expect(speeds.rates.map(\.count) == [3, 3, 3, 3])
    for rate in speeds.rates.joined() { #expect(rate > 0 && rate.isFinite) }
    #expect(speeds.ratios(0) == [1, 1, 1])
    let x: [Float] = (0..<19).map { Float($0) - 9 }
    for way in ways {
      var y = x
      try way.run(x, 1.5, &y, 19)
      for (x, y) in zip(x, y) {
        #expect((y - 0.5 * (x + (x * x + 1.5).squareRoot())).magnitude < 1e-6, "\(way.name)")
      }
    }
  }
}
