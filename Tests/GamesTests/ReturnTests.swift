import Foundation
import Games
import TensorCore
import Testing

/// Steps of random episodes, as an agent would record them.
private struct Steps {
  let rewards: Tensor<Double>
  let endings: Tensor<Ending>
  let values: Tensor<Double>
  let nextValues: Tensor<Double>

  init(_ count: Int, seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    rewards = .normal([count], using: &generator)
    values = .normal([count], using: &generator)
    nextValues = .normal([count], using: &generator)
    endings = Tensor(
      (0..<count).map { _ in
        [.continues, .continues, .continues, .terminated, .truncated][
          generator.uniformInteger(below: 5)]
      })
  }

  /// The last step of the episode that step t belongs to, or the last of all.
  func end(of t: Int) -> Int {
    (t..<rewards.elementCount).first { endings[$0] != .continues } ?? rewards.elementCount - 1
  }

  /// The value that a return has to add after its last step.
  func rest(after end: Int) -> Double { endings[end] == .terminated ? 0 : nextValues[end] }
}

@Suite struct ReturnTests {
  @Test("a return by hand: the discount is γ⁰ for the first reward") func byHand() {
    let endings = Tensor<Ending>([.continues, .continues, .terminated])
    #expect(
      discountedReturns(rewards: [1, 1, 1], endings: endings, discount: 0.5)
        == Tensor<Double>([1.75, 1.5, 1]))
    // Two episodes of two steps: nothing flows back from the second.
    #expect(
      discountedReturns(
        rewards: [1, 2, 4, 8], endings: Tensor([.continues, .terminated, .continues, .terminated]),
        discount: 0.5) == Tensor<Float>([2, 2, 8, 8]))
  }

  @Test("terminated, truncated and cut off differ by the value of what follows") func endings() {
    let values: Tensor<Double> = [100, 10]
    func last(_ ending: Ending) -> [Double] {
      discountedReturns(
        rewards: [1, 2], endings: Tensor([.continues, ending]), nextValues: values, discount: 0.5
      ).elements
    }
    #expect(last(.terminated) == [2, 2])
    #expect(last(.truncated) == [4.5, 7])
    #expect(last(.continues) == [4.5, 7])
  }

  @Test("returns are the sum of discounted rewards to the end of the episode") func definition() {
    for seed in UInt64(0)..<20 {
      let steps = Steps(30, seed: seed)
      for discount in [0, 0.9, 1] {
        let found = discountedReturns(
          rewards: steps.rewards, endings: steps.endings, nextValues: steps.nextValues,
          discount: discount)
        for t in 0..<30 {
          let end = steps.end(of: t)
          let rewards = (t...end).reduce(0.0) {
            $0 + pow(discount, Double($1 - t)) * steps.rewards[$1]
          }
          let expected = rewards + pow(discount, Double(end + 1 - t)) * steps.rest(after: end)
          #expect(abs(found[t] - expected) < 1e-12, "seed \(seed), step \(t)")
        }
      }
    }
  }

  @Test("λ = 0 is the temporal difference, λ = 1 the return minus the value") func lambdaLimits() {
    for seed in UInt64(0)..<20 {
      let steps = Steps(30, seed: seed)
      func advantages(_ lambda: Double) -> Tensor<Double> {
        generalizedAdvantages(
          rewards: steps.rewards, endings: steps.endings, values: steps.values,
          nextValues: steps.nextValues, discount: 0.9, lambda: lambda)
      }
      let differences = advantages(0)
      for t in 0..<30 {
        let following = steps.endings[t] == .terminated ? 0 : steps.nextValues[t]
        let expected = steps.rewards[t] + 0.9 * following - steps.values[t]
        #expect(abs(differences[t] - expected) < 1e-14, "seed \(seed), step \(t)")
      }
      // The differences of an episode add up to its return only where what follows a step has the value
      // of the next step.
      var shifted = steps.nextValues
      for t in 0..<29 where steps.endings[t] == .continues { shifted[t] = steps.values[t + 1] }
      let returns = discountedReturns(
        rewards: steps.rewards, endings: steps.endings, nextValues: shifted, discount: 0.9)
      let whole = generalizedAdvantages(
        rewards: steps.rewards, endings: steps.endings, values: steps.values, nextValues: shifted,
        discount: 0.9, lambda: 1)
      #expect(distance(whole, returns - steps.values) < 1e-12, "seed \(seed)")
    }
  }

  @Test("between them it is the sum of (γ·λ)ᵏ·δ to the end of the episode") func definitionOfGAE() {
    for seed in UInt64(0)..<20 {
      let steps = Steps(30, seed: seed)
      func advantages(_ lambda: Double) -> Tensor<Double> {
        generalizedAdvantages(
          rewards: steps.rewards, endings: steps.endings, values: steps.values,
          nextValues: steps.nextValues, discount: 0.9, lambda: lambda)
      }
      let (differences, found) = (advantages(0), advantages(0.7))
      for t in 0..<30 {
        let expected = (t...steps.end(of: t)).reduce(0.0) {
          $0 + pow(0.9 * 0.7, Double($1 - t)) * differences[$1]
        }
        #expect(abs(found[t] - expected) < 1e-12, "seed \(seed), step \(t)")
      }
    }
  }

  @Test("environments side by side are each treated as if alone") func sideBySide() {
    let alone = (0..<3).map { Steps(10, seed: UInt64($0)) }
    func together<E>(_ part: (Steps) -> Tensor<E>) -> Tensor<E> {
      Tensor(
        shape: [10, 3], elements: (0..<10).flatMap { t in alone.map { part($0)[t] } })
    }
    let returns = discountedReturns(
      rewards: together(\.rewards), endings: together(\.endings),
      nextValues: together(\.nextValues),
      discount: 0.9)
    let advantages = generalizedAdvantages(
      rewards: together(\.rewards), endings: together(\.endings), values: together(\.values),
      nextValues: together(\.nextValues), discount: 0.9)
    for (column, steps) in alone.enumerated() {
      let returnsAlone = discountedReturns(
        rewards: steps.rewards, endings: steps.endings, nextValues: steps.nextValues, discount: 0.9)
      let advantagesAlone = generalizedAdvantages(
        rewards: steps.rewards, endings: steps.endings, values: steps.values,
        nextValues: steps.nextValues, discount: 0.9)
      #expect((0..<10).map { returns[$0, column] } == returnsAlone.elements)
      #expect((0..<10).map { advantages[$0, column] } == advantagesAlone.elements)
    }
  }

  @Test("no steps have no returns") func empty() {
    let none = Tensor<Double>.zeros([0])
    let endings = Tensor<Ending>([])
    #expect(discountedReturns(rewards: none, endings: endings, discount: 1) == none)
    #expect(
      generalizedAdvantages(
        rewards: none, endings: endings, values: none, nextValues: none, discount: 1) == none)
  }

  @Test("with the exact values of a policy, advantages have the mean 0 in every state")
  func unbiased() throws {
    let seed: UInt64 = 77
    let process = FrozenLake.fourByFour.process()
    let values = try process.exactPolicyValues(process.uniformPolicy, discount: 0.9)
    var generator = RandomGenerator(seed: seed)
    var environment = FrozenLake.fourByFour.environment()
    var (sum, squares, count) = (0.0, 0.0, 0.0)
    for _ in 0..<2000 {
      let episode = environment.playEpisode(using: &generator) { $1.uniformInteger(below: 4) }
      let advantages = generalizedAdvantages(
        rewards: Tensor(episode.map(\.reward)), endings: Tensor(episode.map(\.ending)),
        values: Tensor(episode.map { values[$0.observation] }),
        nextValues: Tensor(episode.map { values[$0.next] }), discount: 0.9)
      sum += advantages[0]
      squares += advantages[0] * advantages[0]
      count += 1
    }
    let deviation = (squares / count / count).squareRoot()
    #expect(abs(sum / count) < 4 * deviation, "seed \(seed)")
    #expect(deviation > 0)
  }
}
