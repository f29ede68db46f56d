import Foundation
import Gradus
import SIMDKernels

/// The machine, in a few words: what figures of speed depend on.
func machineDescription() -> String {
  let cores = ProcessInfo.processInfo.activeProcessorCount
  let system = ProcessInfo.processInfo.operatingSystemVersionString
  return
    "\(cores) \(cores == 1 ? "core" : "cores") with \(VectorUnit.ofKernels.rawValue), \(system)"
}

/// The processor and, in a second line, the caches of a core, as far as the system tells.
func processorDescription() -> String {
  let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
  let name = processorName(information) ?? "unknown processor"
  // Code of the kernels' module runs only where its instructions are known to exist.
  guard Backend.simd.obstacle == nil else { return name }
  func text(_ level: Caches.Level) -> String { "\(level.byteCount >> 10) KiB, \(level.ways)-way" }
  let caches = Caches.ofThisMachine
  return "\(name)\nfirst cache \(text(caches.first)); second cache \(text(caches.second))"
}

/// What Linux tells of the first processor. Clouds hide the model's name, but not the family and the number.
func processorName(_ information: String) -> String? {
  var facts: [Substring: String] = [:]
  for line in information.split(separator: "\n") {
    let parts = line.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { continue }
    let key = parts[0].prefix { $0 != "\t" }
    if facts[key] == nil { facts[key] = parts[1].trimmingCharacters(in: .whitespaces) }
  }
  guard let name = facts["model name"] else { return nil }
  guard let family = facts["cpu family"], let model = facts["model"] else { return name }
  return "\(name) (family \(family), model \(model))"
}
