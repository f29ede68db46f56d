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
    try running(part, nil, body)
  }

  /// Runs a closure as a part, which is the forward pass of a module if one is given.
  mutating func running<Result>(
    _ part: String, _ module: (any Module)?, _ body: (inout Context) throws -> Result
  ) rethrows -> Result {
    path.append(part)
    defer { path.removeLast() }
    let path = path
    guard let place = self[ObservedParts.self]?.begin(path, module) else {
      return try traced(part) { try body(&self) }
    }
    let result = try traced(part) { try body(&self) }
    self[ObservedParts.self]?.end(place, with: result)
    return result
  }

  /// How a message names the layer that is running: "Linear", or "Linear at 2.body" inside a model.
  public func naming(_ layer: String) -> String {
    path.isEmpty ? layer : "\(layer) at \(path.joined(separator: "."))"
  }
}
