import Autograd
import Foundation
import Layers
import TensorCore
import TestSupport
import Testing

/// Losses at infinite predictions, and far out, where differences would have no digit left.
@Suite struct LossLimitTests {
  private static let inf = Double.infinity

  /// The losses and gradients of one number each.
  private func judge<S: TensorScalar & BinaryFloatingPoint>(
    _ x: [S], _ loss: (Variable<S>) -> Variable<S>
  ) -> (losses: [S], gradients: [S]) {
    let (value, gradients) = valueWithGradients(
      at: [Tensor(x)], upstream: .ones([x.count])
    ) { loss($0[0]) }
    return (value.elements, gradients[0].elements)
  }

  @Test("binary cross-entropy", arguments: [Backend.naive, .simd])
  func binaryCrossEntropyLimits(backend: Backend) {
    func check<S: TensorScalar & BinaryFloatingPoint>(_: S.Type) {
      let inf = S.infinity
      let (losses, gradients) = withBackend(backend) {
        judge([inf, inf, inf, -inf, -inf, -inf, 0]) {
          binaryCrossEntropy(logits: $0, targets: [0, 1, 0.5, 0, 1, 0.5, 1], reduction: .none)
        }
      }
      #expect(losses[..<6] == [inf, 0, inf, 0, inf, inf])
      #expect(gradients == [1, 0, 0.5, 0, -1, -0.5, -0.5])
      // A logit that agrees with its target: the loss and its derivative are e⁻ˣ, nearly.
      let far = withBackend(backend) {
        judge([40, -40, 50]) {
          binaryCrossEntropy(logits: $0, targets: [1, 0, 1], reduction: .none)
        }
      }
      for (found, exact) in zip(
        far.losses + far.gradients.map(\.magnitude), [-40.0, -40, -50, -40, -40, -50])
      {
        #expect((Double(found) / exp(exact) - 1).magnitude < 4 * Double(S.ulpOfOne))
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test func regressionLosses() {
    let inf = Self.inf
    for backend in [Backend.naive, .simd] {
      let huberLimits = withBackend(backend) {
        judge([inf, -inf, 1e200, 0x1p-1030]) { huber($0, [0, 0, 0, 0], reduction: .none) }
      }
      #expect(huberLimits.losses == [inf, inf, 1e200, 0])
      #expect(huberLimits.gradients == [1, -1, 1, 0x1p-1030])
      let hingeLimits = withBackend(backend) {
        judge([inf, inf, -inf, -inf]) { hinge($0, labels: [1, -1, 1, -1], reduction: .none) }
      }
      #expect(hingeLimits.losses == [0, inf, inf, 0] && hingeLimits.gradients == [0, 1, -1, 0])
    }
  }

  @Test("what has no weight costs nothing, even at ln 0", arguments: [Backend.naive, .simd])
  func zeroWeights(backend: Backend) {
    let inf = Self.inf
    withBackend(backend) {
      let divergence = judge([-inf, -inf, 0]) {
        klDivergence(logProbabilities: $0, probabilities: [0, 0.5, 0.5], reduction: .none)
      }
      #expect(divergence.losses[0] == 0 && divergence.losses[1] == inf)
      #expect(divergence.gradients == [0, -0.5, -0.5])
      // The class of the first sample has the weight 0.
      let (likelihood, slope) = valueWithGradients(
        at: [Tensor([[-inf, 0], [0, -0.5]])], upstream: Tensor(1)
      ) {
        negativeLogLikelihood(
          logProbabilities: $0[0], labels: Tensor([0, 1]), classWeights: [0, 2], reduction: .sum)
      }
      #expect(likelihood == Tensor(1) && slope[0] == [[0, 0], [0, -2]])
      // A class that the target leaves out, whose logit is −∞.
      let (entropy, slopes) = valueWithGradients(at: [Tensor([[-inf, 0, 0]])], upstream: Tensor(1))
      {
        softmaxCrossEntropy(logits: $0[0], labels: Tensor([1]))
      }
      #expect(isClose(entropy.scalar(), log(2)) && areClose(slopes[0], [[0, -0.5, 0.5]]))
    }
  }

  @Test("log-sum-exp passes −∞ by", arguments: [Backend.naive, .simd])
  func logSumExpOfMaskedElements(backend: Backend) {
    withBackend(backend) {
      let (value, gradients) = valueWithGradients(
        at: [Tensor([-Self.inf, 1, 1])], upstream: Tensor(1)
      ) {
        $0[0].logSumExp()
      }
      #expect(isClose(value.scalar(), 1 + log(2)) && areClose(gradients[0], [0, 0.5, 0.5]))
    }
  }
}
