import Autograd
import GradientChecking
import TensorCore
import Testing

struct SoftstepProof: DifferentiableFunction {
  let name = "softstep()"
  let inputs: [FunctionInput] = [[3, 4]]
  func callAsFunction<S: TensorScalar>(_ inputs: [Variable<S>]) -> Variable<S> {
    inputs[0].softstep()
  }
}

@Suite struct SoftstepTests {
  @Test("gradients are right", arguments: [1, 2, 3]) func gradients(seed: UInt64) throws {
    try requireRightGradients(of: SoftstepProof(), seed: seed)
  }

  @Test("values by hand") func values() {
    #expect(Variable<Double>([-2, 0, 3]).softstep().value == [-4, 0, 9])
  }
}
