import TensorCore

/// Notes in which operation a NaN or an infinity first appears.
///
/// A class, because all tapes that are made while it is active report to the same place. `@unchecked
/// Sendable`, because a task-local value must be sendable, while only the task that runs the traced
/// closure writes to it.
final class NonFiniteTracer: TapeTracer, @unchecked Sendable {
  /// Where it began, in words.
  private(set) var finding: String?

  var path: [String] = []

  /// Looks at a value, as long as nothing has been found.
  func operationRan<Scalar: TensorScalar>(
    _ operation: StaticString, _ value: Tensor<Scalar>, layer: String, isBackward: Bool
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

/// Runs a closure and says in which operation, forward or backward, a NaN or an infinity first
/// appeared; nil if none did.
///
/// Every value that is recorded on a tape is looked at, so this is slow: a tool for finding out, not for
/// training.
public func firstNonFinite(in body: () throws -> Void) rethrows -> String? {
  let tracer = NonFiniteTracer()
  try withTracer(tracer, body)
  return tracer.finding
}
