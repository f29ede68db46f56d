import TensorCore

/// How the weights of a layer are drawn before training.
///
/// A value, so that a layer can take one as an argument: `Linear(64, 32, initializer: .glorotUniform,
/// using: &generator)`. `fanIn` is the number of inputs of an output, `fanOut` the number of outputs of
/// an input; for a weight of shape [K, D, …] they are D·… and K·….
public struct Initializer: Sendable {
  private let draw: @Sendable (Shape, inout RandomGenerator) -> [Double]

  /// Makes an initializer from a function that gives the elements in row-major order.
  public init(_ draw: @escaping @Sendable (Shape, inout RandomGenerator) -> [Double]) {
    self.draw = draw
  }

  /// A tensor drawn by this initializer; nothing is drawn for a shape without elements. One seed gives
  /// the same tensor in every scalar type, up to rounding.
  public func tensor<Scalar: TensorScalar>(
    _ shape: Shape, as type: Scalar.Type = Scalar.self, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor<Scalar> {
    guard shape.elementCount > 0 else { return .zeros(shape) }
    requireMemory(
      for: shape.elementCount, of: Double.self, as: "Initializer: a tensor of shape \(shape)",
      file: file, line: line)
    return Tensor(
      Tensor(shape: shape, elements: draw(shape, &generator), file: file, line: line))
  }
}

/// The number of inputs of an output and of outputs of an input, for a weight of shape [K, D, …].
func fans(of shape: Shape) -> (fanIn: Int, fanOut: Int) {
  let receptiveField = shape.dimensions.dropFirst(2).reduce(1, *)
  return (
    (shape.rank > 1 ? shape[1] : shape.elementCount) * receptiveField,
    (shape.rank > 0 ? shape[0] : 1) * receptiveField
  )
}
