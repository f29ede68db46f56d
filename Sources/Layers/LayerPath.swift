import Autograd

extension Context {
  /// Runs a closure as a part of a model, so that messages can say where in the model something went wrong.
  /// A model has ``Model/forward(_:as:in:)`` for it.
  ///
  /// ```swift
  /// let logits = context.inside("head") { matmul(head.forward(code, in: &$0), table.weight) }
  /// ```
  public mutating func inside<Result>(
    _ part: String, _ body: (inout Context) throws -> Result
  ) rethrows -> Result {
    path.append(part)
    defer { path.removeLast() }
    return try traced(part) { try body(&self) }
  }

  /// How a message names the layer that is running: "Linear", or "Linear at 2.body" inside a model.
  public func naming(_ layer: String) -> String {
    path.isEmpty ? layer : "\(layer) at \(path.joined(separator: "."))"
  }
}
