import Curriculum
import Games
import Gradus

extension PlayingLesson {
  /// What the ring is made of, so that a mistake is one change to it.
  struct ChangedReplay: Sendable {
    var capacity: @Sendable (Int) -> Int = { $0 }
    /// The slot that is overwritten.
    var slot: @Sendable (ReplayRing) -> Int = { $0.oldest }
    /// The oldest slot after a step has been put into a full ring.
    var next: @Sendable (ReplayRing) -> Int = { ($0.oldest + 1) % $0.capacity }
    /// The same while the ring fills.
    var nextWhileFilling: @Sendable (ReplayRing) -> Int = { $0.oldest }
    /// Draws from the steps.
    var draw: @Sendable ([Move], Int, ReplayRing, inout RandomGenerator) -> [Move] = {
      slots, count, _, generator in
      (0..<count).map { _ in slots[generator.uniformInteger(below: slots.count)] }
    }
    /// From which steps the batch is drawn, given those before and after the step has been kept.
    var drawsFrom: @Sendable (_ before: [Move], _ after: [Move]) -> [Move] = { $1 }
    var keeps: @Sendable (Move) -> Bool = { _ in true }

    func callAsFunction(
      _ step: Move, _ ring: inout ReplayRing, _ batchSize: Int, _ generator: inout RandomGenerator
    ) -> [Move] {
      let before = ring.slots
      if !keeps(step) {
        if ring.slots.isEmpty { return [] }
      } else if ring.slots.count < capacity(ring.capacity) {
        ring.slots.append(step)
        ring.oldest = nextWhileFilling(ring)
      } else if ring.slots.isEmpty {
        return []
      } else {
        ring.slots[min(max(slot(ring), 0), ring.slots.count - 1)] = step
        ring.oldest = next(ring)
      }
      let slots = drawsFrom(before, ring.slots)
      return slots.isEmpty ? [] : draw(slots, batchSize, ring, &generator)
    }
  }
}
