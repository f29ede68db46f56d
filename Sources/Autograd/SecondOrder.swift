import TensorCore

// Second derivatives: the gradient is computed with dual numbers, forward over reverse. A dual carries its
// derivative along v; so what comes out as the gradient carries the gradient's derivative along v, which is
// H·v for the Hessian H. No n × n matrix is formed (Pearlmutter, 1994, *Fast Exact Multiplication by the
// Hessian*).

/// The value of a function of tensors, its gradients, and the product H·v of its Hessian with a direction.
///
/// H holds all second derivatives with respect to all inputs together: (H·v)ᵢ = Σⱼ ∂²f/∂xᵢ∂xⱼ · vⱼ. With v = 0
/// for some inputs, the products of the others are mixed derivatives.
///
/// ```swift
/// let x: Tensor<Double> = [1, 2]
/// let (_, gradients, product) = hessianVectorProduct(at: [x], along: [[1, 0]]) { x in
///   x[0].squared().squared().sum()
/// }
/// // gradients[0] is 4·x³ = [4, 32], product[0] is 12·x²·v = [12, 0]
/// ```
///
/// The function is one of duals: it is given x + v·ε. A tensor `t` that it uses besides is a constant,
/// `Variable(Tensor(t))`. It runs once, at the price of some three to five gradients; exact up to rounding.
///
/// The derivative is that of the operations as they are written. What is `detached()` is a constant for the
/// gradient, but still a dual that moves with x. At a kink, as of `relu` at 0 or of a maximum of two equal
/// numbers, the side that the gradient takes counts alone. A pullback that uses numbers of another type than the
/// function's scalar stops the second derivative without a word: the checks of GradientChecking tell.
///
/// - Parameters:
///   - inputs: x, where to differentiate.
///   - direction: v, a tensor for each input, of its shape; traps otherwise.
///   - file: The caller's file.
///   - line: The caller's line.
///   - function: f; traps when it does not give a single number.
public func hessianVectorProduct<Scalar: TensorScalar>(
  at inputs: [Tensor<Scalar>], along direction: [Tensor<Scalar>],
  file: StaticString = #fileID, line: UInt = #line,
  of function: ([Variable<Dual<Scalar>>]) throws -> Variable<Dual<Scalar>>
) rethrows -> (value: Scalar, gradients: [Tensor<Scalar>], product: [Tensor<Scalar>]) {
  require(
    inputs.map(\.shape) == direction.map(\.shape),
    "hessianVectorProduct: the inputs have the shapes \(inputs.map(\.shape)), but the direction has "
      + "\(direction.map(\.shape))",
    file: file, line: line)
  let moving = zip(inputs, direction).map { Tensor($0, tangent: $1) }
  let (value, gradients) = try valueWithGradients(at: moving, file: file, line: line, of: function)
  return (value.scalar().value, gradients.map { $0.values() }, gradients.map { $0.tangents() })
}

/// The Hessian of a function of one tensor: ∂²f/∂xᵢ∂xⱼ, of the input's shape twice.
///
/// ```swift
/// let curvature = hessian(at: x) { x in (x.squared() * x).sum() }   // the diagonal 6·x
/// ```
///
/// The function runs once for each element of the input: a Hessian of n elements costs n products, see
/// ``hessianVectorProduct(at:along:file:line:of:)-([Tensor<Scalar>],_,_,_,_)``, and n² numbers. It is symmetric up to
/// rounding wherever the second derivatives are continuous.
///
/// - Parameters:
///   - input: x, where to differentiate; traps when twice its axes are more than ``Shape/maximumRank``.
///   - file: The caller's file.
///   - line: The caller's line.
///   - function: f, of duals; traps when it does not give a single number.
public func hessian<Scalar: TensorScalar>(
  at input: Tensor<Scalar>, file: StaticString = #fileID, line: UInt = #line,
  of function: (Variable<Dual<Scalar>>) throws -> Variable<Dual<Scalar>>
) rethrows -> Tensor<Scalar> {
  let shape = Shape(input.shape.dimensions + input.shape.dimensions, file: file, line: line)
  var elements: [Scalar] = []
  elements.reserveCapacity(shape.elementCount)
  for index in 0..<input.elementCount {
    var direction = [Scalar](repeating: 0, count: input.elementCount)
    direction[index] = 1
    let row = try hessianVectorProduct(
      at: [input], along: [Tensor(shape: input.shape, elements: direction)], file: file, line: line
    ) { try function($0[0]) }
    elements += row.product[0].elements
  }
  return Tensor(shape: shape, elements: elements)
}
