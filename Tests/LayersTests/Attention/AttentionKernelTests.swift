import Autograd
import Foundation
import Layers
import TensorCore
import TestSupport
import Testing

/// Attention by vector kernels, beside the naive form in `Double`.
@Suite struct AttentionKernelTests {
  private struct Case: Sendable, CustomStringConvertible {
    var batch = 1
    var heads = 1
    var groups = 1
    var queries = 1
    var keys = 1
    var width = 1
    var isCausal = false
    var lengths: [Int]?

    var description: String {
      "B \(batch), H \(heads), G \(groups), Q \(queries), M \(keys), d \(width), causal \(isCausal), "
        + "lengths \(lengths ?? [])"
    }

    /// The result, and the gradients of queries, keys and values.
    func run<S: TensorScalar>(_: S.Type) -> [Tensor<S>] {
      func draw(_ seed: UInt64, _ heads: Int, _ count: Int) -> Tensor<S> {
        let x = Tensor<Float>.random([batch, heads, count, width], seed: seed)
        return x.map { S(2 * Double($0)) }
      }
      let tensors = [draw(1, heads, queries), draw(2, groups, keys), draw(3, groups, keys)]
      let upstream = draw(4, heads, queries)
      let (output, pullback) = valueWithPullback(at: tensors) { x in
        scaledDotProductAttention(
          x[0], x[1], x[2], mask: lengths.map { .lengths(Tensor($0)) }, isCausal: isCausal)
      }
      return [output] + pullback(upstream)
    }
  }

  private static let cases: [Case] = {
    var cases: [Case] = []
    for (queries, keys) in [
      (1, 1), (1, 7), (3, 3), (5, 9), (16, 16), (17, 17), (33, 40), (64, 64), (70, 70), (6, 4),
    ] {
      for (heads, groups, width) in [(1, 1, 1), (2, 2, 5), (6, 2, 16), (2, 1, 20)] {
        for isCausal in [false, true] {
          cases.append(
            Case(
              batch: 2, heads: heads, groups: groups, queries: queries, keys: keys, width: width,
              isCausal: isCausal))
        }
      }
    }
    for lengths in [[0, 1, 9], [9, 4, 5]] {
      for isCausal in [false, true] {
        cases.append(
          Case(
            batch: 3, heads: 4, groups: 2, queries: 9, keys: 9, width: 6, isCausal: isCausal,
            lengths: lengths))
      }
    }
    return cases
  }()

  @Test("values and gradients are those of the naive form, whatever is ragged, masked or shared")
  func agreement() {
    for attention in Self.cases {
      let exact = withBackend(.naive) { attention.run(Double.self) }
      let doubles = withBackend(.simd, threads: 1) { attention.run(Double.self) }
      let floats = withBackend(.simd, threads: 1) { attention.run(Float.self) }
      let naive = withBackend(.naive) { attention.run(Float.self) }
      for (index, name) in ["output", "queries", "keys", "values"].enumerated() {
        func error<S: TensorScalar>(_ results: [Tensor<S>]) -> Double {
          (results[index].map(\.doubleValue) - exact[index]).abs().max()
        }
        let scale = max(exact[index].abs().max(), 1)
        #expect(error(doubles) <= 1e-13 * scale, "\(attention): \(name)")
        // As exact as the naive form in the same numbers, which adds in another order.
        #expect(error(floats) <= max(4 * error(naive), 1e-6 * scale), "\(attention): \(name)")
      }
    }
  }

  @Test("no bit depends on the number of threads", arguments: [2, 3, 8])
  func threads(_ count: Int) {
    let attention = Case(
      batch: 5, heads: 6, groups: 3, queries: 70, keys: 70, width: 20, isCausal: true)
    let one = withBackend(.simd, threads: 1) { attention.run(Float.self) }
    #expect(withBackend(.simd, threads: count) { attention.run(Float.self) } == one)
  }

  @Test("a NaN among the keys reaches those that look at it, and nobody else")
  func notANumber() {
    withBackend(.simd) {
      var k = Tensor<Float>.random([1, 1, 20, 4], seed: 1)
      k[0, 0, 18, 2] = .nan
      let x = Variable(Tensor<Float>.random([1, 1, 20, 4], seed: 2))
      let result = scaledDotProductAttention(x, Variable(k), x, isCausal: true).value
        .reshaped(to: [20, 4])
      #expect(result.elements.map(\.isNaN) == (0..<80).map { $0 >= 72 })
    }
  }

  @Test("no matrix of scores is made: 4096 queries of 4096 keys take little more than the inputs")
  func memory() async {
    await #expect(processExitsWith: .success) {
      /// The most memory that this process has held so far, in KiB.
      func peak() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        return Int(try #require(status.firstMatch(of: /VmHWM:\s+(\d+) kB/)).1)!
      }
      try withBackend(.simd, threads: 1) {
        let attention = Case(queries: 4096, keys: 4096, width: 4, isCausal: true)
        let before = try peak()
        _ = attention.run(Float.self)
        // The scores alone would be 64 MiB.
        let growth = try peak() - before
        #expect(growth < 16 << 10)
      }
    }
  }
}
