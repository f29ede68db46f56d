import Foundation
import Games
import TensorCore
import Testing

@Suite struct CartPoleTests {
  /// A step of one of Gymnasium's episodes.
  private struct Row {
    let policy: String
    let action: Int
    let state: CartPole.State
    let reward: Double
    let ending: Ending
  }

  private static func rows() throws -> [Row] {
    try fixture("cartpole.csv").map { fields in
      let numbers = try fields[2...6].map { try #require(Double($0)) }
      return Row(
        policy: fields[0], action: try #require(Int(fields[1])),
        state: CartPole.State(
          position: numbers[0], velocity: numbers[1], angle: numbers[2],
          angularVelocity: numbers[3]),
        reward: numbers[4],
        ending: fields[7] == "1" ? .terminated : fields[8] == "1" ? .truncated : .continues)
    }
  }

  /// What two ways to round some 20 operations may make of one step: accelerations stay below 40, and
  /// act for 0.02 s.
  private static func bound(_ x: Double) -> Double { 20 * 0x1p-53 * (40 * 0.02 + abs(x)) }

  @Test("each step is Gymnasium's") func equations() throws {
    let rows = try Self.rows()
    var generator = RandomGenerator(seed: 1)
    var endings: [Ending] = []
    for (before, after) in zip(rows, rows.dropFirst()) where after.action >= 0 {
      var cart = CartPole()
      cart.reset(to: before.state)
      let step = cart.step(after.action, using: &generator)
      for (found, expected) in zip(step.observation.features, after.state.features) {
        #expect(abs(found - expected) <= Self.bound(expected), "\(after.policy)")
      }
      #expect(step.reward == after.reward)
      // A cart that begins here knows nothing of the steps before.
      #expect(step.ending == (after.ending == .truncated ? .continues : after.ending))
      endings.append(after.ending)
    }
    #expect(endings.count { $0 == .terminated } == 7)
    #expect(endings.count { $0 == .truncated } == 1)
  }

  @Test("a whole episode ends where Gymnasium's does") func episodes() throws {
    let rows = try Self.rows()
    var generator = RandomGenerator(seed: 1)
    for name in Set(rows.map(\.policy)) where name != "balances" {
      let episode = rows.filter { $0.policy == name }
      var cart = CartPole()
      cart.reset(to: episode[0].state)
      for (index, row) in episode.dropFirst().enumerated() {
        let step = cart.step(row.action, using: &generator)
        #expect(step.ending == row.ending, "\(name), step \(index)")
        // A pole that falls doubles errors: by a factor of at most e⁴ per second.
        let growth = Double(index + 1) * exp(4 * 0.02 * Double(index + 1))
        for (found, expected) in zip(step.observation.features, row.state.features) {
          #expect(abs(found - expected) <= growth * Self.bound(expected), "\(name), step \(index)")
        }
      }
      #expect(cart.hasEnded)
    }
  }

  @Test(
    "500 steps are truncated, not terminated; and so is any other limit", arguments: [500, 1, 7])
  func limit(_ limit: Int) {
    var generator = RandomGenerator(seed: 7)
    var cart = CartPole(limit: limit)
    // The second episode counts its steps from the beginning.
    for _ in 0..<2 {
      let transitions = cart.playEpisode(using: &generator) { s, _ in
        s.angle + 0.5 * s.angularVelocity + 0.05 * s.position + 0.1 * s.velocity > 0 ? 1 : 0
      }
      #expect(transitions.count == limit)
      #expect(transitions.dropLast().allSatisfy { $0.ending == .continues })
      #expect(transitions.last?.ending == .truncated)
      #expect(cart.hasEnded && cart.stepCount == limit)
    }
  }

  @Test("a fall at the last step is terminated") func fallAtTheLimit() {
    var generator = RandomGenerator(seed: 1)
    var cart = CartPole(limit: 1)
    cart.reset(to: .init(position: 2.39, velocity: 1, angle: 0, angularVelocity: 0))
    #expect(cart.step(1, using: &generator).ending == .terminated)
    cart.reset(to: .init(position: -2.39, velocity: -1, angle: 0, angularVelocity: 0))
    #expect(cart.step(1, using: &generator).ending == .terminated)
  }

  @Test("left is right in a mirror, bit for bit") func mirror() {
    var generator = RandomGenerator(seed: 3)
    for _ in 0..<200 {
      var (cart, mirrored) = (CartPole(), CartPole())
      let s = cart.reset(using: &generator)
      mirrored.reset(
        to: .init(
          position: -s.position, velocity: -s.velocity, angle: -s.angle,
          angularVelocity: -s.angularVelocity))
      let a = cart.step(1, using: &generator).observation.features
      #expect(mirrored.step(0, using: &generator).observation.features == a.map { -$0 })
    }
  }

  @Test("an episode begins within 0.05 of rest, on both sides, and again after each end")
  func reset() {
    var generator = RandomGenerator(seed: 5)
    var cart = CartPole()
    let starts = (0..<400).map { _ in cart.reset(using: &generator).features }
    for feature in 0..<4 {
      let numbers = starts.map { $0[feature] }
      // The mean of 400 has the deviation 0.1/√(12·400).
      let mean = numbers.reduce(0, +) / 400
      #expect(abs(mean) < 4 * 0.1 / (12.0 * 400).squareRoot())
      #expect(numbers.allSatisfy { abs($0) <= 0.05 } && numbers.max()! > 0.045)
    }
    #expect(cart.stepCount == 0 && !cart.hasEnded)
  }

  @Test("one seed is one episode, bit for bit; a copy goes on from the same point")
  func repeatable() {
    func episode() -> [[Double]] {
      var (generator, cart) = (RandomGenerator(seed: 9), CartPole())
      return cart.playEpisode(using: &generator) { $1.uniformInteger(below: 2) }.map(
        \.next.features)
    }
    #expect(episode() == episode())
    var (generator, cart) = (RandomGenerator(seed: 9), CartPole())
    _ = cart.reset(using: &generator)
    var copy = cart
    let first = cart.step(1, using: &generator).observation
    #expect(copy.state != cart.state)
    #expect(copy.step(1, using: &generator).observation == first)
  }
}
