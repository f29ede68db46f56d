import Foundation
import Gradus
import Testing

@testable import Benchmarks

/// That the work which is measured is the work that the names promise, and is done right.
@Suite("Benchmarks: workloads")
struct WorkloadTests {
  static let isSlowRun = ProcessInfo.processInfo.environment["GRADUS_SLOW"] != nil

  /// Those that the naive kernels do in well below a second; the others with GRADUS_SLOW=1.
  static let quick = Workload.all.map(\.name).filter {
    isSlowRun
      || !$0.hasPrefix("char") && !["matmul_1000", "matmul_1024", "matmul_2048"].contains($0)
  }

  func workload(_ name: String) throws -> Workload {
    try #require(Workload.all.first { $0.name == name })
  }

  /// What a workload computed after so many runs.
  func result(of name: String, on backend: Backend, threads: Int = 1, runs: Int = 1) throws
    -> [Double]
  {
    let work = try workload(name).prepared(for: backend, threads: threads)
    work.run(runs)
    return work.result()
  }

  @Test("the names are those that were agreed on, each once") func names() {
    let names = Workload.all.map(\.name) + FreshProcess.all.map(\.name)
    #expect(Set(names).count == names.count)
    let promised = """
      matmul_64 matmul_128 matmul_256 matmul_512 matmul_1024 matmul_2048 matmul_63 matmul_97 \
      matmul_255 matmul_1000 matvec_1024 linear_regression_b32 digits_mlp_64_32_10_b32 \
      mnist_mlp_784_256_128_10_b64 mnist_cnn_16_32_b64 exp_1M tanh_1M relu_1M sum_1M \
      softmax_64x1000 small_add_16x16 small_forward_backward_16 predict_digits_mlp_b1 \
      predict_mnist_cnn_b1 predict_mnist_cnn_b64 predict_gpt_4x64_t64 muon_512
      """
    #expect(Set(promised.split(separator: " ").map(String.init)).isSubset(of: names))
  }

  @Test("SIMD computes what the naive kernels compute, on one thread and on two", arguments: quick)
  func backends(name: String) throws {
    let runs = name.hasPrefix("matmul") ? 1 : 2
    let naive = try result(of: name, on: .naive, runs: runs)
    let simd = try result(of: name, on: .simd, runs: runs)
    #expect(naive.count == simd.count && !naive.isEmpty)
    #expect(try result(of: name, on: .simd, threads: 2, runs: runs) == simd)
    for (index, (a, b)) in zip(naive, simd).enumerated() {
      let bound = WorkloadTests.bound(name, of: a)
      guard !(abs(a - b) <= bound) else { continue }
      Issue.record("\(name)[\(index)]: \(a) and \(b) differ by more than \(bound)")
      break
    }
  }

  /// How far two right results may lie apart.
  static func bound(_ name: String, of result: Double) -> Double {
    let precision = name.contains("f64") ? 0x1p-53 : 0x1p-24
    if name.hasPrefix("mat"), let n = name.split(separator: "_").last.flatMap({ Double($0) }) {
      // A sum of n products is off by at most n·ε·Σ|a·b|, and both may be. Of normal numbers, Σ|a·b| is
      // about 0.64·n, and stays below 1.5·n.
      return 3 * n * n * precision
    }
    // Sums of blocks: at most some sixty roundings of a part of Σ|x|, which is below 10⁶.
    if name == "sum_1M" { return 2 * 64 * precision * 1e6 }
    // No more than about a thousand roundings of numbers that are not much larger than 1.
    return 1000 * precision * max(1, abs(result))
  }

  @Test(
    "a product is that of the textbook's loops",
    arguments: Workload.all.filter { workload in
      // Beyond some size the textbook's loops take too long.
      quick.contains(workload.name) && workload.yardsticks.contains { $0.name == "textbook" }
    })
  func textbook(workload: Workload) throws {
    let textbook = try #require(workload.yardsticks.first { $0.name == "textbook" }).prepare(1)
    textbook.run(1)
    // The same products in the same order: equal bit for bit.
    #expect(try textbook.result() == result(of: workload.name, on: .naive))
  }

  @Test("elementwise work is the function of its name") func functions() throws {
    var generator = RandomGenerator(seed: 1)
    let x = Tensor<Float>.normal([1_000_000], using: &generator).elements
    let functions: [(String, (Float) -> Float)] = [
      ("exp_1M", { exp($0) }), ("tanh_1M", { tanh($0) }), ("relu_1M", { max($0, 0) }),
      ("add_1M", { $0 + $0 }),
    ]
    for (name, function) in functions {
      let y = try result(of: name, on: .naive)
      #expect(y.count == x.count)
      for i in stride(from: 0, to: x.count, by: 997) {
        let expected = Double(function(x[i]))
        #expect(abs(y[i] - expected) <= 2 * Double(Float(expected).ulp), "\(name)(\(x[i]))")
      }
    }
    let sum = try result(of: "sum_1M", on: .naive)[0]
    #expect(abs(sum - x.reduce(0.0) { $0 + Double($1) }) < 0.5)
    let p = try result(of: "softmax_64x1000", on: .naive)
    for row in 0..<64 { #expect(abs(p[row * 1000..<(row + 1) * 1000].reduce(0, +) - 1) < 1e-4) }
  }

  @Test("training begins with the loss of a guess, and learns its batch") func training() throws {
    for name in ["digits_mlp_64_32_10_b32", "mnist_mlp_784_256_128_10_b64", "mnist_cnn_16_32_b64"] {
      // Ten classes and small logits: about ln 10 = 2.3.
      let first = try result(of: name, on: .naive)[0]
      #expect((2...3.2).contains(first), "\(name): \(first)")
      let later = try result(of: name, on: .naive, runs: name.contains("cnn") ? 4 : 40)[0]
      #expect(later < first - 0.05, "\(name): \(first), then \(later)")
    }
    // A line is learned to the last digit.
    #expect(try result(of: "linear_regression_b32", on: .naive)[0] > 0.5)
    #expect(try result(of: "linear_regression_b32", on: .naive, runs: 200)[0] < 1e-8)
  }

  @Test("Adam moves each parameter by its learning rate along a gradient that stays") func adam()
    throws
  {
    var generator = RandomGenerator(seed: 1)
    let before = Tensor<Float>.normal([1_000_000], using: &generator).elements
    let after = try result(of: "adam_1M", on: .naive, runs: 10)
    for i in stride(from: 0, to: before.count, by: 997) {
      #expect(abs(abs(after[i] - Double(before[i])) - 0.01) < 1e-4)
    }
  }

  @Test("the small gradient is aᵀ·(1 − tanh²(a·w + b))") func smallGradient() throws {
    var generator = RandomGenerator(seed: 1)
    let a = Tensor<Double>.normal([16, 16], using: &generator)
    let b = Tensor<Double>.normal([16], using: &generator)
    let w = Tensor<Double>.normal([16, 16], standardDeviation: 0.25, using: &generator)
    let y = (matmul(a, w) + b).tanh()
    let expected = [y.sum()] + matmul(a, 1 - y * y, transposeA: true).elements
    let found = try result(of: "small_forward_backward_16", on: .naive)
    #expect(found.count == 257)
    for (found, expected) in zip(found, expected) { #expect(abs(found - expected) < 1e-4) }
  }

  @Test("yardsticks do something: sums that come out right, copies that arrive")
  func yardsticks() throws {
    let product = try workload("matmul_64")
    let comparison = product.measure(on: Backend.allCases, threads: 1, seconds: 0.02)
    #expect(comparison.timings.map(\.name) == ["textbook", "peak", "naive", "simd"])
    if WorkloadTests.isSlowRun { #expect(comparison.speedUp(of: "peak", over: "naive")! > 1) }
    let copy = try #require(try workload("adam_1M").yardsticks.first).prepare(1)
    let before = copy.result()
    copy.run(1)
    #expect(zip(before, copy.result()).allSatisfy { $0 == -$1 })
    for threads in 1...2 {
      let peak = try #require(product.yardsticks.last).prepare(threads)
      peak.run(1)
      // Every lane of every chain goes to 2.
      #expect(peak.result()[0].truncatingRemainder(dividingBy: 24) == 0)
      #expect(peak.result()[0] > 0)
    }
  }

  @Test("with one backend, only that is measured") func oneBackend() throws {
    let comparison = try workload("matmul_64").measure(on: [.simd], threads: 2, seconds: 0.02)
    #expect(comparison.timings.map(\.name) == ["simd"])
    #expect(comparison.timings[0].threads == 2)
  }

  @Test("a process knows how much memory it held") func memory() throws {
    let bytes = FreshProcess.all[0].run(on: .naive, threads: 1)
    #expect((1 << 20..<1 << 34).contains(bytes))
  }
}
