import Curriculum
import Gradus

extension LeavingLesson {
  static let allReduce = Exercise<Answers>(
    "allReduce", "Many machines",
    hints: [
      "Cut each buffer into N chunks, chunk c from c·L/N to (c + 1)·L/N. In step s of the first half, worker r "
        + "sends chunk r − s to the right, where it is added. Chunk numbers go around: (r − s + N) % N.",
      "After N − 1 steps, worker r has the whole sum of chunk r + 1. In step s of the second half it sends chunk "
        + "r + 1 − s, and the neighbor replaces its own by it.",
      "for s in 0..<n - 1 { for r in 0..<n { let next = (r + 1) % n; let part = chunk((r - s + n) % n); let arrived = "
        + "try send(Array(buffers[r][part]), r, next); … } }",
    ],
    learned:
      "In a ring each worker sends less than twice its buffer, however many workers there are.",
    landmark: Landmark("Sources/Training/Fit/ParallelGradients.swift", "func parallelGradients"),
    solution: { $0.allReduce = Leaving.allReduce },
    check: checkAllReduce,
    wrongAnswers: allReduceMistakes.wrongAnswers(\.allReduce),
    rightAnswers: [
      RightAnswer("the same ring, begun one chunk further") {
        $0.allReduce = { buffers, send in
          var all = buffers
          let (n, length) = (buffers.count, buffers[0].count)
          let bounds = (0...n).map { $0 * length / n }
          for step in 0..<2 * (n - 1) {
            for r in 0..<n {
              let (to, c) = ((r + 1) % n, (r + 1 + 2 * n - step) % n)
              let part = bounds[c]..<bounds[c + 1]
              let arrived = try send(Array(all[r][part]), r, to)
              for (place, number) in zip(part, arrived) {
                all[to][place] = step < n - 1 ? all[to][place] + number : number
              }
            }
          }
          return all
        }
      },
      RightAnswer("messages of a step first, then what arrives") {
        $0.allReduce = { buffers, send in
          var chunks = buffers.map { buffer in
            (0..<buffers.count).map { c in
              Array(
                buffer[c * buffer.count / buffers.count..<(c + 1) * buffer.count / buffers.count])
            }
          }
          let n = chunks.count
          func around(_ c: Int) -> Int { ((c % n) + n) % n }
          for step in 0..<n - 1 {
            let messages = try (0..<n).map {
              try send(chunks[$0][around($0 - step)], $0, around($0 + 1))
            }
            for (r, message) in messages.enumerated() {
              let c = around(r - step)
              chunks[around(r + 1)][c] = zip(chunks[around(r + 1)][c], message).map(+)
            }
          }
          for step in 0..<n - 1 {
            let messages = try (0..<n).map {
              try send(chunks[$0][around($0 + 1 - step)], $0, around($0 + 1))
            }
            for (r, message) in messages.enumerated() {
              chunks[around(r + 1)][around(r + 1 - step)] = message
            }
          }
          return chunks.map { $0.flatMap(\.self) }
        }
      },
      RightAnswer("the longer chunks first, and workers in reverse order") {
        $0.allReduce = { buffers, send in
          var all = buffers
          let (n, length) = (buffers.count, buffers[0].count)
          var parts: [Range<Int>] = []
          for c in 0..<n {
            let start = parts.last?.upperBound ?? 0
            parts.append(start..<start + length / n + (c < length % n ? 1 : 0))
          }
          for step in 0..<n - 1 {
            for r in (0..<n).reversed() {
              let part = parts[(r + n - step) % n]
              for (i, x) in try send(Array(all[r][part]), r, (r + 1) % n).enumerated() {
                all[(r + 1) % n][part.lowerBound + i] += x
              }
            }
          }
          for step in 0..<n - 1 {
            for r in (0..<n).reversed() {
              let part = parts[(r + 1 + n - step) % n]
              all[(r + 1) % n].replaceSubrange(
                part, with: try send(Array(all[r][part]), r, (r + 1) % n))
            }
          }
          return all
        }
      },
    ])

  /// What went over the wires of a ring.
  private struct Traffic {
    /// How many numbers each worker has sent.
    var sent: [Int]
    /// How many numbers the longest message had.
    var longest = 0
    /// What worker 0 has sent, one message after the other.
    var ofFirst: [[Double]] = []
    /// The first message to somebody else than the right neighbor.
    var strayed: (from: Int, to: Int)?
  }

  @Sendable private static func checkAllReduce(_ answers: Answers) throws {
    func run(_ buffers: [[Double]], _ reduce: Answers.AllReduce) throws -> ([[Double]], Traffic) {
      var traffic = Traffic(sent: buffers.map { _ in 0 })
      let result = try reduce(buffers) { numbers, from, to in
        let isThere = buffers.indices.contains(from) && buffers.indices.contains(to)
        if traffic.strayed == nil, !isThere || to != (from + 1) % buffers.count {
          traffic.strayed = (from, to)
        }
        if isThere { traffic.sent[from] += numbers.count }
        if from == 0 { traffic.ofFirst.append(numbers) }
        traffic.longest = max(traffic.longest, numbers.count)
        return numbers
      }
      return (result, traffic)
    }
    var suspicion = Suspicion(allReduceMistakes)
    func compare(_ buffers: [[Double]], _ name: String) throws {
      let call = "allReduce of \(name)"
      func matrix(_ buffers: [[Double]]) -> Matrix { Matrix(buffers.flatMap(\.self)) }
      let (found, traffic) = try run(buffers, answers.allReduce)
      let (count, length) = (buffers.count, buffers[0].count)
      if let (from, to) = traffic.strayed {
        throw Disagreement(
          "\(call): worker \(from) sends to worker \(to), expected to \((from + 1) % count).",
          why: notNeighbor)
      }
      try suspicion.expect(
        found, equals: try run(buffers, Leaving.allReduce).0, in: call,
        parts: [.value("lengths") { $0.map(\.count) }, .tensor("the buffers") { matrix($0) }],
        otherwise: messages(traffic.ofFirst, workers: count)
      ) { try run(buffers, $0).0 }
      let share = (length + count - 1) / count
      let most = 2 * (count - 1) * share
      if let (worker, sent) = traffic.sent.enumerated().first(where: { $0.element > most }) {
        throw Disagreement(
          "\(call): worker \(worker) sends \(sent) numbers, expected at most \(most).", why: tooMuch
        )
      }
      try expect(
        traffic.longest <= share,
        "\(call): a message has \(traffic.longest) numbers, expected at most \(share).",
        why: tooLong)
      let all = traffic.sent.reduce(0, +)
      try expect(
        all >= 2 * (count - 1) * length,
        "\(call): \(all) numbers were sent, expected \(2 * (count - 1) * length).", why: notSent)
      try expect(
        found.allSatisfy { $0.map(\.bitPattern) == found[0].map(\.bitPattern) },
        "\(call): the buffers differ in their last bits from worker to worker.", why: lastBits)
    }
    try compare(
      (0..<4).map { r in (1...5).map { Double($0) * [1, 10, 100, 1000][r] } },
      "[1, 2, 3, 4, 5], and 10, 100 and 1000 times as much")
    try compare([[5, 7, 11]], "one worker")
    try compare([[1, 2], [3, 4]], "[[1, 2], [3, 4]]")
    try compare([[1], [2], [4], [8]], "four workers with one number")
    try compare(
      (0..<4).map { r in (1...7).map { Double($0 + 10 * r) } }, "four workers with seven numbers")
    try expectArrivals(answers)
    for (place, sort) in Input.all(seed: 14_09).enumerated() {
      var input = sort
      let workers = 2 + place % 5
      try compare(
        (0..<workers).map { _ in input.tensor([input.rows * input.columns]).elements },
        "\(workers) workers with \(input.rows * input.columns) numbers, \(input.numbers.rawValue)")
    }
    try expectHandsOnErrors("allReduce", of: "send", calls: 12) { probe in
      _ = try answers.allReduce([[1, 2, 3], [4, 5, 6], [7, 8, 9]]) { numbers, _, _ in
        try probe()
        return numbers
      }
    }
  }

  /// What a learner can look at where no mistake explains a result: what one worker has sent, and what it should be.
  private static func messages(_ sent: [[Double]], workers: Int) -> String {
    let told = sent.prefix(8).map {
      "[\($0.prefix(4).map { $0.fixed(0) }.joined(separator: ", "))]"
    }
    return
      "Worker 0 has sent \(told.isEmpty ? "nothing" : told.joined(separator: ", ")). Expected are "
      + "\(2 * (workers - 1)) messages: first its own chunk, then sums of 2 to \(max(2, workers - 1)) workers, which "
      + "are added where they arrive; then \(workers - 1) chunks that are whole."
  }

  /// Over wires that deliver zeros, a worker ends with zeros and with numbers of its own.
  private static func expectArrivals(_ answers: Answers) throws {
    let buffers: [[Double]] = [[1, 2, 4], [8, 16, 32], [64, 128, 256]]
    let found = try answers.allReduce(buffers) { numbers, _, _ in numbers.map { _ in 0 } }
    try expect(
      zip(found, buffers).allSatisfy { zip($0, $1).allSatisfy { $0 == 0 || $0 == $1 } },
      "allReduce of \(buffers), where zeros arrive whatever is sent: expected each worker to have nothing but "
        + "zeros and its own numbers, found \(found).",
      why: notArrived)
  }

  static let notArrived =
    "Go on with what `send` returns, which is what has arrived: the sender's buffer is on another machine."
  static let tooLong =
    "Cut each buffer into chunks of at most ⌈L/N⌉ numbers: a step takes as long as its longest message."
  static let notNeighbor =
    "Each worker sends to its right neighbor alone, (r + 1) % N: a ring has no other wires."
  static let tooMuch =
    "Send chunks, and not whole buffers: each worker sends each chunk but one, twice over all."
  static let notSent =
    "A worker knows only what it was sent: all that is added has to go through `send`."
  static let lastBits =
    "In the second half, replace a chunk by what arrives: what each worker sums up by itself is rounded differently."
}
