import Synchronization
import TensorCore
import Testing

@testable import Autograd

/// Where the time goes, by a clock that goes on by a second at each look.
@Suite("profiles of operations")
struct OperationProfileTests {
  private func profile(of body: () -> Void) -> OperationProfile {
    let looks = Atomic(0)
    return profilingOperations(
      secondsSinceStart: { Double(looks.add(1, ordering: .relaxed).newValue) }, body
    ).profile
  }

  @Test("each operation has its values and its gradients, and the rest is outside") func counts() {
    let profile = profile {
      for _ in 0..<3 {
        _ = gradient(at: Tensor<Double>([1, 2])) { x in
          traced("layer") { (x * x).sum() } + traced("0") { traced("body") { x.sum() } }
        }
      }
    }
    let found = profile.entries.map { "\($0.operation) in \($0.layer)" }
    #expect(Set(found) == ["* in layer", "sum in layer", "sum in 0.body", "+ in "])
    for entry in profile.entries {
      #expect(entry.forwardCount == 3, "\(entry)")
      #expect(entry.backwardCount == (["*", "+"].contains(entry.operation) ? 6 : 3), "\(entry)")
      // One second passes from each look to the next.
      #expect(entry.forwardSeconds == Double(entry.forwardCount))
      #expect(entry.backwardSeconds == Double(entry.backwardCount))
    }
    #expect(
      profile.secondsOutside == 4, "before each of three differentiations, and after the last")
    // 4 outside, 12 values, 18 gradients.
    #expect(profile.seconds == 34)
  }

  @Test("the most expensive comes first, and layers can be added up") func order() {
    let profile = profile {
      _ = gradient(at: Tensor<Double>([1, 2])) { x in
        let (a, b) = (traced("a") { x.sum() }, traced("b") { x.sum() })
        return a + b + traced("c") { (x * x).sum() }
      }
    }
    let seconds = profile.byOperation.entries.map(\.seconds)
    #expect(seconds == seconds.sorted(by: >))
    #expect(profile.byOperation.seconds == profile.seconds)
    let sum = profile.byOperation.entries.first { $0.operation == "sum" }
    #expect(sum?.forwardCount == 3 && sum?.backwardCount == 3 && sum?.layer == "")
  }

  @Test("what the closure throws is handed on, and its result") func results() throws {
    struct Stop: Error {}
    #expect(throws: Stop.self) { try profilingOperations { throw Stop() } }
    #expect(profilingOperations { 7 }.result == 7)
    #expect(profilingOperations {}.profile.entries == [])
    #expect(profilingOperations {}.profile.seconds >= 0)
  }
}
