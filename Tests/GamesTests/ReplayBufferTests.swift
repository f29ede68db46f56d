import Games
import TensorCore
import Testing

@Suite struct ReplayBufferTests {
  @Test("a ring is the last elements of a plain array", arguments: [1, 2, 3, 7])
  func ring(_ capacity: Int) {
    var buffer = ReplayBuffer<Int>(capacity: capacity)
    var all: [Int] = []
    for number in 0..<5 * capacity + 2 {
      #expect(buffer.count == min(number, capacity))
      buffer.append(number)
      all.append(number)
      let kept = all.suffix(capacity)
      #expect((0..<buffer.count).map { buffer[$0] } == Array(kept))
    }
  }

  @Test("a sample draws what is kept, each equally often, and never what was overwritten")
  func sampling() {
    let seed: UInt64 = 31
    var generator = RandomGenerator(seed: seed)
    var buffer = ReplayBuffer<Int>(capacity: 8)
    for number in 0..<21 { buffer.append(number) }
    let count = 8000
    let sample = buffer.sample(count, using: &generator)
    #expect(sample.count == count && sample.allSatisfy { (13..<21).contains($0) })
    for number in 13..<21 {
      let found = sample.count { $0 == number }
      // Five deviations of a binomial count with p = 1/8.
      #expect(
        abs(found - count / 8) < Int(5 * (Double(count) / 8 * 7 / 8).squareRoot()), "seed \(seed)")
    }
    // Draws follow each other in no order: of neighbors, 1/8 are equal.
    let equal = zip(sample, sample.dropFirst()).count { $0 == $1 }
    #expect(
      abs(equal - count / 8) < Int(5 * (Double(count) / 8 * 7 / 8).squareRoot()), "seed \(seed)")
    #expect(buffer.sample(0, using: &generator).isEmpty)
  }

  @Test("before it is full, a sample draws only what was added") func partial() {
    var generator = RandomGenerator(seed: 1)
    var buffer = ReplayBuffer<Int>(capacity: 100)
    for number in [5, 6] { buffer.append(number) }
    #expect(Set(buffer.sample(50, using: &generator)) == [5, 6])
  }

  @Test("one seed draws one sample, and a copy is a snapshot") func value() {
    var buffer = ReplayBuffer<Int>(capacity: 3)
    for number in 0..<3 { buffer.append(number) }
    let copy = buffer
    buffer.append(3)
    #expect((0..<3).map { copy[$0] } == [0, 1, 2])
    var (first, second) = (RandomGenerator(seed: 4), RandomGenerator(seed: 4))
    #expect(buffer.sample(20, using: &first) == buffer.sample(20, using: &second))
    #expect(first == second)
  }

  @Test("a batch has a row for each transition, and continues unless it is terminated")
  func batch() {
    func state(_ x: Double) -> CartPole.State {
      .init(position: x, velocity: x + 1, angle: x + 2, angularVelocity: x + 3)
    }
    let transitions = [Ending.continues, .terminated, .truncated].enumerated().map {
      index, ending in
      Transition(
        from: state(Double(10 * index)), action: index % 2,
        to: Step(observation: state(Double(10 * index + 5)), reward: Double(index), ending: ending))
    }
    let batch = TransitionBatch<Float>(transitions)
    #expect(batch.observations == [[0, 1, 2, 3], [10, 11, 12, 13], [20, 21, 22, 23]])
    #expect(batch.nextObservations == [[5, 6, 7, 8], [15, 16, 17, 18], [25, 26, 27, 28]])
    #expect(batch.actions == Tensor([0, 1, 0]))
    #expect(batch.rewards == [0, 1, 2])
    #expect(batch.continuation == [1, 0, 1])
    let none = TransitionBatch<Double>([Transition<CartPole.State>]())
    #expect(none.observations.shape == [0, 4] && none.continuation.shape == [0])
  }
}
