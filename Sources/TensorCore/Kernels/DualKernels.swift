import SIMDKernels

// Operations on duals by those on their values and tangents. A loop over duals would compute the same; but
// the numbers of a part lie side by side, as the kernels want them.

extension Dual {
  /// Products and functions by the kernels of the base type.
  public static var partKernels: PartKernels<Dual>? {
    PartKernels(
      matmul: { a, b, transposeA, transposeB, file, line in
        bilinear(a, b) {
          TensorCore.matmul(
            $0, $1, transposeA: transposeA, transposeB: transposeB, file: file, line: line)
        }
      },
      convolve: { images, weight, plan, groups, bias, file, line in
        let product = bilinear(images, weight) {
          TensorCore.convolve($0, $1, plan, groups: groups, file: file, line: line)
        }
        return bias.map { product + $0.reshaped(to: [$0.elementCount, 1, 1]) } ?? product
      },
      imageGradient: { upstream, weight, plan, groups, file, line in
        bilinear(upstream, weight) {
          TensorCore.imageGradient($0, $1, plan, groups: groups, file: file, line: line)
        }
      },
      weightGradient: { upstream, images, plan, weightShape, groups in
        bilinear(upstream, images) {
          TensorCore.weightGradient($0, $1, plan, weightShape: weightShape, groups: groups)
        }
      },
      apply: { $1.applying($0) },
      applyGradient: { $2.timesDerivative(of: $0, at: $1) },
      applyToRows: { function, x, axis in
        guard axis == x.rank - 1 || axis == -1 else { return nil }
        return function == .softmax ? x.softmaxOfRows() : x.logSoftmaxOfRows()
      })
  }
}

/// A product a·b that is linear in each factor: (a·b)′ = a′·b + a·b′. Three products of the base type.
@inline(__always)
private func bilinear<Base>(
  _ a: Tensor<Dual<Base>>, _ b: Tensor<Dual<Base>>,
  _ product: (Tensor<Base>, Tensor<Base>) -> Tensor<Base>
) -> Tensor<Dual<Base>> {
  let (x, y): (Tensor<Base>, Tensor<Base>) = (a.values(), b.values())
  var tangent = product(a.tangents(), y)
  tangent += product(x, b.tangents())
  return Tensor(product(x, y), tangent: tangent)
}

extension Tensor {
  /// f(x + x′·ε) = f(x) + f′(x)·x′·ε; nil where a loop is as fast.
  @inline(__always)
  fileprivate func applying<Base>(_ function: ElementFunction) -> Tensor?
  where Element == Dual<Base> {
    let (x, slope): (Tensor<Base>, Tensor<Base>) = (values(), tangents())
    switch function {
    case .exp:
      let y = x.exp()
      return Tensor(y, tangent: y * slope)
    case .expm1: return Tensor(x.expm1(), tangent: x.exp() * slope)
    case .log: return Tensor(x.log(), tangent: slope / x)
    case .log1p: return Tensor(x.log1p(), tangent: slope / (x + 1))
    case .erf:
      let density = (-x.squared()).exp() * Base(2 / Double.pi.squareRoot())
      return Tensor(x.erf(), tangent: density * slope)
    case .tanh: return activated(.tanh, x, slope)
    case .sigmoid: return activated(.sigmoid, x, slope)
    case .gelu: return activated(.gelu, x, slope)
    case .geluTanh: return activated(.geluTanh, x, slope)
    case .silu: return activated(.silu, x, slope)
    case .relu, .sqrt, .negate, .abs, .square: return nil
    }
  }

  /// The same for an activation, of which the base type has the derivative as a kernel.
  @inline(__always)
  private func activated<Base>(
    _ activation: Activation, _ x: Tensor<Base>, _ slope: Tensor<Base>
  ) -> Tensor? where Element == Dual<Base> {
    guard let y = x.vectorized(activation: activation),
      let tangent = slope.vectorizedGradient(of: activation, at: x)
    else { return nil }
    return Tensor(y, tangent: tangent)
  }

  /// (u·f′(x))′ = u′·f′(x) + u·f″(x)·x′, of this upstream gradient u.
  @inline(__always)
  fileprivate func timesDerivative<Base>(of activation: Activation, at input: Tensor) -> Tensor?
  where Element == Dual<Base> {
    guard shape == input.shape, activation != .relu else { return nil }
    let (u, x): (Tensor<Base>, Tensor<Base>) = (values(), input.values())
    guard let value = u.vectorizedGradient(of: activation, at: x),
      var tangent = tangents().vectorizedGradient(of: activation, at: x)
    else { return nil }
    tangent += u * x.secondDerivative(of: activation) * input.tangents()
    return Tensor(value, tangent: tangent)
  }

  /// pᵢ′ = pᵢ·(xᵢ′ − Σⱼ pⱼ·xⱼ′).
  @inline(__always)
  fileprivate func softmaxOfRows<Base>() -> Tensor where Element == Dual<Base> {
    let (p, slope): (Tensor<Base>, Tensor<Base>) = (values().softmax(), tangents())
    let mean = (p * slope).sum(along: -1, keepingDimensions: true)
    return Tensor(p, tangent: p * (slope - mean))
  }

  /// (ln pᵢ)′ = xᵢ′ − Σⱼ pⱼ·xⱼ′.
  @inline(__always)
  fileprivate func logSoftmaxOfRows<Base>() -> Tensor where Element == Dual<Base> {
    let (logarithm, slope): (Tensor<Base>, Tensor<Base>) = (values().logSoftmax(), tangents())
    let mean = (logarithm.exp() * slope).sum(along: -1, keepingDimensions: true)
    return Tensor(logarithm, tangent: slope - mean)
  }
}

extension Tensor where Element: TensorScalar {
  /// f″(x) of an activation f.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  fileprivate func secondDerivative(of activation: Activation) -> Tensor {
    func derivative(of activation: Activation, at x: Tensor) -> Tensor {
      Tensor(repeating: 1, shape: x.shape).vectorizedGradient(of: activation, at: x)!
    }
    switch activation {
    case .relu: return .zeros(shape)
    case .tanh: return tanh() * derivative(of: .tanh, at: self) * -2
    case .sigmoid: return derivative(of: .sigmoid, at: self) * (1 - 2 * sigmoid())
    case .gelu:
      // φ(x)·(2 − x²); beyond, φ is 0, which ∞ must not meet.
      let square = clamped(to: -40...40).squared()
      return (square * -0.5).exp() * (2 - square) * Element(1 / (2 * Double.pi).squareRoot())
    case .silu:
      // σ′(x)·(2 + x·(1 − 2·σ(x)))
      let x = clamped(to: -1000...1000)
      return derivative(of: .sigmoid, at: x) * (2 + x * (1 - 2 * x.sigmoid()))
    case .geluTanh:
      // x·σ(w) with w = c·(x + a·x³): σ′(w)·(2·w′ + x·((1 − 2·σ(w))·w′² + w″))
      let c = Element(2 * (2 / Double.pi).squareRoot())
      let x = clamped(to: -40...40)
      let square = x.squared()
      let w = x * (1 + 0.044715 * square) * c
      let first = (1 + 0.134145 * square) * c
      let second = x * (0.26829 * c)
      return derivative(of: .sigmoid, at: w)
        * (2 * first + x * ((1 - 2 * w.sigmoid()) * first.squared() + second))
    }
  }
}
