/// Stops the program with a sentence when a condition that the caller is responsible for does not
/// hold.
///
/// A failing `precondition` prints no message in optimized code; `fatalError` always does. Every
/// programmer error in Gradus goes through here, so that each one names the operation, the shapes
/// and the rule, and points at the caller's line.
///
/// - Parameters:
///   - condition: What must be true.
///   - message: The sentence; only built when the condition is false.
///   - file: The caller's file.
///   - line: The caller's line.
@inlinable
public func require(
  _ condition: Bool, _ message: @autoclosure () -> String,
  file: StaticString = #fileID, line: UInt = #line
) {
  if !condition { fatalError(message(), file: file, line: line) }
}
