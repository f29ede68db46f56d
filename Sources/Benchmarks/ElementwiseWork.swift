import Gradus

// Work that looks at each of many elements once or a few times. One million Floats are 4 MB: more than
// the caches next to a core hold.

extension Workload {
  static let elementwise =
    [
      onMillion("exp_1M", "exp(x)") { $0.exp() },
      onMillion("tanh_1M", "tanh(x)") { $0.tanh() },
      onMillion("relu_1M", "max(x, 0)") { $0.relu() },
      onMillion("add_1M", "x + x") { $0 + $0 },
      sum, softmax, adam,
    ]

  /// How many elements are meant by 1M.
  private static let million = 1_000_000

  private static func normal(_ shape: Shape, seed: UInt64 = 1) -> Tensor<Float> {
    var generator = RandomGenerator(seed: seed)
    return .normal(shape, using: &generator)
  }

  private static func onMillion(
    _ name: String, _ formula: String,
    _ function: @escaping @Sendable (Tensor<Float>) -> Tensor<Float>
  ) -> Workload {
    Workload(name, "\(formula) of 1 000 000 normal numbers; Float", .milliseconds) {
      let x = normal([million])
      var y = x
      return PreparedWork(
        run: { times in for _ in 0..<times { y = function(x) } },
        result: { y.elements.map(Double.init) })
    }
  }

  private static let sum = Workload(
    "sum_1M", "the sum of 1 000 000 normal numbers; Float", .milliseconds
  ) {
    let x = normal([million])
    var sum: Float = .nan
    return PreparedWork(
      run: { times in for _ in 0..<times { sum = x.sum() } }, result: { [Double(sum)] })
  }

  private static let softmax = Workload(
    "softmax_64x1000", "softmax of each row of [64, 1000]; Float", .milliseconds
  ) {
    let x = Variable(normal([64, 1000]))
    var p = x
    return PreparedWork(
      run: { times in for _ in 0..<times { p = x.softmax() } },
      result: { p.value.elements.map(Double.init) })
  }

  /// Adam reads p, g, m and v and writes p, m and v: nearly what copying the four arrays costs, so the
  /// copy is a bound that memory sets.
  private static let adam = Workload(
    "adam_1M", "one update of 1 000 000 parameters with Adam; Float", .milliseconds,
    yardsticks: [copy]
  ) {
    var model = ManyParameters(weights: Variable(normal([million])))
    let gradients = Gradients(names: ["weights"], tensors: [normal([million], seed: 2)])
    var optimizer = Adam<Float>(learningRate: 1e-3)
    return PreparedWork(
      run: { times in for _ in 0..<times { optimizer.update(&model, along: gradients) } },
      result: { model.weights.value.elements.map(Double.init) })
  }

  private static let copy = Yardstick("copy", .milliseconds) { _ in
    let sources = [[Float]](repeating: normal([million]).elements, count: 4).map { $0.map { -$0 } }
    var targets = sources.map { $0.map { -$0 } }
    return PreparedWork(
      run: { times in
        for _ in 0..<times {
          for (index, source) in sources.enumerated() {
            targets[index].withUnsafeMutableBytes { target in
              source.withUnsafeBytes { target.copyMemory(from: $0) }
            }
          }
        }
      },
      result: { targets.flatMap { $0.map(Double.init) } })
  }
}

/// A model that is nothing but parameters.
private struct ManyParameters: Module {
  var weights: Variable<Float>

  mutating func visitParameters(_ visit: ParameterVisit<Float>) { visit("weights", &weights) }
}
