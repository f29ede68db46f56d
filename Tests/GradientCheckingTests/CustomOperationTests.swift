import Autograd
import GradientChecking
import Layers
import TensorCore
import Testing

// An operation and a layer of one's own, and what it takes to prove them.

func softsign<Scalar>(_ x: Variable<Scalar>) -> Variable<Scalar> {
  let slope = x.value.map { 1 / (1 + $0.magnitude) }
  return Variable("softsign", x.value * slope, (x, { upstream in upstream * slope * slope }))
}

struct SoftsignProof: DifferentiableFunction {
  let name = "softsign"
  let inputs: [FunctionInput] = [[3, 4]]
  func callAsFunction<S>(_ x: [Variable<S>]) -> Variable<S> { softsign(x[0]) }
}

struct Gated<Scalar: TensorScalar>: Layer {
  var body: Linear<Scalar>

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    body.visitParameters(as: "body", visit)
  }

  mutating func forward(_ x: Variable<Scalar>, in context: inout Context) -> Variable<Scalar> {
    x * body.forward(x, in: &context).sigmoid()
  }
}

struct GatedProof: LayerProof {
  let name = "Gated"
  let inputShape: Shape = [4, 3]
  func layer<S: TensorScalar>(using generator: inout RandomGenerator) -> any Layer<S> {
    Gated<S>(body: Linear(3, 3, using: &generator))
  }
}

@Suite struct CustomOperationTests {
  @Test func softsignIsRight() throws {
    try requireRightGradients(of: SoftsignProof())
  }

  @Test func gatedLayerIsRight() throws { try requireRightGradients(of: GatedProof()) }
}
