import Games
import TensorCore
import Testing

@Suite struct ActionChoiceTests {
  /// Expects as many draws of each action as their probabilities say, within five deviations.
  private func expect(
    _ probabilities: [Double], sourceLocation: SourceLocation = #_sourceLocation,
    of draw: (inout RandomGenerator) -> Int
  ) {
    var generator = RandomGenerator(seed: 53)
    let count = 4000
    var counts = Array(repeating: 0, count: probabilities.count)
    for _ in 0..<count { counts[draw(&generator)] += 1 }
    for (action, p) in probabilities.enumerated() {
      let bound = 5 * (Double(count) * p * (1 - p)).squareRoot()
      #expect(
        abs(Double(counts[action]) - Double(count) * p) <= bound, "seed 53: \(counts)",
        sourceLocation: sourceLocation)
    }
  }

  @Test("greedy takes the highest value, and equal ones equally often") func greedy() {
    expect([0, 0, 1]) { $0.greedy([-3, -2, -1]) }
    expect([1.0 / 3, 1.0 / 3, 1.0 / 3]) { $0.greedy([0, 0, 0]) }
    expect([0.5, 0, 0.5]) { $0.greedy([2, 1, 2]) }
    expect([0, 0.5, 0.5]) { $0.greedy([-.infinity, 1, 1]) }
  }

  @Test("an impossible action is not taken, however good") func possible() {
    expect([0.5, 0, 0.5]) { $0.greedy([-1, 9, -1], among: [0, 2]) }
    expect([0.5, 0, 0.5]) { $0.epsilonGreedy([-1, 9, -2], epsilon: 1, among: [0, 2]) }
  }

  @Test("ε of the draws are uniform, the best one included") func epsilon() {
    expect([0.1, 0.1, 0.7, 0.1]) { $0.epsilonGreedy([1, 0, 2, 1], epsilon: 0.4) }
    expect([0, 0, 1, 0]) { $0.epsilonGreedy([1, 0, 2, 1], epsilon: 0) }
    expect([0.25, 0.25, 0.25, 0.25]) { $0.epsilonGreedy([1, 0, 2, 1], epsilon: 1) }
  }
}
