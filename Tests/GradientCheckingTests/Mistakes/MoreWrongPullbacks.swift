import Autograd
import GradientChecking
import TensorCore

extension WrongPullback {
  func evaluateMore<S: TensorScalar>(_ x: Variable<S>, _ inputs: [Variable<S>]) -> Variable<S> {
    let a = x.value
    switch self {
    case .squareRootWithoutTwo:
      return Variable("sqrt", a.sqrt(), (x, { $0 / a.sqrt() }))
    case .squareWithoutTwo:
      return Variable("squared", a.squared(), (x, { $0 * a }))
    case .sumNotBroadcastBack:
      return Variable("sum", a.sum(along: 1), (x, { $0 }))
    case .gatherOverwritingRepeats:
      let rows = [2, 0, 2]
      return Variable(
        "gather", a.gather(rows),
        (
          x,
          { upstream in
            var gradient = Tensor<S>.zeros(a.shape)
            for (part, row) in rows.enumerated() {
              gradient[row..<row + 1] = upstream[part..<part + 1]
            }
            return gradient
          }
        ))
    case .logarithmMultiplying:
      return Variable("log", a.log(), (x, { $0 * a }))
    case .quotientWithoutSquare:
      let b = inputs[1].value
      return Variable("/", a / b, (x, { $0 / b }), (inputs[1], { -$0 * a / b }))
    case .halvesExchanged:
      return Variable(
        "concatenate", Tensor.concatenate([a, inputs[1].value]),
        (x, { $0[2..<4] }), (inputs[1], { $0[0..<2] }))
    case .sliceOffByOne:
      return Variable(
        "slice", a[0..<2],
        (
          x,
          { upstream in
            var gradient = Tensor<S>.zeros(a.shape)
            gradient[1..<3] = upstream
            return gradient
          }
        ))
    case .overwritingInsteadOfAdding:
      // x is used twice, but only the second use counts.
      return Variable("*", a * a.exp(), (x, { $0 * a * a.exp() }))
    case .maximumToEveryTie:
      let largest = a.max(along: 1, keepingDimensions: true)
      return Variable(
        "max", largest, (x, { u in select(a .== largest, u, Tensor<S>.zeros([1])) }))
    case .sigmoidOfItsArgument:
      return Variable("sigmoid", a.sigmoid(), (x, { $0 * a * (1 - a) }))
    case .clampLettingAllThrough:
      return Variable("clamp", a.clamped(to: -0.5...0.5), (x, { $0 }))
    case .rememberingUpstream:
      // Keeps what it was first called with, as a buffer that is written once would.
      var first: Tensor<S>?
      return Variable(
        "exp", a.exp() + x.detached().value * 0,
        (
          x,
          { upstream in
            first = first ?? upstream.map { $0 < 0 ? -1 : 1 }
            return (first ?? upstream) * a.exp()
          }
        ))
    case .addingToUpstream:
      return Variable("exp", a.exp(), (x, { $0 + a.exp() }))
    case .roundingThroughDouble:
      return Variable("exp", a.exp(), (x, { $0 * Tensor<S>(a).exp() }))
    default:
      fatalError("\(name) has no function")
    }
  }
}
