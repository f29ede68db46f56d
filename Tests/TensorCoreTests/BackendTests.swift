import Dispatch
import Foundation
import Synchronization
@testable import TensorCore
import TestSupport
import Testing

@Suite(.on(.naive)) struct BackendTests {
  @Test func environmentChooses() {
    let nothing = Execution(environment: [:])
    #expect(nothing.backend == .naive)
    #expect(nothing.threads == ProcessInfo.processInfo.activeProcessorCount)
    let both = Execution(environment: ["GRADUS_BACKEND": "simd", "GRADUS_THREADS": "3"])
    #expect(both.backend == .simd)
    #expect(both.threads == 3)
  }

  @Test func unknownNameInTheEnvironment() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Execution(environment: ["GRADUS_BACKEND": "fast"])
    }.says("GRADUS_BACKEND: expected naive or simd, found \"fast\"", namingCaller: false)
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Execution(environment: ["GRADUS_THREADS": "0"])
    }.says("GRADUS_THREADS: expected a number of at least 1, found \"0\"", namingCaller: false)
  }

  @Test func names() {
    #expect(Backend(rawValue: "simd") == .simd)
    #expect(Backend.allCases.count == 2)
  }

  @Test func nesting() {
    let seen = withBackend(.simd) {
      [Backend.current, withBackend(.naive) { Backend.current }, Backend.current]
    }
    #expect(seen == [.simd, .naive, .simd])
    #expect(Backend.current == .naive)
  }

  @Test func restoredAfterAnError() {
    struct Stop: Error {}
    #expect(throws: Stop.self) { try withBackend(.simd) { throw Stop() } }
    #expect(Backend.current == .naive)
  }

  @Test func inheritedByTasks() async {
    let task = withBackend(.simd) { Task { Backend.current } }
    #expect(await task.value == .simd)
    let child = withBackend(.simd) {
      Task {
        async let inherited = Backend.current
        return await inherited
      }
    }
    #expect(await child.value == .simd)
    let detached = withBackend(.simd, threads: 77) { Task.detached { Execution.current.threads } }
    #expect(await detached.value != 77)
  }

  @Test func threadsStayUnlessGiven() {
    withBackend(.simd, threads: 3) {
      #expect(Execution.current.threads == 3)
      withBackend(.naive) { #expect(Execution.current.threads == 3) }
    }
  }

  /// 64 iterations, each long enough that other threads than the caller's take part.
  @Test func carriedToOtherThreads() {
    let found = Mutex<[Execution]>([])
    withBackend(.simd, threads: 77) {
      let execution = Execution.current
      DispatchQueue.concurrentPerform(iterations: 64) { _ in
        withExecution(execution) {
          Thread.sleep(forTimeInterval: 0.001)
          let seen = withBackend(.simd) { Execution.current }
          found.withLock { $0.append(seen) }
          found.withLock { $0.append(Execution.current) }
        }
      }
    }
    let executions = found.withLock { $0 }
    #expect(executions.count == 128)
    #expect(executions.allSatisfy { $0.backend == .simd && $0.threads == 77 })
    #expect(Execution.current.threads != 77)
  }

  /// What hands work to other threads either carries the execution there, or is known to need none.
  @Test func everyUseOfOtherThreadsIsKnown() throws {
    // Check sums; exercises, each in its own process.
    let withoutTensors = ["SafetensorsChecksums.swift", "CourseExercise.swift"]
    let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources").resolvingSymlinksInPath()
    let files = try #require(
      FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    var users: [String] = []
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      guard text.contains("DispatchQueue.concurrentPerform(iterations") else { continue }
      users.append(file.lastPathComponent)
      #expect(
        text.contains("withExecution(") || withoutTensors.contains(file.lastPathComponent),
        "\(file.path) runs tensor operations on other threads without their execution")
    }
    #expect(Set(withoutTensors).isSubset(of: users) && users.contains("PairedExperiment.swift"))
  }

  @Test func executionIsRestoredAfterAnError() {
    struct Stop: Error {}
    let other = withBackend(.simd, threads: 5) { Execution.current }
    #expect(throws: Stop.self) { try withExecution(other) { throw Stop() } }
    #expect(Backend.current == .naive && Execution.current.threads != 5)
  }

  @Test func noThread() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      withBackend(.simd, threads: 0) {}
    }.says("withBackend: expected at least 1 thread, found 0")
  }

  @Test func everyBackendMultiplies() {
    let a: Tensor<Float> = [[1, 2], [3, 4]]
    for backend in Backend.allCases {
      #expect(withBackend(backend) { matmul(a, a) } == [[7, 10], [15, 22]], "\(backend)")
    }
  }
}
