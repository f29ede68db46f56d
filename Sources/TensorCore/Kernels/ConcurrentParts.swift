import SIMDKernels

extension Execution {
  /// What a closure gives for each part of a piece of work, in the order of the parts, which run on several
  /// threads at the same time: on as many as operations may use, whatever the kernels. An operation inside of a
  /// part then has one.
  ///
  /// - Parameters:
  ///   - count: The number of parts.
  ///   - body: Receives the part's index, from 0.
  package func results<Result: Sendable>(
    ofParts count: Int, _ body: @Sendable (_ part: Int) -> Result
  ) -> [Result] {
    var inner = self
    inner.threads = 1
    let execution = inner
    return Array(unsafeUninitializedCapacity: count) { results, initializedCount in
      // Each part writes to a place of its own.
      nonisolated(unsafe) let places = results
      parallel(parts: count, threads: threads) { part in
        places.initializeElement(at: part, to: withExecution(execution) { body(part) })
      }
      initializedCount = count
    }
  }
}
