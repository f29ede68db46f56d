import TensorCore

/// Notes in which operation a NaN or an infinity first appears.
///
/// A class, because all tapes that are made while it is active report to the same place. `@unchecked
/// Sendable`, because a task-local value must be sendable, while only the task that runs the traced
/// closure writes to it.
final class NonFiniteTracer: @unchecked Sendable {
  @TaskLocal static var current: NonFiniteTracer?

  /// Where it began, in words.
  private(set) var finding: String?

  /// The layers that are running, outermost first.
  var path: [String] = []

  /// Those layers as one name, such as "3.body".
  var layer: String { path.joined(separator: ".") }

  /// Looks at a value, as long as nothing has been found.
  func inspect<Scalar: TensorScalar>(
    _ value: Tensor<Scalar>, operation: StaticString, layer: String, isBackward: Bool
  ) {
    guard finding == nil,
      let culprit = (value.elements as [Scalar]).first(where: { !$0.isFinite })
    else { return }
    let place = layer.isEmpty ? "" : " in layer \(layer)"
    finding =
      "\(numberText(culprit)) first appeared in the \(isBackward ? "gradient" : "value") of \(operation), "
      + "shape \(value.shape)\(place)"
  }
}

/// Runs a part of a model under its name, so that ``firstNonFinite(in:)`` can say in which layer a NaN
/// or an infinity began. Costs next to nothing otherwise.
public func traced<Result>(
  _ name: @autoclosure () -> String, _ body: () throws -> Result
) rethrows -> Result {
  guard let tracer = NonFiniteTracer.current else { return try body() }
  tracer.path.append(name())
  defer { tracer.path.removeLast() }
  return try body()
}
