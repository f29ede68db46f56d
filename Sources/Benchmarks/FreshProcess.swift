import Foundation
import TensorCore

/// What is measured of a process that has just begun: how long it takes to the end of its first
/// training step, and how much memory it needs.
public struct FreshProcess: Sendable {
  /// The name by which it is asked for.
  public let name: String
  /// What it does, in a line.
  public let summary: String
  /// What its value is told in: a time, or memory.
  public let unit: Workload.Unit
  /// The workload that the process runs.
  public let workload: Workload
  /// How many times it runs it.
  public let steps: Int

  /// All of them.
  public static let all = [
    FreshProcess(
      "startup", "from the start of a process to its end after one step of digits_mlp",
      .milliseconds, runs: "digits_mlp_64_32_10_b32", steps: 1),
    FreshProcess(
      "mnist_cnn_memory", "the most memory that a process holds in three steps of mnist_cnn",
      .mebibytes, runs: "mnist_cnn_16_32_b64", steps: 3),
    FreshProcess(
      "char_gpt_memory", "the most memory that a process holds in three steps of char_gpt",
      .mebibytes, runs: "char_gpt_4x64_b16_t64", steps: 3),
  ]

  private init(
    _ name: String, _ summary: String, _ unit: Workload.Unit, runs workload: String, steps: Int
  ) {
    self.name = name
    self.summary = summary
    self.unit = unit
    self.workload = Workload.all.first { $0.name == workload }!
    self.steps = steps
  }

  /// What the process does; returns the most bytes of memory that it held at a time.
  public func run(on backend: Backend, threads: Int) -> Int {
    workload.prepared(for: backend, threads: threads).run(steps)
    return peakMemory()
  }
}

/// The most bytes of this process that were in memory at a time, its program included.
private func peakMemory() -> Int {
  #if os(Linux)
    // getrusage counts, for a process started from another one, that one's memory, too.
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap {
      Int($0)
    }
    return (kibibytes ?? 0) * 1024
  #else
    var usage = rusage()
    getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss
  #endif
}
