import Layers
import TensorCore

/// Which of a model's parameters something concerns; buffers are never among them.
///
/// `.matrices` leaves out biases and the scales of normalization layers, which have one axis: they set
/// levels and do not make a model more complex.
public struct ParameterSelection: Sendable {
  private let includes: @Sendable (_ name: ParameterName, _ shape: Shape) -> Bool

  /// Selects by a rule of your own, of a parameter's name and shape.
  public init(_ includes: @escaping @Sendable (_ name: ParameterName, _ shape: Shape) -> Bool) {
    self.includes = includes
  }

  /// All parameters.
  public static let all = ParameterSelection { _, _ in true }

  /// The parameters with at least two axes: weights of linear layers and of convolutions.
  public static let matrices = ParameterSelection { _, shape in shape.rank >= 2 }

  /// The parameters whose path begins so, such as "layers.0" or "encoder".
  public static func path(_ prefix: String) -> ParameterSelection {
    ParameterSelection { name, _ in name.path == prefix || name.path.hasPrefix(prefix + ".") }
  }

  /// Whether a parameter is selected.
  public func contains(_ name: ParameterName, _ shape: Shape) -> Bool {
    !name.isBuffer && includes(name, shape)
  }
}
