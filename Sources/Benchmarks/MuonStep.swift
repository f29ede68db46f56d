import Gradus

extension Workload {
  /// A step of Muon is five times three products and little besides, so that its rate is told as theirs
  /// are, and stands beside that of `matmul_512`.
  static let muonStep = Workload(
    "muon_512", "one step of Muon for a matrix of [512, 512]; Float",
    .gigaflops(operations: 15 * MatrixProduct(size: 512).operations), yardsticks: [peak(Float.self)]
  ) {
    var generator = RandomGenerator(seed: 1)
    var model = OneMatrix(weight: Variable(.normal([512, 512], using: &generator)))
    let gradients = Gradients<Float>(
      names: ["weight"], tensors: [.normal([512, 512], using: &generator)])
    var optimizer = Muon<Float>()
    return PreparedWork(
      run: { times in for _ in 0..<times { optimizer.update(&model, along: gradients) } },
      result: { model.weight.value.elements.map(Double.init) })
  }
}

private struct OneMatrix: Module {
  var weight: Variable<Float>

  mutating func visitParameters(_ visit: ParameterVisit<Float>) { visit("weight", &weight) }
}
