import Gradus

// Work on so few numbers that what surrounds it (allocation, dispatch, recording) is what is measured.

extension Workload {
  static let smallOperations = [smallAddition, smallForwardBackward]

  private static let smallAddition = Workload(
    "small_add_16x16", "a + b; Float, [16, 16]", .nanoseconds
  ) {
    var generator = RandomGenerator(seed: 1)
    let a = Tensor<Float>.normal([16, 16], using: &generator)
    let b = Tensor<Float>.normal([16, 16], using: &generator)
    var c = a
    return PreparedWork(
      run: { times in for _ in 0..<times { c = a + b } },
      result: { c.elements.map(Double.init) })
  }

  private static let smallForwardBackward = Workload(
    "small_forward_backward_16",
    "sum(tanh(a·w + b)) and its gradient in w; Float, a and w [16, 16], b [16]", .nanoseconds
  ) {
    var generator = RandomGenerator(seed: 1)
    let a = Tensor<Float>.normal([16, 16], using: &generator)
    let b = Tensor<Float>.normal([16], using: &generator)
    // 1/√16, so that tanh is not flat.
    let w = Tensor<Float>.normal([16, 16], standardDeviation: 0.25, using: &generator)
    var last = (value: Tensor<Float>(.nan), gradients: [w])
    return PreparedWork(
      run: { times in
        for _ in 0..<times {
          last = valueWithGradients(at: [w]) { inputs in
            (matmul(Variable(a), inputs[0]) + Variable(b)).tanh().sum()
          }
        }
      },
      result: { (last.value.elements + last.gradients[0].elements).map(Double.init) })
  }
}
