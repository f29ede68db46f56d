import Games
import Gradus

/// A way to estimate the gradient of a policy's return from one episode: the weight of each of its steps.
public struct GradientEstimator: Sendable {
  /// What it is called.
  public let name: String
  /// The weights of an episode's steps.
  let weights: @Sendable (_ episode: [Transition<Int>]) throws -> [Double]
}

/// How an estimator's mean and spread compare with the gradient itself, found without drawing anything.
public struct EstimatorQuality: Sendable {
  /// The estimator's name.
  public let name: String
  /// The length of its mean minus the gradient.
  public let bias: Double
  /// The square root of its variance, added up over all preferences: how far one episode's estimate
  /// usually is from the mean.
  public let spread: Double
}

/// A walk of at most six steps, short enough that all episodes can be listed.
///
///     S F F
///     F H F
///     F F G        each step costs 1
public struct ShortWalk: Sendable {
  /// The rules.
  public let process = GridWorld(["SFF", "FHF", "FFG"]).process(stepReward: -1, goalReward: 5)
  /// The number of steps after which an episode is over.
  public let horizon = 6
  /// The policy's preferences, which a softmax makes probabilities of: shape [9, 4].
  public let preferences: Tensor<Double>

  /// A walk whose preferences are drawn.
  public init(seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    preferences = .normal([9, 4], using: &generator)
  }

  /// Every episode that can happen under the policy, and how probable it is.
  public func episodes() -> [(episode: [Transition<Int>], probability: Double)] {
    let policy = preferences.softmax()
    var found: [(episode: [Transition<Int>], probability: Double)] = []
    func extend(_ episode: [Transition<Int>], _ state: Int, _ probability: Double) {
      if episode.count == horizon || process.isTerminal(state) {
        found.append((episode, probability))
        return
      }
      for action in 0..<4 {
        // The ground is not slippery: each action has one outcome.
        let outcome = process.outcomes(state: state, action: action)[0]
        let ending: Ending =
          process.isTerminal(outcome.state)
          ? .terminated : episode.count + 1 == horizon ? .truncated : .continues
        let step = Step(observation: outcome.state, reward: outcome.reward, ending: ending)
        extend(
          episode + [Transition(from: state, action: action, to: step)], outcome.state,
          probability * policy[state, action])
      }
    }
    extend([], 0, 1)
    return found
  }

  /// The gradient of the expected return with respect to the preferences, by central differences of the
  /// value that six sweeps of policy evaluation give: no episode is involved.
  public func gradient() throws -> Tensor<Double> {
    let h = 1e-5
    var gradient = Tensor<Double>.zeros(preferences.shape)
    for state in 0..<9 {
      for action in 0..<4 {
        var values = [Double]()
        for shift in [-h, h] {
          var moved = preferences
          moved[state, action] += shift
          var value = Tensor<Double>.zeros([9])
          for _ in 0..<horizon {
            value = (moved.softmax() * process.actionValues(of: value, discount: 1)).sum(along: 1)
          }
          values.append(value[0])
        }
        gradient[state, action] = (values[1] - values[0]) / (2 * h)
      }
    }
    return gradient
  }
}

extension PlayingExperiment {
  // MARK: (b) Estimates of a gradient, against the gradient

  /// Four estimators; the last is wrong on purpose.
  public func estimators(of walk: ShortWalk) throws -> [GradientEstimator] {
    // Any number for each state will do; the policy's values take away most of the spread.
    let policy = walk.preferences.softmax()
    let values = try answers.policyValues(policy, walk.process, 1, walk.horizon)
    let actionValues = walk.process.actionValues(of: values, discount: 1)
    @Sendable func returns(_ episode: [Transition<Int>]) throws -> [Double] {
      try answers.returns(
        episode.map(\.reward), episode.map(\.ending), episode.map { _ in 0 }, 1)
    }
    return [
      GradientEstimator(name: "the episode's return") { episode in
        let whole = try returns(episode)[0]
        return episode.map { _ in whole }
      },
      GradientEstimator(name: "the return from the step on", weights: returns),
      GradientEstimator(name: "the same, minus V(s)") { episode in
        zip(episode, try returns(episode)).map { $1 - values[$0.observation] }
      },
      GradientEstimator(name: "minus Q(s, a): wrong") { episode in
        zip(episode, try returns(episode)).map { $1 - actionValues[$0.observation, $0.action] }
      },
    ]
  }

  /// The estimate that each possible episode gives, one after the other; exact, where they are weighted
  /// with the episodes' probabilities.
  func estimates(
    _ estimator: GradientEstimator, of walk: ShortWalk,
    from episodes: [(episode: [Transition<Int>], probability: Double)]
  ) throws -> [Tensor<Double>] {
    try episodes.map {
      try answers.policyGradient(
        walk.preferences, $0.episode, try estimator.weights($0.episode), 1)
    }
  }

  /// Bias and spread of an estimator, from all of the episodes.
  func quality(
    _ name: String, _ estimates: [Tensor<Double>], probabilities: [Double],
    gradient: Tensor<Double>
  ) -> EstimatorQuality {
    var mean = Tensor<Double>.zeros(gradient.shape)
    var square = 0.0
    for (estimate, probability) in zip(estimates, probabilities) {
      mean += estimate * probability
      square += probability * estimate.squared().sum()
    }
    return EstimatorQuality(
      name: name, bias: (mean - gradient).squared().sum().squareRoot(),
      spread: (square - mean.squared().sum()).squareRoot())
  }

  /// The distance of the mean of so many drawn estimates from the gradient, for each of the counts: the
  /// root of its mean square over some repetitions.
  func distances(
    _ counts: [Int], _ estimates: [Tensor<Double>], probabilities: [Double],
    gradient: Tensor<Double>, repeats: Int, seed: UInt64
  ) -> [Double] {
    var generator = RandomGenerator(seed: seed)
    var squares = counts.map { _ in 0.0 }
    for _ in 0..<repeats {
      var sum = Tensor<Double>.zeros(gradient.shape)
      var drawn = 0
      for (index, count) in counts.enumerated() {
        while drawn < count {
          sum += estimates[generator.categorical(probabilities)]
          drawn += 1
        }
        squares[index] += (sum / Double(count) - gradient).squared().sum()
      }
    }
    return squares.map { ($0 / Double(repeats)).squareRoot() }
  }
}
