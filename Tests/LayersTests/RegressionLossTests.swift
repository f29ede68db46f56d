import Autograd
import Foundation
import Layers
import TensorCore
import Testing

@Suite struct RegressionLossTests {
  private let prediction: Tensor<Double> = [[1, -2], [0.5, 4]]
  private let target: Tensor<Double> = [[0.5, -2], [3.5, -1]]

  @Test func squaredAndAbsoluteErrors() {
    // The errors are 0.5, 0, −3 and 5.
    #expect(meanSquaredError(Variable(prediction), target).value.scalar() == 34.25 / 4)
    #expect(meanAbsoluteError(Variable(prediction), target).value.scalar() == 8.5 / 4)
    #expect(
      meanAbsoluteError(Variable(prediction), target, reduction: .none).value
        == [[0.5, 0], [3, 5]])
    #expect(
      gradient(at: prediction) { meanAbsoluteError($0, target, reduction: .sum) }
        == [[1, 0], [-1, 1]])
  }

  @Test func huberIsAParabolaAndThenALine() {
    // With δ = 1: 0.5²/2, 0, 3 − ½ and 5 − ½.
    #expect(
      huber(Variable(prediction), target, reduction: .none).value == [[0.125, 0], [2.5, 4.5]])
    // With δ = 3 the error of −3 is just on the parabola: 9/2; and 3·(5 − 1.5).
    #expect(
      huber(Variable(prediction), target, delta: 3, reduction: .none).value
        == [[0.125, 0], [4.5, 10.5]])
    #expect(huber(Variable(prediction), target).value.scalar() == 7.125 / 4)
    #expect(
      gradient(at: prediction) { huber($0, target, delta: 2) }
        == Tensor([[0.5, 0], [-2, 2]]) / 4)
    #expect(
      huber(Variable(Tensor([Double.infinity, .nan])), [0, 0], reduction: .sum).value.scalar().isNaN
    )
    #expect(huber(Variable(Tensor([Double.infinity])), [0]).value.scalar() == .infinity)
  }

  @Test func hingeIsZeroBeyondTheMargin() {
    let scores: Tensor<Double> = [2, 0.25, -3, -0.5]
    let labels: Tensor<Double> = [1, 1, 1, -1]
    #expect(hinge(Variable(scores), labels: labels, reduction: .none).value == [0, 0.75, 4, 0.5])
    #expect(hinge(Variable(scores), labels: labels).value.scalar() == 5.25 / 4)
    #expect(
      gradient(at: scores) { hinge($0, labels: labels, reduction: .sum) } == [0, -1, -1, 1])
  }

  @Test func binaryCrossEntropyIsTheLikelihood() {
    let logits: Tensor<Double> = [0, 2, -1.5, 0.3]
    let targets: Tensor<Double> = [1, 0, 1, 0.4]
    let expected = logits.zip(with: targets) { x, t in
      let p = 1 / (1 + exp(-x))
      return -t * log(p) - (1 - t) * log(1 - p)
    }
    let losses = binaryCrossEntropy(logits: Variable(logits), targets: targets, reduction: .none)
    #expect(areClose(losses.value, expected, 1e-15))
    #expect(isClose(losses.value[0], log(2), 1e-15))
    let slope = gradient(at: logits) { binaryCrossEntropy(logits: $0, targets: targets) }
    #expect(areClose(slope, (logits.sigmoid() - targets) / 4, 1e-15))
  }

  @Test func binaryCrossEntropyAtTheExtremes() {
    let logits: Tensor<Double> = [1000, 1000, -1000, -1000, 30]
    let targets: Tensor<Double> = [1, 0, 1, 0, 1]
    let losses = binaryCrossEntropy(logits: Variable(logits), targets: targets, reduction: .none)
    // A confident right answer still costs something: ln(1 + e⁻³⁰) ≈ e⁻³⁰, not 0.
    #expect(areClose(losses.value[0..<4], [0, 1000, 1000, 0], 0))
    #expect((losses.value[4] / exp(-30) - 1).magnitude < 1e-12)
    #expect(
      gradient(at: logits) { binaryCrossEntropy(logits: $0, targets: targets, reduction: .sum) }[
        0..<4] == [0, 1, -1, 0])
  }

  @Test func klDivergenceOfDistributions() {
    let p: Tensor<Double> = [[0.5, 0.5, 0], [0.25, 0.25, 0.5]]
    let q: Tensor<Double> = [[0.25, 0.25, 0.5], [0.25, 0.25, 0.5]]
    let losses = klDivergence(
      logProbabilities: Variable(q.log()), probabilities: p, reduction: .none)
    // ½·ln(½ / ¼) twice; a probability of 0 costs nothing.
    #expect(areClose(losses.value, Tensor([[log(2) / 2, log(2) / 2, 0], [0, 0, 0]]), 1e-15))
    // The mean is over elements, as PyTorch's default.
    let mean = klDivergence(logProbabilities: Variable(q.log()), probabilities: p)
    #expect(isClose(mean.value.scalar(), log(2) / 6, 1e-15))
    let slope = gradient(at: q.log()) { klDivergence(logProbabilities: $0, probabilities: p) }
    #expect(areClose(slope, p / -6, 1e-15))
    let impossible = klDivergence(
      logProbabilities: Variable(Tensor([-Double.infinity, 0])), probabilities: [0, 1])
    #expect(impossible.value.scalar() == 0)
  }
}
