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
    guard !isObserved else { return try observed(part, nil, body) }
    path.append(part)
    defer { path.removeLast() }
    return try traced(part) { try body(&self) }
  }

  /// The same while somebody looks on, at what may be the forward pass of a module. A function of its own, so that
  /// the layers of a deep model take no more of the stack for it.
  @inline(never)
  mutating func observed<Result>(
    _ part: String, _ module: (any Module)?, _ body: (inout Context) throws -> Result
  ) rethrows -> Result {
    path.append(part)
    defer { path.removeLast() }
    let path = path
    let running = self[ObservedParts.self]!.begin(path, module)
    let result = try traced(part) { try body(&self) }
    self[ObservedParts.self]!.end(running, with: result)
    return result
  }

  /// How a message names the layer that is running: "Linear", or "Linear at 2.body" inside a model.
  public func naming(_ layer: String) -> String {
    path.isEmpty ? layer : "\(layer) at \(path.joined(separator: "."))"
  }
}
