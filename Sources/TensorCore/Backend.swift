/// Which kernels run a tensor operation.
///
/// The naive kernels are plain loops that one can read: the default, and what every other kernel is
/// compared with. Others are opted into for a piece of code with
/// ``withBackend(_:threads:file:line:_:)``, or for a whole program with the environment:
/// `GRADUS_BACKEND=simd`.
public enum Backend: String, CaseIterable, Sendable {
  /// Plain loops.
  case naive
  /// Vector instructions and several threads, where an operation has such a kernel; otherwise the naive
  /// one.
  case simd

  /// The backend of the running task.
  public static var current: Backend { Execution.current.backend }
}

/// Runs a closure with a backend: all tensor operations inside it, and those of tasks it starts, use
/// that backend's kernels. To other threads it is carried by ``withExecution(_:_:)``.
///
/// ```swift
/// let c = withBackend(.simd) { matmul(a, b) }
/// ```
///
/// Traps when there is no thread, and when the SIMD kernels were built for another machine.
///
/// - Parameters:
///   - backend: The kernels.
///   - threads: How many threads the SIMD kernels may use; as many as so far unless given, which is one
///     a core at first.
///   - file: The caller's file.
///   - line: The caller's line.
///   - body: What runs with them.
@inlinable
public func withBackend<Result>(
  _ backend: Backend, threads: Int? = nil, file: StaticString = #fileID, line: UInt = #line,
  _ body: () throws -> Result
) rethrows -> Result {
  let execution = Execution(
    backend: backend, threads: threads ?? Execution.current.threads, file: file, line: line)
  return try withExecution(execution, body)
}
