import Curriculum
import Games
import Gradus

extension PlayingLesson {
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

  private static let keptFirst = "Keep the step first: it may be drawn at once."

  private static let belowTheCount =
    "Draw below the number of slots that are taken, and not below the capacity or the size of the batch."

  private static let noWaiting =
    "Draw batchSize steps from whatever there is, even where the ring has fewer: steps may repeat."

  private static let mayRepeat =
    "Each draw is from all slots: a step may be drawn more than once, and a batch larger than the ring."

  private static let ownDraw = "Each step of the batch is a draw of its own."

  /// A full ring in which any of the steps gives way.
  private static func randomSlot(_ name: String, movesOn: Bool) -> Mistake<Answers.Replay> {
    Mistake(
      name, "The oldest step gives way, in the slot ring.oldest, and not one that is drawn."
    ) { step, ring, batchSize, generator in
      if ring.slots.count == ring.capacity {
        ring.slots[generator.uniformInteger(below: ring.capacity)] = step
        if movesOn { ring.oldest = (ring.oldest + 1) % ring.capacity }
      } else {
        ring.slots.append(step)
      }
      return ChangedReplay().draw(ring.slots, batchSize, ring, &generator)
    }
  }

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
    randomSlot("a random slot overwritten", movesOn: false),
    randomSlot("a random slot overwritten, and oldest moved on", movesOn: true),
    mistake(
      "always slot 0", "The oldest step gives way, in the slot ring.oldest, and not always slot 0."
    ) { $0.slot = { _ in 0 } },
    mistake(
      "oldest moves on when the ring has become full",
      "The step that fills the ring overwrites none: slot 0 still has the oldest, so ring.oldest stays 0."
    ) {
      $0.nextWhileFilling = { $0.slots.count == $0.capacity ? 1 % $0.capacity : $0.oldest }
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
    mistake("drawn before the step is kept", keptFirst) { $0.drawsFrom = { $0.isEmpty ? $1 : $0 } },
    mistake("drawn before the step is kept, nothing at first", keptFirst) {
      $0.drawsFrom = { before, _ in before }
    },
    mistake("draws below the capacity", belowTheCount) {
      $0.draw = { slots, count, ring, generator in
        (0..<count).map { _ in
          slots[generator.uniformInteger(below: ring.capacity) % slots.count]
        }
      }
    },
    mistake("draws below the batch size", belowTheCount) {
      $0.draw = { slots, count, _, generator in
        (0..<count).map { _ in slots[generator.uniformInteger(below: count) % slots.count] }
      }
    },
    mistake(
      "no draws from a single step",
      "Draw batchSize times also where the ring has a single step: else all later draws are others."
    ) {
      $0.draw = { slots, count, _, generator in
        (0..<count).map { _ in
          slots[slots.count == 1 ? 0 : generator.uniformInteger(below: slots.count)]
        }
      }
    },
    Mistake(
      "the newest step in front",
      "A new step is appended, at the end of the slots, and not put in front of them."
    ) { step, ring, batchSize, generator in
      ring.slots.insert(step, at: 0)
      if ring.slots.count > ring.capacity { ring.slots.removeLast() }
      return ChangedReplay().draw(ring.slots, batchSize, ring, &generator)
    },
    mistake("a step that has been drawn already left out", mayRepeat) {
      $0.draw = { slots, count, _, generator in
        (0..<count).reduce(into: [Move]()) { batch, _ in
          let step = slots[generator.uniformInteger(below: slots.count)]
          if !batch.contains(where: { $0.observation == step.observation }) { batch.append(step) }
        }
      }
    },
    mistake("without what has been drawn already", mayRepeat) {
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
    mistake("the newest step in the place of the first one drawn", newestIsNothingSpecial) {
      $0.draw = { slots, count, ring, generator in
        let drawn = (0..<count).map { _ in slots[generator.uniformInteger(below: slots.count)] }
        return drawn.isEmpty ? [] : [newest(ring)] + drawn.dropFirst()
      }
    },
    mistake("the newest step last in each batch", newestIsNothingSpecial) {
      $0.draw = { slots, count, ring, generator in
        (0..<count).map { place in
          place == count - 1 ? newest(ring) : slots[generator.uniformInteger(below: slots.count)]
        }
      }
    },
    mistake("steps in a row from a drawn one on", ownDraw) {
      $0.draw = { slots, count, _, generator in
        guard count > 0 else { return [] }
        let start = generator.uniformInteger(below: slots.count)
        return (0..<count).map { slots[(start + $0) % slots.count] }
      }
    },
    mistake("one draw for the whole batch", ownDraw) {
      $0.draw = { slots, count, _, generator in
        Array(repeating: slots[generator.uniformInteger(below: slots.count)], count: count)
      }
    },
    mistake("no batch before the ring is full", noWaiting) {
      $0.draw = { slots, count, ring, generator in
        slots.count < ring.capacity
          ? [] : (0..<count).map { _ in slots[generator.uniformInteger(below: slots.count)] }
      }
    },
    mistake("no batch before the ring has enough", noWaiting) {
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
