import TensorCore
import Testing

/// Runs tests on a backend, whatever the environment asks for: `@Test(.on(.naive))`.
///
/// For tests that compare bit for bit with plain loops, and for those of the choice itself. All others
/// must pass on every backend.
public struct OnBackend: TestTrait, SuiteTrait, TestScoping {
  let backend: Backend

  /// Runs a test with the backend as that of its task.
  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    var execution = Execution.current
    execution.backend = backend
    try await Execution.$current.withValue(execution, operation: function)
  }
}

extension Trait where Self == OnBackend {
  /// On a backend, whatever the environment asks for.
  public static func on(_ backend: Backend) -> Self { OnBackend(backend: backend) }
}
