import TensorCore
import Testing

@Suite struct BackendTests {
  @Test func naiveUnlessChosen() {
    #expect(Backend.current == .naive)
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
    let detached = withBackend(.simd) { Task.detached { Backend.current } }
    #expect(await detached.value == .naive)
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
