import Autograd
import TensorCore

extension Variable {
  /// x·|x| of each element; derivative 2·|x|. (Your formula, its derivative and the paper stand here.)
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func softstep() -> Variable {
    let x = value
    return Variable(
      "softstep", x.map { $0 * $0.magnitude },
      (self, { upstream in upstream.zip(with: x) { 2 * $0 * $1.magnitude } }))
  }
}
