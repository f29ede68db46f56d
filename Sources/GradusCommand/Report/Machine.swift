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
