import Foundation

/// How many threads of this process can run at the same time: one a core that it may use; fewer in a
/// container that is given less time than that, where more of them would only spend it sooner.
func usableCoreCount() -> Int {
  usableCoreCount(
    cores: ProcessInfo.processInfo.activeProcessorCount,
    quota: try? String(contentsOfFile: "/sys/fs/cgroup/cpu.max", encoding: .utf8))
}

/// The same of so many cores and of what Linux says of a container: the time for each period, such as
/// `50000 100000` for half a core, or `max` for all.
func usableCoreCount(cores: Int, quota: String?) -> Int {
  let words = (quota ?? "").split(whereSeparator: \.isWhitespace).map { Int($0) }
  guard words.count == 2, let time = words[0], let period = words[1], time > 0, period > 0 else {
    return max(cores, 1)
  }
  return min(max(cores, 1), (time - 1) / period + 1)
}
