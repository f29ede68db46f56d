import TensorCore

/// Looks on while tapes record operations and go back through them.
protocol TapeTracer: AnyObject, Sendable {
  /// The layers that are running, outermost first.
  var path: [String] { get set }

  /// A tape begins, and with it a differentiation.
  func tapeBegan()

  /// An operation has computed its value, or the gradient of one of its inputs.
  func operationRan<Scalar: TensorScalar>(
    _ operation: StaticString, _ value: Tensor<Scalar>, layer: String, isBackward: Bool)
}

extension TapeTracer {
  /// The layers that are running as one name, such as "3.body".
  var layer: String { path.joined(separator: ".") }

  func tapeBegan() {}
}

/// Who looks on, if anybody does.
enum Tracing {
  @TaskLocal static var current: (any TapeTracer)?
}

/// Whether somebody looks on at what the running task differentiates: a tracer, or a check of gradients. They see
/// the task alone, and no threads that help it.
package var isLookedOn: Bool { Tracing.current != nil || DetachedValues.current != nil }

/// Lets a tracer look on while a closure runs.
func withTracer<Result>(_ tracer: any TapeTracer, _ body: () throws -> Result) rethrows -> Result {
  try Tracing.$current.withValue(tracer, operation: body)
}

/// Runs a part of a model under its name, so that ``firstNonFinite(in:)`` can say in which layer a NaN
/// or an infinity began, and ``profilingOperations(_:)`` in which one the time goes. Costs next to nothing
/// otherwise.
public func traced<Result>(
  _ name: @autoclosure () -> String, _ body: () throws -> Result
) rethrows -> Result {
  guard let tracer = Tracing.current else { return try body() }
  tracer.path.append(name())
  defer { tracer.path.removeLast() }
  return try body()
}
