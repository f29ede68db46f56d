import Autograd
import Foundation
import Layers
import TensorCore
import Testing

/// Every rule in `Float`, called from code that is not optimized, as a learner's is.
///
/// A rule that is not specialized for `Float` costs a call per element, which nothing else would tell: it
/// takes 40 to 300 ns per element, where specialized ones take 1 to 25.
///
/// Speeds need a quiet machine: it runs only where the environment variable GRADUS_SPEED is set.
@Suite(
  .enabled("a quiet machine: set GRADUS_SPEED=1") {
    ProcessInfo.processInfo.environment["GRADUS_SPEED"] != nil
  })
struct RuleSpeedTests {
  private typealias Rule = (
    name: String, rule: @Sendable ([Variable<Float>]) -> Variable<Float>
  )

  private static let ones = Tensor<Float>.ones([32, 32])

  /// Each with two inputs of shape [32, 32], which are positive.
  private static let rules: [Rule] = [
    ("+", { $0[0] + $0[1] }), ("-", { $0[0] - $0[1] }), ("*", { $0[0] * $0[1] }),
    ("/", { $0[0] / $0[1] }), ("negation", { -$0[0] }), ("+ number", { $0[0] + 2 }),
    ("number -", { 2 - $0[0] }), ("* number", { $0[0] * 2 }), ("number /", { 2 / $0[0] }),
    ("+, a row", { $0[0] + $0[1][0] }), ("*, a column", { $0[0] * $0[1][0..., 0..<1] }),
    ("exp", { $0[0].exp() }), ("log", { $0[0].log() }), ("log1p", { $0[0].log1p() }),
    ("expm1", { $0[0].expm1() }), ("sqrt", { $0[0].sqrt() }), ("squared", { $0[0].squared() }),
    ("abs", { $0[0].abs() }), ("sin", { $0[0].sin() }), ("cos", { $0[0].cos() }),
    ("tanh", { $0[0].tanh() }), ("sigmoid", { $0[0].sigmoid() }), ("erf", { $0[0].erf() }),
    ("relu", { $0[0].relu() }), ("pow number", { $0[0].pow(1.5) }), ("pow", { $0[0].pow($0[1]) }),
    ("clamp", { $0[0].clamped(to: 0.7...1.2) }),
    ("max", { $0[0].max(along: 1) }), ("max of all", { $0[0].max() }),
    ("min", { $0[0].min(along: 0) }),
    ("matmul", { matmul($0[0][0..., 0..<4], $0[1][0..<4]) }),
    ("reshape", { $0[0].reshaped(to: [1024]) }), ("permute", { $0[0].permuted(to: [1, 0]) }),
    ("transpose", { $0[0].transposed() }),
    ("broadcast", { $0[0][0..<1].broadcast(to: [32, 32]) }), ("slice", { $0[0][1..., 1...] }),
    ("concatenate", { Variable.concatenate([$0[0], $0[1]]) }),
    ("gather", { $0[0].gather(Array(0..<32)) }),
    ("gather columns", { $0[0].gather(Array(0..<32), along: 1) }),
    ("sum", { $0[0].sum() }), ("sum along", { $0[0].sum(along: 0) }),
    ("mean along", { $0[0].mean(along: 1) }), ("variance", { $0[0].variance(along: 0) }),
    ("maximum", { $0[0].maximum($0[1]) }), ("minimum", { $0[0].minimum($0[1]) }),
    ("select", { select($0[0].value .> 1, $0[0], $0[1]) }),
    ("logSumExp", { $0[0].logSumExp(along: 1) }), ("softmax", { $0[0].softmax() }),
    ("logSoftmax", { $0[0].logSoftmax() }),
    (
      "conv2D",
      {
        conv2D(
          $0[0].reshaped(to: [1, 1, 32, 32]), $0[1][0, 0..<4].reshaped(to: [1, 1, 2, 2]))
      }
    ),
    (
      "transposedConv2D",
      {
        transposedConv2D(
          $0[0].reshaped(to: [1, 1, 32, 32]), $0[1][0, 0..<4].reshaped(to: [1, 1, 2, 2]))
      }
    ),
    ("maxPool2D", { $0[0].reshaped(to: [1, 1, 32, 32]).maxPool2D(2) }),
    ("averagePool2D", { $0[0].reshaped(to: [1, 1, 32, 32]).averagePool2D(2) }),
    ("stack", { Variable.stack([$0[0], $0[1]]) }),
    ("padded", { $0[0].padded([(1, 1), (1, 1)]) }),
    ("cumulativeSum", { $0[0].cumulativeSum(along: 1) }),
    ("norm", { $0[0].norm(along: 1) }), ("product", { $0[0].product(along: 1) }),
    ("cumulativeProduct", { $0[0].cumulativeProduct(along: 1) }),
    ("sign", { $0[0].sign() }), ("floor", { $0[0].floor() }), ("round", { $0[0].round() }),
    ("relu6", { $0[0].relu6() }), ("prelu", { $0[0].prelu($0[1][0]) }),
    ("glu", { $0[0].glu() }),
    ("paddedByReflection", { $0[0].paddedByReflection([(1, 1), (1, 1)]) }),
    ("leakyReLU", { $0[0].leakyReLU() }), ("elu", { $0[0].elu() }), ("selu", { $0[0].selu() }),
    ("gelu", { $0[0].gelu() }), ("gelu tanh", { $0[0].gelu(.tanh) }), ("silu", { $0[0].silu() }),
    ("mish", { $0[0].mish() }), ("softplus", { $0[0].softplus() }),
    ("hardSwish", { $0[0].hardSwish() }),
    ("standardized rows", { $0[0].standardized(along: 1) }),
    ("standardized columns", { $0[0].standardized(along: 0) }),
    ("meanSquaredError", { meanSquaredError($0[0], $0[1].value) }),
    ("meanAbsoluteError", { meanAbsoluteError($0[0], $0[1].value) }),
    ("huber", { huber($0[0], $0[1].value) }),
    ("binaryCrossEntropy", { binaryCrossEntropy(logits: $0[0], targets: ones) }),
    ("klDivergence", { klDivergence(logProbabilities: $0[0], probabilities: $0[1].value) }),
    (
      "softmaxCrossEntropy",
      { softmaxCrossEntropy(logits: $0[0], labels: Tensor(repeating: 3, shape: [32])) }
    ),
  ]

  @Test func everyRuleIsSpecialised() {
    var slow = Set(Self.rules.map(\.name))
    // Others use the processor too: only what is slow in each of five rounds is slow.
    for _ in 0..<5 where !slow.isEmpty {
      let times = Self.rules.map { ($0.name, Self.nanoseconds($0.rule)) }.sorted { $0.1 > $1.1 }
      // Processors differ, so the unit is the median rule. The slowest takes 3.8 of it, and one as cheap as
      // x² takes 5.7 without its specialization.
      let limit = 4.7 * times[times.count / 2].1
      let table = times.prefix(5).map { "\($0.0): \(($0.1 * 10).rounded() / 10)" }
      print(
        "The slowest rules, forward and backward, in ns an element: "
          + table.joined(separator: ", ") + "; the limit: \((limit * 10).rounded() / 10)")
      slow.formIntersection(times.filter { $0.1 >= limit }.map(\.0))
    }
    #expect(slow.isEmpty, "slower than 4.7 median rules: \(slow)")
  }

  /// Forward and backward, for each of 1024 elements: the median of 15 measurements of 5 runs each.
  private static func nanoseconds(
    _ rule: @Sendable ([Variable<Float>]) -> Variable<Float>
  ) -> Double {
    var generator = RandomGenerator(seed: 1)
    let inputs = (0..<2).map { _ in
      Tensor<Float>.uniform([32, 32], from: 0.5, to: 1.5, using: &generator)
    }
    let upstream = Tensor<Float>.ones(rule(inputs.map { Variable($0) }).shape)
    let runs = 5
    let times = (0..<15).map { _ in
      let elapsed = ContinuousClock().measure {
        for _ in 0..<runs { _ = valueWithGradients(at: inputs, upstream: upstream, of: rule) }
      }
      return elapsed / .nanoseconds(1)
    }
    return times.sorted()[7] / Double(runs * 1024)
  }
}
