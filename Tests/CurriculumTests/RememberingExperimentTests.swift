import Curriculum
import Foundation
import Gradus
import Testing

@testable import Curriculum09

/// What lesson 9's page says of its experiment.
@Suite("Experiment of lesson 9")
struct RememberingExperimentTests {
  let experiment = RememberingExperiment(RememberingLesson.lesson.solution)

  @Test("n-grams by hand: what was seen seldom asks the shorter context") func nGramsByHand() {
    // a b a b a: 3 of a, 2 of b; after a twice b, after b twice a.
    let grams = NGrams(order: 2, of: [0, 1, 0, 1, 0], characters: 3)
    let (a, b, c) = ((3 + 2.0 / 3) / 7, (2 + 2.0 / 3) / 7, (2.0 / 3) / 7)
    #expect(abs(grams.probability(of: 0, after: []) - a) < 1e-15)
    #expect(abs(grams.probability(of: 1, after: [0]) - (2 + b) / 3) < 1e-15)
    #expect(abs(grams.probability(of: 2, after: [0]) - c / 3) < 1e-15)
    // What was never seen is followed as if nothing were known.
    #expect(grams.probability(of: 1, after: [2]) == grams.probability(of: 1, after: []))
    #expect(abs(grams.probabilityByAdding(of: 1, after: [0], order: 2) - 2.1 / 2.3) < 1e-15)
  }

  @Test("probabilities after any context add up to 1") func sums() {
    var generator = RandomGenerator(seed: 91)
    let text = (0..<300).map { _ in generator.uniformInteger(below: 5) }
    let grams = NGrams(order: 4, of: text, characters: 6)
    for start in 0..<40 {
      let context = text[start..<start + start % 5]
      for order in 1...4 {
        let sum = (0..<6).reduce(0) {
          $0 + grams.probability(of: $1, after: context, order: order)
        }
        #expect(abs(sum - 1) < 1e-12)
        let added = (0..<6).reduce(0) {
          $0 + grams.probabilityByAdding(of: $1, after: context, order: order)
        }
        #expect(abs(added - 1) < 1e-12)
      }
    }
  }

  @Test("the gradient of a new tanh network vanishes, and a forget bias of 1 keeps it longest")
  func gradientNorms() throws {
    for seed in 1...2 as ClosedRange<UInt64> {
      let norms = Dictionary(
        uniqueKeysWithValues: experiment.gradientNorms(seed: seed, steps: 30).map { ($0.name, $0) })
      func norm(_ name: String) throws -> Double { try #require(norms[name]).norm(before: 29) }
      #expect(try norm("tanh") < 1e-5)
      #expect(try norm("tanh, U × 3") > 1)
      #expect(try norm("LSTM, forget bias 1") > 30 * norm("LSTM, forget bias 0"))
      #expect(norms.values.allSatisfy { $0.norm(before: 0) == 1 })
    }
  }

  @Test("a network of the exercises' functions learns names") func handmade() throws {
    let names = try Names(first: 600)
    #expect((names.training.count, names.heldOut.count) == (540, 60))
    #expect(Set(names.training).isDisjoint(with: names.heldOut))
    let (losses, written) = try experiment.handmadeNames(names, epochs: 3, count: 5, seed: 1)
    #expect(losses[2] < losses[0] && losses[2] < 2.9)
    #expect(written.names.count == 5)
  }

  @Test("a forecast of the last number again is off by its differences") func persistence() throws {
    let numbers = Tensor<Double>((0..<40).map { Double($0 * $0 % 17) })
    let series = Series(
      name: "", file: "", unit: "", times: [], numbers: numbers, season: 5, length: 3, heldOut: 8)
    let forecasts = try experiment.forecasts(series, seeds: [], epochs: 1)
    #expect(forecasts.map(\.name) == ["the last number", "a season ago", "linear, 3 numbers"])
    #expect(forecasts[0].numbers.elements == numbers[31..<39].elements)
    #expect(forecasts[1].numbers.elements == numbers[27..<35].elements)
    let squares = (32..<40).map { pow(numbers[$0] - numbers[$0 - 1], 2) }
    #expect(abs(forecasts[0].error - (squares.reduce(0, +) / 8).squareRoot()) < 1e-12)
  }

  @Test("a linear regression forecasts what is linear in its window") func linear() throws {
    // Each number is twice the last one's cosine part: x[t] = 2·cos(0.3)·x[t−1] − x[t−2].
    let numbers = Tensor<Double>((0..<60).map { cos(0.3 * Double($0)) })
    let series = Series(
      name: "", file: "", unit: "", times: [], numbers: numbers, season: 5, length: 4, heldOut: 10)
    let forecasts = try experiment.forecasts(series, seeds: [], epochs: 1)
    #expect(forecasts[2].error < 1e-5 && forecasts[0].error > 0.1)
  }
}
