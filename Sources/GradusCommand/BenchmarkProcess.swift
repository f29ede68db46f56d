import Benchmarks
import Curriculum
import Foundation
import Gradus

extension FreshProcess {
  /// Measures child processes, in turns of the backends.
  func measure(on backends: [Backend], threads: Int) throws -> Comparison {
    let repeats = unit == .mebibytes ? 3 : 10
    var samples = [[Double]](repeating: [], count: backends.count)
    for _ in 0..<repeats {
      for (index, backend) in backends.enumerated() {
        samples[index].append(try runInChild(on: backend, threads: threads))
      }
    }
    return Comparison(
      workload: name, unit: unit,
      timings: zip(backends, samples).map { backend, samples in
        Timing(
          name: backend.rawValue, threads: backend == .naive ? 1 : threads, unit: unit,
          samples: samples)
      })
  }

  /// What the child process does: it runs, and prints its memory.
  func runInThisProcess(on backend: Backend, threads: Int) {
    print(run(on: backend, threads: threads))
  }

  /// One sample: the seconds that a child process takes, or the bytes that it holds.
  private func runInChild(on backend: Backend, threads: Int) throws -> Double {
    let output = FileManager.default.temporaryDirectory.appending(
      path: "gradus-\(UUID().uuidString)"
    )
    .path(percentEncoded: false)
    defer { try? FileManager.default.removeItem(atPath: output) }
    let start = ProcessInfo.processInfo.systemUptime
    let ending = try ChildProcess.run(
      executable,
      [Invocation.benchmarkWord, name, backend.rawValue, String(threads)],
      environment: ProcessInfo.processInfo.environment, output: output)
    let elapsed = ProcessInfo.processInfo.systemUptime - start
    let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
    guard case .exit(0) = ending, let bytes = Double(text.trimmingCharacters(in: .newlines)) else {
      throw FreshProcessError(name: name)
    }
    return unit == .mebibytes ? bytes : elapsed
  }
}

/// A child process that did not do its work.
private struct FreshProcessError: Error, CustomStringConvertible {
  let name: String

  var description: String { "\(name): the process that was to be measured did not end well" }
}
