import Curriculum
import Games
import Gradus
import Testing

@testable import Curriculum12

/// What the last two exercises of lesson 12 claim: that the estimate of the policy gradient is right on
/// average, with and without the baseline. Nothing is sampled: all episodes of a small task are gone
/// through, each as probable as it is.
@Suite("Lesson 12's policy gradient, enumerated")
struct PlayingEstimatorTests {
  @Test("the mean of REINFORCE over all episodes is the gradient of the mean return")
  func reinforce() throws {
    let task = SmallTask()
    let mean = try task.mean { episode in
      try task.gradient(of: episode, weights: PlayingLesson.plainReturns(episode, task.discount))
    }
    #expect(task.error(of: mean) < 1e-8)
    // Without γᵗ it is another direction.
    let undiscounted = try task.mean { episode in
      try Playing.policyGradient(
        task.preferences, episode: episode,
        weights: PlayingLesson.plainReturns(episode, task.discount), discount: 1)
    }
    #expect(task.error(of: undiscounted) > 1e-2)
  }

  @Test("the baseline of the other episode adds no bias, and takes variance away")
  func baseline() throws {
    let task = SmallTask()
    let (mean, variance) = try task.ofPairs { try Playing.advantages(of: $0, discount: $1) }
    #expect(task.error(of: mean) < 1e-8)
    let (_, without) = try task.ofPairs { episodes, discount in
      try episodes.map { try PlayingLesson.plainReturns($0, discount) }
    }
    #expect(variance < 0.9 * without, "variance \(variance) with, \(without) without the baseline")
  }

  @Test(
    "what the lesson calls a biased baseline is one",
    arguments: [
      "the own episode counts, too", "only the step itself is left out",
      "the own episode's later steps count", "the own episode's earlier steps count",
      "only the same action",
    ])
  func biased(_ name: String) throws {
    let task = SmallTask()
    let mistake = try #require(PlayingLesson.advantagesMistakes.first { $0.name == name })
    let (mean, _) = try task.ofPairs(mistake.function)
    #expect(task.error(of: mean) > 1e-3)
  }
}

/// Two states, two actions, three steps; a state may be visited again.
private struct SmallTask {
  let discount = 0.75
  let preferences: Tensor<Double> = [[0.5, -0.25], [-1, 0.125]]
  /// All episodes, each with its probability.
  let episodes: [(steps: [Transition<Int>], probability: Double)]

  init() { episodes = Self.episodes(of: preferences) }

  /// All episodes under the policy of these preferences: the outcome of an action is certain, so that only
  /// the actions are chosen by chance.
  static func episodes(
    of preferences: Tensor<Double>
  ) -> [(steps: [Transition<Int>], probability: Double)] {
    let policy = preferences.softmax()
    return (0..<8).map { choices in
      var (state, probability, steps) = (0, 1.0, [Transition<Int>]())
      for t in 0..<3 {
        let action = choices >> t & 1
        probability *= policy[state, action]
        let next = (state + action + t) % 2
        steps.append(
          Transition(
            state, action, reward: [[3, -1], [0.5, 4]][state][action] + Double(t), to: next,
            t == 2 ? .terminated : .continues))
        state = next
      }
      return (steps, probability)
    }
  }

  /// The mean return of a policy.
  private func meanReturn(_ preferences: Tensor<Double>) -> Double {
    Self.episodes(of: preferences).reduce(0) { sum, episode in
      var factor = 1.0
      let value = episode.steps.reduce(0.0) { sum, step in
        defer { factor *= discount }
        return sum + factor * step.reward
      }
      return sum + episode.probability * value
    }
  }

  /// The gradient of the mean return, by central differences. Their error is h²/6 times a third derivative,
  /// which is below 100 here: with h = 10⁻⁵ below 2·10⁻⁹, and rounding adds 10⁻¹⁰.
  var exactGradient: Tensor<Double> {
    var gradient = Tensor<Double>.zeros([2, 2])
    let h = 1e-5
    for state in 0..<2 {
      for action in 0..<2 {
        var (low, high) = (preferences, preferences)
        low[state, action] -= h
        high[state, action] += h
        gradient[state, action] = (meanReturn(high) - meanReturn(low)) / (2 * h)
      }
    }
    return gradient
  }

  /// How far a gradient is from the exact one, in its number that is farthest.
  func error(of gradient: Tensor<Double>) -> Double { (gradient - exactGradient).abs().max() }

  func gradient(of episode: [Transition<Int>], weights: [Double]) throws -> Tensor<Double> {
    try Playing.policyGradient(
      preferences, episode: episode, weights: weights, discount: discount)
  }

  /// The mean of an estimate over all episodes.
  func mean(_ estimate: ([Transition<Int>]) throws -> Tensor<Double>) rethrows -> Tensor<Double> {
    try episodes.reduce(Tensor<Double>.zeros([2, 2])) { sum, episode in
      sum + (try estimate(episode.steps)) * episode.probability
    }
  }

  /// The mean of the estimate from two episodes, over all pairs, and the sum of the variances of its
  /// numbers.
  func ofPairs(
    _ weights: ([[Transition<Int>]], Double) throws -> [[Double]]
  ) throws -> (mean: Tensor<Double>, variance: Double) {
    var (mean, square) = (Tensor<Double>.zeros([2, 2]), 0.0)
    for first in episodes {
      for second in episodes {
        let probability = first.probability * second.probability
        let weights = try weights([first.steps, second.steps], discount)
        let estimate =
          (try gradient(of: first.steps, weights: weights[0])
            + gradient(of: second.steps, weights: weights[1])) / 2
        mean += estimate * probability
        square += probability * estimate.squared().sum()
      }
    }
    return (mean, square - mean.squared().sum())
  }
}
