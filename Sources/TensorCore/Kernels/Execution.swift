import Foundation
import SIMDKernels

/// How operations run: on which kernels, and on how many threads.
///
/// Tasks inherit it. A closure that runs on a thread of Dispatch or of one's own does not, and would get
/// the program's default: hand ``current`` on with ``withExecution(_:_:)``.
public struct Execution: Sendable {
  /// The kernels.
  public package(set) var backend: Backend
  /// How many threads the SIMD kernels may use, at least 1. Results do not depend on it, bit for bit.
  public package(set) var threads: Int

  /// The execution of the running task: what the environment asks for, unless
  /// ``withBackend(_:threads:file:line:_:)`` or ``withExecution(_:_:)`` says otherwise.
  @TaskLocal public static var current = Execution(
    environment: ProcessInfo.processInfo.environment)

  /// What the variables `GRADUS_BACKEND` (`naive` or `simd`) and `GRADUS_THREADS` (a number) ask for;
  /// naive kernels and a thread for each core that the process may use where they say nothing.
  init(environment: [String: String]) {
    backend = .naive
    threads = usableCoreCount()
    if let name = environment["GRADUS_BACKEND"] {
      let known = Backend(rawValue: name)
      let names = Backend.allCases.map(\.rawValue).joined(separator: " or ")
      require(known != nil, "GRADUS_BACKEND: expected \(names), found \"\(name)\"")
      backend = known!
    }
    if let text = environment["GRADUS_THREADS"] {
      let count = Int(text) ?? 0
      require(count >= 1, "GRADUS_THREADS: expected a number of at least 1, found \"\(text)\"")
      threads = count
    }
    requireVectorUnit(for: backend)
  }

  /// Chooses kernels and a number of threads.
  @usableFromInline
  init(backend: Backend, threads: Int, file: StaticString, line: UInt) {
    require(
      threads >= 1, "withBackend: expected at least 1 thread, found \(threads)",
      file: file, line: line)
    requireVectorUnit(for: backend, file: file, line: line)
    self.backend = backend
    self.threads = threads
  }
}

/// Runs a closure with kernels and threads that were read elsewhere: carries them to another thread.
///
/// ```swift
/// let execution = Execution.current
/// DispatchQueue.concurrentPerform(iterations: models.count) { index in
///   withExecution(execution) { train(models[index]) }
/// }
/// ```
///
/// Without it, the iterations would run as the program does by default, whatever
/// ``withBackend(_:threads:file:line:_:)`` says around them.
///
/// - Parameters:
///   - execution: The kernels and the number of threads, from ``Execution/current``.
///   - body: What runs with them.
@inlinable
public func withExecution<Result>(
  _ execution: Execution, _ body: () throws -> Result
) rethrows -> Result {
  try Execution.$current.withValue(execution, operation: body)
}

extension Execution {
  /// The vector kernels for a kind of number, if they are to run and there are any.
  @inline(__always)
  func vectorKernels<Scalar: TensorScalar>(for _: Scalar.Type) -> VectorKernels<Scalar>? {
    backend == .simd ? Scalar.vectorKernels : nil
  }

  /// What a kind of number computes by the vector kernels of its parts, if those are to run.
  @inline(__always)
  func partKernels<Scalar: TensorScalar>(for _: Scalar.Type) -> PartKernels<Scalar>? {
    backend == .simd ? Scalar.partKernels : nil
  }

  /// Runs the parts of a piece of work, on several threads if the backend has them and the work is worth
  /// them; each part is told how to run its own operations.
  ///
  /// The parts must write to different memory.
  ///
  /// - Parameters:
  ///   - parts: The number of parts.
  ///   - work: The number of multiplications in all parts together.
  ///   - body: Receives the part's index, from 0.
  @inline(__always)
  func forEach(_ parts: Int, work: Int, _ body: (_ part: Int, Execution) -> Void) {
    // The products of a convolution come with the copying of its windows.
    guard backend == .simd && threads > 1 && parts > 1 && isWorthThreads(products: work, cost: 2)
    else {
      for part in 0..<parts { body(part, self) }
      return
    }
    var inner = self
    inner.threads = 1
    parallel(parts: parts, threads: threads) { body($0, inner) }
  }
}

private func requireVectorUnit(
  for backend: Backend, file: StaticString = #fileID, line: UInt = #line
) {
  if let obstacle = backend.obstacle { fatalError(obstacle, file: file, line: line) }
}
