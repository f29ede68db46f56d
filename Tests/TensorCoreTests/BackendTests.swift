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
    let child = await Backend.$current.withValue(.simd) {
      async let inherited = Backend.current
      return await inherited
    }
    #expect(child == .simd)
    let detached = withBackend(.simd) { Task.detached { Backend.current } }
    #expect(await detached.value == .naive)
  }

  @Test func everyBackendMultiplies() {
    let a: Tensor<Float> = [[1, 2], [3, 4]]
    for backend in Backend.allCases {
      #expect(withBackend(backend) { matmul(a, a) } == [[7, 10], [15, 22]], "\(backend)")
    }
  }
}
