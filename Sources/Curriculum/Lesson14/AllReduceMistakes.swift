import Curriculum

extension LeavingLesson {
  /// What a ring is made of, so that a mistake is one change to it.
  private struct ChangedRing: Sendable {
    /// The bounds of chunk c of so many.
    var chunk: @Sendable (_ c: Int, _ workers: Int, _ length: Int) -> Range<Int> = { c, n, length in
      c * length / n..<(c + 1) * length / n
    }
    /// Which chunk worker r sends in a step of the first half, and of the second.
    var first: @Sendable (_ r: Int, _ step: Int) -> Int = { $0 - $1 }
    var second: @Sendable (_ r: Int, _ step: Int) -> Int = { $0 + 1 - $1 }
    /// How many steps the halves have.
    var steps: @Sendable (_ workers: Int) -> (Int, Int) = { ($0 - 1, $0 - 1) }
    /// What becomes of a number when one arrives.
    var added: @Sendable (Double, Double) -> Double = { $0 + $1 }
    var replaced: @Sendable (Double, Double) -> Double = { $1 }
    var next: @Sendable (_ r: Int, _ workers: Int) -> Int = { ($0 + 1) % $1 }
    var finished: @Sendable ([[Double]]) -> [[Double]] = { $0 }

    func callAsFunction(
      _ buffers: [[Double]], _ send: ([Double], Int, Int) throws -> [Double]
    ) throws -> [[Double]] {
      var buffers = buffers
      let (n, length) = (buffers.count, buffers[0].count)
      let steps = steps(n)
      func pass(_ step: Int, _ c: (Int, Int) -> Int, _ become: (Double, Double) -> Double) throws {
        for r in 0..<n {
          let part = chunk((c(r, step) % n + n) % n, n, length)
          let to = next(r, n)
          for (i, x) in zip(part, try send(Array(buffers[r][part]), r, to)) {
            buffers[to][i] = become(buffers[to][i], x)
          }
        }
      }
      for step in 0..<steps.0 { try pass(step, first, added) }
      for step in 0..<steps.1 { try pass(step, second, replaced) }
      return finished(buffers)
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedRing) -> Void
  ) -> Mistake<Answers.AllReduce> {
    var changed = ChangedRing()
    change(&changed)
    return Mistake(name, why) { [changed] in try changed($0, $1) }
  }

  private static func sums(_ buffers: [[Double]]) -> [Double] {
    buffers[0].indices.map { i in buffers.reduce(0) { $0 + $1[i] } }
  }

  private static let notWhole =
    "Chunk r + 1 of worker r is not the whole sum when the second half begins: in step s of N − 1, worker r sends "
    + "chunk r − s, which is added."
  private static let handedAround =
    "That is one worker's own chunk, handed around: what arrives first is added, and the second half begins with "
    + "chunk r + 1, which is whole then."

  static let allReduceMistakes: [Mistake<Answers.AllReduce>] = [
    mistake("the first half alone", "Each worker has one whole chunk then: pass these around, too.")
    {
      $0.steps = { ($0 - 1, 0) }
    },
    mistake("the second half alone", notWhole) {
      $0.steps = { (0, $0 - 1) }
    },
    mistake("one step too few in the first half", notWhole) {
      $0.steps = { ($0 - 2 > 0 ? $0 - 2 : 0, $0 - 1) }
    },
    mistake("one step too few in the second half", "The second half has N − 1 steps.") {
      $0.steps = { ($0 - 1, $0 - 2 > 0 ? $0 - 2 : 0) }
    },
    mistake("one step too many in the first half", "After N − 1 steps all is added up: no more.") {
      $0.steps = { ($0, $0 - 1) }
    },
    mistake("replaced in the first half", handedAround) {
      $0.added = { $1 }
    },
    mistake("added in the second half", "In the second half, what arrives replaces the chunk.") {
      $0.replaced = { $0 + $1 }
    },
    mistake(
      "the larger in the second half",
      "In the second half, what arrives replaces the chunk: also a smaller one."
    ) {
      $0.replaced = { max($0, $1) }
    },
    mistake(
      "the second half begun with the same chunk",
      handedAround
    ) { $0.second = { $0 - $1 } },
    mistake(
      "always the same chunk", notWhole
    ) { $0.first = { r, _ in r } },
    mistake("chunks in the wrong direction", "In step s, worker r sends chunk r − s, not r + s.") {
      $0.first = { $0 + $1 }
    },
    mistake(
      "chunks rounded down, the rest left out",
      "L need not be a multiple of N: the last numbers belong to no chunk."
    ) { $0.chunk = { c, n, length in c * (length / n)..<(c + 1) * (length / n) } },
    mistake("the last chunk takes the rest", tooLong) {
      $0.chunk = { c, n, length in
        c * (length / n)..<(c == n - 1 ? length : (c + 1) * (length / n))
      }
    },
    Mistake("the sender's numbers, and not what arrives", notArrived) { buffers, send in
      try ChangedRing()(buffers) { numbers, from, to in
        _ = try send(numbers, from, to)
        return numbers
      }
    },
    mistake("a mean", "The sum is asked for: the mean is a division away.") {
      $0.finished = { buffers in buffers.map { $0.map { $0 / Double(buffers.count) } } }
    },
    mistake("only the first worker's", "Each worker needs the sum.") {
      $0.finished = { buffers in [buffers[0]] + buffers.dropFirst().map { $0.map { _ in 0 } } }
    },
    Mistake("not sent at all", notSent) { buffers, _ in buffers.map { _ in sums(buffers) } },
    Mistake("all to one, and back", notNeighbor) { buffers, send in
      var sum = buffers[0]
      for r in 1..<buffers.count {
        for (i, x) in try send(buffers[r], r, 0).enumerated() { sum[i] += x }
      }
      return try buffers.indices.map { $0 == 0 ? sum : try send(sum, 0, $0) }
    },
    Mistake("whole buffers around the ring", tooMuch) { buffers, send in
      var (sum, moving) = (buffers, buffers)
      for _ in 1..<buffers.count {
        var arrived = moving
        for r in buffers.indices {
          let to = (r + 1) % buffers.count
          arrived[to] = try send(moving[r], r, to)
        }
        moving = arrived
        for r in buffers.indices {
          for i in sum[r].indices { sum[r][i] += moving[r][i] }
        }
      }
      return sum
    },
    Mistake("to the left", notNeighbor) { buffers, send in
      // The ring read backwards.
      var ring = ChangedRing()
      ring.next = { ($0 + 1) % $1 }
      let n = buffers.count
      return try ring(buffers.reversed()) { try send($0, n - 1 - $1, n - 1 - $2) }.reversed()
    },
  ]
}
