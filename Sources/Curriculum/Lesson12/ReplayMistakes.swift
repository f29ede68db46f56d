import Curriculum
import Games
import Gradus

extension PlayingLesson {
  /// What the ring is made of, so that a mistake is one change to it.
  private struct ChangedReplay: Sendable {
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
    /// Whether the batch is drawn before the step is kept.
    var drawsFirst = false
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
      let slots = drawsFirst && !before.isEmpty ? before : ring.slots
      return draw(slots, batchSize, ring, &generator)
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedReplay) -> Void
  ) -> Mistake<Answers.Replay> {
    var changed = ChangedReplay()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0, &$1, $2, &$3) }
  }

  /// The step that has just been kept: the last while the ring fills, then that before the oldest.
  private static func newest(_ ring: ReplayRing) -> Move {
    ring.slots[(ring.oldest + ring.slots.count - 1) % ring.slots.count]
  }

  private static let endingsCount =
    "Every step is kept, however it ended: from the last one of an episode, too, there is something to learn."

  private static let newestIsNothingSpecial =
    "The newest step is drawn like any other one: all batchSize steps of the batch are draws."

  static let replayMistakes: [Mistake<Answers.Replay>] = [
    Mistake(
      "a copy of the ring", "The ring that was passed in has to change, and not a copy of it."
    ) { step, ring, batchSize, generator in
      var copy = ring
      return ChangedReplay()(step, &copy, batchSize, &generator)
    },
    mistake("truncated steps are not kept", endingsCount) {
      $0.keeps = { $0.ending != .truncated }
    },
    mistake("steps that end an episode are not kept", endingsCount) {
      $0.keeps = { $0.ending == .continues }
    },
    mistake(
      "a capacity of 4 whatever it is",
      "How many steps the ring holds is ring.capacity, not always 4."
    ) {
      $0.capacity = { _ in 4 }
    },
    Mistake(
      "a random slot overwritten",
      "The oldest step gives way, in the slot ring.oldest, and not one that is drawn."
    ) { step, ring, batchSize, generator in
      if ring.slots.count == ring.capacity {
        ring.slots[generator.uniformInteger(below: ring.capacity)] = step
      } else {
        ring.slots.append(step)
      }
      return ChangedReplay().draw(ring.slots, batchSize, ring, &generator)
    },
    mistake(
      "the last slot skipped",
      "ring.oldest goes through all slots: (oldest + 1) % capacity, and not by one slot less."
    ) { $0.next = { ($0.oldest + 1) % max(1, $0.capacity - 1) } },
    mistake(
      "the latest step overwritten",
      "The slot before ring.oldest has the latest step: the oldest one has to give way."
    ) { $0.slot = { ($0.oldest + $0.capacity - 1) % $0.capacity } },
    mistake(
      "always the last slot",
      "The oldest step gives way, in the slot ring.oldest, not the last slot."
    ) {
      $0.slot = { $0.slots.count - 1 }
    },
    mistake(
      "oldest stays where it is",
      "After a step has taken the slot ring.oldest, the slot after it has the oldest step: move on."
    ) { $0.next = { $0.oldest } },
    mistake(
      "oldest moves on before the step is kept",
      "First overwrite the slot ring.oldest, then move on."
    ) {
      $0.slot = { ($0.oldest + 1) % $0.capacity }
    },
    mistake(
      "oldest moves on while the ring fills",
      "While the ring fills, the oldest step stays in slot 0: ring.oldest moves on only with a full ring."
    ) { $0.nextWhileFilling = { ($0.oldest + 1) % $0.capacity } },
    mistake(
      "oldest stops at the last slot", "After the last slot comes slot 0: (oldest + 1) % capacity."
    ) {
      $0.next = { min($0.oldest + 1, $0.capacity - 1) }
    },
    mistake(
      "oldest goes backward", "Slots are filled from the front, so the next oldest is one slot on."
    ) {
      $0.next = { ($0.oldest + $0.capacity - 1) % $0.capacity }
    },
    mistake(
      "one slot too many",
      "The ring is full when it has `capacity` steps: append while there are fewer."
    ) { $0.capacity = { $0 + 1 } },
    mistake(
      "one slot too few",
      "The ring is full only when it has `capacity` steps: that leaves one slot empty."
    ) { $0.capacity = { max(1, $0 - 1) } },
    mistake(
      "no limit", "When all slots are taken, the new step takes the slot of the oldest: no append."
    ) {
      $0.capacity = { _ in .max }
    },
    Mistake(
      "the slots move up",
      "That keeps the right steps, but moves all of them at each step: overwrite the slot of the oldest."
    ) { step, ring, batchSize, generator in
      if ring.slots.count == ring.capacity { ring.slots.removeFirst() }
      return ChangedReplay()(step, &ring, batchSize, &generator)
    },
    mistake("drawn before the step is kept", "Keep the step first: it may be drawn at once.") {
      $0.drawsFirst = true
    },
    mistake(
      "without what has been drawn already",
      "Each draw is from all slots: a step may be drawn more than once, and a batch larger than the ring."
    ) {
      $0.draw = { slots, count, _, generator in
        Array(generator.shuffled(slots).prefix(count))
      }
    },
    mistake(
      "the latest steps", "Those are steps in a row. Draw each of the batch from all of the ring."
    ) {
      $0.draw = { slots, count, _, _ in Array(slots.suffix(count)) }
    },
    mistake(
      "draws counted from the oldest",
      "What is drawn is the number of a slot, from slot 0 on, and not counted from the oldest."
    ) {
      $0.draw = { slots, count, ring, generator in
        (0..<count).map { _ in
          slots[(ring.oldest + generator.uniformInteger(below: slots.count)) % slots.count]
        }
      }
    },
    mistake("reverse order", "The batch has the steps in the order of the draws, the first first.")
    {
      $0.draw = { slots, count, _, generator in
        (0..<count).map { _ in slots[generator.uniformInteger(below: slots.count)] }.reversed()
      }
    },
    mistake("one draw too many", "That is one draw too many: a batch has batchSize steps.") {
      $0.draw = { slots, count, _, generator in
        (0...count).map { _ in slots[generator.uniformInteger(below: slots.count)] }
      }
    },
    mistake("the newest step first in each batch", newestIsNothingSpecial) {
      $0.draw = { slots, count, ring, generator in
        (0..<count).map { place in
          place == 0 ? newest(ring) : slots[generator.uniformInteger(below: slots.count)]
        }
      }
    },
    mistake("the newest step last in each batch", newestIsNothingSpecial) {
      $0.draw = { slots, count, ring, generator in
        (0..<count).map { place in
          place == count - 1 ? newest(ring) : slots[generator.uniformInteger(below: slots.count)]
        }
      }
    },
    mistake("one draw for the whole batch", "Each step of the batch is a draw of its own.") {
      $0.draw = { slots, count, _, generator in
        Array(repeating: slots[generator.uniformInteger(below: slots.count)], count: count)
      }
    },
    mistake(
      "no batch before the ring has enough",
      "Draw batchSize steps from whatever there is, even where the ring has fewer: steps may repeat."
    ) {
      $0.draw = { slots, count, _, generator in
        slots.count < count
          ? [] : (0..<count).map { _ in slots[generator.uniformInteger(below: slots.count)] }
      }
    },
    mistake(
      "a smaller batch while the ring fills",
      "A batch has batchSize steps, even where the ring has fewer."
    ) {
      $0.draw = { slots, count, _, generator in
        (0..<min(count, slots.count)).map { _ in
          slots[generator.uniformInteger(below: slots.count)]
        }
      }
    },
    mistake("as many as there are slots", "A batch has batchSize steps, however large the ring is.")
    {
      $0.draw = { slots, _, ring, generator in
        (0..<ring.capacity).map { _ in slots[generator.uniformInteger(below: slots.count)] }
      }
    },
    mistake(
      "never the latest step", "All slots that are taken can be drawn, the last one among them."
    ) {
      $0.draw = { slots, count, _, generator in
        (0..<count).map { _ in slots[generator.uniformInteger(below: max(1, slots.count - 1))] }
      }
    },
    mistake(
      "a copy of the generator",
      "The generator has to move on: draw from the one that was passed in."
    ) {
      $0.draw = { slots, count, _, generator in
        var copy = generator
        return (0..<count).map { _ in slots[copy.uniformInteger(below: slots.count)] }
      }
    },
  ]
}
