import Curriculum
import Foundation
import TensorCore
import Testing

@testable import Serialization

@Suite struct SavingSpeedTests {
  /// Takes some seconds; runs only where the environment variable GRADUS_SPEED is set.
  @Test(
    "saving 100 MB takes at most twice as long as copying the file, both to the disk",
    .enabled("a quiet machine: set GRADUS_SPEED=1") {
      ProcessInfo.processInfo.environment["GRADUS_SPEED"] != nil
    })
  func saving() throws {
    var file = Safetensors()
    for layer in 0..<25 {
      let weight = Tensor(repeating: Float(layer), shape: [1000, 1000])
      file.tensors["\(layer).weight"] = .float(weight)
    }
    try withTemporaryFolder { folder in
      let (saved, copied) = (folder.appending(path: "saved"), folder.appending(path: "copied"))
      try file.write(to: saved)
      var (saving, copying, loading) = ([Double](), [Double](), [Double]())
      for _ in 0..<7 {
        copying.append(
          try seconds {
            _ = try ChildProcess.run(
              "/bin/cp",
              [saved.path(percentEncoded: false), copied.path(percentEncoded: false)],
              environment: [:])
            let descriptor = open(copied.path(percentEncoded: false), O_WRONLY)
            #expect(fsync(descriptor) == 0)
            close(descriptor)
          })
        saving.append(try seconds { try file.write(to: saved) })
        var loaded = Safetensors()
        loading.append(try seconds { loaded = try Safetensors(contentsOf: saved) })
        #expect(loaded == file)
      }
      let (best, copy) = (saving.min()!, copying.min()!)
      print(
        "100 MB: saved in \(Int(best * 1000)) ms, copied in \(Int(copy * 1000)) ms "
          + "(best of 7), read in \(Int(loading.min()! * 1000)) ms")
      #expect(best <= 2 * copy)
    }
  }

  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    try ContinuousClock().measure(body) / .seconds(1)
  }
}
