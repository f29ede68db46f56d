import Autograd
import GradientChecking
import Layers
import TensorCore
import Testing

struct QuarticErrorProof: LossProof {
  let name = "quarticError(_:_:)"
  let prediction: FunctionInput = [3, 4]
  let target: FunctionInput = [3, 4]
  func loss<S: TensorScalar>(
    _ prediction: Variable<S>, _ target: Tensor<S>, reduction: LossReduction
  ) -> Variable<S> { quarticError(prediction, target, reduction: reduction) }
  func bestPrediction(for target: Tensor<Double>) -> Tensor<Double>? { target }
}

@Suite struct QuarticErrorTests {
  @Test("gradients, reductions and extremes are right", arguments: [1, 2, 3])
  func proof(seed: UInt64) { #expect(checkLoss(QuarticErrorProof(), seed: seed) == []) }

  @Test("values by hand") func values() {
    #expect(quarticError(Variable<Double>([1, 4]), [3, 3]).value.scalar() == 8.5)
  }
}
