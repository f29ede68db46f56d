import Foundation
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
    }.says("GRADUS_BACKEND: expected naive or simd, found \"fast\"")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Execution(environment: ["GRADUS_THREADS": "0"])
    }.says("GRADUS_THREADS: expected a number from 1, found \"0\"")
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
