import Benchmarks
import Curriculum
import Gradus
import Plotting

/// Prints where the time of each workload goes, by operation.
func showProfiles(_ options: BenchmarkOptions) throws {
  let style = TerminalStyle.standardOutput
  print(processorDescription() + "\n")
  for entry in options.entries {
    guard case .workload(let workload) = entry else {
      throw UsageError("--profile looks into training steps, and \(entry.name) is none")
    }
    for backend in options.backends {
      let (profile, runs) = workload.profile(
        on: backend, threads: options.threads, seconds: options.seconds)
      guard !profile.entries.isEmpty else {
        throw UsageError("--profile looks into training steps, and \(workload.name) is none")
      }
      print(style.paint("\(workload.name), \(backend.rawValue), us/step", .bold))
      print(table(profileRows(profile, runs: runs), style: style, indent: 0) + "\n")
    }
  }
  print(
    indented(
      "Calls: per step, of the operation and of its gradients. The time between two operations counts "
        + "for the later one. Outside: the optimizer, and what else is not differentiated.",
      by: 0, style: style))
}

/// The heading, an operation a line, and the whole step.
func profileRows(_ profile: OperationProfile, runs: Int) -> [[String]] {
  func time(_ seconds: Double) -> String { (seconds / Double(runs) * 1e6).fixed(1) }
  func share(_ seconds: Double) -> String { (100 * seconds / profile.seconds).fixed(0) + " %" }
  func calls(_ count: Int) -> String { "\(count / runs)" }
  var rows = [["", "calls", "forward", "calls", "backward", "share"]]
  for entry in profile.byOperation.entries {
    rows.append([
      entry.operation, calls(entry.forwardCount), time(entry.forwardSeconds),
      calls(entry.backwardCount), time(entry.backwardSeconds), share(entry.seconds),
    ])
  }
  let (forward, backward) = profile.entries.reduce(into: (0.0, 0.0)) {
    $0.0 += $1.forwardSeconds
    $0.1 += $1.backwardSeconds
  }
  rows.append(["all operations", "", time(forward), "", time(backward), share(forward + backward)])
  rows.append(["outside", "", time(profile.secondsOutside), "", "", share(profile.secondsOutside)])
  rows.append(["step", "", time(profile.seconds), "", "", ""])
  return rows
}
