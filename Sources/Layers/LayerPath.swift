import Autograd

extension Context {
  /// Runs a part of a model under its name, so that messages can say where in the model something went
  /// wrong. The name should be that of the part's parameters.
  ///
  /// ```swift
  /// let code = context.inside("encoder") { encoder.forward(input, in: &$0) }
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
