import Autograd
import Layers
import TensorCore
import Testing

@Suite struct DropoutTests {
  private func trained(
    _ x: Tensor<Double>, _ probability: Double, seed: UInt64
  ) -> Tensor<Double> {
    var context = Context.training(seed: seed)
    return Dropout(probability).forward(Variable(x), in: &context).value
  }

  /// The mask is 0 with probability p and 1/(1 − p) otherwise: mean 1, variance p/(1 − p).
  @Test(arguments: [0.1, 0.5, 0.8]) func meanAndVariance(p: Double) {
    let count = 100_000
    let y = trained(.ones([count]), p, seed: 20)
    #expect(Set(y.elements) == [0, 1 / (1 - p)])
    let variance = p / (1 - p)
    // Four standard errors. The number dropped is binomial, and settles both moments.
    let error = (p * (1 - p) / Double(count)).squareRoot()
    let dropped = Double((y .== 0).trueCount) / Double(count)
    #expect((dropped - p).magnitude < 4 * error, "seed 20")
    #expect((y.mean() - 1).magnitude < 4 * error / (1 - p), "seed 20")
    #expect((y.variance() - variance).magnitude < 4 * error * (1 + variance) / (1 - p), "seed 20")
  }

  @Test func maskComesFromTheContext() {
    let x = Tensor<Double>.ones([100])
    #expect(trained(x, 0.5, seed: 3) == trained(x, 0.5, seed: 3))
    #expect(trained(x, 0.5, seed: 3) != trained(x, 0.5, seed: 4))
    var context = Context.training(seed: 3)
    let first = Dropout(0.5).forward(Variable(x), in: &context).value
    let second = Dropout(0.5).forward(Variable(x), in: &context).value
    #expect(first != second)
    #expect(Tensor<Double>(maskInFloat(seed: 3)) == first)
  }

  private func maskInFloat(seed: UInt64) -> Tensor<Float> {
    var context = Context.training(seed: seed)
    return Dropout(0.5).forward(Variable(.ones([100])), in: &context).value
  }

  @Test func inferenceAndZeroLeaveTheInput() {
    let x: Tensor<Double> = [1, 2, 3]
    var context = Context.inference
    let before = context.generator
    #expect(Dropout(0.9).forward(Variable(x), in: &context).value == x)
    #expect(context.generator == before)
    #expect(trained(x, 0, seed: 1) == x)
  }

  @Test func gradientPassesWhereTheInputDid() {
    let x = Tensor<Double>.ones([50])
    var context = Context.training(seed: 8)
    var output = Tensor<Double>.zeros([50])
    let slope = gradient(at: x) {
      let y = Dropout(0.4).forward($0, in: &context)
      output = y.value
      return y.sum()
    }
    #expect(slope == output)
  }

  @Test func probabilityOutOfRange() async {
    let one = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Dropout<Float>(1)
    }
    expect(
      "Dropout: expected a probability of at least 0 and below 1, found 1.0", in: one,
      at: "LayersTests/DropoutTests.swift")
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Dropout<Float>(-0.1)
    }
    expect("Dropout: expected a probability of at least 0 and below 1, found -0.1", in: negative)
  }
}
