/// Which kernels run a tensor operation.
///
/// The naive kernels are plain loops that one can read: the default, and what every other kernel is
/// compared with. Others are opted into for a piece of code with ``withBackend(_:_:)``.
public enum Backend: String, CaseIterable, Sendable {
  /// Plain loops.
  case naive
  /// Vector instructions, where an operation has such a kernel; otherwise the naive one.
  case simd

  /// The backend of the running task. An operation reads it once and passes it on.
  @TaskLocal public static var current: Backend = .naive
}

/// Runs a closure with a backend: all tensor operations inside it, and those of tasks it starts, use
/// that backend's kernels.
///
/// ```swift
/// let c = withBackend(.simd) { matmul(a, b) }
/// ```
@inlinable
public func withBackend<Result>(
  _ backend: Backend, _ body: () throws -> Result
) rethrows -> Result {
  try Backend.$current.withValue(backend, operation: body)
}
