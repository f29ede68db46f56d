import Autograd
import GradientChecking
import Layers
import TensorCore
import Testing

struct QuarticErrorProof: DifferentiableFunction {
  let name = "quarticError(_:_:reduction:)"
  let inputs: [FunctionInput] = [[3, 4], .constant([3, 4])]
  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    quarticError(inputs[0], inputs[1].value)
  }
}

@Suite struct QuarticErrorTests {
  @Test("gradients are right", arguments: [1, 2, 3]) func gradients(seed: UInt64) throws {
    try requireRightGradients(of: QuarticErrorProof(), seed: seed)
  }

  @Test("values by hand") func values() {
    #expect(quarticError(Variable<Double>([1, 4]), [3, 3]).value.scalar() == 8.5)
  }
}
