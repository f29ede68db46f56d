import TensorCore
import Testing

@testable import DataLoading

@Suite struct TokenSamplerTests {
  /// Logits whose softmax is 0.4, 0.1, 0.3, 0.2.
  private let logits = [0.4, 0.1, 0.3, 0.2].map { Double.log($0) }

  private func expect(
    _ sampler: TokenSampler, _ logits: [Double], gives expected: [Double],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let found = sampler.probabilities(of: Tensor(logits))
    #expect(
      found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-15 },
      "\(found)", sourceLocation: sourceLocation)
  }

  @Test func probabilitiesAreThoseComputedByHand() {
    expect(TokenSampler(), logits, gives: [0.4, 0.1, 0.3, 0.2])
    expect(
      TokenSampler(temperature: 0.5), logits, gives: [16 / 30, 1 / 30, 9 / 30, 4 / 30])
    expect(TokenSampler(temperature: 0), logits, gives: [1, 0, 0, 0])
    expect(TokenSampler(topK: 2), logits, gives: [4 / 7, 0, 3 / 7, 0])
    expect(TokenSampler(topK: 9), logits, gives: [0.4, 0.1, 0.3, 0.2])
    expect(TokenSampler(topP: 0.65), logits, gives: [4 / 7, 0, 3 / 7, 0])
    expect(TokenSampler(topP: 0.75), logits, gives: [4 / 9, 0, 3 / 9, 2 / 9])
    expect(TokenSampler(topP: 1e-9), logits, gives: [1, 0, 0, 0])
    // p is a share of what k has left: 0.4 of 0.9 is less than one half.
    expect(TokenSampler(topK: 3, topP: 0.5), logits, gives: [4 / 7, 0, 3 / 7, 0])
    expect(TokenSampler(topK: 3, topP: 0.44), logits, gives: [1, 0, 0, 0])
  }

  @Test func equalAndExtremeLogits() {
    expect(TokenSampler(topK: 2), [1, 1, 1], gives: [0.5, 0.5, 0])
    expect(TokenSampler(temperature: 0), [1, 2, 2], gives: [0, 1, 0])
    expect(TokenSampler(temperature: 1e-300), [10_000, 10_001], gives: [0, 1])
    expect(TokenSampler(temperature: 1e300), [-.infinity, 1e4, -1e4], gives: [0, 0.5, 0.5])
  }

  @Test func tokensAreDrawnByTheirProbabilityAndTheSeed() {
    let sampler = TokenSampler(temperature: 2, topK: 3)
    var generator = RandomGenerator(seed: 4)
    let draws = (0..<20_000).map { _ in sampler.next(from: Tensor(logits), using: &generator) }
    for (token, probability) in sampler.probabilities(of: Tensor(logits)).enumerated() {
      let share = Double(draws.count { $0 == token }) / 20_000
      let deviation = Double.sqrt(probability * (1 - probability) / 20_000)
      #expect(abs(share - probability) <= 4 * deviation, "token \(token), seed 4")
    }
    var again = RandomGenerator(seed: 4)
    #expect(draws.prefix(50).allSatisfy { $0 == sampler.next(from: Tensor(logits), using: &again) })
  }
}
