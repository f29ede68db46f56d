import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let replay = Exercise<Answers>(
    "replay", "To learn from the past",
    hints: [
      "First the ring, then the draws. As long as there are fewer slots than the capacity, the ring grows; "
        + "after that, it never does again.",
      "A full ring: overwrite ring.slots[ring.oldest], and only then move ring.oldest on.",
      "The slot after the last one is 0: ring.oldest = (ring.oldest + 1) % ring.capacity.",
      "Draw after the step has been kept, with uniformInteger(below: ring.slots.count): so many slots are "
        + "taken, at first fewer than the capacity.",
    ],
    learned:
      "Steps in a row look alike; a sample of the latest thousands does not, and forgets the oldest first.",
    landmark: Landmark("Sources/Games/Learning/ReplayBuffer.swift", "mutating func append"),
    solution: { $0.replay = Playing.replay },
    check: checkReplay,
    wrongAnswers: replayMistakes.wrongAnswers(\.replay),
    rightAnswers: [
      RightAnswer("the wrap as a condition") {
        $0.replay = { step, ring, batchSize, generator in
          if ring.slots.count == ring.capacity {
            ring.slots[ring.oldest] = step
            ring.oldest += 1
            if ring.oldest == ring.capacity { ring.oldest = 0 }
          } else {
            ring.slots += [step]
          }
          let taken = ring.slots
          return (0..<batchSize).map { _ in taken[generator.uniformInteger(below: taken.count)] }
        }
      },
      RightAnswer("an insertion in the place of what is removed") {
        $0.replay = { step, ring, batchSize, generator in
          if ring.slots.count >= ring.capacity {
            ring.slots.remove(at: ring.oldest)
            ring.slots.insert(step, at: ring.oldest)
            ring.oldest = ring.oldest == ring.slots.count - 1 ? 0 : ring.oldest + 1
          } else {
            ring.slots.insert(step, at: ring.slots.endIndex)
          }
          var places: [Int] = []
          while places.count < batchSize {
            places.append(generator.uniformInteger(below: ring.slots.count))
          }
          return places.map { ring.slots[$0] }
        }
      },
      RightAnswer("a new ring") {
        $0.replay = { step, ring, batchSize, generator in
          let isFull = ring.slots.count == ring.capacity
          let slots =
            isFull
            ? ring.slots.enumerated().map { [oldest = ring.oldest] in $0 == oldest ? step : $1 }
            : ring.slots + [step]
          ring = ReplayRing(
            capacity: ring.capacity, slots: slots,
            oldest: isFull ? (ring.oldest + 1) % ring.capacity : 0)
          var batch: [Move] = []
          for _ in 0..<batchSize { batch += [slots[generator.uniformInteger(below: slots.count)]] }
          return batch
        }
      },
    ])

  /// What a ring has been through: what it was after each step, and what was drawn; by the steps' numbers.
  private struct Past: Equatable {
    var slots: [String] = []
    var oldest: [Int] = []
    var batches: [String] = []
    var next = 0
  }

  @Sendable private static func checkReplay(_ answers: Answers) throws {
    var suspicion = Suspicion(replayMistakes)
    for (place, run) in replayRuns.enumerated() {
      func past(_ replay: Answers.Replay) throws -> Past {
        var (ring, past) = (ReplayRing(capacity: run.capacity), Past())
        var generator = RandomGenerator(seed: 12_06 + UInt64(place))
        for step in 0..<run.steps {
          let move = move(step)
          let batch = try replay(move, &ring, run.batchSize, &generator)
          past.slots.append(numbers(ring.slots))
          past.oldest.append(ring.oldest)
          past.batches.append(numbers(batch))
        }
        past.next = generator.uniformInteger(below: 1000)
        return past
      }
      let found = try past(answers.replay)
      let again = try past(answers.replay)
      try expect(
        found == again, "replay: two runs with equal generators drew different steps.",
        why: otherChance)
      let right = try past {
        try Playing.replay($0, ring: &$1, batchSize: $2, using: &$3)
      }
      let parts = (0..<run.steps).flatMap { step -> [Part<Past>] in
        [
          .value("the steps in the slots after step \(step)") { $0.slots[step] },
          .value("the oldest slot after step \(step)") { $0.oldest[step] },
          .value("the steps that are drawn after step \(step)") { $0.batches[step] },
        ]
      }
      try suspicion.expect(
        found, equals: right,
        in: "replay of steps 0 to \(run.steps - 1), capacity \(run.capacity), batches of "
          + "\(run.batchSize)",
        parts: parts + [.value("what the generator gives next", \.next)],
        otherwise: explanation(of: found, insteadOf: right)
      ) { try past($0) }
    }
  }

  private static func explanation(of found: Past, insteadOf right: Past) -> String {
    found.slots != right.slots || found.oldest != right.oldest
      ? "The ring is wrong. While it fills, append; after that, overwrite the slot ring.oldest, and then "
        + "move ring.oldest on. Nothing else in it changes."
      : found.next != right.next
        ? "The ring is right, the draws are not: draw batchSize times uniformInteger(below:), among the slots "
          + "that are taken, from the generator that was passed in."
        : "The ring is right, and so is how often the generator is used. Each draw is the number of a slot; "
          + "return the steps in these slots, in the order of the draws."
  }

  /// A step that no other one equals.
  private static func move(_ step: Int) -> Move {
    Move(step, step % 3, reward: Double(step) - 2.5, to: step + 1, Ending.all[step / 2 % 3])
  }

  /// The numbers of steps, in a list; in words what is not a step that was made.
  private static func numbers(_ moves: [Move]) -> String {
    let texts = moves.map { $0.text == move($0.observation).text ? "\($0.observation)" : $0.text }
    return "[\(texts.joined(separator: ", "))]"
  }

  private static let replayRuns: [(steps: Int, capacity: Int, batchSize: Int)] = [
    // The first tells the mistakes apart.
    (12, 4, 5), (9, 3, 2), (5, 1, 3), (7, 7, 1), (3, 8, 4), (6, 2, 0), (25, 10, 9), (8, 5, 1),
  ]
}
