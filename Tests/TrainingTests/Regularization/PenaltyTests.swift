import Autograd
import DataLoading
import Layers
import TensorCore
import Testing
import Training

private func layer() -> Linear<Double> {
  Linear(weight: [[1, -2], [0.5, 0]], bias: [3, -4])
}

@Suite struct PenaltyTests {
  @Test func values() {
    // Σ w² = 1 + 4 + 0.25, Σ |w| = 3.5; the bias has 25 and 7.
    #expect(l2Penalty(layer(), strength: 0.2).value.scalar() == 0.1 * 5.25)
    #expect(abs(l2Penalty(layer(), strength: 0.2, of: .all).value.scalar() - 3.025) < 1e-15)
    #expect(l1Penalty(layer(), strength: 2).value.scalar() == 7)
    #expect(l1Penalty(layer(), strength: 1, of: .path("bias")).value.scalar() == 7)
    let net = elasticNetPenalty(layer(), strength: 2, l1Share: 0.25).value.scalar()
    #expect(net == 2 * (0.25 * 3.5 + 0.75 / 2 * 5.25))
    #expect(
      l2Penalty(Sequential<Double>(layer(), layer()), strength: 2, of: .path("1")).value.scalar()
        == 5.25 + 25)
  }

  /// λ·w, λ·sign(w), and nothing for what is not selected.
  @Test func gradients() {
    func gradients(
      _ penalty: (Linear<Double>) -> Variable<Double>
    ) -> [Tensor<Double>] {
      var model = layer()
      return valueWithGradients(at: &model) { penalty($0) }.gradients.tensors
    }
    let l2 = gradients { l2Penalty($0, strength: 0.5) }
    #expect(l2[0] == [[0.5, -1], [0.25, 0]] && l2[1] == [0, 0])
    let l1 = gradients { l1Penalty($0, strength: 0.5, of: .all) }
    #expect(l1[0] == [[0.5, -0.5], [0.5, 0]] && l1[1] == [0.5, -0.5])
    let net = gradients { elasticNetPenalty($0, strength: 2, l1Share: 0.25) }
    #expect(net[0] == [[2, -3.5], [1.25, 0]])
  }

  /// Ridge regression has a closed form: (XᵀX/N + λ/2·I)⁻¹·Xᵀy/N for the mean of squares and λ/2·Σw².
  @Test func ridgeReachesItsClosedForm() throws {
    var generator = RandomGenerator(seed: 1)
    let x = Tensor<Double>.normal([40, 3], using: &generator)
    let y = Tensor<Double>.normal([40, 1], using: &generator)
    let strength = 0.3
    let left =
      matmul(x.transposed(), x) / 40 + Tensor<Double>.identity(3) * (strength / 2)
    let exact = try solve(left, matmul(x.transposed(), y) / 40)
    var model = Linear<Double>(weight: .zeros([1, 3]), bias: nil)
    var optimizer = SGD<Double>(learningRate: 0.2)
    try fit(
      &model, to: Samples(x, y), with: &optimizer, epochs: 200, batchSize: 40, seed: 1,
      penalty: { l2Penalty($0, strength: strength) }
    ) { meanSquaredError($0, $1) }
    #expect((model.weight.value.flattened() - exact.flattened()).abs().max() < 1e-12, "seed 1")
  }

  /// Features that do not matter get weights of exactly 0, and the others are too small by what theory
  /// says: for orthonormal columns the weight is that of least squares, moved toward 0 by λ/2.
  @Test func shrinkageFindsExactZeros() throws {
    // Columns of ±1 that are orthogonal, with mean square 1.
    let x: Tensor<Double> = [
      [1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1],
    ]
    let y = matmul(x, [[2], [0.05], [-1]])
    let model = Linear<Double>(weight: [[0.3, 0.3, 0.3]], bias: nil)
    var optimizer = SGD<Double>(learningRate: 0.1)
    func train(_ callbacks: [any Callback], _ penalty: ((Linear<Double>) -> Variable<Double>)?)
      throws
      -> [Double]
    {
      var copy = model
      try fit(
        &copy, to: Samples(x, y), with: &optimizer, epochs: 300, batchSize: 4, seed: 1,
        penalty: penalty, callbacks: callbacks
      ) { meanSquaredError($0, $1) }
      return copy.weight.value.elements
    }
    let shrunk = try train([L1Shrinkage(strength: 0.2)], nil)
    #expect(shrunk[1] == 0)
    #expect(abs(shrunk[0] - 1.9) < 1e-12 && abs(shrunk[2] + 0.9) < 1e-12)
    // The penalty's gradient jumps over zero forever.
    let penalized = try train([], { l1Penalty($0, strength: 0.2) })
    #expect(penalized[1] != 0 && abs(penalized[1]) < 0.03)
  }

  /// With plain descent, the penalty is weight decay.
  @Test func l2IsWeightDecayForSGD() throws {
    let samples = twoClouds(64, seed: 1)
    func train(decay: Double, penalty: Double) throws -> [Float] {
      var model = smallNetwork(seed: 1)
      var optimizer = SGD<Float>(learningRate: 0.1)
      optimizer.weightDecay = decay
      optimizer.parameterRule = .decayMatricesOnly
      try fit(
        &model, to: samples, with: &optimizer, epochs: 3, seed: 1,
        penalty: { l2Penalty($0, strength: penalty) }
      ) { softmaxCrossEntropy(logits: $0, labels: $1) }
      return numbers(of: model)
    }
    let (a, b) = (try train(decay: 0.1, penalty: 0), try train(decay: 0, penalty: 0.1))
    #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(try train(decay: 0, penalty: 0) != b)
  }

  @Test func maxNorm() throws {
    var model = Sequential<Double>(
      Linear(weight: [[3, 4], [0.3, 0.4]], bias: [9, 9]),
      Linear(weight: [[0, 0], [-6, 8]], bias: nil))
    MaxNorm(2).apply(to: &model)
    let values = model.parameters.map(\.value)
    #expect(values[0] == Tensor<Double>([[3 * 0.4, 4 * 0.4], [0.3, 0.4]]))
    #expect(values[1] == [9, 9])
    #expect(values[2] == Tensor<Double>([[0, 0], [-6 * 0.2, 8 * 0.2]]))
    // A kernel counts as a whole; only what is selected is bounded.
    var generator = RandomGenerator(seed: 1)
    var convolution = Conv2D<Double>(2, 3, kernel: 3, using: &generator)
    MaxNorm(0.1).apply(to: &convolution)
    for kernel in 0..<3 {
      let weights = convolution.weight.value.slice(kernel..<kernel + 1, along: 0)
      #expect(abs(weights.squared().sum().squareRoot() - 0.1) < 1e-15)
    }
    MaxNorm(1, of: .path("1")).apply(to: &model)
    #expect(model.parameters[0].value == values[0])
    #expect(abs(model.parameters[2].value.squared().sum() - 1) < 1e-15)
  }

  /// As a callback it holds after every step.
  @Test func maxNormHoldsInTraining() throws {
    var model = smallNetwork(seed: 1)
    var optimizer = SGD<Float>(learningRate: 1)
    try fit(
      &model, to: twoClouds(64, seed: 1), with: &optimizer, epochs: 5, seed: 1,
      callbacks: [MaxNorm(0.5)]
    ) { softmaxCrossEntropy(logits: $0, labels: $1) }
    for (_, weights) in model.parameters where weights.rank == 2 {
      #expect(weights.squared().sum(along: 1).max() <= 0.25 + 1e-6)
    }
  }
}

@Suite struct PenaltyTrapTests {
  @Test func mixtureOfNothing() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = elasticNetPenalty(layer(), strength: 1, of: .path("weights"))
    }
    expectTrap("elasticNetPenalty: none of the parameters is selected", in: result)
  }

  @Test func nothingSelected() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = l2Penalty(layer(), strength: 1, of: .path("weights"))
    }
    expectTrap(
      "l2Penalty: none of the parameters is selected: weight [2, 2], bias [2]", in: result,
      at: "PenaltyTests.swift:")
  }

  @Test func negativeStrength() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = l1Penalty(layer(), strength: -1)
    }
    expectTrap(
      "l1Penalty: expected a finite strength of at least 0, found -1.0", in: result,
      at: "PenaltyTests.swift:")
  }

  @Test func boundOfZero() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MaxNorm(0)
    }
    expectTrap("MaxNorm: expected a finite bound above 0, found 0.0", in: result)
  }
}
