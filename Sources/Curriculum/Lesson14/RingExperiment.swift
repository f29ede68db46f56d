import Curriculum
import Gradus

/// What went over the wires of a ring.
struct RingTraffic: Sendable {
  /// How many messages there were in all.
  var messages = 0
  /// How many numbers the longest of them had.
  var longest = 0
  /// How many numbers each worker has sent.
  var sent: [Int]
}

extension LeavingExperiment {
  // MARK: (h) A ring

  /// Sums up the buffers of some workers by exercise 9, and counts.
  func ring(of workers: Int, numbers: Int) throws -> RingTraffic {
    var traffic = RingTraffic(sent: Array(repeating: 0, count: workers))
    let buffers = (0..<workers).map { Array(repeating: Double($0), count: numbers) }
    _ = try answers.allReduce(buffers) { message, worker, _ in
      traffic.messages += 1
      traffic.longest = max(traffic.longest, message.count)
      traffic.sent[worker] += message.count
      return message
    }
    return traffic
  }
}
