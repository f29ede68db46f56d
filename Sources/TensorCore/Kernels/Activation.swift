import SIMDKernels

/// An activation whose value and derivative have kernels. The modules above know it by this word; those of
/// the kernels are known to this module alone.
package enum Activation: Sendable {
  case relu, tanh, sigmoid, gelu, geluTanh, silu

  var function: ElementFunction {
    switch self {
    case .relu: .relu
    case .tanh: .tanh
    case .sigmoid: .sigmoid
    case .gelu: .gelu
    case .geluTanh: .geluTanh
    case .silu: .silu
    }
  }

  var gradient: ElementGradient {
    switch self {
    case .relu: .relu
    case .tanh: .tanh
    case .sigmoid: .sigmoid
    case .gelu: .gelu
    case .geluTanh: .geluTanh
    case .silu: .silu
    }
  }
}

/// A function of each row of a matrix that has a kernel of its own.
package enum RowFunction: Sendable {
  /// exp(xᵢ) / Σⱼ exp(xⱼ).
  case softmax
  /// xᵢ − ln Σⱼ exp(xⱼ).
  case logSoftmax
}
